"""Which comparisons the type of a field takes, and what numbers and dates are compared as.

Every field takes `contains`, `equals`, `startsWith`, `in`, `empty` and `notEmpty`, which compare texts. Dates take
`before`, `after` and `between` too, own numbers `less`, `more` and `between`: each is a range of values.

- A number is read as its own field reads it (`crm.own_fields.reading`).
- A day is its first moment, 00:00 UTC. What has no zone is in UTC.
- As a limit, a day means all of it: `before` it ends before 00:00, `after` it begins with the next day, and `between`
  includes both. A moment means itself, to the microsecond.
- A lead's text that is no number or date of its field is in no range.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum

from crm.own_fields.definition import FieldType, OwnField
from crm.own_fields.reading import Value, read_date, read_date_and_time, read_number
from crm.query.conditions import Comparison, Filter
from crm.query.query_error import QueryError
from crm.query.query_fields import DATES

Comparable = int | float | datetime
"""A number, or a moment in UTC without a zone. The values of one field are all of one kind."""


class Kind(StrEnum):
    """What the values of a field are compared as."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "date"
    MOMENT = "date and time"


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a comparison finds.

    Args:
        low, high: None for no limit.
        low_included, high_included: whether the limit itself is found.
    """

    low: Comparable | None = None
    high: Comparable | None = None
    low_included: bool = False
    high_included: bool = False

    def __contains__(self, value: Comparable) -> bool:
        # The values of one field are numbers alone or moments alone, which mypy does not know.
        above = self.low is None or value > self.low or (self.low_included and value == self.low)  # type: ignore[operator]
        below = self.high is None or value < self.high or (self.high_included and value == self.high)  # type: ignore[operator]
        return above and below


_FOR_TEXTS = (
    Comparison.CONTAINS,
    Comparison.EQUALS,
    Comparison.STARTS_WITH,
    Comparison.IN,
    Comparison.EMPTY,
    Comparison.NOT_EMPTY,
)
_FOR_DATES = (Comparison.BEFORE, Comparison.AFTER, Comparison.BETWEEN)
_TAKEN: Mapping[Kind, tuple[Comparison, ...]] = {
    Kind.TEXT: _FOR_TEXTS,
    Kind.NUMBER: (*_FOR_TEXTS, Comparison.LESS, Comparison.MORE, Comparison.BETWEEN),
    Kind.DAY: (*_FOR_TEXTS, *_FOR_DATES),
    Kind.MOMENT: (*_FOR_TEXTS, *_FOR_DATES),
}
_EXPECTED: Mapping[Kind, str] = {
    Kind.NUMBER: "a number such as 1200",
    Kind.DAY: "a day such as 2026-01-31",
    Kind.MOMENT: "a day such as 2026-01-31, or a moment such as 2026-01-31T08:00Z",
}
_OWN_KINDS: Mapping[FieldType, Kind] = {
    FieldType.NUMBER: Kind.NUMBER,
    FieldType.DATE: Kind.DAY,
    FieldType.DATE_TIME: Kind.MOMENT,
}
BY_VALUE: tuple[FieldType, ...] = tuple(_OWN_KINDS)
"""Types of own fields whose values have an order of their own."""
_FRACTION = re.compile(r":\d\d\.(\d{1,6})")
_DAY = len("2026-01-31")


def kind_of(field: str, own: OwnField | None) -> Kind:
    """What the values of a field are compared as.

    Args:
        own: the own field of this name, None where the name is of another field.
    """
    if own is not None:
        return _OWN_KINDS.get(own.type, Kind.TEXT)
    return Kind.MOMENT if field in DATES else Kind.TEXT


def check_comparison(one: Filter, own: OwnField | None) -> None:
    """Refuses a comparison or a value that the type of the field does not take.

    Args:
        own: as in `kind_of`.

    Raises:
        QueryError: names the place, and says what the field takes.
    """
    kind = kind_of(one.field, own)
    if one.op not in _TAKEN[kind]:
        taken = ", ".join(_TAKEN[kind])
        raise QueryError({one.place_of("op"): f"{one.field[:40]} is a {kind.value}; it takes {taken}"})
    if one.op not in _FOR_TEXTS:
        range_of(one, own)


def range_of(one: Filter, own: OwnField | None) -> Range:
    """The values that a comparison of numbers or dates finds.

    Args:
        one: whose comparison its field takes, see `check_comparison`.
        own: as in `kind_of`.

    Raises:
        QueryError: for a value that is no number or date; names the place.
    """
    limits = [_limits(one, number, own) for number in range(len(one.values))]
    first, last = limits[0]
    match one.op:
        case Comparison.LESS | Comparison.BEFORE:
            return Range(high=first)
        case Comparison.MORE | Comparison.AFTER:
            return Range(low=last)
        case Comparison.BETWEEN:
            end = limits[1][1]
            if first > end:  # type: ignore[operator]
                raise QueryError({one.value_place(1): "not less than the first value"})
            return Range(first, end, low_included=True, high_included=True)
        case _:
            raise ValueError(f"{one.op.value} has no range")


def comparable(own: OwnField, value: Value | None) -> Comparable | None:
    """What a lead's value in an own number or date is compared as; None for other values.

    Args:
        value: as `crm.own_fields.reading.read` gives it.
    """
    match _OWN_KINDS.get(own.type), value:
        case Kind.NUMBER, int() | float():
            return value
        case ((Kind.DAY | Kind.MOMENT), str()):
            return moment_of(value)
    return None


def moment_of(text: str) -> datetime | None:
    """The moment of an ISO 8601 text in UTC; None for any other text."""
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _limits(one: Filter, number: int, own: OwnField | None) -> tuple[Comparable, Comparable]:
    """The first and the last value that a value of a query means; they differ where a day means all of it."""
    kind, text = kind_of(one.field, own), one.values[number].strip()
    if kind is Kind.NUMBER:
        read = read_number(text, own.decimal_comma if own is not None else None)
        if read is not None:
            return read, read
    else:
        day_first = own.day_first if own is not None else None
        iso = read_date(text, day_first) if kind is Kind.DAY else read_date_and_time(text, day_first)
        moment = moment_of(iso) if iso is not None else None
        if iso is not None and moment is not None:
            if len(iso) == _DAY:
                return moment, datetime.combine(moment, time.max)
            fraction = _FRACTION.search(text)
            moment = moment.replace(microsecond=int(fraction[1].ljust(6, "0")) if fraction else 0)
            return moment, moment
    raise QueryError({one.value_place(number): _EXPECTED[kind]})
