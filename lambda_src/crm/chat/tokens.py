"""A question as tokens: each word as typed, and in the form in which the grammar compares it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from crm.query.text import normalize

_QUOTED = (("“", "”"), ("„", "“"), ("„", "”"), ('"', '"'), ("«", "»"), ("「", "」"), ("‘", "’"), ("`", "`"))
_TOKEN = re.compile(
    "|".join(
        [
            *(f"{re.escape(opening)}[^{re.escape(closing)}]+{re.escape(closing)}" for opening, closing in _QUOTED),
            r"(?<![\w'])'[^']+'(?!\w)",
            r"\S+",
        ]
    )
)
_OPENING = "".join(opening for opening, _ in _QUOTED) + "'"
_ELIDED = re.compile(r"(?:d|l|qu|j|n|s|c)['’](?=\w)", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?:^|\W)(?:ltd|inc|co|corp|bros|jr|sr|s\.a|b\.v|n\.v|e\.v)$", re.IGNORECASE)
"""Words that keep their full stop, even at the end of a question."""
_AROUND = " \t?!,;:.…¿¡？！，。；：、()[]"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or one quoted text.

    Args:
        raw: the word as typed, without quotes and surrounding punctuation.
        key: normalized, for comparing with the vocabulary; "" for a quoted text, which is never a word of the grammar.
        start: where it begins in the question.
        end: where it ends, exclusive.
    """

    raw: str
    key: str
    start: int
    end: int


Phrase = tuple[str, ...]


def tokens_of(question: str) -> list[Token]:
    """The question's tokens: `d'Acme` makes two, `don't` one, a quoted text one."""
    found: list[Token] = []
    for match in _TOKEN.finditer(question):
        text, start = match.group(), match.start()
        inside = text.rstrip(_AROUND)
        if len(inside) > 2 and inside[0] in _OPENING and not inside[-1].isalnum():
            found.append(Token(inside[1:-1].strip(), "", start + 1, start + len(inside) - 1))
            continue
        start += len(text) - len(text.lstrip(_AROUND))
        word = text.strip(_AROUND)
        elided = _ELIDED.match(word)
        if elided:
            found.append(Token(elided.group(), elided.group()[:-1].lower(), start, start + elided.end()))
            word, start = word[elided.end() :], start + elided.end()
        if _ABBREVIATED.search(word) and question[start + len(word) :].startswith("."):
            word += "."
        if word:
            key = normalize(word).replace("'", "").replace("’", "").removesuffix(".")
            found.append(Token(word, key, start, start + len(word)))
    return found


@cache
def phrases(text: str) -> dict[str, tuple[Phrase, ...]]:
    """Indexes phrases that are separated by `|` by their first word, longest first."""
    by_first: dict[str, list[Phrase]] = {}
    for phrase in text.split("|"):
        words = tuple(phrase.split())
        by_first.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in by_first.items()}


def match(tokens: Sequence[Token], place: int, text: str) -> int:
    """The number of tokens in the longest phrase that matches at this place; 0 for none."""
    if place >= len(tokens):
        return 0
    for words in phrases(text).get(tokens[place].key, ()):
        if len(tokens) - place >= len(words) and all(
            token.key == word for token, word in zip(tokens[place : place + len(words)], words, strict=True)
        ):
            return len(words)
    return 0
