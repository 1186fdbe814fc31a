"""The words of `words.toml`, read when a sheet's first rows are examined."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from crm.spreadsheets import word_lists

_WORDS = Path(__file__).with_name("words.toml")


def words(subject: str) -> list[str]:
    """The words of a subject in every language."""
    return word_lists.all_languages(_lists(), subject)


def any_of(subject: str) -> str:
    """A regular expression for any word of a subject, without a group around it."""
    return word_lists.any_of(_lists(), subject)


@lru_cache(maxsize=1)
def _lists() -> word_lists.WordLists:
    return word_lists.load_words(_WORDS)
