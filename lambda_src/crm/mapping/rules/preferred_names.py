"""The name by which people want to be called, in a column beside their name: most rows have only the name."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.mapping import Transform, TransformKind
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, of_meaning

_OTHER_HALF = {Meaning.FIRST_NAME: Meaning.LAST_NAME, Meaning.LAST_NAME: Meaning.FIRST_NAME}


def fall_back_to_plain_names(columns: list[Column], free: list[Column]) -> None:
    """`First name` is the name in the rows in which `Preferred first name` is empty.

    A second person has both halves of a name; then nothing is decided here.
    """
    for meaning, other_half in _OTHER_HALF.items():
        if len(of_meaning(columns, other_half)) != 1:
            continue
        for preferred in of_meaning(columns, meaning):
            for column in free:
                if _is_plain_name(column, preferred, meaning) and _fills_gaps(column, preferred):
                    column.assign(meaning, LIKELY, beside(Why.PLAIN_NAME, preferred))
                    column.transform_by(Transform(TransformKind.CHOICE, choice=2))


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


def _fills_gaps(plain: Column, preferred: Column) -> bool:
    """Whether a column has a name in all rows in which another one has one, and in more."""
    filled = {(bool(a.strip()), bool(b.strip())) for a, b in zip(plain.values, preferred.values, strict=True)}
    return (True, False) in filled and (False, True) not in filled
