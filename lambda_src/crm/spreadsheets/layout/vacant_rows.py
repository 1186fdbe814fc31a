"""Rows of a short list that say that nobody is there: an empty flat, a free stall, a plot that is for sale.

They are told by a word in place of the name, where nothing else in the row can be a contact. Numbers are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from crm.spreadsheets.layout.words import words
from crm.spreadsheets.model import VACANT_ROW, Row

_DISTINCT = 0.8
"""Share of different values in a column of names; words of a status repeat."""
_FEWEST_NAMES = 2
_FEWEST_WITH_REMARKS = 4
"""Columns of a table whose last one may hold a remark beside such a word."""
_DIGITS_OF_A_PHONE = 7
_AROUND = " .!*-–—_()[]<>{}（）【】"


def mark_vacant(rows: list[Row], width: int) -> None:
    """Marks the rows that say that nobody is there, in place.

    Args:
        rows: all rows below a header, blank ones included.
        width: columns of the table.
    """
    found = {
        place: column
        for place, row in enumerate(rows)
        if row.skip is None and (column := _vacancy(row.cells, width)) is not None
    }
    for place, column in found.items():
        others = [row.cells for number, row in enumerate(rows) if row.skip is None and number not in found]
        if _are_names([cells[column].strip() for cells in others if column < len(cells)]):
            rows[place] = rows[place]._replace(skip=VACANT_ROW)


def _vacancy(cells: Sequence[str], width: int) -> int | None:
    """The column of the word, None where there is none, or something beside it that may be a contact."""
    filled = {column: text for column, cell in enumerate(cells) if (text := cell.strip())}
    vacant = [column for column, text in filled.items() if _says_vacant(text)]
    if len(vacant) != 1:
        return None
    last = width - 1 if width >= _FEWEST_WITH_REMARKS else None
    others = [column for column in filled if column not in vacant]
    return vacant[0] if all(column == last or _is_label(filled[column]) for column in others) else None


def _says_vacant(text: str) -> bool:
    """Whether a text says so, be it with a reason in small letters: `pusty, remont`, but not `Frei, Anna`."""
    said, comma, why = text.partition(",")
    told = said if comma and why.strip()[:1].islower() else text
    return told.strip(_AROUND).casefold() in _words()


def _is_label(text: str) -> bool:
    """Whether a text is no name, email or phone, but the number of a flat, a dash, or a letter."""
    digits = sum(map(str.isdigit, text))
    return "@" not in text and digits < _DIGITS_OF_A_PHONE and (digits > 0 or len(text) == 1)


def _are_names(texts: Sequence[str]) -> bool:
    names = [text for text in texts if text and not any(map(str.isdigit, text))]
    return len(names) >= _FEWEST_NAMES and len(set(names)) >= _DISTINCT * len(names)


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(map(str.casefold, words("vacancies")))
