"""Reads a text as the type of a field. What cannot be read is no value: nothing is invented."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

from crm.own_fields.definition import FieldType, OwnField
from crm.values.dates import iso_date
from crm.values.plain_words import plain_words

Value = str | int | float | bool | list[str]
"""A typed value as JSON has it: dates are ISO 8601 texts, several choices a list."""

MAX_DIGITS = 15
"""A float keeps this many significant digits exactly (IEEE 754), and spreadsheets show no more; longer numbers are
names of things."""

_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[.,' ]\d{3})+)(?:[.,]\d+)?")
_ZEROS_OF_A_FRACTION = re.compile(r"[+-]?0[.,]0*")
_BEHIND_ISO = re.compile(r"(\d{4}-\d\d-\d\d\S*) \(.+\)")
"""A date as an import keeps it where it has rewritten what was typed, see `crm.values.dates.with_iso_date`."""
_DAY_AND_MONTH = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_DATE_AND_TIME = re.compile(
    r"(?P<date>.+?)(?:T|,? )(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?(?: ?(?P<zone>Z|[+-]\d\d:?\d\d))?"
)
_WITH_SCHEME = re.compile(r"https?://[^\s/][^\s/.]*+\.\S+", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#]\S*)?")
_BETWEEN_CHOICES = re.compile(r"[;|\n]")
_BETWEEN_CHOICES_OR_COMMAS = re.compile(r"[;|\n,]")


def read(field: OwnField, text: str) -> Value | None:
    """The value that a text is in a field; None where it is none."""
    text = text.strip()
    return _READERS[field.type](field, text) if text else None


def written(field: OwnField, value: Value) -> str:
    """The text of a value: what a list shows, a filter compares, and an edit stores. `read` gives the value back."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, float):
        # As the field reads it: with a point, 12.345 could come back as twelve thousand.
        return format(Decimal(str(value)), "f").replace(".", "," if field.decimal_comma else ".")
    return str(value)


def read_number(text: str, decimal_comma: bool | None = None) -> int | float | None:
    """A number with or without a sign of currency: 1,234.50, 1.234,50, 1 234,50, 1'234.50, € 12.

    Args:
        decimal_comma: decides for one comma or point before three digits, which may separate thousands or decimals.
            Without it, 1,234 is a whole number and 1.234 is not.
    """
    plain = "".join(" " if sign.isspace() else sign for sign in text if unicodedata.category(sign) != "Sc")
    plain = plain.strip().replace("’", "'").replace("−", "-")
    fraction = _ZEROS_OF_A_FRACTION.match(plain)
    digits = sum(sign.isdigit() for sign in plain[fraction.end() if fraction else 0 :])
    if not plain.isascii() or digits > MAX_DIGITS or _NUMBER.fullmatch(plain) is None:
        return None
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        decimal = "," if comma > point else "."
        if plain.count(decimal) > 1:
            return None
    else:
        sign = "," if comma >= 0 else "."
        decimal = sign if is_decimal(plain, sign, decimal_comma) else ""
    for separator in ",.' ":
        if separator != decimal:
            plain = plain.replace(separator, "")
    plain = plain.replace(",", ".")
    number = float(plain)
    return int(number) if number.is_integer() else number


def is_decimal(text: str, sign: str, decimal_comma: bool | None) -> bool:
    """Whether the only kind of separator in a number begins its decimals."""
    if text.count(sign) != 1:
        return False
    before, _, after = text.lstrip("+-").partition(sign)
    if len(after) != 3 or len(before) > 3 or before in ("", "0"):
        return True
    return sign == ("," if decimal_comma else ".")


def read_date(text: str, day_first: bool | None) -> str | None:
    """A date as ISO 8601.

    Args:
        day_first: decides where both of two numbers may be a month; None leaves such a date unread.
    """
    behind = _BEHIND_ISO.fullmatch(text)
    text = behind[1] if behind else text
    match = _DAY_AND_MONTH.fullmatch(text)
    if match is not None and day_first is not None and int(match[1]) <= 12 and int(match[2]) <= 12:
        day, month = (match[1], match[2]) if day_first else (match[2], match[1])
        text = f"{match[3]}-{int(month):02}-{int(day):02}"
    else:
        text = iso_date(text)
    try:
        return date.fromisoformat(text).isoformat() if len(text) == len("2026-01-31") else None
    except ValueError:
        return None


