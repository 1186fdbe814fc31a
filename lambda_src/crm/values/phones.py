"""Reads phone numbers: cleans what was typed, and writes E.164 where the region is certain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from crm.values.contact_words import contact_words
from crm.values.national_numbers import e164_in_region
from crm.values.text import clean_cell

MIN_DIGITS = 3
"""Fewest digits of a number in a phone column: extensions are short. Measured on 482 files: 2 takes 1 other value for a
number, 4 misses numbers in 3 files."""
MAX_DIGITS = 15
"""Most digits of an international number (ITU-T E.164, 6.2.1)."""
MIN_INTERNATIONAL = 7
"""Fewest digits, country code included, of a number written as E.164: shorter ones are extensions and service numbers.
Measured: 6 and 8 each change a number in 1 of 482 files."""

_DIGITS_DIALLED = 10
"""Digits of a number in place of a name that has no plus or zero in front: shorter ones may be customers'. Chosen."""
_FIRST_SIGNS = frozenset("+(0123456789")
_LABEL = re.compile(
    r"^(?:[^\W\d]{1,12}[.:)]?\s*+){1,2}[:.]?\s*+(?:(?=[+(])|(?<=[.:)\s])(?=\d)|(?<=[^\W\d_]{3})(?=\d{7})"
    # Chinese, Japanese and Korean words have no blank behind them.
    r"|(?<=[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])(?=\d))"
)
BEFORE_LABELS = re.compile(r"(?<=[\d)])\s++(?:[-–]\s++)?(?=[^\W\d_]{1,12}\.?\s?:\s*[+(\d])")
"""Before each further label of `W: 089 5550101 M: 0171 5550101`."""
_BEFORE_SECOND_IN_BRACKETS = re.compile(r"(?<=\d)\s*+\((?=[^\W\d_][^()\d]{0,24}\d[\d\s/.-]{5,20}\))")
"""Before somebody else's number: `07700 900105 (wife: 07700 900106)`."""
_WEAK_SIGNS = re.compile(
    r"(?<=[\d)])\s++(?:[-–]\s++(?=(?:[^\W\d_]{1,12}[.:]?\s)?[+(\d])|(?=[^\W\d_]{1,12}\.?\s[+(\d]))"
    r"|(?<=[^\W\d_]\))\s++(?=[+(\d])|(?<=\d)\s*+[／、]\s*+(?=[+(\d])"
)
"""Between numbers that are too long for one: `333 5550101 - 02 5550101`, `Tel 020 555 0101 Fax …`, `… (c) 011 …`."""
_MOST_DIGITS_OF_AN_ENDING = 6
_LONGEST_COUNTRY_CODE = 3
_LEADING_WORD = re.compile(r"\W*([^\W\d_]+)")
_LABEL_AFTER = re.compile(r"(?:(?<!\s)\s++)?\(?[^\W\d_]{1,14}\.?\)?$")
_PLAIN = re.compile(r"\+?[0-9(](?:[0-9()-]| (?! )){5,18}[0-9]")
_SIGNS = b"+ ()-"
_BEHIND = " /-–·_"
"""Signs that part a number from what stands behind it."""
_NUMBER = re.compile(r"\(?\+?[\d\s().\-/–‐‑−·_]+")
_INSIDE = re.compile(r"(?<![\w.,+-])\(?\+?\d[\d\s().\-/–]{5,40}\d(?![.,]*[\w@])")
"""A number among words: `ask for Bo, 555-010-0101 (evenings)`."""
_VANITY = re.compile(r"\+?[\d\s().-]{3,}[A-Z][A-Z\d-]{2,}")
_DATE = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\D.*)?|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d"
    r"|(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])/\d\d"
)
_DATE_AND_TIME = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T,\s]{1,3}\d{1,2}:\d\d|\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp]\.?[Mm])?$"
)
"""A date with a time of day, or a time alone."""
_DASHES = str.maketrans("‐‑–−", "----")
_HALF_WIDTH = str.maketrans("（）／", "()/")
_AMOUNT = re.compile(r"\d+\.\d{1,2}")
_GROUPED_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+")
_SCIENTIFIC = re.compile(r"(\d)[.,](\d+)[eE]\+?(\d{1,2})")
_SLASH = re.compile(r"(?:(?<!\s)\s++)?/\s*+")


