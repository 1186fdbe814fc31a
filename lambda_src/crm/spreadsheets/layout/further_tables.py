"""Tables of contacts below another one that have a header of their own: each is read as a sheet would be.

A table that is none would be torn out of another, so its header has to name columns in known words, the rows below have
to fit it, and they have to tell of other people than the table above. What is not sure stays with that table.

Numbers are chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from crm.spreadsheets.cell_kinds import EMAIL, FLAG, NUMBER, PHONE, TEXT, kind_of
from crm.spreadsheets.layout.column_names import are_others, column_name
from crm.spreadsheets.layout.column_profile import LONGEST_NAME, filled_columns
from crm.spreadsheets.model import Row

ROWS_TOLD_BY = 20
"""Rows from the header on that decide whether it begins a table."""
_FEWEST_NAMES = 2
_NAMES = 2 / 3
"""Names of fields in a header, and their share of its cells."""
_FEWEST_ROWS = 2
"""Rows of a table: fewer are a block of facts, such as who has held a meeting."""
_WITH_CONTACT = 0.5
"""Share of the rows that hold an email or a phone, each under a name."""
_WIDE = 5
"""Filled cells of each row of a table that is a list of its own though nobody in it is reached. Chosen."""
_FITTING = 0.8
"""Share of the rows all of whose cells stand under the header's."""
_SAME_PEOPLE = 0.9
"""Share of the emails and phones of which the table above has some: more, and the rows tell more of the same people."""
_DIGITS = range(7, 16)
"""Digits of a phone that is written like a number."""
_DIGITS_IN_GROUPS = range(9, 16)
"""Digits of one that begins as an amount does: `600 100 302`."""


class FurtherTables:
    """Tells where below a table another one begins.

    Args:
        header: the table's header, a text for each column.
        is_header_word: whether a text is the name of a field; without it, no other table is found.
        rows: the table's first rows.
    """

    def __init__(
        self, header: Sequence[str], is_header_word: Callable[[str], bool] | None, rows: Sequence[Row] = ()
    ) -> None:
        self._header = list(map(column_name, header))
        self._is_word = is_header_word
        self._rows = rows
        self._refused: set[int] = set()
        self.repeating: set[int] = set()
        """Numbers of headers below which the same people come again: they belong to neither table."""

    def may_begin_with(self, row: Row) -> bool:
        """Whether a row below a blank one or a title is written like the header of another table."""
        if self._is_word is None or len(self._header) < _FEWEST_NAMES or row.skip or row.number in self._refused:
            return False
        if any("@" in cell or len(cell) > LONGEST_NAME for cell in row.cells):
            # Most rows end here: where each contact stands below a blank row, all are asked about.
            return False
        names = [column_name(cell) for cell in row.cells]
        # "#" counts rows.
        filled = [name for name in names if any(map(str.isalnum, name))]
        if len(filled) < _FEWEST_NAMES or len(set(filled)) < len(filled) or not self._has_others(names):
            return False
        if any(kind_of(name) not in (TEXT, FLAG) for name in filled):
            return False
        known = sum(1 for cell in row.cells if cell.strip() and self._is_word(cell))
        return known >= max(_FEWEST_NAMES, _NAMES * len(filled))

    def begins(self, rows: Sequence[Row]) -> bool:
        """Whether the first of these rows is the header of another table; a row that is not is not asked about again.

        Args:
            rows: from the header on, `ROWS_TOLD_BY` of them where the sheet has as many.
        """
        header, *below = rows
        body = [row.cells for row in _body(below)]
        fits = self._fits(header.cells, body)
        if fits and not self._tells_of_the_same(body, header.number):
            return True
        self._refused.add(header.number)
        if fits:
            self.repeating.add(header.number)
        return False

    def _has_others(self, names: Sequence[str]) -> bool:
        """Whether a column is called otherwise than in the table above, and not merely moved."""
        known = {name for name in names if name}
        moved = 2 * len(known) >= len(self._header) and known <= set(self._header)
        return not moved and are_others(names, self._header)

    def _fits(self, header: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
        if len(body) < _FEWEST_ROWS:
            return False
        named = set(filled_columns(header))
        if all(filled_columns(cells)[-1] > max(named) for cells in body):
            # Behind the header's last cell stand answers to questions.
            named.update(range(max(named) + 1, max(map(len, body))))
        fitting = [cells for cells in body if named.issuperset(columns := filled_columns(cells)) and len(columns) > 1]
        contacts = sum(1 for cells in fitting if any(_contacts(cells)))
        are_reached = contacts >= max(_FEWEST_ROWS, _WITH_CONTACT * len(body))
        return len(fitting) >= _FITTING * len(body) and (are_reached or (self._knows_all(header) and are_wide(body)))

    def _knows_all(self, header: Sequence[str]) -> bool:
        """Whether all cells of a header are names of fields."""
        return self._is_word is not None and all(map(self._is_word, filter(str.strip, header)))

    def _tells_of_the_same(self, body: Sequence[Sequence[str]], end: int) -> bool:
        """Whether most people of these rows stand above the row of this number, too."""
        above = {contact for row in self._rows if row.number < end for contact in _contacts(row.cells)}
        contacts = [found for cells in body if (found := set(_contacts(cells)))]
        return sum(1 for found in contacts if found & above) > _SAME_PEOPLE * len(contacts)


def are_wide(rows: Sequence[Sequence[str]]) -> bool:
    """Whether all rows have as many cells as those of a list of visitors, and not a label with its value."""
    return all(len(filled_columns(cells)) >= _WIDE for cells in rows)


def _body(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows up to the next blank one, those of one cell left out; blank ones right below the header do not count."""
    begun = False
    for row in rows:
        columns = filled_columns(row.cells)
        if begun and not columns:
            return
        if len(columns) > 1:
            begun = True
            yield row


def _contacts(cells: Sequence[str]) -> Iterator[str]:
    """Emails and phones among the cells of a row, as they are compared."""
    for cell in cells:
        text = cell.strip()
        kind = kind_of(text)
        if kind == EMAIL:
            yield text.casefold()
        elif kind == PHONE or (kind == NUMBER and (text[0] in "0+(" or " " in text)):
            digits = "".join(filter(str.isdigit, text))
            if len(digits) in (_DIGITS if kind == PHONE or text[0] in "0+(" else _DIGITS_IN_GROUPS):
                yield digits
