"""Where a table ends because another one, which is read on its own, begins below it on the same sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from crm.spreadsheets.layout.further_tables import ROWS_TOLD_BY, FurtherTables
from crm.spreadsheets.layout.row_kinds import RowKinds
from crm.spreadsheets.model import BLANK_ROW, SECTION_ROW, Row

_LINE_NUMBER = re.compile(r"\s*(\d{1,4})[.)]?\s*")
"""What numbers a line of a sheet to sign in on: `7`, `12.`."""


class Below(NamedTuple):
    """What stands below a table, from the header of the next one on.

    Args:
        first: its first rows.
        rest: the rows behind them, in chunks.
    """

    first: list[Row]
    rest: Iterator[list[Row]]


def mark_to_next(
    rows: list[Row], rest: Iterator[list[Row]], kinds: RowKinds, further: FurtherTables | None
) -> tuple[list[Row], Below | None]:
    """The rows of a table, marked, and what begins the next one; None if no table begins among them.

    Args:
        rows: consecutive ones, which stay as they are; more are added where they are needed to tell.
        rest: the rows behind them, in chunks.
        kinds: what marks the table's rows.
        further: what tells where the next table begins; None if the sheet is read as one.
    """
    marked = list(rows)
    end = kinds.mark(marked)
    while further is not None and end < len(marked):
        while len(marked) - end < ROWS_TOLD_BY and (more := next(rest, None)) is not None:
            rows += more
            marked += more
        if further.begins(rows[end : end + ROWS_TOLD_BY]):
            return marked[:end], Below(rows[end:], rest)
        end = kinds.mark(marked, end)
    return marked, None


def mark_titles(rows: list[Row]) -> None:
    """Marks the titles of the next table, in place: the last row with content, and those above it that stand apart.

    Args:
        rows: the last ones above the header of the next table.
    """
    end = len(rows)
    while end and not rows[end - 1].cells:
        end -= 1
    start = end
    while start and _is_lone(rows[start - 1].cells):
        start -= 1
    if not start or rows[start - 1].cells:
        # Nothing tells a title from the last contact but that it is the last.
        start = max(start, end - 1)
    for place in range(start, end):
        rows[place] = rows[place]._replace(skip=rows[place].skip or SECTION_ROW)


def mark_line_numbers(rows: list[Row]) -> None:
    """Marks lines that nobody has filled in, in place: numbers alone in the first cell, of which each counts on.

    Args:
        rows: the last ones of a table of several columns.
    """
    numbers = [_line_number(row) for row in rows]
    for place, (number, below) in enumerate(pairwise(numbers)):
        if number is not None and below == number + 1:
            for unused in (place, place + 1):
                rows[unused] = rows[unused]._replace(skip=BLANK_ROW)


def _line_number(row: Row) -> int | None:
    found = _LINE_NUMBER.fullmatch(row.cells[0]) if row.cells and _is_lone(row.cells) else None
    return int(found[1]) if found else None


def _is_lone(cells: Sequence[str]) -> bool:
    return sum(1 for cell in cells if cell.strip()) == 1
