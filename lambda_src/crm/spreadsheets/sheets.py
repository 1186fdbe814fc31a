"""An opened file: its sheets, each with header and rows, from the frames of the child process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, repeat
from typing import Any

from crm.sentences import from_json
from crm.spreadsheets.frames import SheetFacts
from crm.spreadsheets.layout.contact_blocks import find_blocks
from crm.spreadsheets.layout.contact_cards import Cards, find_cards
from crm.spreadsheets.layout.continued_rows import join_continued
from crm.spreadsheets.layout.dittos import fill_dittos
from crm.spreadsheets.layout.explanation_rows import mark_explaining
from crm.spreadsheets.layout.grouped_headers import HeaderRows, in_one_row
from crm.spreadsheets.layout.header import LayoutHints
from crm.spreadsheets.layout.instruction_sheets import explains
from crm.spreadsheets.layout.lone_cells import mark_lone_cells
from crm.spreadsheets.layout.merged_down import filler
from crm.spreadsheets.layout.row_kinds import RowKinds
from crm.spreadsheets.layout.sections import find_table
from crm.spreadsheets.model import (
    EMPTY_SHEET,
    INSTRUCTIONS_SHEET,
    VERY_HIDDEN_SHEET,
    Row,
    SheetHead,
)
from crm.spreadsheets.reading_process import ReadingProcess

_LOOK_AHEAD_ROWS = 200
"""Rows with content in which the header is searched for."""
_LOOK_AHEAD_BLANK = 20_000
"""Rows, blank ones included, after which the search ends however few have content."""
_WIDTH_WITH_NOTES = 3
"""Columns of a table that make a row of one cell more likely a note than a contact."""
_FEWEST_WITH_NOTES = 2
"""Columns that a table needs for a row of one cell to be a note: in a list of one column every row has one cell."""
_MOST_NOTES = 30
"""Rows of one cell at the end of a sheet that may be notes; more of them are data."""
_SAMPLE_ROWS = 100
"""Data rows by which the mapping is decided."""
_FIRST_ROWS = 20
"""Rows with content among which a person can choose the header."""


class Sheet:
    """One sheet, read once from top to bottom.

    Args:
        head: what is known about it before its rows are read.
    """

    def __init__(self, head: SheetHead, first: list[Row], rest: Iterator[list[Row]], kinds: RowKinds) -> None:
        self.head = head
        self._first = first
        self._rest = rest
        self._kinds = kinds

    def rows(self) -> Iterator[Row]:
        """The rows after the header, only once; includes blank rows between others, of a long gap the first."""
        first, self._first = self._first, []
        chunks = chain((first,), self._rest)
        if self.head.skipped:
            for rows in chunks:
                yield from (row._replace(skip=self._kinds.skip(row.cells) or self.head.skipped) for row in rows)
        elif len(self.head.header) < _FEWEST_WITH_NOTES:
            for rows in chunks:
                yield from self._kinds.marked(rows)
        else:
            yield from self._rows_and_notes(chunks)

    def _rows_and_notes(self, chunks: Iterable[list[Row]]) -> Iterator[Row]:
        """Holds rows of one cell back until it is known whether the table continues below them."""
        held: list[Row] = []
        table_seen = False
        data_rows = 0
        for chunk in chunks:
            rows = self._kinds.marked(chunk)
            end = self._kinds.end_of_table(rows)
            table_seen = table_seen or end > 0
            if end or len(held) > _MOST_NOTES:
                data_rows += _data_rows(held)
                yield from held
                held = []
            data_rows += _data_rows(rows[:end])
            yield from rows[:end]
            held += rows[end:]
        narrow = len(self.head.header) < _WIDTH_WITH_NOTES
        noted = table_seen and len(held) <= _MOST_NOTES
        yield from self._kinds.below_table(held, data_rows, narrow=narrow) if noted else held


class Spreadsheet:
    """An opened file.

    Args:
        header_rows: chosen ones, see `open_spreadsheet`.

    Attributes:
        format: xlsx, xlsm, xlsb, xls, ods, csv, tsv or txt.
        encoding: of a text file, None for workbooks.
        delimiter: of a text file, None for workbooks and for texts of one cell a line.
        notes: what the user should know about how the file was read.
    """

    def __init__(
        self,
        process: ReadingProcess,
        is_header_word: Callable[[str], bool] | None,
        header_rows: Mapping[int, int],
    ) -> None:
        self._process = process
        self._is_header_word = is_header_word
        self._header_rows = header_rows
        self._next: tuple[Any, ...] | None = None
        frame = process.frame()
        self.format: str = frame[1]
        self.encoding: str | None = frame[2]
        self.delimiter: str | None = frame[3]
        self._sheet_count: int = frame[4]
        self.notes: tuple[str, ...] = tuple(map(from_json, frame[5]))

    @property
    def process_id(self) -> int:
        """Of the child process that reads the file."""
        return self._process.pid

    def sheets(self) -> Iterator[Sheet]:
        """The sheets in order. A sheet's rows must be read before the next sheet is asked for; unread ones are lost."""
        while True:
            frame = self._take()
            if frame[0] == "end":
                return
            if frame[0] == "sheet":
                yield self._sheet(frame[1], frame[2], SheetFacts(*frame[3]))

    def _take(self) -> tuple[Any, ...]:
        frame, self._next = self._next, None
        return frame if frame is not None else self._process.frame()

    def _chunks(self) -> Iterator[list[Row]]:
        """The rows of the sheet whose frames come next, in chunks."""
        number = 1
        while True:
            frame = self._take()
            if frame[0] == "gap":
                yield [Row(number, ())]
                number += frame[1]
            elif frame[0] == "rows":
                cells = frame[2]
                # The same as `Row._make`, without a Python call for each row.
                fields = zip(range(number, number + len(cells)), cells, repeat(None))
                yield list(map(tuple.__new__, repeat(Row), fields))
                number += len(cells)
            else:
                self._next = frame
                return

    def _sheet(self, index: int, name: str, facts: SheetFacts) -> Sheet:
        rest = self._chunks()
        first, more = _look_ahead(rest)
        shown = tuple(islice((row for row in first if row.cells), _FIRST_ROWS))
        chosen = self._header_rows.get(index)
        cells = [row.cells for row in first]
        skipped: str | None = None
        if not any(cells):
            skipped = EMPTY_SHEET
        elif chosen is None and facts.very_hidden:
            skipped = VERY_HIDDEN_SHEET
        elif chosen is None and self._sheet_count > 1 and explains(name, cells):
            skipped = INSTRUCTIONS_SHEET
        if skipped:
            return Sheet(SheetHead(index, name, skipped, (), (), (), 0, shown), first, rest, RowKinds([]))
        if chosen is not None:
            header = _chosen_header(first, cells, chosen)
        elif not more and (cards := self._cards(first)) is not None:
            return _sheet_of_cards(index, name, cards, rest, shown)
        else:
            header = find_table(cells, self._is_header_word, LayoutHints(facts.merges, facts.table_headers))
        positions = header.positions if header else ()
        below = first[positions[-1] + 1 :] if positions else first
        if facts.down:
            fill = filler(facts.down)
            below, rest = fill(below), map(fill, rest)
        if (dittos := fill_dittos(below)) is not None:
            below, rest = dittos(below), map(dittos, rest)
        header_cells = [cells[position] for position in positions]
        if positions:
            mark_explaining(below, self._is_header_word)
            if not more:
                join_continued(below)
                skip = RowKinds(header_cells, self._is_header_word).skip
                mark_lone_cells(below, len(header.texts) if header else 0, RowKinds.end_of_table(below), skip)
        sample = _sample(below, RowKinds(header_cells, self._is_header_word))
        texts = header.texts if header else ()
        head = SheetHead(
            index=index,
            name=name,
            skipped=None if sample or more else EMPTY_SHEET,
            header_rows=tuple(first[position].number for position in positions),
            header=texts,
            sample=sample,
            width=max(len(texts), max((len(row.cells) for row in sample), default=0)),
            first=shown,
        )
        return Sheet(head, below, rest, RowKinds(header_cells, self._is_header_word))

    def _cards(self, rows: Sequence[Row]) -> Cards | None:
        return find_cards(rows, self._is_header_word) or find_blocks(rows, self._is_header_word)


