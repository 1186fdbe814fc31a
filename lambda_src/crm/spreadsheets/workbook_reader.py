"""Sheets of Excel and OpenDocument workbooks through calamine, as texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from crm.spreadsheets.cell_texts import rows_of_texts
from crm.spreadsheets.frames import NO_FACTS, Cells, SheetFacts

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_BLOCK_ROWS = 512
# Headers are not looked for further down.
_MERGES_UP_TO = 500


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One sheet of a workbook.

    Args:
        index: 0-based position.
        name: as on its tab.
        facts: what the workbook says about it.
        blocks: runs of rows beginning with row 1 and column A, blank ones as ``()``.
    """

    index: int
    name: str
    facts: SheetFacts
    blocks: Iterator[list[Cells]]


class WorkbookReader:
    """A workbook opened with calamine.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        import python_calamine

        self._workbook = python_calamine.load_workbook(path)
        self._metas = self._workbook.sheets_metadata
        self._worksheet = python_calamine.SheetTypeEnum.WorkSheet
        self._visible = python_calamine.SheetVisibleEnum

    @property
    def sheet_count(self) -> int:
        """Sheets of any kind."""
        return len(self._metas)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know."""
        hidden = [meta.name for meta in self._metas if meta.visible is self._visible.Hidden]
        return tuple(f"The sheet \u201c{name}\u201d is hidden in the workbook; it was read too." for name in hidden)

    def sheets(self) -> Iterator[SheetRows]:
        """The sheets in order. Chart and macro sheets have no rows."""
        for index, meta in enumerate(self._metas):
            if meta.typ is not self._worksheet:
                yield SheetRows(index, meta.name, NO_FACTS, iter(()))
                continue
            sheet = self._workbook.get_sheet_by_index(index)
            facts = SheetFacts(very_hidden=meta.visible is self._visible.VeryHidden, merges=_merges(sheet))
            yield SheetRows(index, meta.name, facts, _blocks(sheet))


def _merges(sheet: CalamineSheet) -> tuple[tuple[int, int, int, int], ...]:
    ranges = sheet.merged_cell_ranges or ()
    return tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges if top < _MERGES_UP_TO)[:2000]


def _blocks(sheet: CalamineSheet) -> Iterator[list[Cells]]:
    start = sheet.start
    if start is None:
        return
    left = ("",) * start[1]
    rows = sheet.iter_rows()
    while block := list(islice(rows, _BLOCK_ROWS)):
        texts = rows_of_texts(block)
        yield [left + cells if cells else () for cells in texts] if left else texts
