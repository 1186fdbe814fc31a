"""The words of `words.toml`, read when a sheet's first rows are examined."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from crm.spreadsheets import word_lists

_WORDS = Path(__file__).with_name("words.toml")


_SHORTEST_WITHOUT_ACCENTS = 5
"""Letters of a word that may be written without its accents: shorter ones, such as `tổng`, would be names. Chosen."""
_BEHIND_ACCENTED_SCRIPTS = "\u0530"
"""The first letter behind Latin, Greek and Cyrillic, whose accents may be left out."""
_STROKES = str.maketrans("łøđ", "lod")


def words(subject: str) -> list[str]:
    """The words of a subject in every language, and longer ones also without accents, as capitals are: `ΣΥΝΟΛΟ`."""
    found = word_lists.all_languages(_lists(), subject)
    return list(dict.fromkeys([*found, *map(_without_accents, found)]))


@lru_cache(maxsize=32)
def word_set(subject: str) -> frozenset[str]:
    """As `words`, for looking them up."""
    return frozenset(words(subject))


def any_of(subject: str) -> str:
    """A regular expression for any word of a subject, without a group around it; a blank stands for any white space."""
    return word_lists.any_of(words(subject))


def _without_accents(text: str) -> str:
    if text.isascii() or len(text) < _SHORTEST_WITHOUT_ACCENTS or text[0] >= _BEHIND_ACCENTED_SCRIPTS:
        return text
    letters = unicodedata.normalize("NFD", text.translate(_STROKES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=1)
def _lists() -> word_lists.WordLists:
    return word_lists.load_words(_WORDS)
