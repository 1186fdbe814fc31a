"""Turns Excel's day numbers into dates, for cells that calamine does not read."""

from __future__ import annotations

import datetime as dt
import re

_BUILT_IN = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))
_NOT_PATTERN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\[\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymdhs]|AM/PM", re.IGNORECASE)
_EPOCH = dt.datetime(1899, 12, 30)
_EPOCH_1904 = dt.datetime(1904, 1, 1)


def shows_date(number: str, code: str | None) -> bool:
    """Whether a number format shows dates or times.

    Args:
        number: numFmtId.
        code: formatCode of a custom format.
    """
    if code is None:
        return number in _BUILT_IN
    pattern = _NOT_PATTERN.sub("", code.split(";")[0])
    return _DATE_LETTERS.search(pattern) is not None and not re.search(r"[0#?]\.?[0#?]", pattern.replace("0.0", ""))


def from_serial(value: float, epoch_1904: bool) -> dt.datetime | dt.time | None:
    """The date and time of a day number, only a time below one day, None if there is no such day."""
    if 0 <= value < 1:
        return (_EPOCH + dt.timedelta(seconds=round(value * 86_400))).time()
    if not 0 <= value < 2_958_466:
        return None
    # Excel counts a 29 February 1900, which never was.
    days = value if epoch_1904 or value >= 60 else value + 1
    return (_EPOCH_1904 if epoch_1904 else _EPOCH) + dt.timedelta(seconds=round(days * 86_400))