@dataclass(frozen=True, slots=True)
class Phone:
    """One number of a cell.

    Args:
        text: value of the phone field: E.164 where certain, otherwise the typed number without needless blanks; an
            extension follows as ` x123`.
        exact: whether `text` is exactly the cell.
        national: whether it was typed without a country code.
        is_plain: whether the cell has no other digit or letter.
    """

    text: str
    exact: bool
    national: bool
    is_plain: bool = False


@lru_cache(maxsize=8192)
def phones_in(cell: str, region: str | None) -> tuple[Phone, ...]:
    """The phone numbers of one cell, in order.

    Args:
        cell: the cell as typed: one number, or several with `;`, `,`, `/`, `|` or line breaks between.
        region: ISO 3166 region that the import chose, None when none was chosen. Without it a number keeps the digits
            that were typed unless it has its own country code: a guessed country would make a wrong number.
    """
    plain = _plain(cell, region) if _PLAIN.fullmatch(cell) is not None else None
    if plain is not None:
        return (plain,)
    typed = clean_cell(cell)
    text = typed.translate(_HALF_WIDTH)
    if not text or "@" in text or sum(map(str.isdigit, text)) < MIN_DIGITS or _GROUPED_AMOUNT.fullmatch(text):
        return ()
    if "+" not in text and _DATE_AND_TIME.match(text):
        return ()
    parts = [part for part in _parts(text) if not _is_of_a_fax(part)]
    alone = len(parts) == 1 and text == typed
    found = [phone for part in parts if (phone := _read(part, region, alone=alone)) is not None]
    return tuple(found)


def digits_of(number: str) -> str:
    """What numbers are compared by: their digits and letters."""
    if number.isascii() and (bare := number.encode().translate(None, _SIGNS)).isdigit():
        return bare.decode()
    return _letters(number)


def are_all(phones: Sequence[Phone], cell: str) -> bool:
    """Whether the numbers of a cell have all of its digits, and it has no other letter or digit."""
    if len(phones) == 1 and phones[0].is_plain:
        return True
    written = "".join(digits_of(phone.text) for phone in phones)
    if not written or digits_of(cell) == written:
        return bool(written)
    return _letters(contact_words().extension.sub(r" x\1", cell)) == written


def is_dialled(text: str) -> bool:
    """Whether a text is nothing but the number from which somebody has dialled: `+49 40 5550178`, `16135550142`."""
    if text[:1] not in _FIRST_SIGNS or not text:
        return False
    found = phones_in(text, None)
    return len(found) == 1 and are_all(found, text) and (text[0] in "+0" or _digits(text) >= _DIGITS_DIALLED)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text if text.isascii() else _in_ascii(text))).casefold()


def _plain(number: str, region: str | None) -> Phone | None:
    """One number with only blanks, dashes and brackets in it; None when it needs closer inspection."""
    digits = number.encode().translate(None, _SIGNS).decode()
    if not MIN_INTERNATIONAL <= len(digits) <= MAX_DIGITS or "(0)" in number or _is_filler(digits):
        return None
    if number[0] == "+":
        return Phone(f"+{digits}", len(number) == len(digits) + 1, False, True) if digits[0] != "0" else None
    if region is None:
        return Phone(number, True, True, True) if _DATE.fullmatch(number) is None else None
    return None


def _parts(text: str) -> list[str]:
    parts = []
    lines = _BEFORE_SECOND_IN_BRACKETS.sub("\n", BEFORE_LABELS.sub("\n", text))
    for listed in contact_words().between_phones.split(lines):
        slashed = _SLASH.split(listed)
        # "(31) 95550-1102 / recado (31) 3555-4321 c/ mãe"
        numbers = [part for part in slashed if _digits(part)]
        if len(numbers) > 1 and all(_digits(part) >= MIN_INTERNATIONAL for part in numbers):
            parts.extend(numbers)
        elif len(slashed) > 1 and _has_other_endings(*slashed) and not contact_words().extension.search(listed):
            parts.append(slashed[0])
        elif listed.strip():
            parts.extend(_parted(listed.strip()))
    joined = [part for part in parts if _digits(part)]
    if len(joined) == 1 and _digits(joined[0]) > MAX_DIGITS:
        blanks = joined[0].split()
        if len(blanks) > 1 and all(_digits(part) >= MIN_INTERNATIONAL for part in blanks):
            return blanks
    extended: list[str] = []
    for part in parts:
        if extended and contact_words().extension.fullmatch(part):
            extended[-1] = f"{extended[-1]} {part}"
        else:
            extended.append(part)
    return extended


