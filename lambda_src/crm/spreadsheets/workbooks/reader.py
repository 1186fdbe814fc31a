"""Opens a workbook with what reads its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.sentences import Sentence
from crm.spreadsheets.model import Limits
from crm.spreadsheets.rejections import rejection

if TYPE_CHECKING:
    from crm.spreadsheets.workbooks.calamine_book import CalamineBook
    from crm.spreadsheets.workbooks.xlsx_book import XlsxBook


def open_workbook(path: str, kind: str, limits: Limits) -> XlsxBook | CalamineBook:
    """A workbook whose sheets can be read.

    Args:
        path: the file.
        kind: xlsx, xlsm, xlsb, xls or ods.
        limits: how many sheets it may have.

    Raises:
        SpreadsheetRejected: if it has more.
    """
    book: XlsxBook | CalamineBook
    if kind in ("xlsx", "xlsm"):
        from crm.spreadsheets.workbooks.xlsx_book import XlsxBook

        book = XlsxBook(path)
    else:
        from crm.spreadsheets.workbooks.calamine_book import CalamineBook

        book = CalamineBook(path, kind)
    if book.sheet_count > limits.sheets:
        raise rejection("too_large", Sentence("tooManySheets", most=limits.sheets))
    return book


def notes_on(book: XlsxBook | CalamineBook) -> tuple[Sentence, ...]:
    """What the user should know about a workbook."""
    return tuple(Sentence("hiddenSheet", name=name) for name in book.hidden)
