"""Cells that are written like the ones around them, above all full names: those of people, and of no column.

Weights and thresholds were chosen by hand and moved a step up and down against 482 contact files and 86 layouts; what
a step changes stands beside the value, and nothing where it changes nothing (docs/measurements.md). "Chosen" are those
that were not moved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from crm.spreadsheets.layout.column_profile import ColumnProfile, manner_of

_FULL_NAMES = frozenset({"title 2", "title 3"})
"""How full names are written, and hardly ever the names of columns that no language knows."""
_UNSPACED_NAME = re.compile("[\u4e00-\u9fff\uac00-\ud7a3]{2,5}")
"""Names of people and cities in Chinese, Japanese and Korean, whose words for columns are known."""
_UNCASED = "uncased"
_PERSON = frozenset({"given", "person"})
_FEWEST_FULL_NAMES = 2
"""Filled cells that are enough where a cell is written as a full name. Chosen."""
_FEWEST_ALIKE = 4
"""Filled cells that a column needs before the way it is written counts. Measured: 5 misses 1, 3 none."""
_NEARLY_ALL = 0.8
"""Share of a column's cells that must be written alike where all columns have to be."""
_AROUND = 40
"""Cells of a column that are compared with one of them. Chosen."""


def is_written_alike(text: str, column: ColumnProfile) -> bool:
    """Whether a text is written in the manner of nearly all cells of a column."""
    manner = manner_of(text)
    is_name = manner in _FULL_NAMES or _UNSPACED_NAME.fullmatch(text)
    fewest = _FEWEST_FULL_NAMES if is_name else _FEWEST_ALIKE
    return column.filled >= fewest and column.manner[0] == manner and column.manner[1] >= _NEARLY_ALL


def is_full_name_among(rows: Sequence[Sequence[str]], cells: Sequence[str], column: int) -> bool:
    """Whether a row's cell is written as a full name, and the other cells of its column are too.

    One such column is enough for a row of people: cities and jobs beside it have one word or several.
    """
    text = cells[column].strip()
    if manner_of(text) not in _FULL_NAMES:
        return False
    others = [other for row in rows if row is not cells and column < len(row) and (other := row[column].strip())]
    names = [other for other in others[:_AROUND] if manner_of(other) in _FULL_NAMES]
    return len(others) >= _FEWEST_FULL_NAMES and len(names) >= _NEARLY_ALL * len(others[:_AROUND])


def is_row_of_people(
    cells: Sequence[str], rows: Sequence[Sequence[str]], kinds_of: Callable[[str], Collection[str]]
) -> bool:
    """Whether a row has the full name of a person where nearly all rows below it have one too.

    In scripts without capitals nothing else tells names from those of columns, but that one of the other cells is said
    again below.

    Args:
        cells: of a row that may be a header.
        rows: below it.
        kinds_of: see `open_spreadsheet`; `given` and `person` are the name of a person with a known first name.
    """
    again = any(is_said_again(column, cells, rows) for column in range(len(cells)))
    for column, cell in enumerate(cells):
        text = cell.strip()
        if " " not in text or manner_of(text).partition(" ")[0] != _UNCASED:
            continue
        others = [other for row in rows[:_AROUND] if column < len(row) and (other := row[column].strip())]
        if _PERSON.issubset(kinds_of(text)):
            named = sum(_PERSON.issubset(kinds_of(other)) for other in others)
        else:
            named = sum(manner_of(other) == manner_of(text) for other in others) if again else 0
        if len(others) >= _FEWEST_FULL_NAMES and named >= _NEARLY_ALL * len(others):
            return True
    return False


def is_said_again(column: int, cells: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row's cell stands in its column again, in rows that are others: `出席` is what somebody answered."""
    text = cells[column].strip()
    return bool(text) and any(
        column < len(row) and row[column].strip() == text and tuple(row) != tuple(cells) for row in rows[:_AROUND]
    )
