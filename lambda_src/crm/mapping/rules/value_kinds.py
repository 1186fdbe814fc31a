"""What one value looks like, whatever the header of its column says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from crm.mapping.rules.weekdays import are_weekdays
from crm.mapping.rules.word_kinds import word_kinds
from crm.values.companies import is_surely_company
from crm.values.honorifics import bare_name
from crm.values.known_values import known_values
from crm.values.named_people import names_person
from crm.values.national_numbers import is_valid
from crm.values.numbers_behind_names import name_and_number
from crm.values.phones import BEFORE_LABELS
from crm.values.plain_words import plain_words
from crm.values.signatures import signature_of
from crm.values.titles import is_honorific

_EMAIL = re.compile(r"(?:^|[\s<:;,(\[])[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.[^\s@<>()\[\],;:.]{2,}")
_WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("value_words.toml").read_text(encoding="utf-8"))


def _any_of(words: str) -> str:
    """A pattern for one of a list's words, the longest first."""
    return "|".join(map(re.escape, sorted(_WORDS[words], key=len, reverse=True)))


_URL = re.compile(
    rf"^(?:https?://|www\.|ftp://)\S+$|^[\w-]+(?:\.[\w-]+)*\.(?:{_any_of('site_endings')})(?:/\S*)?$", re.I
)
_PHONE = re.compile(
    rf"^(?:tel:|\(?\+|0|\()?[\s\d().\-/+–‐\u00a0]{{5,}}+(?:(?:{_any_of('extensions')})\s*\d{{1,6}})?$", re.I
)
_DATE = re.compile(
    r"^\d{1,4}[-/.년年]\s?\d{1,2}[-/.월月]\s?\d{1,4}[일日]?(?:[T,\s].*)?$"
    r"|^\d{1,2}[ .-]{0,2}(?:de )?[^\W\d_]{3,10}\.?[ ,-]{1,2}(?:de )?\d{2,4}(?:[,\s].*)?$"
    r"|^(?:[^\W\d_]{2,10}\.?,? )?[^\W\d_]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}(?:[,\s].*)?$"
)
_LABEL = re.compile(rf"^\(?(?:{_any_of('phone_labels')})\b\s?[.:：)]*\s*(?=[+(\d])", re.I)
"""What stands before a number: `(W) 22 55 58 24`, `Tel. 030 123`."""
_LABEL_BEHIND = re.compile(r"(?<=\d)\s?[(（][^\W\d_][^()（）\d]{0,14}[)）]")
"""What stands behind a number: `01 23 45 67 89 (bureau)`, `090-0000-1001（母）／03-0000-1001（自宅）`."""
_AMOUNT = re.compile(r"^\D{0,4}(?:(?:\d{1,3}(?:[.,'\s]\d{3})+|\d+)[.,]\d{1,2}|\d{1,3}(?:,\d{3})+)\D{0,4}$")
_NUMBER = re.compile(r"^[-+]?[\d.,\s']+%?$")
_TIME = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?")
_LETTERS = re.compile(r"[^\W\d_]")
_LONGEST_SHORT = 60
"""Characters of a value that may be a name, a company or a job; a longer one is a text. Chosen; not measured."""
_LONGEST_TITLED = 100
"""Characters of a name with its titles, or with a job and a company. Chosen."""
_MOST_STOPS = 1
"""Points before a blank in such a value, as in `Dr. Berg`: with more it is several sentences. Chosen; not measured."""
_LONGEST_ABBREVIATED = 24
"""Characters of a value with more points that may be a name, as in `Dhr. K. de Boer`. Chosen; not measured."""
_FEWEST_PHONE_DIGITS = 5
"""Digits of a phone number at least. Chosen; not measured."""
_FEWEST_LABELLED_DIGITS = 8
"""Digits of a number with a label behind it: with fewer it may be a postcode and its place. Chosen."""
_FEWEST_INTERNATIONAL_DIGITS = 8
"""Digits from which a number that begins with a country code is surely a phone. Chosen; not measured."""
_FEWEST_GROUPED_DIGITS = 9
"""Digits from which a number written in groups is surely a phone. Chosen; not measured."""
_FEWEST_GROUPS = 2
"""Groups of two or more digits in such a number at least. Chosen; not measured."""
_FEWEST_BARE_DIGITS = 9
"""Digits of a phone number written without any sign at least. Chosen; not measured."""
_MOST_BARE_DIGITS = 13
"""Digits of such a number at most. Chosen; not measured."""
_CODE = re.compile(r"#?\s?(?:[A-Z]{1,8}-){0,2}[A-Z]{0,5}[-/_.# ]{0,2}\d[\dA-Z]*(?:[-/_.][\dA-Za-z]{1,12})*")
"""What programs call orders, invoices and leads: `#1001`, `INV-2024-017`, `CRM-LEAD-2026-00017`."""
_LONGEST_CODE = 24
"""Characters of such a name at most. Chosen; not measured."""
_PAIRS = re.compile(r"\d\d(?: \d\d){2,4}")
"""How only phones are written, in Denmark, Greenland, France and elsewhere: `32 55 01`."""
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_IP = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")


