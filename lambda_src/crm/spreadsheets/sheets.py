"""An opened file: its sheets, each with header and rows, from the frames of the child process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain, islice, repeat
from typing import Any, NamedTuple

from crm.sentences import from_json
from crm.spreadsheets.frames import Cells, SheetFacts
from crm.spreadsheets.layout.contact_cards import Cards
from crm.spreadsheets.layout.contact_lists import all_rows, find_contacts, is_narrow
from crm.spreadsheets.layout.continued_rows import join_continued
from crm.spreadsheets.layout.dittos import fill_dittos
from crm.spreadsheets.layout.explanation_rows import mark_explaining
from crm.spreadsheets.layout.full_names import is_row_of_people, is_said_again
from crm.spreadsheets.layout.further_tables import FurtherTables
from crm.spreadsheets.layout.grouped_headers import HeaderRows, in_one_row
from crm.spreadsheets.layout.header import LayoutHints
from crm.spreadsheets.layout.instruction_sheets import explains
from crm.spreadsheets.layout.lone_cells import mark_lone_cells
from crm.spreadsheets.layout.merged_down import filler
from crm.spreadsheets.layout.nameless_rows import NamelessRows
from crm.spreadsheets.layout.own_exports import ExportedRows, column_of_lead_ids, exported_header
from crm.spreadsheets.layout.parts_of_reports import mark_parts
from crm.spreadsheets.layout.quoted_cells import unquoter
from crm.spreadsheets.layout.row_kinds import RowKinds
from crm.spreadsheets.layout.scribbles import mark_scribbles
from crm.spreadsheets.layout.sections import find_header_at_top, find_table
from crm.spreadsheets.layout.table_ends import Below, mark_titles, mark_to_next
from crm.spreadsheets.layout.tables_below import section_of
from crm.spreadsheets.layout.unnumbered_sums import mark_unnumbered_sums
from crm.spreadsheets.layout.vacant_rows import mark_vacant
from crm.spreadsheets.model import (
    EMPTY_SHEET,
    INSTRUCTIONS_SHEET,
    VERY_HIDDEN_SHEET,
    Row,
    SheetHead,
)
from crm.spreadsheets.reading_process import ReadingProcess
from crm.spreadsheets.sheet import FEWEST_WITH_NOTES, Sheet
from crm.table_numbers import MOST_TABLES, number_of, table_of

_LOOK_AHEAD_ROWS = 200
"""Rows with content in which the header is searched for."""
_LOOK_AHEAD_BLANK = 20_000
"""Rows, blank ones included, after which the search ends however few have content."""
_SAMPLE_ROWS = 100
"""Data rows by which the mapping is decided."""
_FIRST_ROWS = 20
"""Rows with content among which a person can choose the header."""


class _Found(NamedTuple):
    """A table whose header has been found.

    Args:
        number: see `crm.table_numbers`.
        name: of its sheet.
        first: the rows in which the header was searched for.
        header: None if it has none.
        below: those of the first rows that stand below the header.
        rest: all rows behind them, in chunks.
        more: whether there may be such rows.
    """

    number: int
    name: str
    first: list[Row]
    header: HeaderRows | None
    below: list[Row]
    rest: Iterator[list[Row]]
    more: bool


class Spreadsheet:
    """An opened file.

    Args:
        header_rows: chosen ones, see `open_spreadsheet`.
        kinds_of, says_who: see `open_spreadsheet`.

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
        kinds_of: Callable[[str], Collection[str]] | None = None,
        says_who: Callable[[str], bool] | None = None,
    ) -> None:
        self._process = process
        self._is_header_word = is_header_word
        self._kinds_of = kinds_of
        self._says_who = says_who
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
        """The sheets in order; each table of a sheet that has several counts as one.

        A sheet's rows must be read before the next sheet is asked for; unread ones are lost.
        """
        while True:
            frame = self._take()
            if frame[0] == "end":
                return
            if frame[0] == "sheet":
                sheet = self._sheet(frame[1], frame[2], SheetFacts(*frame[3]))
                yield sheet
                for table in range(2, MOST_TABLES + 1):
                    if sheet.below is None:
                        break
                    sheet = self._further_table(frame[1], table, frame[2], sheet.below)
                    yield sheet

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
                delimiter, cells = frame[1:]
                if delimiter:
                    cells = [tuple(row.split(delimiter)) if row.__class__ is str else row for row in cells]
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
        if (unquote := unquoter(first)) is not None:
            first, rest = unquote(first), map(unquote, rest)
        shown = _shown(first)
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
        header: HeaderRows | None
        if chosen is not None:
            header = _chosen_header(first, cells, chosen)
        elif (exported := exported_header(cells)) is not None:
            header = in_one_row(cells, exported)
        elif (not more or is_narrow(first)) and (cards := self._cards(first)) is not None:
            if more:
                rows, rest = all_rows(first, rest)
                cards = self._cards(rows)
            if cards is not None:
                return _sheet_of_cards(index, name, cards, shown)
            header = self._header(cells, facts)
        else:
            header = self._header(cells, facts)
        positions = header.positions if header else ()
        below = first[positions[-1] + 1 :] if positions else first
        if facts.down:
            fill = filler(facts.down)
            below, rest = fill(below), map(fill, rest)
        return self._table(_Found(index, name, first, header, below, rest, more))

    def _header(self, cells: Sequence[Cells], facts: SheetFacts) -> HeaderRows | None:
        """The header of a table; None where it would be one of the people."""
        header = find_table(cells, self._is_header_word, LayoutHints(facts.merges, facts.table_headers))
        if header is None or self._kinds_of is None or len(header.positions) > 1:
            return header
        row, below = cells[header.positions[0]], cells[header.positions[0] + 1 :]
        is_word = self._is_header_word or (lambda _: False)
        said = any(is_word(cell) and not is_said_again(column, row, below) for column, cell in enumerate(row) if cell)
        return header if said or not is_row_of_people(row, below, self._kinds_of) else None

    def _further_table(self, sheet: int, table: int, name: str, rows: Below) -> Sheet:
        """A table below another one of its sheet."""
        index, rest = number_of(sheet, table), chain((rows.first,), rows.rest)
        first, more = _look_ahead(rest)
        cells = [row.cells for row in first]
        chosen = self._header_rows.get(index)
        if chosen is None:
            header: HeaderRows | None = find_header_at_top(cells, self._is_header_word)
        else:
            header = _chosen_header(first, cells, chosen)
        below = first[header.positions[-1] + 1 :] if header else first
        return self._table(_Found(index, name, first, header, below, rest, more))

    def _table(self, found: _Found) -> Sheet:
        positions, texts = found.header or ((), ())
        header_cells = [found.first[position].cells for position in positions]
        below, rest, more = found.below, found.rest, found.more
        if (ids := column_of_lead_ids(texts, below)) is not None:
            kinds: RowKinds = ExportedRows(header_cells[-1], ids, self._is_header_word)
            head = _head(found, below, ExportedRows(header_cells[-1], ids, self._is_header_word))
            return Sheet(head, below, rest, kinds)
        if (dittos := fill_dittos(below, texts)) is not None:
            below, rest = dittos(below), map(dittos, rest)
        if self._says_who is not None and self._kinds_of is not None:
            nameless = NamelessRows(texts, below, self._says_who, self._kinds_of)
            if nameless.may_be_there():
                below, rest = nameless.mark(list(below)), map(nameless.mark, rest)
        further = None
        if len(texts) >= FEWEST_WITH_NOTES and table_of(found.number) < MOST_TABLES:
            further = FurtherTables(header_cells[-1], self._is_header_word, below)
        section = _section_above(found.first, positions)
        kinds = RowKinds(header_cells, self._is_header_word, further, section)
        marked, following = mark_to_next(below, rest, kinds, further)
        if following:
            below, rest, more = below[: len(marked)], iter(()), False
            mark_titles(below)
        if positions:
            mark_explaining(below, self._is_header_word)
            if not more:
                join_continued(below)
                mark_parts(below, texts)
                mark_vacant(below, len(texts))
        if not more:
            mark_unnumbered_sums(below)
            width = len(texts) or max((len(row.cells) for row in below), default=0)
            mark_lone_cells(below, width, kinds.end_of_table(below), kinds.skip)
            mark_scribbles(below, headed=bool(positions))
        kinds = RowKinds(header_cells, self._is_header_word, further, section)
        head = _head(found._replace(more=more), below, RowKinds(header_cells, self._is_header_word, section=section))
        return Sheet(head, below, rest, kinds, further, following)

    def _cards(self, rows: Sequence[Row]) -> Cards | None:
        return find_contacts(rows, self.delimiter, self._is_header_word, self._kinds_of)


