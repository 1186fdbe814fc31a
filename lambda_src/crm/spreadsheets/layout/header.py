"""Finds the header rows of a sheet by shape: a header is unlike the column below it.

This module knows no names of fields in any language. A caller that does passes `is_header_word`, which decides where
shapes do not: in tables of words only.

Weights and thresholds were chosen by hand and moved a step up and down against 482 contact files and 86 layouts; what
a step changes stands beside the value, and nothing where it changes nothing (docs/measurements.md). "Chosen" are those
that were not moved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from crm.spreadsheets.cell_kinds import DATA_KINDS, ERROR, NUMBER, TEXT, kind_of
from crm.spreadsheets.layout.column_profile import ColumnProfile, filled_columns, manner_of, profile
from crm.spreadsheets.layout.contrast import ABOVE_DATA, DATA_COLUMN, contrast_of
from crm.spreadsheets.layout.full_names import is_full_name_among, is_written_alike
from crm.spreadsheets.layout.grouped_headers import HeaderRows, with_groups
from crm.spreadsheets.layout.notes import are_facts

IsHeaderWord = Callable[[str], bool]
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; 0-based."""

_CANDIDATES = 60
"""Rows with content that are tried as the header."""
_BODY = 40
"""Rows below a candidate that stand for the body of its table."""
_BODY_FOR_WIDTH = 20
"""Rows of the body whose median width is that of the table. Measured: 10 misses the header of 1 list, 40 of none."""
_FORM_ROWS = 40
"""Most rows of a form; longer lists of two columns are tables."""
_KNOWN_LABELS = 2
"""Labels of a form that must be names of fields, where those are known; more than half must be, too. Chosen."""
_KINDS_IN_A_FORM = 3
"""Kinds of values from which two columns are a form, where names of fields are not known. Chosen."""
_ENOUGH_DATA = 4
"""Full rows of data after which no further row is tried."""
_FULL_ROW = 0.6
"""Share of the widest row's cells that makes a row a full one."""

_LONGEST_ENUMERATED = 4
"""Digits of a number in an enumeration: years have four."""
_FEWEST_ENUMERATED = 3
"""Numbers that make an enumeration. Chosen."""
_FIRST_YEAR = 1900
"""Earliest year in an enumeration. Chosen."""
_LAST_YEAR = 2100
"""Latest year in an enumeration. Chosen."""

# What rules a row out.
_MOST_NUMBERS = 0.3
"""Share of the cells that may be numbers that belong to no enumeration."""
_CERTAIN_WORDS = 4
"""Names of fields that, where they are more than half of a row, let a column be called @handle or 2021 beside them.
Chosen: exports name a column for each extra, however it is called."""
_ENOUGH_WORDS = 8
"""Names of fields that do so by themselves: an own export names 13 columns before its extras. Chosen."""
_LONGEST_IN_A_NAME = 8
"""Digits of a number at most that a column may be called: `20261130` is a day. Chosen."""
_NARROWEST = 0.4
"""Share of the body's width that a header has at least."""

# What a row scores. The marks of its cells are averaged; the rest is added.
_TABLE_DEFINITION = 10.0
"""For a row that the workbook itself calls the header of a table: more than anything else can give."""
_ENUMERATED = 0.5
"""Mark of a number that belongs to an enumeration: column 1, 2, 3 or 2021, 2022, 2023."""
_KNOWN_WORDS = 1.2
"""For a row of names of fields only, less in proportion for others: more than the contrast of any cell.
Measured: 1.5 misses 3, 1.0 and 0.8 none."""
_LONE_COLUMN_OF_TEXT = -0.4
"""For a row above one column of text, none of whose cells is the name of a field: text above text says nothing."""
_LIKE_ITS_BODY = -0.5
"""For a row that is written like all columns below it and has no name of a field: probably a row of people."""
_MERGED_DOWN = 1.5
"""For a row half of whose cells, and at least two, reach down over the next row. Measured: 1.0 misses 2, 2.0 none."""
_DATA_ABOVE = 1.0
"""Against a row, for each row above that holds data or is wider. Measured: 0.5 misses 1, 1.5 none."""
_TEXT_ABOVE = 0.2
"""Against a row, for each other row above of nearly its width. Measured: 0.1 misses 1, 0.3 misses 2."""
_ONLY_ROW = 0.1
"""Score of the only row of a sheet where names of fields are not known."""
_LONE_WORD = 0.5
"""Score of a single word above the first of two columns."""
_LONE_CELL = 0.3
"""Score of a cell above the second of two columns, where no title stands."""

# When these count.
_TEXT_COLUMN = 0.5
"""Share of data below which a column is one of text."""
_EXPECTED_COLUMN = 0.5
"""Share of the body's rows in which a column is filled that the header is expected to name."""
_NEARLY_AS_WIDE = 0.6
"""Share of a row's width that a row above needs to count against it. Measured: 0.5 misses 1, 0.7 none."""


