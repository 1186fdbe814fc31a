"""Spans of days that questions name, such as "last week", and the conditions that they make of a date field.

A week begins on Monday (ISO 8601). Days are in UTC, as times are stored.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from crm.query.conditions import Comparison, Filter

_DAY = timedelta(days=1)


class Relation(StrEnum):
    """How a date stands to a span of days."""

    IN = "in"
    SINCE = "since"
    """On its first day or later."""
    UNTIL = "until"
    """On its last day or earlier."""
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def condition(self, field: str, relation: Relation) -> Filter:
        """The leads whose date stands so to the span.

        Raises:
            OverflowError: for a day before the first or behind the last that there is.
        """
        match relation:
            case Relation.IN:
                return Filter(field, Comparison.BETWEEN, (self.first.isoformat(), self.last.isoformat()))
            case Relation.SINCE:
                return Filter(field, Comparison.AFTER, ((self.first - _DAY).isoformat(),))
            case Relation.UNTIL:
                return Filter(field, Comparison.BEFORE, ((self.last + _DAY).isoformat(),))
            case Relation.BEFORE:
                return Filter(field, Comparison.BEFORE, (self.first.isoformat(),))
            case Relation.AFTER:
                return Filter(field, Comparison.AFTER, (self.last.isoformat(),))

    def to(self, other: Span) -> Span | None:
        """From the beginning of this span to the end of another; None for one that ends before."""
        return Span(self.first, other.last) if self.first <= other.last else None


def day_span(day: date) -> Span:
    return Span(day, day)


def week_span(day: date) -> Span:
    monday = day - timedelta(days=day.weekday())
    return Span(monday, monday + timedelta(days=6))


def month_span(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def quarter_span(year: int, quarter: int) -> Span:
    return Span(date(year, 3 * quarter - 2, 1), month_span(year, 3 * quarter).last)


def year_span(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))


def months_before(day: date, months: int) -> date:
    """The same day some months ago, or ahead for a negative number; the last of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _month_of(today: date, months_ago: int) -> Span:
    day = months_before(today.replace(day=1), months_ago)
    return month_span(day.year, day.month)


def _quarter_of(today: date, quarters_ago: int) -> Span:
    day = months_before(today.replace(day=1), 3 * quarters_ago)
    return quarter_span(day.year, (day.month + 2) // 3)


NAMED_SPANS: Mapping[str, Callable[[date], Span]] = {
    "today": day_span,
    "yesterday": lambda today: day_span(today - _DAY),
    "day_before_yesterday": lambda today: day_span(today - 2 * _DAY),
    "tomorrow": lambda today: day_span(today + _DAY),
    "this_week": week_span,
    "last_week": lambda today: week_span(today - 7 * _DAY),
    "next_week": lambda today: week_span(today + 7 * _DAY),
    "this_month": lambda today: _month_of(today, 0),
    "last_month": lambda today: _month_of(today, 1),
    "next_month": lambda today: _month_of(today, -1),
    "this_quarter": lambda today: _quarter_of(today, 0),
    "last_quarter": lambda today: _quarter_of(today, 1),
    "next_quarter": lambda today: _quarter_of(today, -1),
    "this_year": lambda today: year_span(today.year),
    "last_year": lambda today: year_span(today.year - 1),
    "next_year": lambda today: year_span(today.year + 1),
}
"""The subjects of words that name a span by today."""


class Unit(StrEnum):
    """What a number of the past or the next days is counted in; also a subject of words."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"

    def before(self, day: date, number: int) -> date:
        """The day that lies a number of them before; after for a negative one."""
        if self in (Unit.DAYS, Unit.WEEKS):
            return day - number * (7 if self is Unit.WEEKS else 1) * _DAY
        return months_before(day, number * (12 if self is Unit.YEARS else 1))


def last_span(today: date, number: int, unit: Unit) -> Span:
    """The last so many days, weeks, months or years, today included."""
    return Span(unit.before(today, number) + _DAY, today)


def next_span(today: date, number: int, unit: Unit) -> Span:
    """The next so many days, weeks, months or years, from today on."""
    return Span(today, unit.before(today, -number))


def latest_month(today: date, month: int) -> Span:
    """A month that is named without its year, as of something past: the latest that has begun."""
    return month_span(today.year if month <= today.month else today.year - 1, month)


def latest_weekday(today: date, weekday: int) -> Span:
    """A day of the week that is named alone, as of something past: the latest before today. Monday is 0."""
    return day_span(today - ((today.weekday() - weekday - 1) % 7 + 1) * _DAY)
