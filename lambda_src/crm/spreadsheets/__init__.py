"""Any spreadsheet as sheets with a header and rows of texts. `open_spreadsheet` is the entrance."""

from crm.spreadsheets.model import Limits, Row, SheetHead, SpreadsheetRejected
from crm.spreadsheets.reader import Sheet, Spreadsheet, open_spreadsheet

__all__ = ["Limits", "Row", "Sheet", "SheetHead", "Spreadsheet", "SpreadsheetRejected", "open_spreadsheet"]
