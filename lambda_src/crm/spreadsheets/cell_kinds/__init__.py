"""What a text looks like on its own: an address, a number, a date, a word. Headers are found by the contrast."""

from __future__ import annotations

import re

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
# What stands in data rows and not in headers.
DATA_KINDS = frozenset({EMAIL, URL, NUMBER, DATE, PHONE, JSON, ERROR})

_EMAIL = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"[-+(]{0,2}\s?[€$£¥]?\s?\d(?:[\d.,'’\s]*\d)?\s?(?:[%€$£¥]|EUR|USD|CHF)?\)?")
_PHONE = re.compile(r"(?:tel[.:]?\s*)?[+(]?\d[\d\s().\-–/]{4,}\d(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE)
_MONTH = (
    r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|ene|abr|ago|dic|f[eé]v|avr|juin|juil|ao[uû]t|d[eé]c)"
    r"[a-zéûä]*\.?"
)
_DATE = re.compile(
    rf"""(?:
        \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}} (?:[T\s]\s*\d{{1,2}}:\d{{2}} \S* (?:\s*[AP]M)?)?
      | \d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}} (?:,?\s+\d{{1,2}}:\d{{2}} \S* (?:\s*[AP]M)?)?
      | \d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s*[AP]M)?
      | \d{{1,2}}[.\s-]\s*{_MONTH}[\s,-]*\d{{2,4}}
      | {_MONTH}\s+\d{{1,2}},?\s+\d{{4}}
      | \d{{4}}年\d{{1,2}}月\d{{1,2}}日
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_FLAGS = re.compile(
    "true|false|yes|no|y|n|x|on|off|ja|nein|oui|non|si|sí|da|nu|tak|nie|ano|ne|да|нет|是|否|はい|いいえ|예|evet|hayır",
    re.IGNORECASE,
)
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


def kind_of(text: str) -> str:
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
        if _DATE.fullmatch(text):
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
    if len(text) <= 6 and _FLAGS.fullmatch(text):
        return FLAG
    if _URL.match(text):
        return URL
    # A date that begins with its month ends with its year.
    if text[-1].isdecimal() and _DATE.fullmatch(text):
        return DATE
    if text[:3].casefold() == "tel" and _PHONE.fullmatch(text):
        return PHONE
    return TEXT


def shape_of(text: str) -> str:
    """Words as ``a``, runs of digits as 9s of the same length, blanks as one: ``csv--11`` is ``a--99``."""

    def replace(match: re.Match[str]) -> str:
        run = match[0]
        if run[0].isdigit():
            return "9" * len(run)
        return " " if run.isspace() else "a"

    return _SHAPE.sub(replace, text.strip())
