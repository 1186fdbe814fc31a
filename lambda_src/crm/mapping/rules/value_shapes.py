"""What the values of a column look like, whatever its header says."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

from crm.mapping.rules.thresholds import SHAPE_WORD
from crm.values.blanks import is_blank_like
from crm.values.companies import has_legal_form, is_surely_company
from crm.values.honorifics import bare_name, strip_honorifics
from crm.values.known_values import known_values
from crm.values.name_orders import is_patronymic
from crm.values.national_numbers import is_valid
from crm.values.numbers_behind_names import name_and_number
from crm.values.parties import is_vietnamese_name
from crm.values.phones import BEFORE_LABELS
from crm.values.plain_words import plain_words
from crm.values.several_people import first_of_several
from crm.values.signatures import signature_of
from crm.values.text import clean_cell
from crm.values.titles import is_honorific

EMAIL = re.compile(r"(?:^|[\s<:;,(\[])[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.[^\s@<>()\[\],;:.]{2,}")
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
_AMOUNT = re.compile(r"^\D{0,4}(?:(?:\d{1,3}(?:[.,'\s]\d{3})+|\d+)[.,]\d{1,2}|\d{1,3}(?:,\d{3})+)\D{0,4}$")
_NUMBER = re.compile(r"^[-+]?[\d.,\s']+%?$")
_TIME = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?")
_LETTERS = re.compile(r"[^\W\d_]")
_CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LONGEST_LOOKED_AT = 2_000
"""Characters of a value that are examined; the rest cannot change what it looks like."""
_LONGEST_SHORT = 60
_LONGEST_TITLED = 100
"""Characters of a name with its titles, or with a job and a company. Chosen."""
"""Characters of a value that may be a name, a company or a job; a longer one is a text. Chosen; not measured."""
_MOST_STOPS = 1
"""Points before a blank in such a value, as in `Dr. Berg`: with more it is several sentences. Chosen; not measured."""
_LONGEST_ABBREVIATED = 24
"""Characters of a value with more points that may be a name, as in `Dhr. K. de Boer`. Chosen; not measured."""
_NAME_WORD = re.compile(r"^[^\W\d_][^\W\d_'’.\-]*(?:['’\-][^\W\d_]+)*\.?,?$")
_FEWEST_NAME_WORDS = 2
"""Words of a full name at least: a given name and a family name."""
_MOST_NAME_WORDS = 5
"""Words of a full name at most, without its salutations. Chosen; not measured."""
_MOST_UNKNOWN_NAME_WORDS = 4
"""Words of a name at most if none of them is a known name. Chosen; not measured."""
_WORDS_WITH_PATRONYMIC = 3
"""Words of a full Russian or Ukrainian name: given name, patronymic and family name."""
_SHORTEST_EAST_ASIAN = 2
"""Characters of a Chinese, Japanese or Korean full name at least."""
_LONGEST_EAST_ASIAN = 5
"""Characters of such a name at most. Chosen; not measured."""

_FEWEST_PHONE_DIGITS = 5
"""Digits of a phone number at least. Chosen; not measured."""
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

_LONGEST_ROW_NUMBER = 18
"""Digits of a whole number at most that may be a row number; longer ones are identifiers. Chosen; not measured."""
_FEWEST_ROW_NUMBERS = 3
"""Numbers that must grow from row to row to be row numbers. Chosen; not measured."""
_EXAMPLES = 5
"""Different values of a column that are kept as examples."""
_CODE = re.compile(r"#?\s?(?:[A-Z]{1,8}-){0,2}[A-Z]{0,5}[-/_.# ]{0,2}\d[\dA-Z]*(?:[-/_.][\dA-Za-z]{1,12})*")
"""What programs call orders, invoices and leads: `#1001`, `INV-2024-017`, `CRM-LEAD-2026-00017`."""
_LONGEST_CODE = 24
"""Characters of such a name at most. Chosen; not measured."""
_PAIRS = re.compile(r"\d\d(?: \d\d){2,4}")
"""How only phones are written, in Denmark, Greenland, France and elsewhere: `32 55 01`."""
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_IP = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of a column's sampled values look like what, each from 0 to 1.

    Args:
        filled: values that are not blank, as a number.
        distinct: different values among them, as a share.
        rising: whether they are whole numbers that only grow, as row numbers do.
        examples: the first different values.
        kinds: share of the values for each kind of `kinds_of`.
    """

    filled: int
    distinct: float
    rising: bool
    kinds: dict[str, float]
    examples: tuple[str, ...] = ()

    def share(self, *kinds: str) -> float:
        """The share of values that look like the kind; the largest of several."""
        return max((self.kinds.get(kind, 0.0) for kind in kinds), default=0.0)

    @property
    def word(self) -> str:
        """The kind that most values look like, for the signature of a sheet without a header."""
        if not self.filled:
            return "empty"
        for kind in ("email", "phone", "date", "number", "url", "person", "given", "words"):
            if self.share(kind) >= SHAPE_WORD:
                return kind
        return "text"