def _has_other_endings(number: str, *others: str) -> bool:
    """Whether short endings follow a whole number: `(11) 5555-0171 / 0172`, unlike `033841 / 5550`."""
    bare = number.strip("( ")
    code = _LONGEST_COUNTRY_CODE if bare.startswith(("+", "00")) else int(bare.startswith("0"))
    whole = _digits(number) - code >= MIN_INTERNATIONAL and number[-1:].isdigit()
    return whole and all(0 < _digits(other) <= _MOST_DIGITS_OF_AN_ENDING for other in others)


def _parted(text: str) -> list[str]:
    """The numbers that signs part which also stand within one, where they are too long for one."""
    if _digits(text) <= MAX_DIGITS:
        return [text]
    parts = _WEAK_SIGNS.split(text)
    return parts if all(_digits(part) >= MIN_INTERNATIONAL for part in parts) else [text]


def _is_of_a_fax(part: str) -> bool:
    """Whether the label of a number marks a fax or a pager."""
    if part[:1] in "+(0123456789":
        return False
    word = _LEADING_WORD.match(part)
    return word is not None and word[1].casefold() in contact_words().fax_labels


def _is_filler(digits: str) -> bool:
    """Whether digits stand in place of a number that a program demands: `000000000`."""
    return len(digits) >= MIN_INTERNATIONAL and len(set(digits)) == 1


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _read(part: str, region: str | None, *, alone: bool) -> Phone | None:
    number = part if part.isascii() else _in_ascii(part)
    scientific = _SCIENTIFIC.fullmatch(number)
    if scientific is not None:
        if len(scientific[2]) != int(scientific[3]):
            return None
        number = scientific[1] + scientific[2]
    whole = _WHOLE_FLOAT.fullmatch(number)
    if whole is not None:
        number = whole[1]
    if number[:1] not in "+(0123456789":
        number = _LABEL.sub("", number)
    extension = ""
    match = contact_words().extension.search(number)
    if not number[-1:].isdigit() or match is not None:
        if match is not None and _digits(number[: match.start()]) >= MIN_DIGITS:
            number, extension = number[: match.start()], match[1]
        elif number[-1:].isalpha() or number.endswith(")"):
            without = _LABEL_AFTER.sub("", number)
            number = without if _NUMBER.fullmatch(without) and _digits(without) >= MIN_INTERNATIONAL else number
    number = number.strip().rstrip(_BEHIND if "(" in number else _BEHIND + ")")
    if _NUMBER.fullmatch(number) is None:
        if _VANITY.fullmatch(part):
            return Phone(part, alone, False)
        inside = _INSIDE.findall(number)
        if len(inside) != 1 or _digits(inside[0]) < MIN_INTERNATIONAL:
            return None
        number, alone = inside[0].strip(), False
    return None if _is_something_else(number) else _written(part, number, extension, region, alone=alone)


def _is_something_else(number: str) -> bool:
    """Whether digits are too few or too many for a phone, or a date, an amount, or nothing."""
    digits = "".join(filter(str.isdigit, number))
    if not MIN_DIGITS <= len(digits) <= MAX_DIGITS + 2 or _is_filler(digits):
        return True
    return _DATE.fullmatch(number) is not None or _AMOUNT.fullmatch(number) is not None


def _in_ascii(text: str) -> str:
    """Writes the digits of any script, and full-width signs, in ASCII."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in plain).translate(_DASHES)


def _written(part: str, number: str, extension: str, region: str | None, *, alone: bool) -> Phone:
    international = number.lstrip("( ").startswith("+")
    e164 = _international(number) if international else e164_in_region(number, region) if region else None
    text = e164 or number
    if extension:
        text = f"{text} x{extension}"
    exact = alone and (
        text == part
        or (extension != "" and e164 is None and text == f"{number} x{extension}" and part.endswith(f"x{extension}"))
    )
    return Phone(text, exact, not international)


def _international(number: str) -> str | None:
    """E.164 of a number typed with its country code; drops a bracketed trunk zero."""
    digits = "".join(filter(str.isdecimal, _TRUNK_ZERO.sub("", number)))
    if not MIN_INTERNATIONAL <= len(digits) <= MAX_DIGITS or digits.startswith("0"):
        return None
    return f"+{digits}"
