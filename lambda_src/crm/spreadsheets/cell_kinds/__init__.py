"""Recognizes what a text is on its own: an address, a number, a date, a word. Headers are found by the contrast."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from crm.spreadsheets.word_lists import all_languages, any_of, load_words

EMPTY, EMAIL, URL, NUMBER, DATE, PHONE, FLAG, JSON, ERROR, TEXT = (
    "empty",
    "email",
    "url",
    "number",
    "date",
    "phone",
    "flag",
    "json",
    "error",
    "text",
)
# Kinds that occur in data rows and not in headers.
DATA_KINDS = frozenset({EMAIL, URL, NUMBER, DATE, PHONE, JSON, ERROR})

_EMAIL = re.compile(r"(?<![^\s@<>,;:])[^\s@<>,;:]++@[^\s@<>,;]+\.[^\s@<>,;.]{2,}")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"[-+(]{0,2}\s?[€$£¥]?\s?\d(?:[\d.,'’٬٫\s]*\d)?\s?(?:[%€$£¥]|EUR|USD|CHF)?\)?")
_PHONE = re.compile(r"(?:tel[.:]?\s*)?[+(]?\d[\d\s().\-–/]{4,}\d(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE)
_WORDS = Path(__file__).with_name("words.toml")
# What may follow the beginning of a month's name.
_REST_OF_MONTH = r"[a-zéûä]*\.?"
ERROR_TEXTS = frozenset(
    (
        "#N/A",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
    )
)
_SHAPE = re.compile(r"[^\W\d_]+|\d+|\s+")


class _Words(NamedTuple):
    """What is made of the lists of words.

    Args:
        date: a whole date or time.
        flags: whole answers to a question of yes or no.
        longest_flag: characters.
    """

    date: re.Pattern[str]
    flags: frozenset[str]
    longest_flag: int


@lru_cache(maxsize=1)
def _words() -> _Words:
    lists = load_words(_WORDS)
    month = f"(?:{any_of(all_languages(lists, 'months'))}){_REST_OF_MONTH}"
    date = rf"""(?:
        \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}} (?:[T\s]\s*\d{{1,2}}:\d{{2}} \S* (?:\s*[AP]M)?)?
      | \d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}} (?:,?\s+\d{{1,2}}:\d{{2}} \S* (?:\s*[AP]M)?)?
      | \d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s*[AP]M)?
      | \d{{1,2}}[.\s-]\s*{month}[\s,-]*\d{{2,4}}
      | {month}\s+\d{{1,2}},?\s+\d{{4}}
      | \d{{4}}年\d{{1,2}}月\d{{1,2}}日
    )"""
    flags = all_languages(lists, "flags")
    return _Words(
        date=re.compile(date, re.VERBOSE | re.IGNORECASE),
        # In capitals too, because the Turkish `ı` becomes `I`.
        flags=frozenset(form.casefold() for flag in flags for form in (flag, flag.upper())),
        longest_flag=max(map(len, flags)),
    )


def kind_of(text: str) -> str:  # noqa: C901, PLR0911, PLR0912  (a line for each kind, the cheapest first)
    """The kind of one cell's text."""
    text = text.strip()
    if not text:
        return EMPTY
    if "@" in text and _EMAIL.search(text):
        return EMAIL
    if text.isdecimal():
        return NUMBER
    first = text[0]
    if first.isdigit() or first in "+-(€$£¥":
        if _words().date.fullmatch(text):
            return DATE
        if _NUMBER.fullmatch(text):
            return NUMBER
        if _PHONE.fullmatch(text):
            return PHONE
        return TEXT
    if first == "#" and text in ERROR_TEXTS:
        return ERROR
    if first in "{[" and text[-1] in "}]":
        return JSON
    words = _words()
    if len(text) <= words.longest_flag and text.casefold() in words.flags:
        return FLAG
    if first in "hHwW" and _URL.match(text):
        return URL
    # A date that begins with its month ends with its year.
    if text[-1].isdecimal() and words.date.fullmatch(text):
        return DATE
    if first in "tT" and text[:3].casefold() == "tel" and _PHONE.fullmatch(text):
        return PHONE
    return TEXT


def shape_of(text: str) -> str:
    """Replaces words by ``a``, digits by ``9`` and blanks by one blank: ``csv--11`` becomes ``a--99``."""

    def replace(match: re.Match[str]) -> str:
        run = match[0]
        if run[0].isdigit():
            return "9" * len(run)
        return " " if run.isspace() else "a"

    return _SHAPE.sub(replace, text.strip())
