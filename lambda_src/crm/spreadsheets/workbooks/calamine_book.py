"""Reads xlsb, xls and OpenDocument workbooks with calamine."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from crm.spreadsheets.frames import NO_FACTS, Cells
from crm.spreadsheets.workbooks.ahead import Ahead
from crm.spreadsheets.workbooks.cell_texts import rows_of_texts
from crm.spreadsheets.workbooks.corrections import Corrector
from crm.spreadsheets.workbooks.sheet_rows import BLOCK_ROWS, Range, SheetRows, facts_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

    from crm.spreadsheets.workbooks.ods_corrections import OdsSheets
    from crm.spreadsheets.workbooks.xls_corrections import XlsSheets


class CalamineBook:
    """A workbook opened with calamine.

    Args:
        path: the file.
        kind: xlsb, xls or ods.
    """

    def __init__(self, path: str, kind: str) -> None:
        import python_calamine

        self._corrected: XlsSheets | OdsSheets | None = None
        if kind == "xls":
            from crm.spreadsheets.workbooks.xls_corrections import XlsSheets

            self._corrected = XlsSheets(path)
        elif kind == "ods":
            from crm.spreadsheets.workbooks.ods_corrections import OdsSheets

            self._corrected = OdsSheets(path)
        self._book = _opened(path, kind)
        self._metas = self._book.sheets_metadata
        self._worksheet = python_calamine.SheetTypeEnum.WorkSheet
        self._visible = python_calamine.SheetVisibleEnum

    @property
    def sheet_count(self) -> int:
        """Sheets of any kind."""
        return len(self._metas)

    @property
    def hidden(self) -> list[str]:
        """Names of the sheets that are hidden."""
        return [meta.name for meta in self._metas if meta.visible is self._visible.Hidden]

    def sheets(self) -> Iterator[SheetRows]:
        """The sheets in order. Chart and macro sheets have no rows.

        While a sheet's rows are read, the next one is parsed in a thread: calamine releases Python's lock.
        """
        ahead = [self._begin(0)] if self._metas else []
        while ahead:
            sheet = ahead.pop().result()
            if sheet.position + 1 < len(self._metas):
                ahead.append(self._begin(sheet.position + 1))
            yield sheet
            del sheet

    def _begin(self, position: int) -> Ahead[SheetRows]:
        return Ahead(lambda: self._load(position))

    def _load(self, position: int) -> SheetRows:
        meta = self._metas[position]
        if meta.typ is not self._worksheet:
            return SheetRows(position, meta.name, NO_FACTS, iter(()))
        sheet = self._book.get_sheet_by_index(position)
        facts = facts_of(_merged(sheet), very_hidden=meta.visible is self._visible.VeryHidden)
        blocks = _blocks(sheet)
        if self._corrected is not None:
            blocks = Corrector(self._corrected.corrections(position)).all(blocks)
        return SheetRows(position, meta.name, facts, blocks)


def _opened(path: str, kind: str) -> CalamineWorkbook:
    """The workbook. Given a path, calamine trusts its ending; given the content, it needs the whole file in memory."""
    from python_calamine import load_workbook

    if path.lower().rpartition(".")[2] == kind:
        return load_workbook(path)
    link = f"{os.environ.get('TMPDIR', '/tmp')}/easy-crm-{os.getpid()}.{kind}"  # noqa: S108
    try:
        os.symlink(os.path.abspath(path), link)  # noqa: PTH100, PTH211  (pathlib costs the child process 7 ms)
    except OSError:
        with open(path, "rb") as file:  # noqa: PTH123
            return load_workbook(io.BytesIO(file.read()))
    try:
        return load_workbook(link)
    finally:
        # What has been opened stays readable.
        os.unlink(link)  # noqa: PTH108


def _merged(sheet: CalamineSheet) -> Iterator[Range]:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        yield top, left, bottom, right


def _blocks(sheet: CalamineSheet) -> Iterator[list[Cells]]:
    start = sheet.start
    if start is None:
        return
    left = ("",) * start[1]
    rows = sheet.iter_rows()
    while block := list(islice(rows, BLOCK_ROWS)):
        texts = rows_of_texts(block)
        yield [left + cells if cells else () for cells in texts] if left else texts
