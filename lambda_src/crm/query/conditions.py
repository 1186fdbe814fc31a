"""What a query asks of a lead: comparisons of fields, joined by and, or and not.

A comparison holds for a lead when it holds for any of the lead's values in the field. Case and accents never matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Filter:
    """One comparison of one field.

    Args:
        field: its name in the query language, see `crm.query.lead_query.QUERY_FIELDS`.
        values: what it is compared with: none, one, two, or as many as `in` takes.
    """

    field: str
    op: Comparison
    values: tuple[str, ...] = ()


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
