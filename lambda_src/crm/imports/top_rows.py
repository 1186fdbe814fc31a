"""The first rows of each sheet, for whoever chooses the one that holds the header."""

from __future__ import annotations

from dataclasses import dataclass

from crm.imports.plan import TopRow
from crm.spreadsheets import SheetHead

COLUMNS = 30
"""Columns of a row that are kept."""
CELL = 80
"""Characters of a cell that are kept: enough to know it again."""
CHARACTERS = 400_000
"""Of all sheets together, since every reader of the plan loads them. Some ten sheets whose cells are all long."""


@dataclass(slots=True)
class TopRows:
    """Keeps first rows while there is room for them; a workbook may have thousands of sheets."""

    left: int = CHARACTERS

    def of(self, head: SheetHead) -> tuple[TopRow, ...]:
        """The rows of a sheet, or none where there is no more room."""
        rows = tuple(TopRow(row.number, tuple(cell[:CELL] for cell in row.cells[:COLUMNS])) for row in head.first)
        self.left -= sum(len(cell) + 1 for row in rows for cell in row.cells)
        return rows if self.left >= 0 else ()