def shape_of(values: Iterable[str]) -> Shape:
    """The shape of a column from a sample of its cells; blanks and placeholders such as `N/A` count for nothing."""
    counts: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for value in values:
        text = clean_cell(value[:_LONGEST_LOOKED_AT])
        if not text or is_blank_like(text):
            continue
        seen[text] += 1
        counts.update(kinds_of(text))
    filled = seen.total()
    if not filled:
        return Shape(0, 0.0, False, {})
    numbers = [int(text) for text in seen if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ROW_NUMBER]
    rising = len(numbers) == len(seen) >= _FEWEST_ROW_NUMBERS and all(low < high for low, high in pairwise(numbers))
    return Shape(
        filled,
        len(seen) / filled,
        rising,
        {kind: count / filled for kind, count in counts.items()},
        tuple(islice(seen, _EXAMPLES)),
    )


def kinds_of(text: str) -> set[str]:
    """What one value looks like.

    Returns:
        Any of email, emails (several), phone, strong_phone (written as only phones are), bare_phone (9 to 13 digits and
        nothing else), digits, number, code (of an order or a record), date, url, flag, party (says that somebody is a
        person or a company), letters, cjk, kana, hangul, words (1 to 5 words of letters), one_word, person (looks like
        a full name), maybe_person, people (several, whom signs divide), comma_name, name_and_phone (words with a number
        behind them), given (a known given name), family (a known family name), company (holds a legal form or a trade
        word), job (holds a word of a job), salutation, long (more than 60 characters or several sentences), country,
        city.
    """
    return _titled_kinds(text) or _plain_kinds(text)


def _titled_kinds(text: str) -> set[str]:
    """The kinds of a name with titles around it, or with a job and a company behind it; none for any other text."""
    if len(text) > _LONGEST_TITLED or " " not in text or ("@" in text and " @ " not in text):
        return set()
    signed = signature_of(text).name
    name = signed if signed and text.startswith(signed) else bare_name(text)
    kinds = _plain_kinds(name) if name else set()
    if "words" not in kinds or kinds & {"company", "salutation"}:
        return set()
    return kinds - {"maybe_person", "one_word"} | {"person"}


def _plain_kinds(text: str) -> set[str]:
    """What one value looks like as it is."""
    found: set[str] = set()
    known = known_values()
    if "@" in text and EMAIL.search(text):
        found.add("email")
        if text.count("@") > 1:
            found.add("emails")
        return found
    lowered = text.casefold()
    if lowered in plain_words().flags:
        found.add("flag")
    if lowered in known.parties or lowered in known.private_persons or lowered in known.said_companies:
        found.add("party")
    sentences = text.count(". ") > _MOST_STOPS and len(text) > _LONGEST_ABBREVIATED
    if len(text) > _LONGEST_SHORT or "\n" in text or (sentences and not is_surely_company(text)):
        found.add("long")
    if _URL.match(text):
        found.add("url")
        return found
    if _DATE.match(text) or _TIME.match(text):
        found.add("date")
    digits = sum(map(str.isdigit, text))
    if digits:
        found |= _numeric_kinds(text, digits, found)
    if lowered in known.salutations or lowered.rstrip(".") in known.salutations:
        found.add("salutation")
    found |= {kind for kind, names in (("country", known.countries), ("city", known.cities)) if lowered in names}
    if _LETTERS.search(text):
        found |= _lettered_kinds(text, digits)
    return found


