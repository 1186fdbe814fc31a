"""Finds further tables below the first one on a sheet.

Weights and thresholds were chosen by hand and moved a step up and down against 482 contact files and 86 layouts; what
a step changes stands beside the value, and nothing where it changes nothing (docs/measurements.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from crm.spreadsheets.cell_kinds import TEXT, kind_of
from crm.spreadsheets.layout.column_names import are_others, column_name
from crm.spreadsheets.model import OTHER_TABLE, REPEATED_HEADER, SECTION_ROW, Row

_FEWEST_NAMES = 2
"""Names of fields that make a row the header of another table."""
_NAMED = 0.5
"""Share of the first table's columns that the other one has at least; narrower rows are groups or labels."""

_FEWEST_SAME = 3
"""Columns of the first table that a row right below a title names. Chosen."""
_SECTION = re.compile(r"(\d)[.)]\s+[^\W\d_]")
_SAME = 0.75
"""Share of the row's cells that name them. Chosen."""


def section_of(cells: Sequence[str]) -> int:
    """The number of the only cell of a row that is the title of a section, `3. Evaluation`; 0 for any other row."""
    filled = [text for cell in cells if (text := cell.strip())]
    found = _SECTION.match(filled[0]) if len(filled) == 1 else None
    return int(found[1]) if found else 0


class TablesBelow:
    """Finds the headers of further tables, and moves their rows under the same columns of the first table.

    Args:
        header: the first table's header cells.
        is_header_word: whether a text is the name of a field; without it, no other table is found.
        section: the number of the title above the header, `2` of `2. Participants`; 0 if it has none.
    """

    def __init__(self, header: Sequence[str], is_header_word: Callable[[str], bool] | None, section: int = 0) -> None:
        self._section = section
        self._names = [column_name(cell) for cell in header]
        self._is_word = is_header_word
        self._places: list[int] | None = None
        self.apart = False
        """Whether a blank row, and at most titles after it, precede the next row."""
        self.titled = False
        """Whether a title precedes the next row."""
        self.open = False
        """Whether the rows belong to another table."""
        self.begins_at = 0
        """Number of the row that was the other table's header."""

    def read(self, row: Row) -> Row:
        """The row under the columns of the first table, or with the reason why it is skipped."""
        titled, self.titled = self.titled, False
        if self._section and section_of(row.cells) > self._section:
            self.open, self._places = True, None
            return row._replace(skip=SECTION_ROW)
        if (self.apart and self._is_header(row.cells)) or (titled and self._names_columns(row.cells)):
            self._begin(row)
            return row._replace(skip=REPEATED_HEADER if self._places is not None or not self.open else OTHER_TABLE)
        # A title may stand above the other header.
        self.apart = self.apart and sum(map(bool, map(str.strip, row.cells))) == 1
        if not self.open or row.skip:
            return row
        if self._places is None:
            return row._replace(skip=OTHER_TABLE)
        cells = [""] * len(self._names)
        for place, cell in zip(self._places, row.cells, strict=False):
            cells[place] = cell
        return row._replace(cells=(*cells, *row.cells[len(self._places) :]))

    def begin_other(self, row: Row) -> Row:
        """The header of a table that is read under no column of the first one."""
        self._begin_at(row)
        self.open, self._places = True, None
        return row._replace(skip=OTHER_TABLE)

    def end(self) -> None:
        """The first table continues."""
        self.open = False
        self.apart = False

    def _is_header(self, cells: Sequence[str]) -> bool:
        filled = [cell for cell in cells if cell.strip()]
        enough = max(_FEWEST_NAMES, _NAMED * len([name for name in self._names if name]))
        if self._is_word is None or len(self._names) < 2 or len(filled) < enough:
            return False
        if sum(1 for cell in filled if column_name(cell) in self._names) < _FEWEST_NAMES:
            return all(map(self._is_word, filled))
        # Some headers of a report are no names of fields, but the two tables share several that are.
        unknown = [cell for cell in filled if not self._is_word(cell) and column_name(cell) not in self._names]
        return 2 * len(unknown) <= len(filled) and all(kind_of(cell) == TEXT for cell in unknown)

    def _names_columns(self, cells: Sequence[str]) -> bool:
        """Whether cells below a title are columns of the first table, under which no value is called so."""
        filled = [column_name(cell) for cell in cells if cell.strip()]
        same = sum(map(self._names.__contains__, filled))
        return same >= max(_FEWEST_SAME, _SAME * len(filled))

    def _begin(self, row: Row) -> None:
        names = [column_name(cell) for cell in row.cells]
        self._begin_at(row)
        self.open = are_others(names, self._names)
        self._places = None
        known = [name for name in names if name]
        if set(known) <= set(self._names) and len(set(known)) == len(known):
            free = iter([place for place, name in enumerate(self._names) if name not in known])
            places = [self._names.index(name) if name else next(free, -1) for name in names]
            self._places = places if -1 not in places else None

    def _begin_at(self, row: Row) -> None:
        self.apart = self.titled = False
        self.begins_at = row.number
