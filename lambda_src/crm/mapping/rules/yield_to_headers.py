"""Columns that are only by their values what others are by their headers."""

from __future__ import annotations

from collections.abc import Sequence

from crm.mapping.confidence import NEEDS_VALUES, SUGGESTED
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, joined_names
from crm.mapping.rules.handles import is_shown

_OTHER_HALF = {Meaning.FIRST_NAME: Meaning.LAST_NAME, Meaning.LAST_NAME: Meaning.FIRST_NAME}


def yield_to_headers(columns: list[Column], free: list[Column]) -> None:
    """A column that is only by its values what others are by their headers yields to them."""
    for meanings in ({Meaning.COMPANY}, {Meaning.JOB_TITLE, Meaning.TITLE}, NAMES):
        called = meanings | {Meaning.CONTACT} if meanings is NAMES else meanings
        titled = [
            column
            for column in columns
            if column.meaning in meanings and column.reading.meaning in called and column.shape.filled
        ]
        for column in free if titled else ():
            # A "Form name" too is a company only by its values.
            by_values = {Meaning.UNKNOWN, Meaning.NAME} if column.meaning is Meaning.COMPANY else {Meaning.UNKNOWN}
            of_anything = meanings is NAMES and _is_name_of_anything(column, titled)
            if column.meaning not in meanings or (column.reading.meaning not in by_values and not of_anything):
                continue
            other_half = _OTHER_HALF.get(column.meaning)
            if other_half is None or any(one.meaning is not other_half for one in titled):
                column.assign(Meaning.OTHER, SUGGESTED, beside(Why.HEADER_OF_ANOTHER, titled[0]))


def _is_name_of_anything(column: Column, titled: Sequence[Column]) -> bool:
    """Whether a header may name anything, `会場名`, while each of its rows has the name of a person elsewhere."""
    if column.reading.meaning is not Meaning.NAME or column.reading.confidence >= NEEDS_VALUES:
        return False
    people = [one for one in titled if one.reading.meaning is Meaning.FULL_NAME and not is_shown(one)]
    sure = [one for one in people if one.confidence >= NEEDS_VALUES]
    rows = zip(column.values, joined_names(sure), strict=False)
    return bool(sure) and all(name for text, name in rows if text.strip())
