"""Reads any spreadsheet as sheets with a header and rows of texts. `open_spreadsheet` is the entrance."""

from typing import TYPE_CHECKING, Any

from crm.spreadsheets.model import Limits, Row, SheetHead, SpreadsheetRejected

if TYPE_CHECKING:
    from crm.spreadsheets.opening import open_spreadsheet
    from crm.spreadsheets.sheet import Sheet
    from crm.spreadsheets.sheets import Spreadsheet

__all__ = ["Limits", "Row", "Sheet", "SheetHead", "Spreadsheet", "SpreadsheetRejected", "open_spreadsheet"]


def __getattr__(name: str) -> Any:
    """Imports the parent's side on demand: the child process that reads the file needs none of it."""
    if name == "open_spreadsheet":
        from crm.spreadsheets.opening import open_spreadsheet

        return open_spreadsheet
    if name == "Sheet":
        from crm.spreadsheets.sheet import Sheet

        return Sheet
    if name == "Spreadsheet":
        from crm.spreadsheets.sheets import Spreadsheet

        return Spreadsheet
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
