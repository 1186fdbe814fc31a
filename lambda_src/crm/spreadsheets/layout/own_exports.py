"""Sheets that are our own export: its ids say which row is which lead, so that nothing else has to be told by shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm.export_labels import LEAD_ID, key_of_label
from crm.ids import is_lead_id
from crm.spreadsheets.layout.row_kinds import RowKinds
from crm.spreadsheets.model import OTHER_TABLE, REPEATED_HEADER, Row

_LEAD_ID = key_of_label(LEAD_ID)
_FIRST_LETTERS = ("L", "l", "\ufeff", " ")
_FIRST_ROWS = 20
"""Rows, from the first on, among which the header is. Chosen: people write titles above a list."""


def exported_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The position of the header of our export among the first rows of a sheet; None for any other sheet.

    Other CRMs have lead ids too, of another form. Whoever works in an export may put rows above it.
    """
    for position, cells in enumerate(rows[:_FIRST_ROWS]):
        for column, cell in enumerate(cells):
            if _is_header(cell):
                return position if any(is_lead_id(_cell(below, column)) for below in rows[position + 1 :]) else None
    return None


def column_of_lead_ids(header: Sequence[str], rows: Sequence[Row]) -> int | None:
    """The column of our ids below a header; None if there is none."""
    for column, cell in enumerate(header):
        if _is_header(cell) and any(is_lead_id(_cell(row.cells, column)) for row in rows):
            return column
    return None


class ExportedRows(RowKinds):
    """Marks rows of our export that are no leads: some of those without an id, and another table that stands below.

    Args:
        header: its cells.
        column: of the ids.
        is_header_word: whether a text is the name of a field.
    """

    def __init__(
        self, header: tuple[str, ...], column: int, is_header_word: Callable[[str], bool] | None = None
    ) -> None:
        super().__init__([header], is_header_word)
        self._header = list(map(key_of_label, header))
        self._column = column
        self._is_own, self._is_foreign = True, False

    def mark(self, rows: list[Row], start: int = 0) -> int:
        as_read = rows[start:]
        super().mark(rows, start)
        for place, row in enumerate(as_read, start):
            cell = _cell(row.cells, self._column)
            if _is_header(cell):
                self._is_own = [key_of_label(one) for one in row.cells if one.strip()] == [*filter(None, self._header)]
                # Under the same columns in another order, the rows are moved there.
                self._is_foreign = not self._is_own and rows[place].skip is not REPEATED_HEADER
            if self._is_foreign:
                rows[place] = row._replace(skip=rows[place].skip or OTHER_TABLE)
            elif self._is_own and is_lead_id(cell):
                rows[place] = row
        return len(rows)

    def end_of_table(self, rows: Sequence[Row]) -> int:
        last = max(
            (place for place, row in enumerate(rows, 1) if is_lead_id(_cell(row.cells, self._column))), default=0
        )
        return max(last, super().end_of_table(rows))


def _is_header(cell: str) -> bool:
    # Most cells end here: the letters of a label take a hundred times as long.
    return cell[:1] in _FIRST_LETTERS and key_of_label(cell) == _LEAD_ID


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column].strip() if column < len(cells) else ""
