"""Sheets of Excel and OpenDocument workbooks through calamine, as texts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from crm.spreadsheets.cell_texts import rows_of_texts
from crm.spreadsheets.frames import Cells

_BLOCK_ROWS = 512


def read_workbook(path: Path) -> Iterator[tuple[int, str, Iterator[list[Cells]]]]:
    """(index, name, blocks of rows beginning with row 1 and column A) of each sheet in the workbook's order."""
    import python_calamine

    workbook = python_calamine.load_workbook(path)
    for index, meta in enumerate(workbook.sheets_metadata):
        if meta.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            yield index, meta.name, iter(())
            continue
        yield index, meta.name, _blocks(workbook.get_sheet_by_index(index))


def _blocks(sheet: object) -> Iterator[list[Cells]]:
    start = sheet.start  # type: ignore[attr-defined]
    if start is None:
        return
    left = ("",) * start[1]
    rows = sheet.iter_rows()  # type: ignore[attr-defined]
    while block := list(islice(rows, _BLOCK_ROWS)):
        texts = rows_of_texts(block)
        yield [left + cells if cells else () for cells in texts] if left else texts
