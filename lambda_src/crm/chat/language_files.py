"""Reads the words that questions are made of: one file a language in `words/`, which `en.toml` explains."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGE_FILES = Path(__file__).with_name("words")
WITHOUT_BLANKS = ("zh", "ja")
"""The languages that write no blanks between words, which `crm.chat.unspaced` reads."""
NUMBER_TABLES = ("numbers", "month_names", "weekdays", "factors")
"""The tables of a language's file whose keys are numbers."""


@dataclass(frozen=True, slots=True)
class LanguageFile:
    """The words of one language, as its file has them.

    Args:
        lists: the words of each subject.
        fields: what each field of a lead is called.
        numbers: by each of `NUMBER_TABLES`, the words for each number.
    """

    lists: Mapping[str, list[str]]
    fields: Mapping[str, list[str]]
    numbers: Mapping[str, Mapping[int, list[str]]]


@cache
def read_language(language: str) -> LanguageFile:
    """Reads one language's file once per process.

    Args:
        language: its ISO 639-1 code.
    """
    with (LANGUAGE_FILES / f"{language}.toml").open("rb") as file:
        lists = tomllib.load(file)
    fields = lists.pop("fields", {})
    numbers = {table: {int(number): words for number, words in lists.pop(table, {}).items()} for table in NUMBER_TABLES}
    return LanguageFile(lists, fields, numbers)


@cache
def languages() -> tuple[str, ...]:
    """The codes of all languages that have a file."""
    return tuple(sorted(path.stem for path in LANGUAGE_FILES.glob("*.toml")))


def languages_with_blanks() -> tuple[LanguageFile, ...]:
    """The files of the languages that write words apart."""
    return tuple(read_language(name) for name in languages() if name not in WITHOUT_BLANKS)


def words_for(subject: str) -> list[str]:
    """The words of a subject in all languages that write words apart."""
    return [word for language in languages_with_blanks() for word in language.lists.get(subject, ())]


def any_of(words: Iterable[str]) -> str:
    """A regular expression for the longest of these words, without a group around it."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
