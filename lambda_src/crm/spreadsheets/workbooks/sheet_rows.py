"""One sheet of a workbook, as every kind of workbook hands it over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crm.spreadsheets.frames import Cells, SheetFacts

BLOCK_ROWS = 512
"""Rows of a chunk."""
# Rows in which merged ranges matter: headers are not searched for further down.
_MERGES_UP_TO = 500
_MOST_MERGES = 2_000
# Rows that one cell of a table may span, and cells that may span some: what is more is a drawing and no list.
_MOST_MERGED_DOWN = 200
_MOST_RANGES = 5_000

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, 0-based."""


class SheetRows(NamedTuple):
    """One sheet of a workbook.

    Args:
        position: 0-based, in the workbook.
        name: as on its tab.
        facts: what the workbook says about it.
        blocks: chunks of rows from row 1 and column A on, blank ones as ``()``.
    """

    position: int
    name: str
    facts: SheetFacts
    blocks: Iterator[list[Cells]]


def facts_of(merged: Iterable[Range], *, very_hidden: bool, table_headers: frozenset[int] = frozenset()) -> SheetFacts:
    """What a workbook says about a sheet, of its merged ranges those that may matter."""
    ranges = list(merged)
    merges = tuple(one for one in ranges if one[0] < _MERGES_UP_TO)[:_MOST_MERGES]
    down = tuple(
        (top, left, bottom)
        for top, left, bottom, right in ranges
        if left == right and 0 < bottom - top < _MOST_MERGED_DOWN
    )
    return SheetFacts(very_hidden, merges, table_headers, down[:_MOST_RANGES])
