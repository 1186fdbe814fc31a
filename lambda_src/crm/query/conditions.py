"""What a query asks of a lead: comparisons of fields, joined by and, or and not.

A comparison holds for a lead when it holds for any of the lead's values in the field. Case and accents never matter.
`crm.query.reading_conditions` reads and writes conditions as JSON.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from crm.query.query_error import QueryError
from crm.query.query_fields import check_name, is_unicode

MAX_TEXT = 200
"""Characters of a text that a query compares with."""
MAX_VALUES = 100
"""Values of one `in`."""
MAX_FILTERS = 20
"""Comparisons of one query."""
MAX_DEPTH = 3
"""Levels of and, or and not, one inside the other."""


class Comparison(StrEnum):
    """How a value is compared with those of a query."""

    CONTAINS = "contains"
    EQUALS = "equals"
    STARTS_WITH = "startsWith"
    IN = "in"
    """Equals any of several."""
    EMPTY = "empty"
    NOT_EMPTY = "notEmpty"
    BEFORE = "before"
    """Of dates: earlier than the day or the moment."""
    AFTER = "after"
    """Of dates: later than the day or the moment; after a day means from the next day on."""
    LESS = "less"
    """Of numbers."""
    MORE = "more"
    """Of numbers."""
    BETWEEN = "between"
    """Of dates and numbers: two values, both included."""

    @property
    def least(self) -> int:
        """How many values it takes at least."""
        return {Comparison.EMPTY: 0, Comparison.NOT_EMPTY: 0, Comparison.BETWEEN: 2}.get(self, 1)

    @property
    def most(self) -> int:
        """How many values it takes at most."""
        return MAX_VALUES if self is Comparison.IN else self.least

    @property
    def takes_value(self) -> bool:
        return self.most > 0

    @property
    def takes_several(self) -> bool:
        return self.most > 1


@dataclass(frozen=True, slots=True)
class Filter:
    """One comparison of one field.

    Args:
        field: its name in the query language, see `crm.query.query_fields`.
        values: what it is compared with: none, one, two, or as many as `in` takes.
        place: where the request says so, for errors; two filters that differ in nothing else are equal.

    Raises:
        QueryError: for a name that no field can have, and for values that the comparison does not take.
    """

    field: str
    op: Comparison
    values: tuple[str, ...] = ()
    place: str = dataclasses.field(default="where", compare=False, repr=False)

    def __post_init__(self) -> None:
        check_name(self.field, self.place_of("field"))
        least, most = self.op.least, self.op.most
        if not least <= len(self.values) <= most:
            part = "values" if self.op.takes_several else "value"
            raise QueryError({self.place_of(part): _how_many(self.op)})
        for number, value in enumerate(self.values):
            if not value.strip():
                raise QueryError({self.value_place(number): f"{self.op.value} needs a text to compare with"})
            if len(value) > MAX_TEXT:
                raise QueryError({self.value_place(number): f"at most {MAX_TEXT} characters"})
            if not is_unicode(value):
                raise QueryError({self.value_place(number): "a text of whole characters"})

    @property
    def value(self) -> str:
        """The only value; "" where there is none."""
        return self.values[0] if self.values else ""

    def place_of(self, part: str) -> str:
        """Where the request says a part: of JSON each part is a place, and a parameter is one as a whole."""
        return self.place if self.place.startswith("filter") else f"{self.place}.{part}"

    def value_place(self, number: int) -> str:
        """Where the request says a value, by its 0-based number."""
        return self.place_of(f"values[{number}]" if self.op.takes_several else "value")


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds when all parts hold; without parts, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when a part holds; without parts, never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not: also for a lead that has nothing in the part's field."""

    part: Condition


Condition = Filter | AllOf | AnyOf | Not

EVERY_LEAD = AllOf(())


def all_of(conditions: Iterable[Condition]) -> Condition:
    """The conditions joined by and, without a level that says nothing."""
    parts = tuple(part for one in conditions for part in (one.parts if isinstance(one, AllOf) else (one,)))
    return parts[0] if len(parts) == 1 else AllOf(parts)


def filters_in(condition: Condition) -> Iterator[Filter]:
    """The comparisons of a condition, from left to right."""
    match condition:
        case Filter():
            yield condition
        case Not(part):
            yield from filters_in(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from filters_in(part)


def check_shape(condition: Condition, place: str) -> None:
    """Refuses a condition that is too deep, has too many comparisons, or joins nothing.

    Args:
        place: where the query has it.

    Raises:
        QueryError: names the place.
    """
    if _depth(condition) > MAX_DEPTH:
        raise QueryError({place: f"at most {MAX_DEPTH} levels of all, any and not"})
    if condition != EVERY_LEAD and _joins_nothing(condition):
        raise QueryError({place: "all and any need a condition to join"})
    if sum(1 for _ in filters_in(condition)) > MAX_FILTERS:
        raise QueryError({place: f"at most {MAX_FILTERS} comparisons in all"})


def _parts(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case Filter():
            return ()
        case Not(part):
            return (part,)
        case AllOf(parts) | AnyOf(parts):
            return parts


def _depth(condition: Condition) -> int:
    if isinstance(condition, Filter):
        return 0
    return 1 + max(map(_depth, _parts(condition)), default=0)


def _joins_nothing(condition: Condition) -> bool:
    parts = _parts(condition)
    return not (parts or isinstance(condition, Filter)) or any(map(_joins_nothing, parts))


def _how_many(op: Comparison) -> str:
    if op is Comparison.IN:
        return f"in takes 1 to {MAX_VALUES} values"
    if op is Comparison.BETWEEN:
        return "between takes two values, the smaller one first"
    return f"{op.value} takes one value" if op.takes_value else f"{op.value} takes no value"