def kinds_of(text: str) -> set[str]:
    """What one value looks like.

    Returns:
        Any of email, emails (several), phone, strong_phone (written as only phones are), bare_phone (9 to 13
        digits and nothing else), digits, number, code (of an order or a record), date, url, flag, party (says
        that somebody is a person or a company), letters, cjk, kana, hangul, words (1 to 5 words of letters),
        one_word (particles in front left out), person (looks like a full name), maybe_person, people (several,
        whom signs divide), comma_name, name_and_phone (words with a number behind them), given (a known given
        name), family (a known family name), company (holds a legal form or a trade word), job (holds a word of
        a job), salutation, long (more than 60 characters or several sentences), country, city.
    """
    return _titled_kinds(text) or _plain_kinds(text)


def _titled_kinds(text: str) -> set[str]:
    """The kinds of a name with titles around it, or with a job and a company behind it; none for any other text."""
    if len(text) > _LONGEST_TITLED or " " not in text or ("@" in text and " @ " not in text):
        return set()
    signed = signature_of(text).name or _before_brackets(text)
    name = signed if signed and text.startswith(signed) else bare_name(text)
    kinds = _plain_kinds(name) if name else set()
    if "words" not in kinds or kinds & {"company", "salutation"}:
        return set()
    return kinds - {"maybe_person", "one_word"} | {"person"}


def _before_brackets(text: str) -> str:
    """The person in front of brackets, whatever these say: `Ann Lee (Red Lion pub)`; "" for any other text."""
    name, opened, behind = text.partition(" (")
    return name if opened and behind.endswith(")") and names_person(name) else ""


def _plain_kinds(text: str) -> set[str]:
    """What one value looks like as it is."""
    found: set[str] = set()
    known = known_values()
    if "@" in text and _EMAIL.search(text):
        found.add("email")
        if text.count("@") > 1:
            found.add("emails")
        return found
    lowered = text.casefold()
    if lowered in plain_words().flags:
        found.add("flag")
    if lowered in known.parties or lowered in known.private_persons or lowered in known.said_companies:
        found.add("party")
    if _is_long(text):
        found.add("long")
    if _URL.match(text):
        found.add("url")
        return found
    if _DATE.match(text) or _TIME.match(text):
        found.add("date")
    digits = sum(map(str.isdigit, text))
    if digits:
        found |= _numeric_kinds(text, digits, found)
    if lowered in known.salutations or lowered.rstrip(".") in known.salutations or _is_title(lowered):
        found.add("salutation")
    found |= {kind for kind, names in (("country", known.countries), ("city", known.cities)) if lowered in names}
    if _LETTERS.search(text):
        found |= _lettered_kinds(text, digits)
    return found


def _is_long(text: str) -> bool:
    """Whether a value is a text; a name with a phone in a line below it is none."""
    if "\n" in text:
        return not name_and_number(text)[1]
    sentences = text.count(". ") > _MOST_STOPS and len(text) > _LONGEST_ABBREVIATED
    return len(text) > _LONGEST_SHORT or (sentences and not is_surely_company(text))


def _is_title(lowered: str) -> bool:
    """Whether a value is nothing but abbreviated titles in front of a name: `ir.`, `Mr. drs.`, `Ing. arch.`"""
    return lowered.endswith(".") and all(map(is_honorific, lowered.split()))


def _lettered_kinds(text: str, digits: int) -> set[str]:
    if are_weekdays(text):
        return {"letters"}
    kinds = {"letters"} | word_kinds(text, digits)
    if text.endswith(("?", "？")):
        # "May our partner Acme Ltd call you?"
        kinds -= {"company", "job"}
    name, number = name_and_number(text)
    if number and "words" in word_kinds(name, 0):
        kinds.add("name_and_phone")
    return kinds


def _numeric_kinds(text: str, digits: int, found: set[str]) -> set[str]:
    kinds: set[str] = set()
    if (len(text) <= _LONGEST_CODE and _CODE.fullmatch(text)) or _GUID.fullmatch(text):
        kinds.add("code")
    if _NUMBER.match(text):
        kinds.add("number")
        if text.isdigit():
            kinds.add("digits")
    if "date" in found or _IP.match(text):
        return kinds
    number = _LABEL_BEHIND.sub(";", text) if digits >= _FEWEST_LABELLED_DIGITS else text
    parts = re.split(r"[;,|／]|\s/\s", BEFORE_LABELS.sub(";", number))
    if digits >= _FEWEST_PHONE_DIGITS and any(_PHONE.match(_LABEL.sub("", part.strip())) for part in parts):
        plain = text.isdigit()
        if not _AMOUNT.match(number.rstrip(";")) or text.startswith("+"):
            kinds.add("phone")
        international = re.match(r"^(?:tel:)?\(?(?:\+|00)\s?\(?[1-9]", text) is not None
        if international and plain:
            # `0012345678` is as likely the number of a member.
            international = is_valid(f"+{text[2:]}")
        groups = len(re.findall(r"\d{2,}", text))
        grouped = not plain and groups >= _FEWEST_GROUPS and digits >= _FEWEST_GROUPED_DIGITS
        grouped = (grouped and "phone" in kinds) or _PAIRS.fullmatch(text) is not None
        if (international and digits >= _FEWEST_INTERNATIONAL_DIGITS) or grouped:
            kinds.add("strong_phone")
        elif plain and _FEWEST_BARE_DIGITS <= digits <= _MOST_BARE_DIGITS:
            kinds.add("bare_phone")
    return kinds
