"""The name by which people want to be called, in a column beside their name, which is the name of the lead."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, of_meaning

_OTHER_HALF = {Meaning.FIRST_NAME: Meaning.LAST_NAME, Meaning.LAST_NAME: Meaning.FIRST_NAME}


def set_aside_preferred_names(columns: list[Column], free: list[Column]) -> None:
    """`First name` is the name, and `Preferred first name` stays beside it: most rows have only the former.

    A second person has both halves of a name; then nothing is decided here.
    """
    for meaning, other_half in _OTHER_HALF.items():
        if len(of_meaning(columns, other_half)) != 1:
            continue
        for preferred in of_meaning(columns, meaning):
            for column in free:
                if _is_plain_name(column, preferred, meaning) and _is_given_throughout(column, preferred):
                    column.assign(meaning, LIKELY, beside(Why.PLAIN_NAME, preferred))
                    preferred.assign(Meaning.OTHER, LIKELY, beside(Why.PREFERRED_NAME, column))


def _is_plain_name(column: Column, preferred: Column, half: Meaning) -> bool:
    """Whether a header has no words but those of a preferred one: `Nombre` beside `Nombre preferido`."""
    words = set(column.reading.words)
    return (
        "main" in preferred.reading.kinds
        and bool(words)
        and words < set(preferred.reading.words)
        and column.reading.meaning in (half, Meaning.NAME)
        and column.meaning is not Meaning.COMPANY
    )


def _is_given_throughout(plain: Column, preferred: Column) -> bool:
    """Whether a column has a name in all rows in which another one has one."""
    return not any(b.strip() and not a.strip() for a, b in zip(plain.values, preferred.values, strict=True))