class LayoutHints(NamedTuple):
    """What a workbook itself says about a sheet's layout.

    Args:
        merges: merged ranges of the first rows.
        table_headers: 0-based rows that table definitions call their header.
    """

    merges: tuple[Merge, ...] = ()
    table_headers: frozenset[int] = frozenset()


NO_HINTS = LayoutHints()


def find_header(
    rows: Sequence[Sequence[str]], is_header_word: IsHeaderWord | None = None, hints: LayoutHints = NO_HINTS
) -> HeaderRows | None:
    """The header among the first rows of a sheet, or None.

    Args:
        rows: cells of all rows from the first on, blank ones as ``()``.
        is_header_word: whether a text is the name of a field.
        hints: what the workbook says about its layout.
    """
    search = _Search(rows, is_header_word, hints)
    position = search.best()
    if position is None:
        return None
    return with_groups(rows, position, hints.merges, search.is_sub_header)


class _Search:
    def __init__(self, rows: Sequence[Sequence[str]], is_word: IsHeaderWord | None, hints: LayoutHints) -> None:
        self._rows = rows
        self._is_word = is_word
        self._hints = hints
        filled = ((position, columns) for position, cells in enumerate(rows) if (columns := filled_columns(cells)))
        self._filled = dict(islice(filled, _CANDIDATES + _BODY + 1))
        """The columns with content, by row; only rows with content, as far down as rows are examined."""
        self._order = list(self._filled)
        self._widest = max(map(len, self._filled.values()), default=0)

    def best(self) -> int | None:
        """The row that looks most like a header, or None."""
        if self._is_form():
            return None
        chosen, best = None, 0.0
        data_rows = 0
        for order, position in enumerate(self._order[:_CANDIDATES]):
            if are_facts(self._rows[position]):
                continue
            score = self._score(order)
            if score is not None and score > best:
                chosen, best = position, score
            if score is None and len(self._filled[position]) >= _FULL_ROW * self._widest:
                data_rows += 1
                if data_rows >= _ENOUGH_DATA:
                    break
        return chosen

    def _is_form(self) -> bool:
        """Whether each row is a label and a value: the labels are names of fields, or the values are of many kinds."""
        if self._widest != 2 or not 2 <= len(self._order) <= _FORM_ROWS:
            return False
        pairs = [self._rows[position] for position in self._order if len(self._filled[position]) == 2]
        labels = {cells[0].strip().casefold() for cells in pairs}
        if len(pairs) < 2 or len(labels) < len(pairs):
            return False
        if self._is_word is not None:
            if all(map(self._is_word, filter(str.strip, pairs[0]))):
                return False
            known = sum(1 for cells in pairs if self._is_word(cells[0]))
            return known >= _KNOWN_LABELS and 2 * known > len(pairs)
        kinds = {kind_of(cells[1]) for cells in pairs} - {ERROR}
        return len(kinds) >= _KINDS_IN_A_FORM and all(kind_of(cells[0]) == TEXT for cells in pairs)

    def is_sub_header(self, position: int) -> bool:
        """Whether a row can be the second row of a header: words only, and unlike the columns below."""
        order = self._order.index(position)
        used = self._filled[position]
        cells = self._rows[position]
        if any(kind_of(cells[column]) != TEXT for column in used):
            return False
        columns = profile(self._body(order))
        known = sum(1 for column in used if self._is_word and self._is_word(cells[column]))
        unlike = sum(1 for column in used if column in columns and columns[column].data_share >= DATA_COLUMN)
        return 2 * (known + unlike) >= len(used)

    def _body(self, order: int) -> list[Sequence[str]]:
        """The rows below a row, without repetitions of it."""
        cells = self._rows[self._order[order]]
        below = (self._rows[position] for position in self._order[order + 1 : order + 1 + _BODY])
        return [other for other in below if other != cells]

    def _score(self, order: int) -> float | None:
        """How much a row looks like a header: None if it cannot be one, above zero if it may."""
        position = self._order[order]
        used, cells = self._filled[position], self._rows[position]
        texts = [cells[column].strip() for column in used]
        kinds = list(map(kind_of, texts))
        numbers = kinds.count(NUMBER)
        words = sum(1 for text in texts if self._is_word is not None and self._is_word(text))
        counted = numbers > 0 and _is_enumeration(texts)
        certain = words >= _CERTAIN_WORDS and 2 * words > len(used)
        if not certain and words < _ENOUGH_WORDS:
            if any(kind in DATA_KINDS and kind != NUMBER for kind in kinds):
                return None
            if not counted and (numbers > _MOST_NUMBERS * len(used) or any(map(_is_long_number, texts))):
                return None
        if position in self._hints.table_headers:
            return _TABLE_DEFINITION
        wider = any(len(self._filled[above]) > 1 for above in self._order[:order])
        if len(used) == 1 and wider:
            return None
        body = self._body(order)
        if not body:
            return self._without_body(order, words)
        columns = profile(body)
        body_widths = sorted(len(filled_columns(other)) for other in body[:_BODY_FOR_WIDTH])
        body_width = body_widths[len(body_widths) // 2]
        if len(used) < _NARROWEST * body_width:
            return None
        marks = [
            _ENUMERATED if counted and kind == NUMBER else contrast_of(text, kind, columns.get(column))
            for column, text, kind in zip(used, texts, kinds, strict=True)
        ]
        if len(used) == 1 < body_width:
            return self._lone_cell(used[0], texts[0], body_width, marks[0])
        score = sum(marks) / len(used) + self._weight_of_words(words, used, cells, columns)
        expected = {column for column, what in columns.items() if what.filled >= _EXPECTED_COLUMN * len(body)}
        if score > 0 and expected:
            apart = not words and self._stands_apart(position) and not expected.issubset(used)
            score *= 0 if apart else len(expected.intersection(used)) / len(expected)
        return score + self._from_merges(position, used) - self._from_rows_above(order, len(used))

    def _stands_apart(self, position: int) -> bool:
        """Whether a blank row follows: a title with a comma in it, `Phone list, as of May`, seems to be two cells."""
        return self._is_word is not None and position + 1 not in self._filled

    def _without_body(self, order: int, words: int) -> float | None:
        """Scores the last row of a sheet: it is a header without data if most of its cells are names of fields."""
        width = len(self._filled[self._order[order]])
        if width < 2 or any(len(self._filled[above]) > 1 for above in self._order[:order]):
            return None
        if self._is_word is None:
            return _ONLY_ROW if order == 0 else None
        return words / width if 2 * words > width or (order == 0 and words) else None

    def _lone_cell(self, column: int, text: str, body_width: int, contrast: float) -> float | None:
        """Scores a single cell above two columns: a title, or the name of a column that is unlike it."""
        if body_width > 2:
            return None
        if self._is_word is not None and self._is_word(text):
            return 1.0
        if column == 0:
            return _LONE_WORD if contrast >= ABOVE_DATA and len(text.split()) == 1 else None
        return _LONE_CELL

    def _weight_of_words(
        self, words: int, used: Sequence[int], cells: Sequence[str], columns: dict[int, ColumnProfile]
    ) -> float:
        shared = [column for column in used if column in columns]
        if words:
            full = 2 * words < len(used) and self._names_a_person(shared, cells, columns)
            return _LIKE_ITS_BODY if full else _KNOWN_WORDS * words / len(used)
        if len(shared) <= 1 and all(columns[column].data_share < _TEXT_COLUMN for column in shared):
            return _LONE_COLUMN_OF_TEXT
        if self._is_word is None:
            return 0.0
        # No cell is the name of a field, and all are written like the cells below: names of people.
        if self._names_a_person(shared, cells, columns):
            return _LIKE_ITS_BODY
        alike = [column for column in shared if is_written_alike(cells[column].strip(), columns[column])]
        cased = any(not manner_of(cells[column].strip()).startswith("lower") for column in alike)
        return _LIKE_ITS_BODY if alike and len(alike) == len(shared) and cased else 0.0

    def _names_a_person(self, shared: Sequence[int], cells: Sequence[str], columns: dict[int, ColumnProfile]) -> bool:
        """Whether a cell that names no field is a full name like those around it, in a table of words only."""
        if self._is_word is None or any(columns[column].data_share >= _TEXT_COLUMN for column in shared):
            return False
        unknown = [column for column in shared if not self._is_word(cells[column].strip())]
        return any(is_full_name_among(self._rows, cells, column) for column in unknown)

    def _from_merges(self, position: int, used: Sequence[int]) -> float:
        """Scores cells that reach down over the next row, as those of headers do."""
        down = {left for top, left, bottom, _ in self._hints.merges if top == position and bottom > top}
        tall = sum(1 for column in used if column in down)
        return _MERGED_DOWN if tall >= 2 and 2 * tall >= len(used) else 0.0

    def _from_rows_above(self, order: int, width: int) -> float:
        """What the rows above cost: above a header, rows are narrower and hold no data."""
        against = 0.0
        for position in self._order[:order]:
            columns = self._filled[position]
            if len(columns) < max(2, _NEARLY_AS_WIDE * width):
                continue
            data = any(kind_of(self._rows[position][column]) in DATA_KINDS for column in columns)
            against += _DATA_ABOVE if data or len(columns) > width else _TEXT_ABOVE
        return against


def _is_long_number(text: str) -> bool:
    """Whether a text is a number that has more digits than any name of a column: `777 555 012`."""
    return kind_of(text) == NUMBER and sum(map(str.isdigit, text)) > _LONGEST_IN_A_NAME


def _is_enumeration(texts: Sequence[str]) -> bool:
    """Whether the numbers are years or count up, as names of columns may."""
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= _LONGEST_ENUMERATED]
    if len(numbers) < _FEWEST_ENUMERATED or len(numbers) < sum(1 for text in texts if kind_of(text) == NUMBER):
        return False
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    years = all(_FIRST_YEAR <= number <= _LAST_YEAR for number in numbers)
    named = len(numbers) < len(texts)
    return (named and all(step == 1 for step in steps)) or (years and (min(steps) > 0 or max(steps) < 0))
