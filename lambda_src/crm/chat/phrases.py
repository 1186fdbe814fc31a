"""Finds phrases among the tokens of a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crm.chat.tokens import Token, tokens_of


class Phrases:
    """Phrases of one word or more that say the same.

    Args:
        texts: each phrase as a person writes it; a question's words are compared in the form of `Token.key`.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        phrases = {tuple(token.key for token in tokens_of(text)) for text in texts}
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            self._by_first.setdefault(phrase[0], []).append(phrase)

    def length_at(self, tokens: Sequence[Token], place: int) -> int:
        """The number of tokens in the longest phrase that stands at this place; 0 for none."""
        if place >= len(tokens):
            return 0
        for phrase in self._by_first.get(tokens[place].key, ()):
            if tuple(token.key for token in tokens[place : place + len(phrase)]) == phrase:
                return len(phrase)
        return 0
