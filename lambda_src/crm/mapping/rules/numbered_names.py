"""`Name 1` and `Name 2` of accounting programs."""

from __future__ import annotations

from crm.mapping.confidence import PROBABLE
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, filled_values, of_meaning
from crm.values.honorifics import bare_name
from crm.values.known_values import known_values

_NUMBERED_NAME = frozenset({"name", "number", "neutral"})
_NUMBERED_COMPANY = _NUMBERED_NAME | {"company"}


def pair_numbered_names(columns: list[Column], free: list[Column]) -> None:
    """`Name 1` and `Name 2` of accounting programs: two halves of a name, or a company and what belongs to it.

    Where known given names stand, that column is the first name. Where only salutations show that there are people,
    the family name is in the first of the two, as German programs have it.
    """
    named = [column for column in free if column.reading.meaning is Meaning.NAME]
    pair = [column for column in named if column.reading.kinds <= _NUMBERED_NAME] or _called_as_companies(free)
    ordinals = [column.reading.ordinal for column in pair]
    if ordinals[:2] not in ([1, 2], [0, 2]) or len({column.reading.words[:1] for column in pair}) > 1:
        return
    if any(column.meaning in NAMES and column not in pair for column in columns):
        return
    first, second, *rest = pair
    if first.shape.share("person") >= at.ARE_PERSONS or _are_whole_names(second):
        return
    salutes = any(column.shape.filled for column in of_meaning(columns, Meaning.SALUTATION))
    given, given_second = first.shape.share("given"), second.shape.share("given")
    if first.shape.share("company") >= at.COMPANIES_UNDER_NAME and not given_second:
        first.assign(Meaning.COMPANY, PROBABLE, Reason(Why.VALUES_ARE_NUMBERED_COMPANIES))
        second.assign(Meaning.OTHER, PROBABLE, beside(Why.REST_OF_COMPANY, first))
    elif given > given_second:
        first.assign(Meaning.FIRST_NAME, PROBABLE, beside(Why.NUMBERED_HALF, second))
        second.assign(Meaning.LAST_NAME, PROBABLE, beside(Why.NUMBERED_HALF, first))
    elif given_second > given or salutes:
        first.assign(Meaning.LAST_NAME, PROBABLE, beside(Why.NUMBERED_HALF, second))
        second.assign(Meaning.FIRST_NAME, PROBABLE, beside(Why.NUMBERED_HALF, first))
    for column in rest if first.meaning is not Meaning.NAME else ():
        column.assign(Meaning.OTHER, PROBABLE, beside(Why.REST_OF_COMPANY, first))


def _called_as_companies(free: list[Column]) -> list[Column]:
    """`Nazwa 1` and `Nazwa 2`, as companies are called too, where known given names stand in one of them."""
    called = of_meaning(free, Meaning.COMPANY)
    numbered = [one for one in called if one.reading.ordinal and one.reading.kinds <= _NUMBERED_COMPANY]
    known = any(column.shape.share("given") >= at.ARE_GIVEN_NAMES for column in numbered)
    return numbered if known else []


def _are_whole_names(column: Column) -> bool:
    """Whether many cells hold a whole name, and not given names alone: `Mag. Johanna`, `Bernd Josef`."""
    given = known_values().given_names
    wholes = [value for value in filled_values(column) if not given.issuperset(bare_name(value).casefold().split())]
    return column.shape.share("person") >= at.ARE_PERSONS <= len(wholes) / max(column.shape.filled, 1)