def _data_rows(rows: Sequence[Row]) -> int:
    return sum(1 for row in rows if row[1] and row[2] is None)


def _chosen_header(first: Sequence[Row], cells: Sequence[tuple[str, ...]], number: int) -> HeaderRows | None:
    """The header in the row of a number; None if there is no such row among the first ones."""
    position = next((position for position, row in enumerate(first) if row.number == number), None)
    return None if position is None else in_one_row(cells, position)


def _sample(below: list[Row], kinds: RowKinds) -> tuple[Row, ...]:
    """The first rows that are data of this table, and of no other one below it."""
    data = (row for row in kinds.marked(list(below)) if row.cells and not row.skip)
    return tuple(islice(data, _SAMPLE_ROWS))


def _sheet_of_cards(index: int, name: str, cards: Cards, rest: Iterator[list[Row]], first: tuple[Row, ...]) -> Sheet:
    sample = tuple(row for row in cards.rows if row.cells and not row.skip)[:_SAMPLE_ROWS]
    head = SheetHead(index, name, None, (), cards.header, sample, len(cards.header), first)
    return Sheet(head, cards.rows, rest, RowKinds([]))


def _look_ahead(chunks: Iterator[list[Row]]) -> tuple[list[Row], bool]:
    """The rows in which the header is searched for, blank ones included, and whether more may follow."""
    first: list[Row] = []
    filled = 0
    for rows in chunks:
        first.extend(rows)
        filled += sum(1 for row in rows if row.cells)
        if filled >= _LOOK_AHEAD_ROWS or len(first) >= _LOOK_AHEAD_BLANK:
            return first, True
    return first, False
