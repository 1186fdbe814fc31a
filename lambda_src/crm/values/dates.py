"""Rewrites typed dates as ISO 8601 where day and month cannot be confused."""

from __future__ import annotations

import re
from functools import lru_cache

from crm.values.plain_words import plain_words

_DATE_PARTS = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")
_EAST_ASIAN_DATE = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")


@lru_cache(maxsize=4096)
def with_iso_date(text: str) -> str:
    """A date in ISO 8601 followed by the typed text in brackets; any other text unchanged."""
    iso = iso_date(text)
    return text if iso == text else f"{iso} ({text})"


def iso_date(text: str) -> str:
    """A date in ISO 8601 where day and month cannot be confused; any other text unchanged."""
    match = _EAST_ASIAN_DATE.fullmatch(text)
    if match is not None:
        return _written(int(match[1]), int(match[2]), int(match[3])) or text
    match = _DATE_PARTS.fullmatch(text)
    if match is None:
        return _with_month_name(text)
    first, second, third = match.groups()
    if len(first) == 4:
        return _written(int(first), int(second), int(third)) or text
    if len(third) != 4:
        return text
    day, month = int(first), int(second)
    if "." in text or day > 12:
        return _written(int(third), month, day) or text
    if month > 12:
        return _written(int(third), day, month) or text
    return _written(int(third), month, day) or text if day == month else text


def _with_month_name(text: str) -> str:
    known = plain_words()
    match = known.day_month.fullmatch(text)
    day, month, year = (match[1], match[2], match[3]) if match is not None else ("", "", "")
    if match is None and (match := known.month_day.fullmatch(text)) is not None:
        month, day, year = match[1], match[2], match[3]
    months = known.months
    number = months.get(month.casefold()[:3]) or months.get(month.casefold()[:4]) if month else None
    return (_written(int(year), number, int(day)) or text) if number is not None else text


def _written(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2999):
        return None
    return f"{year:04}-{month:02}-{day:02}"
