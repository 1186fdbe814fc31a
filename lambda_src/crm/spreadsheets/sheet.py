"""One sheet, or one of several tables on a sheet, that is read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter

from crm.spreadsheets.layout.further_tables import FurtherTables
from crm.spreadsheets.layout.row_kinds import RowKinds
from crm.spreadsheets.layout.rows_below import mark_below
from crm.spreadsheets.layout.table_ends import Below, mark_line_numbers, mark_titles, mark_to_next
from crm.spreadsheets.model import Row, SheetHead

_WIDTH_WITH_NOTES = 3
"""Columns of a table that make a row of one cell more likely a note than a contact."""
FEWEST_WITH_NOTES = 2
"""Columns that a table needs for a row of one cell to be a note: in a list of one column every row has one cell."""
_MOST_NOTES = 30
"""Rows of one cell at the end of a sheet that may be notes; more of them are data."""


class Sheet:
    """One sheet, or one of several tables of a sheet, read once from top to bottom.

    Args:
        head: what is known about it before its rows are read.

    Attributes:
        below: the next table of the sheet, as far as it is known before the rows are read.
    """

    def __init__(
        self,
        head: SheetHead,
        first: list[Row],
        rest: Iterator[list[Row]],
        kinds: RowKinds,
        further: FurtherTables | None = None,
        below: Below | None = None,
    ) -> None:
        self.head = head
        self.below = below
        self._first = first
        self._rest = rest
        self._kinds = kinds
        self._further = further

    def rows(self) -> Iterator[Row]:
        """The rows after the header, only once; includes blank rows between others, of a long gap the first."""
        first, self._first = self._first, []
        chunks = chain((first,), self._rest)
        if self.head.skipped:
            for rows in chunks:
                yield from (row._replace(skip=self._kinds.skip(row.cells) or self.head.skipped) for row in rows)
        elif len(self.head.header) < FEWEST_WITH_NOTES:
            for rows in chunks:
                yield from self._kinds.marked(rows)
        else:
            yield from chain.from_iterable(self._rows_and_notes(self._of_the_table(chunks)))

    def _of_the_table(self, chunks: Iterator[list[Row]]) -> Iterator[list[Row]]:
        """The rows up to the next table, marked, in chunks."""
        for chunk in chunks:
            rows, below = mark_to_next(chunk, chunks, self._kinds, self._further)
            self.below = below or self.below
            yield rows
            if below:
                return

    def _rows_and_notes(self, chunks: Iterable[list[Row]]) -> Iterator[Sequence[Row]]:
        """The rows in chunks. Holds rows of one cell back until it is known whether the table continues below them."""
        held: list[Row] = []
        table_seen = False
        data_rows = 0
        for rows in chunks:
            end = self._kinds.end_of_table(rows)
            table_seen = table_seen or end > 0
            if end or len(held) > _MOST_NOTES:
                data_rows += _data_rows(held)
                yield held
                held = []
            table = rows[:end]
            data_rows += _data_rows(table)
            yield table
            held += rows[end:]
        if self.below:
            mark_titles(held)
        narrow = len(self.head.header) < _WIDTH_WITH_NOTES
        if not narrow:
            mark_line_numbers(held)
        noted = table_seen and len(held) <= _MOST_NOTES
        yield mark_below(held, data_rows, narrow=narrow) if noted else held


def _data_rows(rows: Sequence[Row]) -> int:
    # Blank ones are marked as such.
    return list(map(itemgetter(2), rows)).count(None)
