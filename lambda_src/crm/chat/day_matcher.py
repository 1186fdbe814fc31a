"""Reads the days that a question names: "last week", "since March", "1 Feb 2026", "between 1.4.2026 and 30.6.2026"."""

from __future__ import annotations

import re
from datetime import date

from crm.chat.day_spans import (
    NAMED_SPANS,
    Relation,
    Span,
    Unit,
    day_span,
    last_span,
    latest_month,
    latest_weekday,
    month_span,
    next_span,
    quarter_span,
    year_span,
)
from crm.chat.interpretation import NotUnderstood, Partly
from crm.chat.token_matcher import TokenMatcher
from crm.query.conditions import Filter

_ISO = re.compile(r"((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d\d)")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|ª)?")
_QUARTER = re.compile(r"[qt]([1-4])")
_UNCLEAR_DAY = "“{0}” can be two days. Please write it as 2026-01-31."
_SAY_THE_YEAR = "Please say the year of “{0}”, too."


class DayMatcher(TokenMatcher):
    """Days in a question, on top of its other words."""

    def day(self, place: int) -> tuple[Span | None, int, bool]:
        """The days at this place, how many words name them, and whether their year was left out."""
        start = place
        place += self.skip(place, self.words.articles)
        for read in (self._named, self._counted, self._written, self._month_first, self._weekday):
            found = read(place)
            if found:
                span, taken, yearless = found
                return span, place + taken - start, yearless
        return None, 0, False

    def dated(self, field: str, place: int, *, bare: bool = True) -> tuple[Filter | None, int]:
        """The condition on a date at this place, and its words; (None, 0) for none.

        Args:
            field: the date.
            bare: whether days without a word such as "since" or "in" count, where they can be nothing else.

        Raises:
            NotUnderstood: for days that can be read in two ways.
        """
        try:
            return self._older(field, place) or self._range(field, place) or self._related(field, place, bare)
        except OverflowError:
            raise NotUnderstood("", Partly(unclear=(self.text(place, len(self.tokens)),))) from None

    def is_day(self, place: int) -> bool:
        """Whether a condition on days begins at this place."""
        return self.dated("createdAt", place, bare=False)[0] is not None

    def _older(self, field: str, place: int) -> tuple[Filter | None, int] | None:
        """ "older than 3 months", "more than 3 months ago", "3 days ago"."""
        words = self.words
        length = self.match(place, words.older_than, words.newer_than)
        if length:
            unit, taken = self._number_of_units(place + length)
            if unit is None:
                return None
            earliest, relation = day_span(unit), Relation.BEFORE
            if self.match(place, words.newer_than):
                relation = Relation.AFTER
            return earliest.condition(field, relation), length + taken
        before = self.match(place, words.ago_first)
        compared = self.match(place + before, words.more, words.less)
        day, taken = self._number_of_units(place + before + compared)
        behind = self.match(place + before + compared + taken, words.ago) if day else 0
        if day is None or not (before or behind):
            return None
        relation = Relation.IN
        if compared:
            relation = Relation.BEFORE if self.match(place + before, words.more) else Relation.AFTER
        return day_span(day).condition(field, relation), before + compared + taken + behind

    def _number_of_units(self, place: int) -> tuple[date | None, int]:
        """The day that lies "3 months" before today, and the words."""
        number = self.number(place)
        unit = self._unit(place + 1) if number is not None else None
        if number is None or unit is None:
            return None, 0
        return unit[0].before(self.today, number), 1 + unit[1]

    def _unit(self, place: int) -> tuple[Unit, int] | None:
        for unit in Unit:
            length = self.match(place, getattr(self.words, unit.value))
            if length:
                return unit, length
        return None

    def _range(self, field: str, place: int) -> tuple[Filter | None, int] | None:
        """ "between … and …", "from … to …", "from … on"."""
        words = self.words
        length = self.match(place, words.between)
        first, taken, yearless = self.day(place + length) if length else (None, 0, False)
        if first is None:
            return None
        after = place + length + taken
        joint = self.match(after, words.range_joins)
        last, more, last_yearless = self.day(after + joint) if joint else (None, 0, False)
        if last is None:
            behind = self.match(after, words.from_day_on)
            return (first.condition(field, Relation.SINCE), length + taken + behind) if behind else None
        text = self.text(place, after + joint + more)
        if yearless and not last_yearless:
            # "between 1 January and 15 February 2026": the year at the end is meant for both.
            year = last.last.year
            first = Span(first.first.replace(year=year), first.last.replace(year=year))
        self._check_year(field, text, last_yearless)
        span = first.to(last)
        if span is None:
            raise NotUnderstood("", Partly(unclear=(text,)))
        return span.condition(field, Relation.IN), length + taken + joint + more

    def _related(self, field: str, place: int, bare: bool) -> tuple[Filter | None, int]:
        words = self.words
        relations = (
            (words.since, Relation.SINCE),
            (words.until, Relation.UNTIL),
            (words.before, Relation.BEFORE),
            (words.after, Relation.AFTER),
            (words.in_days, Relation.IN),
        )
        for phrases, relation in relations:
            length = self.match(place, phrases)
            span, taken, yearless = self.day(place + length) if length else (None, 0, False)
            if span is not None:
                self._check_year(field, self.text(place, place + length + taken), yearless)
                return span.condition(field, relation), length + taken
        clear = bare or self._named(place) or self._counted(place)
        span, taken, yearless = self.day(place) if clear else (None, 0, False)
        if span is None:
            return None, 0
        self._check_year(field, self.text(place, place + taken), yearless)
        return span.condition(field, Relation.IN), taken

    def _check_year(self, field: str, text: str, yearless: bool) -> None:
        """A date of an own field may lie ahead or behind, so that its year must be said."""
        if yearless and self.is_own(field):
            raise NotUnderstood(_SAY_THE_YEAR, Partly(unclear=(text,)), text)

    # Each reads one form of days: the span, the words that it takes, whether the year was left out.

    def _named(self, place: int) -> tuple[Span, int, bool] | None:
        found = [(self.match(place, getattr(self.words, subject)), subject) for subject in NAMED_SPANS]
        length, subject = max(found)
        return (NAMED_SPANS[subject](self.today), length, False) if length else None

    def _counted(self, place: int) -> tuple[Span, int, bool] | None:
        words = self.words
        for phrases, behind, span in (
            (words.last_n, words.last_behind, last_span),
            (words.next_n, words.next_behind, next_span),
        ):
            length = self.match(place, phrases)
            number = self.number(place + length)
            adjective = self.match(place + length + 1, behind)
            unit = self._unit(place + length + 1 + adjective) if number and (length or adjective) else None
            if number and unit:
                return span(self.today, number, unit[0]), length + 1 + adjective + unit[1], False
        return None

    def _written(self, place: int) -> tuple[Span, int, bool] | None:
        key = self.key(place)
        try:
            if iso := _ISO.fullmatch(key):
                year, month, day = (int(part) if part else 0 for part in iso.groups())
                if day:
                    return day_span(date(year, month, day)), 1, False
                return (month_span(year, month) if month else year_span(year)), 1, False
            if dotted := _DOTTED.fullmatch(key):
                day, month, year = map(int, dotted.groups())
                return day_span(date(year, month, day)), 1, False
            if slashed := _SLASHED.fullmatch(key):
                return day_span(self._clear(*map(int, slashed.groups()), text=key)), 1, False
            if quarter := _QUARTER.fullmatch(key):
                said = self._year(place + 1)
                year = said or self.today.year
                return quarter_span(year, int(quarter[1])), 2 if said else 1, not said
            return self._day_first(place)
        except ValueError:
            # A day that is not there, such as 2026-02-30.
            raise NotUnderstood("", Partly(unclear=(self.tokens[place].raw,))) from None

    def _clear(self, first: int, second: int, year: int, *, text: str) -> date:
        if first != second and first <= 12 and second <= 12:
            raise NotUnderstood(_UNCLEAR_DAY, Partly(unclear=(text,)), text)
        return date(year, second, first) if first > 12 else date(year, first, second)

    def _day_first(self, place: int) -> tuple[Span, int, bool] | None:
        """ "1 March 2026", "1. März", "1 de marzo de 2026"."""
        said = _DAY.fullmatch(self.key(place))
        of = self.match(place + 1, self.words.of)
        month = self.words.month_names.get(self.key(place + 1 + of))
        if said is None or not month:
            return None
        taken = 2 + of
        return self._in_year(int(said[1]), month, place, taken)

    def _month_first(self, place: int) -> tuple[Span, int, bool] | None:
        """ "March 2026", "March 1, 2026", "March"."""
        month = self.words.month_names.get(self.key(place))
        if not month:
            return None
        said = _DAY.fullmatch(self.key(place + 1))
        if said:
            return self._in_year(int(said[1]), month, place, 2)
        of = self.match(place + 1, self.words.of)
        year = self._year(place + 1 + of)
        if year:
            return month_span(year, month), 2 + of, False
        return latest_month(self.today, month), 1, True

    def _in_year(self, day: int, month: int, place: int, taken: int) -> tuple[Span, int, bool]:
        of = self.match(place + taken, self.words.of)
        year = self._year(place + taken + of)
        try:
            if year:
                return day_span(date(year, month, day)), taken + of + 1, False
            latest = date(self.today.year, month, day)
            return day_span(latest if latest <= self.today else latest.replace(year=latest.year - 1)), taken, True
        except ValueError:
            raise NotUnderstood("", Partly(unclear=(self.text(place, place + taken),))) from None

    def _year(self, place: int) -> int:
        key = self.key(place)
        return int(key) if _ISO.fullmatch(key) and len(key) == 4 else 0

    def _weekday(self, place: int) -> tuple[Span, int, bool] | None:
        length = self.match(place, self.words.last_n)
        weekday = self.words.weekdays.get(self.key(place + length))
        return None if weekday is None else (latest_weekday(self.today, weekday), length + 1, True)
