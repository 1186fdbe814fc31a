"""Matches the words of a question with the vocabulary, and finds where a value ends."""

from __future__ import annotations

from crm.chat import vocabulary as v
from crm.chat.interpretation import NotUnderstood
from crm.chat.tokens import match, tokens_of

AND = "and|und|et|y"
_ENDERS = "who|that|which|whose|having|where|qui|que|but|aber|mais|pero"
_LONGEST_VALUE = 12
"""The longest value, in words; a longer one is a sentence that was not understood."""
_REFUSALS = {
    v.OR: "I cannot answer “or” yet: please ask for one thing at a time, or put a name with “or” in it in quotes.",
    v.NOT: "I cannot leave leads out yet, only find those that have something or lack it.",
    v.COMPARED: "I cannot compare dates or numbers yet, only find a day, a month or a year, such as 2026-01.",
    v.COMPUTED: "I can count leads and group them, but not calculate with them.",
}


class TokenMatcher:
    """A question's tokens, and what can be read at one place without what was read before.

    Args:
        question: one line.
    """

    def __init__(self, question: str) -> None:
        self.question = question
        self.tokens = tokens_of(question)

    def text(self, start: int, end: int) -> str:
        """The question's text from one token to another, with the punctuation between them."""
        return self.question[self.tokens[start].start : self.tokens[end - 1].end]

    def _match(self, place: int, text: str) -> int:
        return match(self.tokens, place, text)

    def _field(self, place: int) -> tuple[str, int]:
        """The field at this place, after articles, and the number of words that name it; ("", 0) for none."""
        skipped = 0
        while length := self._match(place + skipped, f"{v.ARTICLES}|{v.DIFFERENT}"):
            skipped += length
        found = max(((self._match(place + skipped, text), field) for field, text in v.FIELDS.items()), default=(0, ""))
        return (found[1], skipped + found[0]) if found[0] else ("", 0)

    def _number(self, place: int) -> int | None:
        if place >= len(self.tokens):
            return None
        key = self.tokens[place].key
        return int(key) if key.isdecimal() and len(key) <= 4 else v.NUMBERS.get(key)

    def _is_end(self, place: int) -> bool:
        """Whether a new condition, order or grouping begins at this place, so that a value ends before it."""
        if place >= len(self.tokens):
            return True
        for words in (_ENDERS, v.SORT, v.NAMED, v.AT, v.ANYWHERE, v.FROM_FILE, v.THE_MOST, v.TODAY, v.YESTERDAY):
            if self._match(place, words):
                return True
        for words in (v.GROUP, v.WITHOUT, v.WITH):
            length = self._match(place, words)
            if length and (self._field(place + length)[0] or (words is v.WITH and self._is_end(place + length))):
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
        while end > place + 1 and self._match(end - 1, f"{AND}|please|now|altogether|bitte|svp"):
            end -= 1
        start = place
        while end > start + 1 and self._match(start, v.ARTICLES) == 1:
            start += 1
        for inner in range(start, end):
            self._refuse(inner)
        return self.text(start, end), taken

    def _refuse(self, place: int) -> int:
        for words, reason in _REFUSALS.items():
            if self._match(place, words):
                raise NotUnderstood(reason)
        return 0
