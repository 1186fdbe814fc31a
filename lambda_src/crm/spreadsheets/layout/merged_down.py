"""Cells that are merged over several rows: each of the rows has their text, as a person sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm.spreadsheets.layout.column_profile import filled_count
from crm.spreadsheets.model import Row

_FEWEST_CELLS = 3
"""Cells of its own that a row needs to be another contact: with fewer it may go on with the contact above. Chosen."""

Down = tuple[int, int, int]
"""First row, column and last row of a range, 0-based."""


def filler(ranges: Sequence[Down]) -> Callable[[list[Row]], list[Row]]:
    """A function that fills merged cells in chunks of rows, which it is given from top to bottom."""
    by_row: dict[int, list[tuple[int, int]]] = {}
    for top, column, bottom in ranges:
        for number in range(top + 2, bottom + 2):
            by_row.setdefault(number, []).append((column, top + 1))
    tops = {(top + 1, column): "" for top, column, _ in ranges}
    columns: dict[int, list[int]] = {}
    for number, column in tops:
        columns.setdefault(number, []).append(column)

    def fill(rows: list[Row]) -> list[Row]:
        for place, row in enumerate(rows):
            for column in columns.get(row.number, ()):
                tops[row.number, column] = row.cells[column] if column < len(row.cells) else ""
            if row.number in by_row and filled_count(row.cells) >= _FEWEST_CELLS:
                rows[place] = _filled(row, [(column, tops[top, column]) for column, top in by_row[row.number]])
        return rows

    return fill


def _filled(row: Row, texts: Sequence[tuple[int, str]]) -> Row:
    cells = list(row.cells)
    for column, text in texts:
        if column < len(cells) and not cells[column]:
            cells[column] = text
    return row._replace(cells=tuple(cells))
