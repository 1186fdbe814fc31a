"""Lines of the remarks: what no field holds, as `Header: value`."""

from __future__ import annotations

import re
from functools import lru_cache

from crm.standardizing.known_values import known_values

_DATE_PARTS = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")
_EAST_ASIAN_DATE = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")


def said_yes(text: str) -> bool:
    """Whether a flag cell says yes."""
    return text.casefold() in known_values().yes


def column_name(column: int) -> str:
    """The letters a spreadsheet gives a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def remark_line(header: str, column: int, text: str) -> str:
    """`Header: value`, or `Column C: value` where the column has no header."""
    return f"{header}: {text}" if header else f"Column {column_name(column)}: {text}"


@lru_cache(maxsize=4096)
def iso_date(text: str) -> str:
    """A date as ISO 8601 where day and month cannot be mistaken, anything else as typed."""
    match = _EAST_ASIAN_DATE.fullmatch(text)
    if match is not None:
        return _written(int(match[1]), int(match[2]), int(match[3])) or text
    match = _DATE_PARTS.fullmatch(text)
    if match is None:
        return text
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


def _written(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2999):
        return None
    return f"{year:04}-{month:02}-{day:02}"
