"""Matches the words of a question with the vocabulary, and finds where a value ends."""

from __future__ import annotations

from crm.chat.interpretation import NotUnderstood
from crm.chat.phrases import Phrases
from crm.chat.tokens import tokens_of
from crm.chat.vocabulary import vocabulary
from crm.own_fields.definition import OwnFields
from crm.query.lead_query import Comparison

_LONGEST_VALUE = 12
"""The longest value, in words; a longer one is a sentence that was not understood."""
_NO_ALTERNATIVES = (
    "I cannot answer “or” yet: please ask for one thing at a time, or put a name with “or” in it in quotes."
)
_NO_NEGATIONS = "I cannot leave leads out yet, only find those that have something or lack it."
_NO_COMPARING = "I cannot compare dates or numbers yet, only find a day, a month or a year, such as 2026-01."
_NO_COMPUTING = "I can count leads and group them, but not calculate with them."


class TokenMatcher:
    """A question's tokens, and what can be read at one place without what was read before.

    Args:
        question: one line.
        own_fields: named by their labels, also in the plural, before a built-in field of the same name.
    """

    def __init__(self, question: str, own_fields: OwnFields = ()) -> None:
        self.question = question
        self.tokens = tokens_of(question)
        self._words = vocabulary()
        plurals = ("", *self._words.job_endings)
        self._own = {
            field.key: Phrases([f"{field.label}{ending}" for ending in plurals])
            for field in own_fields
            if tokens_of(field.label)
        }

    def is_own(self, field: str | None) -> bool:
        """Whether this is the key of an own field."""
        return field in self._own

    def text(self, start: int, end: int) -> str:
        """The question's text from one token to another, with the punctuation between them."""
        return self.question[self.tokens[start].start : self.tokens[end - 1].end]

    def _match(self, place: int, *phrases: Phrases) -> int:
        """The number of tokens in the longest of these phrases that stands at this place; 0 for none."""
        return max(one.length_at(self.tokens, place) for one in phrases)

    def _field(self, place: int) -> tuple[str, int]:
        """The field at this place, after articles, and the number of words that name it; ("", 0) for none."""
        skipped = 0
        while length := self._match(place + skipped, self._words.articles, self._words.different):
            skipped += length
        length, _, field = max(
            (self._match(place + skipped, phrases), self.is_own(field), field)
            for field, phrases in {**self._words.fields, **self._own}.items()
        )
        return (field, skipped + length) if length else ("", 0)

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
            (self._words.compared, _NO_COMPARING),
            (self._words.computed, _NO_COMPUTING),
        )
        for phrases, reason in refusals:
            if self._match(place, phrases):
                raise NotUnderstood(reason)
        return 0