def day_order(text: str) -> bool | None:
    """Whether the day stands first in a date such as 31/1/2026; None where both may, or it is no such date."""
    match = _DAY_AND_MONTH.match(text)
    if match is None or (int(match[1]) > 12) == (int(match[2]) > 12):
        return None
    return int(match[1]) > 12


def is_unclear_date(text: str) -> bool:
    """Whether a date can be read with the day first and with the month first, as two days."""
    match = _DAY_AND_MONTH.match(text)
    return match is not None and int(match[1]) <= 12 and int(match[2]) <= 12 and int(match[1]) != int(match[2])


def read_date_and_time(text: str, day_first: bool | None) -> str | None:
    """A date and a time as ISO 8601, in UTC where the text says a zone; a date alone stays one."""
    match = _DATE_AND_TIME.fullmatch(text)
    if match is None:
        return read_date(text, day_first)
    day = read_date(match["date"], day_first)
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if day is None or (half and not 1 <= hour <= 12):
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    moment = f"{day}T{hour:02}:{match['minute']}:{match['second'] or '00'}"
    try:
        read_moment = datetime.fromisoformat(f"{moment}{match['zone'] or ''}")
        if read_moment.tzinfo is not None:
            read_moment = read_moment.astimezone(UTC)
    except (ValueError, OverflowError):
        # In UTC, the first hours of the year 1 and the last of 9999 may be in a year that no date has.
        return None
    precision = "seconds" if read_moment.second else "minutes"
    return read_moment.replace(tzinfo=None).isoformat(timespec=precision) + ("Z" if match["zone"] else "")


def read_yes_no(text: str) -> bool | None:
    """A word or sign that answers yes or no, in the languages of `plain_words.toml`."""
    word, known = text.casefold(), plain_words()
    if word in ("✓", "✔", "☑"):
        return True
    return word in known.yes if word in known.flags else None


def read_link(text: str) -> str | None:
    """An address of the web, `https://` in front where it has no scheme. Other schemes are none: a page follows it."""
    if _WITH_SCHEME.fullmatch(text):
        return text
    return f"https://{text}" if _WITHOUT_SCHEME.fullmatch(text) else None


def split_choices(text: str, *, at_commas: bool = True) -> list[str]:
    """The parts of a cell with several choices."""
    between = _BETWEEN_CHOICES_OR_COMMAS if at_commas else _BETWEEN_CHOICES
    return [" ".join(part.split()) for part in between.split(text) if part.strip()]


def _number(field: OwnField, text: str) -> int | float | None:
    return read_number(text, field.decimal_comma)


def _choice(field: OwnField, text: str) -> str | None:
    line = " ".join(text.split())
    return _spellings(field.choices).get(line.casefold()) if field.choices else line


def _choices(field: OwnField, text: str) -> list[str] | None:
    """A choice may hold a comma itself, so that a comma separates only where nothing else fits."""
    spellings = _spellings(field.choices)
    for at_commas in (False, True):
        parts = split_choices(text, at_commas=at_commas)
        found = [spellings.get(part.casefold()) for part in parts] if field.choices else parts
        known = [choice for choice in found if choice is not None]
        if known and len(known) == len(parts) and (field.choices or at_commas):
            return list(dict.fromkeys(known))
    return None


@lru_cache(maxsize=256)
def _spellings(choices: tuple[str, ...]) -> Mapping[str, str]:
    return {choice.casefold(): choice for choice in choices}


_READERS: Mapping[FieldType, Callable[[OwnField, str], Value | None]] = {
    FieldType.TEXT: lambda _, text: text,
    FieldType.NUMBER: _number,
    FieldType.DATE: lambda field, text: read_date(text, field.day_first),
    FieldType.DATE_TIME: lambda field, text: read_date_and_time(text, field.day_first),
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.YES_NO: lambda _, text: read_yes_no(text),
    FieldType.LINK: lambda _, text: read_link(text),
    FieldType.ADDRESS: lambda _, text: text,
}