def _lettered_kinds(text: str, digits: int) -> set[str]:
    kinds = {"letters"} | _word_kinds(text, digits)
    if text.endswith(("?", "？")):
        # "May our partner Acme Ltd call you?"
        kinds -= {"company", "job"}
    name, number = name_and_number(text)
    if number and "words" in _word_kinds(name, 0):
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
    parts = re.split(r"[;,|]|\s/\s", BEFORE_LABELS.sub(";", text))
    if digits >= _FEWEST_PHONE_DIGITS and any(_PHONE.match(_LABEL.sub("", part.strip())) for part in parts):
        plain = text.isdigit()
        if not _AMOUNT.match(text) or text.startswith("+"):
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


def _word_kinds(text: str, digits: int) -> set[str]:
    kinds: set[str] = set()
    known = known_values()
    if _CJK.search(text):
        kinds.add("cjk")
    if _KANA.search(text):
        kinds.add("kana")
    if _HANGUL.search(text):
        kinds.add("hangul")
    words = text.split()
    if len(words) > _MOST_NAME_WORDS:
        # "M. et Mme LE TALLEC Yves" is a name too.
        words = strip_honorifics(text)[0].split()
    bare = [word.strip(".,;:()\"'").casefold() for word in words]
    kinds |= _company_kinds(text, words, bare)
    if any(word in known.job_words for word in bare) or known.job_marks.search(text):
        kinds.add("job")
    if digits:
        return kinds
    if first_of_several(text) != text:
        kinds.add("people")
    if len(words) <= _MOST_NAME_WORDS and all(_NAME_WORD.match(word) or word in "&/-+" for word in words):
        kinds.add("words")
        if len(words) == 1:
            kinds.add("one_word")
        given = any(part in known.given_names for word in bare for part in (word, word.partition("-")[0]))
        if given:
            kinds.add("given")
        if bare[-1] in known.family_names or bare[0] in known.family_names or is_vietnamese_name(text):
            kinds.add("family")
        kinds |= _person_kinds(text, words, given, kinds)
    return kinds


def _company_kinds(text: str, words: list[str], bare: list[str]) -> set[str]:
    """Whether words of a company are in a text, and whether a person stands behind them."""
    known = known_values()
    if not has_legal_form(bare) and not known.company_marks.search(text):
        return set()
    # "Berg, Anna & Tom" are two people; only what is written as a firm is one.
    people = words[0].endswith(",") or is_honorific(words[0]) or any(word in known.given_names for word in bare)
    pair = "&" in bare and people
    if pair and not any(word in known.legal_forms for word in bare if word != "&"):
        return set()
    return {"company", "person"} if _is_person_behind_comma(text) else {"company"}


def _is_person_behind_comma(text: str) -> bool:
    """Whether a company and a comma stand before a person: `Acme Tools, Ann Lee`."""
    _, comma, behind = text.rpartition(", ")
    words = behind.split()
    known = known_values()
    return (
        bool(comma)
        and _FEWEST_NAME_WORDS <= len(words) <= _MOST_UNKNOWN_NAME_WORDS
        and all(_NAME_WORD.match(word) and word[0].isupper() for word in words)
        and not any(word.casefold() in known.legal_forms or word.casefold() in known.job_words for word in words)
    )


def _person_kinds(text: str, words: list[str], given: bool, kinds: set[str]) -> set[str]:
    """Whether words of letters are a person's full name."""
    if kinds & {"company", "job"}:
        return set()
    known = known_values()
    if kinds & {"cjk", "hangul"} and not kinds & {"kana"}:
        compact = text.replace(" ", "")
        if compact in known.japanese_surnames:
            kinds.add("family")
            return set()
        surname = compact[:1] in known.cjk_surnames or compact[:2] in known.cjk_surnames
        fits = _SHORTEST_EAST_ASIAN <= len(compact) <= _LONGEST_EAST_ASIAN
        return {"person"} if fits and surname else set()
    if not _FEWEST_NAME_WORDS <= len(words) <= _MOST_NAME_WORDS:
        return set()
    if not strip_honorifics(text)[1]:
        return {"person"}
    # Letters without cases, as in Arabic, are as good as capitals.
    capitalized = all(not word[:1].islower() or word.casefold() in known.particles for word in words)
    if words[0].endswith(","):
        return {"person", "comma_name"} if capitalized or given else set()
    if given or "family" in kinds or (len(words) == _WORDS_WITH_PATRONYMIC and any(map(is_patronymic, words))):
        return {"person"}
    return {"maybe_person"} if capitalized and len(words) <= _MOST_UNKNOWN_NAME_WORDS else set()
