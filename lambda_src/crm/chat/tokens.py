"""A question as tokens: each word as typed, and in the form in which the grammar compares it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from crm.chat.language_files import any_of, words_for
from crm.query.text import normalize

_QUOTED = (("“", "”"), ("„", "“"), ("„", "”"), ('"', '"'), ("«", "»"), ("「", "」"), ("‘", "’"), ("`", "`"))
_TOKEN = re.compile(
    "|".join(
        [
            *(
                f"{re.escape(opening)}[^{re.escape(opening + closing)}]+{re.escape(closing)}"
                for opening, closing in _QUOTED
            ),
            r"(?<![\w'])'[^']+'(?!\w)",
            r"\S+",
        ]
    )
)
_OPENING = "".join(opening for opening, _ in _QUOTED) + "'"
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
        elided = _elided().match(word)
        if elided:
            found.append(Token(elided.group(), elided.group()[:-1].lower(), start, start + elided.end()))
            word, start = word[elided.end() :], start + elided.end()
        if _abbreviated().search(word) and question[start + len(word) :].startswith("."):
            word += "."
        if word:
            found.append(Token(word, key_of(word), start, start + len(word)))
    return found


def key_of(word: str) -> str:
    """The form in which words are compared: normalized, without apostrophes and a full stop at the end.

    A word of one letter keeps its accent: "à" and "a" are two words.
    """
    if len(word) == 1:
        return word.casefold()
    return normalize(word).replace("'", "").replace("’", "").removesuffix(".")


@cache
def _elided() -> re.Pattern[str]:
    """A word that an apostrophe joins to the next one."""
    return re.compile(f"(?:{any_of(words_for('elided'))})['’](?=\\w)", re.IGNORECASE)


@cache
def _abbreviated() -> re.Pattern[str]:
    """A text that ends in a word that keeps its full stop."""
    return re.compile(f"(?:^|\\W)(?:{any_of(words_for('abbreviations'))})$", re.IGNORECASE)
