"""Files of natural-language words, one table per subject and one list per language."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

WordLists = dict[str, dict[str, list[str]]]


def load_words(path: Path) -> WordLists:
    """The lists of a TOML file: subject, then language.

    The parser is imported here: a process that needs no words starts without it.
    """
    import tomllib

    return tomllib.loads(path.read_text(encoding="utf-8"))


def all_languages(lists: WordLists, subject: str) -> list[str]:
    """The words of a subject in every language, in the order of the file."""
    return [word for words in lists[subject].values() for word in words]


def any_of(texts: Iterable[str]) -> str:
    """A regular expression for any of these words, without a group around it.

    A blank in a word stands for any white space; so the expression means the same in verbose patterns.
    """
    return "|".join(texts).replace(" ", r"\s+")