def _chosen_header(first: Sequence[Row], cells: Sequence[tuple[str, ...]], number: int) -> HeaderRows | None:
    """The header in the row of a number; None if there is no such row among the first ones."""
    position = next((position for position, row in enumerate(first) if row.number == number), None)
    return None if position is None else in_one_row(cells, position)


def _section_above(first: Sequence[Row], positions: Sequence[int]) -> int:
    """The number of the title right above a header; 0 if it has none."""
    above = [row.cells for row in first[: positions[0]] if row.cells] if positions else []
    return section_of(above[-1]) if above else 0


def _head(found: _Found, below: list[Row], kinds: RowKinds) -> SheetHead:
    """What is known of a table before its rows are read."""
    positions, texts = found.header or ((), ())
    data = (row for row in kinds.marked(list(below)) if row.cells and not row.skip)
    sample = tuple(islice(data, _SAMPLE_ROWS))
    return SheetHead(
        index=found.number,
        name=found.name,
        skipped=None if sample or found.more else EMPTY_SHEET,
        header_rows=tuple(found.first[position].number for position in positions),
        header=texts,
        # Rows that are data of this table, and of no other one below it.
        sample=sample,
        width=max(len(texts), max((len(row.cells) for row in sample), default=0)),
        first=_shown(found.first),
    )


def _shown(first: Sequence[Row]) -> tuple[Row, ...]:
    """The first rows among which a person can choose the header."""
    return tuple(islice((row for row in first if row.cells), _FIRST_ROWS))


def _sheet_of_cards(index: int, name: str, cards: Cards, first: tuple[Row, ...]) -> Sheet:
    sample = tuple(row for row in cards.rows if row.cells and not row.skip)[:_SAMPLE_ROWS]
    head = SheetHead(index, name, None, (), cards.header, sample, len(cards.header), first)
    return Sheet(head, cards.rows, iter(()), RowKinds([]))


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
