"""Matches the words of a question with the vocabulary, and finds where a value ends."""

from __future__ import annotations

import re
from datetime import date, timedelta

from crm.chat.interpretation import NotUnderstood
from crm.chat.phrases import Phrases
from crm.chat.tokens import tokens_of
from crm.chat.vocabulary import vocabulary
from crm.own_fields.definition import FieldType, OwnFields
from crm.query.comparing import BY_VALUE
from crm.query.conditions import Comparison

YEAR_OR_DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")
_LONGEST_VALUE = 12
"""The longest value, in words; a longer one is a sentence that was not understood."""
_NO_ALTERNATIVES = (
    "I cannot answer “or” yet: please ask for one thing at a time, or put a name with “or” in it in quotes."
)
_NO_NEGATIONS = "I cannot leave leads out yet, only find those that have something or lack it."
NO_COMPARING = "I cannot compare dates or numbers yet, only find a day, a month or a year, such as 2026-01."
_NO_COMPUTING = "I can count leads and group them, but not calculate with them."


class TokenMatcher:
    """A question's tokens, and what can be read at one place without what was read before.

    Args:
        question: one line.
        today: for "today", "this month".
        own_fields: named by their labels, also in the plural, before a built-in field of the same name.
    """

    def __init__(self, question: str, today: date, own_fields: OwnFields = ()) -> None:
        self.question = question
        self.today = today
        self.tokens = tokens_of(question)
        self._words = vocabulary()
        plurals = ("", *self._words.job_endings)
        self._own = {
            field.key: Phrases([f"{field.label}{ending}" for ending in plurals])
            for field in own_fields
            if tokens_of(field.label)
        }
        self._types = {field.key: field.type for field in own_fields}

    def is_own(self, field: str | None) -> bool:
        """Whether this is the key of an own field."""
        return field in self._own

    def text(self, start: int, end: int) -> str:
        """The question's text from one token to another, with the punctuation between them."""
        return self.question[self.tokens[start].start : self.tokens[end - 1].end]

    def _match(self, place: int, *phrases: Phrases) -> int:
        """The number of tokens in the longest of these phrases that stands at this place; 0 for none."""
        return max(one.length_at(self.tokens, place) for one in phrases)

    def _field(self, place: int, *, bare: bool = False) -> tuple[str, int]:
        """The field at this place, after articles, and the number of words that name it; ("", 0) for none.

        Args:
            bare: whether no word before it says that a field follows. Then words of the grammar are what they are, and
                no own field that is called so: one called "Leads" would be in every question.
        """
        skipped = 0
        while length := self._match(place + skipped, self._words.articles, self._words.different):
            skipped += length
        words = self._words
        before_own = (words.people, words.count, words.list, words.ask, words.at, words.anywhere, words.of)
        taken = self._match(place + skipped, *before_own) if bare else 0
        named = [(self._match(place + skipped, phrases), False, field) for field, phrases in words.fields.items()]
        own = [(self._match(place + skipped, phrases), True, field) for field, phrases in self._own.items()]
        length, _, field = max(named + [one for one in own if one[0] > taken])
        return (field, skipped + length) if length else ("", 0)

    def _holding(self, field: str) -> Comparison:
        """How a value that stands behind a field without a comparison is found: no number by a part of it."""
        whole = self._types.get(field) in (FieldType.NUMBER, FieldType.YES_NO)
        return Comparison.EQUALS if whole else Comparison.CONTAINS

    def _named_day(self, place: int) -> tuple[str, int]:
        """The beginning of the ISO dates that "today" or "this year" means, and its words; ("", 0) for none."""
        days = (
            (self._words.today, self.today.isoformat()),
            (self._words.yesterday, (self.today - timedelta(days=1)).isoformat()),
            (self._words.this_month, self.today.isoformat()[:7]),
            (self._words.this_year, self.today.isoformat()[:4]),
        )
        return next(((day, taken) for phrases, day in days if (taken := self._match(place, phrases))), ("", 0))

    def _own_day(self, field: str, after: int) -> tuple[str, int]:
        """The day, month or year behind an own date ("is", "in 2026", "this month"), and the words that they take.

        Raises:
            NotUnderstood: for a date or number that is to be compared, or that cannot be read.
        """
        if self._types.get(field) not in BY_VALUE:
            return "", 0
        place = after + self._match(after, self._words.equals)
        following = self.tokens[place].raw if place < len(self.tokens) else ""
        if self._match(place, self._words.beyond, self._words.compared) or following.startswith(("<", ">", "≤", "≥")):
            raise NotUnderstood(NO_COMPARING)
        if self._types[field] is FieldType.NUMBER:
            return "", 0
        before_day = self._match(place, self._words.added, self._words.anywhere)
        place += before_day
        day, taken = self._named_day(place)
        if taken:
            return day, place + taken - after
        following = self.tokens[place].key if place < len(self.tokens) else ""
        since = self._match(place - before_day, self._words.not_before_years) > 0
        if YEAR_OR_DATE.fullmatch(following) and self._is_end(place + 1) and not since:
            return following, place + 1 - after
        if before_day and any(sign.isdigit() for sign in self._value(place)[0]):
            raise NotUnderstood(NO_COMPARING)
        return "", 0

    def _number(self, place: int) -> int | None:
        if place >= len(self.tokens):
            return None
        key = self.tokens[place].key
        return int(key) if key.isdecimal() and len(key) <= 4 else self._words.numbers.get(key)

    def _is_end(self, place: int) -> bool:
        """Whether a new condition, order or grouping begins at this place, so that a value ends before it."""
        if place >= len(self.tokens):
            return True
        words = self._words
        enders = (
            *(words.clause_starts, words.sort_by, words.named, words.at, words.anywhere, words.from_file),
            *(words.have_most, words.today, words.yesterday),
        )
        if self._match(place, *enders):
            return True
        for phrases in (words.group_by, words.lacking, words.having):
            length = self._match(place, phrases)
            if length and (
                self._field(place + length)[0] or (phrases is words.having and self._is_end(place + length))
            ):
                return True
        return False

    def _value(self, place: int) -> tuple[str, int]:
        """The value at this place and the number of its words; ("", 0) for none."""
        if place >= len(self.tokens):
            return "", 0
        if not self.tokens[place].key:
            return self.tokens[place].raw, 1
        end = place
        while end < len(self.tokens) and (end == place or not self._is_end(end)) and self.tokens[end].key:
            end += 1
        if end - place > _LONGEST_VALUE or (end == place + 1 and self._is_end(place)):
            return "", 0
        taken = end - place
        while end > place + 1 and self._match(end - 1, self._words.conjunctions, self._words.after_values):
            end -= 1
        start = place
        while end > start + 1 and self._match(start, self._words.articles) == 1:
            start += 1
        for inner in range(start, end):
            self._refuse(inner)
        return self.text(start, end), taken

    def _compared(self, field: str, after: int, *, holds: bool = False) -> tuple[Comparison, str, int] | None:
        """The comparison after a field: the operator, its value, and the number of words that they take.

        Args:
            holds: whether "has" and "with" compare as well.
        """
        for phrases, op in ((self._words.blank, Comparison.EMPTY), (self._words.filled, Comparison.NOT_EMPTY)):
            length = self._match(after, phrases)
            if length:
                return op, "", length
        comparisons = (
            (self._words.starts_with, Comparison.STARTS_WITH),
            (self._words.ends_with, Comparison.CONTAINS),
            (self._words.contains, Comparison.CONTAINS),
            (self._words.equals, Comparison.EQUALS),
            *(((self._words.holds, Comparison.CONTAINS),) if holds else ()),
        )
        for phrases, op in comparisons:
            length = self._match(after, phrases)
            value, taken = self._value(after + length) if length else ("", 0)
            if value and not self._match(after + length, self._words.people, self._words.no_values):
                return Comparison.CONTAINS if field == "name" else op, value, length + taken
        return None

    def _all_filler(self, place: int) -> bool:
        """Whether only fillers such as "the CRM", "total", "all" follow up to the end or the next condition."""
        while place < len(self.tokens) and (length := self._match(place, self._words.fillers, self._words.people)):
            place += length
        return place >= len(self.tokens)

    def _refuse(self, place: int) -> int:
        refusals = (
            (self._words.alternatives, _NO_ALTERNATIVES),
            (self._words.negations, _NO_NEGATIONS),
            (self._words.compared, NO_COMPARING),
            (self._words.computed, _NO_COMPUTING),
        )
        for phrases, reason in refusals:
            if self._match(place, phrases):
                raise NotUnderstood(reason)
        return 0
