"""Codes that programs make of names: `BrandsJan` or `MUS` beside `Brandstätter` and `Jan`."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning, share_held
from crm.values.accents import without_accents
from crm.values.text import fold

_MAY_BE_NAMES = (Meaning.NAME, Meaning.LAST_NAME, Meaning.FULL_NAME, Meaning.OTHER, Meaning.UNKNOWN)
_OF_NAMES = frozenset({"name", "middle_name"})
"""Kinds of words in the headers of both: a short name is known as one beside other names."""
_LETTERS_IN_COMMON = 2
"""Letters of the family name with which a code begins at least. Chosen."""
_FEWEST_CODES = 2
"""Rows in which a code is none of the names beside it, at least. Chosen."""


def set_aside_short_names(columns: list[Column], free: list[Column]) -> None:
    """`name` with a code beside `longName` and `foreName`, as timetables have them: the long one is the last name."""
    if any(column.reading.meaning is Meaning.LAST_NAME and column.shape.filled for column in columns):
        return
    firsts = [column for column in of_meaning(columns, Meaning.FIRST_NAME) if column.shape.filled]
    named = [column for column in free if column.reading.kinds & _OF_NAMES and column.shape.filled]
    for first in firsts[:1]:
        for short in of_meaning(named, *_MAY_BE_NAMES):
            longs = [column for column in of_meaning(named, *_MAY_BE_NAMES) if _is_short_for(short, column, first)]
            if longs:
                short.assign(Meaning.OTHER, LIKELY, beside(Why.SHORT_NAME, longs[0]))
                longs[0].assign(Meaning.LAST_NAME, LIKELY, beside(Why.LONG_NAME, short))
                return


def _is_short_for(short: Column, long: Column, first: Column) -> bool:
    """Whether every name of one column is a code for the names of two others, which are two halves."""
    if short is long or long is first or short is first or share_held(long, first) >= at.HOLDS_NOTHING:
        return False
    rows = [tuple(map(_letters, row)) for row in zip(short.values, long.values, first.values, strict=True)]
    filled = [(code, family, given) for code, family, given in rows if code and family]
    codes = [code for code, family, _ in filled if code != family]
    return len(codes) >= _FEWEST_CODES and all(_is_code(*row) for row in filled)


def _is_code(code: str, family: str, given: str) -> bool:
    """Whether a word begins as a family name does and goes on as a given name, or ends before it does."""
    common = next((place for place, pair in enumerate(zip(code, family, strict=False)) if pair[0] != pair[1]), None)
    length = min(len(code), len(family)) if common is None else common
    return any(given.startswith(code[place:]) for place in range(_LETTERS_IN_COMMON, length + 1))


def _letters(text: str) -> str:
    return without_accents(fold(text)).replace("-", "")
