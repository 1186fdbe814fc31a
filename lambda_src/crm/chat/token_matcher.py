"""Matches the words of a question with the vocabulary: fields, numbers, and where a value ends."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from datetime import date
from decimal import Decimal

from crm.chat.amounts import amount_of, times
from crm.chat.interpretation import NotUnderstood, Partly
from crm.chat.phrases import Phrases
from crm.chat.tokens import tokens_of
from crm.chat.vocabulary import vocabulary
from crm.own_fields.definition import FieldType, OwnField, OwnFields
from crm.query.conditions import Comparison

_LONGEST_VALUE = 12
"""The longest value, in words; a longer one is a sentence that was not understood."""
_WHOLE_VALUES = ("status", "tags")
"""Built-in fields whose values are chosen rather than written: "new" is no part of "renewed"."""
_WHOLE_TYPES = (FieldType.NUMBER, FieldType.YES_NO, FieldType.CHOICE, FieldType.CHOICES)
_IN_QUOTES = "Please put “{0}” in quotes if it is one name."
_ONE_NAME = "Is “{0}” one name, or are they several? Please put one name in quotes, or say “or” between several."
_SIGN_BEFORE_NUMBER = re.compile(r"([<>≤≥]=?)\s*(?=\d)")
_ABBREVIATED_NUMBER = re.compile(r"(?<=\d)\+(?=\s)")


class TokenMatcher(ABC):
    """A question's tokens, and what can be read at one place without what was read before.

    Args:
        question: one line.
        today: for "today", "this month".
        own_fields: named by their labels and headers, also in the plural, before a built-in field of the same name.
    """

    def __init__(self, question: str, today: date, own_fields: OwnFields = ()) -> None:
        self.question = _ABBREVIATED_NUMBER.sub(" + ", _SIGN_BEFORE_NUMBER.sub(r" \1 ", question))
        self.today = today
        self.tokens = tokens_of(self.question)
        self.words = vocabulary()
        plurals = ("", *self.words.job_endings)
        self._own = {
            field.key: Phrases(
                [f"{name}{ending}" for name in self._names(field) for ending in plurals if tokens_of(name)]
            )
            for field in own_fields
            if tokens_of(field.label)
        }
        self._types = {field.key: field.type for field in own_fields}
        self.in_share = False
        """Whether a share is asked for, so that a verb ends a value: "of the leads at Acme | have a phone"."""
        places = self.words.place_fields
        self.place_fields = [
            field.key for field in own_fields if places.length_at(tokens := tokens_of(field.label), 0) == len(tokens)
        ]

    def _names(self, field: OwnField) -> list[str]:
        """What an own field may be called: its label and headers, and them with another ending: "industries"."""
        names = [field.label, *field.headers]
        swapped = [pair.split() for pair in self.words.swapped_endings]
        return names + [name.removesuffix(old) + new for name in names for old, new in swapped if name.endswith(old)]

    def is_own(self, field: str | None) -> bool:
        """Whether this is the key of an own field."""
        return field in self._own

    def type_of(self, field: str | None) -> FieldType | None:
        """The type of an own field; None for any other field."""
        return self._types.get(field or "")

    def text(self, start: int, end: int) -> str:
        """The question's text from one token to another, with the punctuation between them."""
        return self.question[self.tokens[start].start : self.tokens[end - 1].end]

    def key(self, place: int) -> str:
        """The word at a place as it is compared; "" behind the last one and for a quoted text."""
        return self.tokens[place].key if 0 <= place < len(self.tokens) else ""

    def match(self, place: int, *phrases: Phrases) -> int:
        """The number of tokens in the longest of these phrases that stands at this place; 0 for none."""
        return max(one.length_at(self.tokens, place) for one in phrases)

    def skip(self, place: int, *phrases: Phrases) -> int:
        """The number of tokens that any of these phrases take from this place on, one after the other."""
        start = place
        while length := self.match(place, *phrases):
            place += length
        return place - start

    def field(self, place: int, *, bare: bool = False) -> tuple[str, int]:
        """The field at this place, after articles, and the number of words that name it; ("", 0) for none.

        Args:
            bare: whether no word before it says that a field follows. Then words of the grammar are what they are, and
                no own field that is called so: one called "Leads" would be in every question.
        """
        words = self.words
        skipped = self.skip(place, words.articles, words.different)
        before_own = (words.people, words.count, words.list, words.ask, words.at, words.anywhere, words.of)
        taken = self.match(place + skipped, *before_own) if bare else 0
        named = [(self.match(place + skipped, phrases), False, field) for field, phrases in words.fields.items()]
        own = [(self.match(place + skipped, phrases), True, field) for field, phrases in self._own.items()]
        length, _, field = max(named + [one for one in own if one[0] > taken])
        return (field, skipped + length) if length else ("", 0)

    def holding(self, field: str) -> Comparison:
        """How a value that stands behind a field without a comparison is found: no number or choice by a part of it."""
        whole = field in _WHOLE_VALUES or self.type_of(field) in _WHOLE_TYPES
        return Comparison.EQUALS if whole else Comparison.CONTAINS

    def number(self, place: int) -> int | None:
        """A small whole number, in digits or a word."""
        key = self.key(place)
        return int(key) if key.isdecimal() and len(key) <= 4 else self.words.numbers.get(key)

    def amount(self, place: int) -> tuple[str, int]:
        """The number at this place as digits, and the number of its words; ("", 0) for none: "1,5 Mio", "50"."""
        number, factor, taken = self._amount(place)
        return (times(number, factor) if number else ""), taken

    def amounts(self, place: int, joint: int, other: int) -> tuple[str, str, int]:
        """Two numbers, each as of `amount`, and their words: in "1 and 5 million" the first is a million, too.

        Args:
            place: of the first number.
            joint: words between the two.
            other: place of the second number.
        """
        low, factor, taken = self._amount(place)
        high, other_factor, more = self._amount(other)
        if not low or not high:
            return "", "", 0
        if factor == 1 and Decimal(low) < Decimal(high):
            factor = other_factor
        return times(low, factor), times(high, other_factor), taken + joint + more

    def _amount(self, place: int) -> tuple[str, int, int]:
        """The number at this place, what it is multiplied by, and its words."""
        if place >= len(self.tokens):
            return "", 1, 0
        made, factor = amount_of(self.tokens[place].raw, self.words.factors)
        if not made and self.key(place) in self.words.numbers and not self.match(place, self.words.articles):
            made = str(self.words.numbers[self.key(place)])
        if not made:
            return "", 1, 0
        behind = self.words.factors.get(self.key(place + 1), 1) if factor == 1 else 1
        taken = 1 if behind == 1 else 2
        return made, factor * behind, taken + self.match(place + taken, self.words.currencies)

    def is_end(self, place: int) -> bool:
        """Whether a new condition, order or grouping begins at this place, so that a value ends before it."""
        if place >= len(self.tokens):
            return True
        words = self.words
        enders = (
            *(words.clause_starts, words.sort_by, words.named, words.at, words.anywhere, words.from_file),
            *(words.have_most, words.alternatives, words.changed, words.added, words.tagged, words.owned),
        )
        if self.match(place, *enders) or (self.in_share and self.match(place, words.predicates)):
            return True
        if self.match(place, words.negations) and self.tokens[place].raw.islower():
            return True
        for phrases in (words.group_by, words.lacking, words.having):
            length = self.match(place, phrases)
            if length and (self.field(place + length)[0] or (phrases is words.having and self._begins(place + length))):
                return True
        return self.is_day(place)

    def _begins(self, place: int) -> bool:
        """Whether a condition begins behind a word such as "and"."""
        words = self.words
        negated = self.match(place, words.negations)
        compares = (words.more, words.less, words.at_least, words.at_most, words.between)
        return bool(self.match(place, *compares)) or self.is_end(place + negated)

    @abstractmethod
    def is_day(self, place: int) -> bool:
        """Whether a condition on days begins at this place."""

    def value(self, place: int, *, may_list: bool = True) -> tuple[str, int]:
        """The value at this place and the number of its words; ("", 0) for none.

        Args:
            may_list: whether a comma stands between several values, as in "Acme, Globex"; not so in "Smith, Anna".

        Raises:
            NotUnderstood: for words that may be more than one name.
        """
        if place >= len(self.tokens):
            return "", 0
        if not self.tokens[place].key:
            return self.tokens[place].raw, 1
        end = place
        while end < len(self.tokens) and (end == place or not self.is_end(end)) and self.tokens[end].key:
            end += 1
        if end - place > _LONGEST_VALUE or (end == place + 1 and self.is_end(place)):
            return "", 0
        taken = end - place
        while end > place + 1 and self.match(end - 1, self.words.conjunctions, self.words.after_values):
            end -= 1
        start = place
        while end > start + 1 and self.match(start, self.words.articles) == 1:
            start += 1
        if start + 1 == end and self.match(start, self.words.articles) and self.tokens[start].raw.islower():
            return "", 0
        self._check_name(start, end)
        text = self.text(start, end)
        if may_list and len(self.names_in(text)) > 1 and not self.match(place + taken, self.words.alternatives):
            raise NotUnderstood(_ONE_NAME, about=text)
        return text, taken

    def names_in(self, text: str) -> list[str]:
        """The names between commas; a legal form belongs to the name before it: "Acme, Inc."."""
        names: list[str] = []
        for piece in (piece.strip() for piece in text.split(",")):
            if names and piece.casefold().rstrip(".") in self.words.legal_forms:
                names[-1] += f", {piece}"
            elif piece:
                names.append(piece)
        return names

    def _check_name(self, start: int, end: int) -> None:
        """Refuses words of the grammar inside a value, and small words behind a name.

        A person who typed them meant something by them, which as a part of the name would be lost.
        """
        words = self.words
        inside = (
            *(words.having, words.lacking, words.negations, words.conjunctions, words.more, words.less),
            *(words.between, words.since, words.before, words.after, words.until, words.group_by, words.list),
            *(words.people, words.count, words.referring, words.time_words),
        )
        small = (words.of, words.articles, words.anywhere, words.fillers)
        for place in range(start, end):
            raw = self.tokens[place].raw
            lower = raw[:1].islower()
            if self.match(place, words.time_words) or (lower and place > start and self.match(place, *inside)):
                if self.match(place, words.conjunctions):
                    raise NotUnderstood(_ONE_NAME, about=self.text(start, end))
                raise NotUnderstood("", Partly(unclear=(self.text(place, end),)))
        last = self.tokens[end - 1].raw
        named = self.tokens[start].raw[:1].isupper() and last.isalpha() and last.islower()
        if named and end - start > 1 and last.isascii() and not self.match(end - 1, *small):
            raise NotUnderstood(_IN_QUOTES, Partly(unclear=(last,)), self.text(start, end))
        if self.match(start, words.negations) or any(self.match(place, words.computed) for place in range(start, end)):
            raise NotUnderstood("", Partly(unclear=(self.text(start, end),)))

    def compared(self, field: str, after: int, *, holds: bool = False) -> tuple[Comparison, str, int, bool] | None:
        """The comparison after a field: operator, value, the number of words that they take, whether it is negated.

        Args:
            holds: whether "has" and "with" compare as well.
        """
        for phrases, op in ((self.words.blank, Comparison.EMPTY), (self.words.filled, Comparison.NOT_EMPTY)):
            length = self.match(after, phrases)
            if length:
                return op, "", length, False
        comparisons = (
            (self.words.is_not, Comparison.EQUALS, True),
            (self.words.contains_not, Comparison.CONTAINS, True),
            (self.words.starts_with, Comparison.STARTS_WITH, False),
            (self.words.contains, Comparison.CONTAINS, False),
            (self.words.equals, Comparison.EQUALS, False),
            *(((self.words.holds, Comparison.CONTAINS, False),) if holds else ()),
        )
        for phrases, op, negated in comparisons:
            length = self.match(after, phrases)
            value, taken = self.value(after + length) if length else ("", 0)
            if value and not self.match(after + length, self.words.people, self.words.no_values):
                return Comparison.CONTAINS if field == "name" else op, value, length + taken, negated
        return None

    def all_filler(self, place: int) -> bool:
        """Whether only fillers such as "the CRM", "total", "all" follow up to the end or the next condition."""
        place += self.skip(place, self.words.fillers, self.words.people)
        return place >= len(self.tokens)
