"""Turns Excel's day numbers into dates."""

from __future__ import annotations

import datetime as dt
import re

from crm.spreadsheets.workbooks.cell_texts import cell_text

_BUILT_IN = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))
_NOT_PATTERN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\[\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BUILT_IN_ELAPSED = "46"
_QUOTED = re.compile(r'"[^"]*"|\\.')
_DATE_LETTERS = re.compile(r"[ymdhs]|AM/PM", re.IGNORECASE)
_SPLIT_SECONDS = re.compile(r"s[.,]0++", re.IGNORECASE)
_DIGITS = re.compile(r"[0#?]\.?[0#?]")
_EPOCH = dt.datetime(1899, 12, 30)
_EPOCH_1904 = dt.datetime(1904, 1, 1)
_DAY_0, _DAY_1904 = _EPOCH.toordinal(), _EPOCH_1904.toordinal()
# From the first day after the 29 February 1900 up to the end of the year 9999.
_WHOLE_DAYS = (61, 2_958_466)


def shows_date(number: str, code: str | None) -> bool:
    """Whether a number format shows dates or times.

    Args:
        number: numFmtId.
        code: formatCode of a custom format.
    """
    if code is None:
        return number in _BUILT_IN
    pattern = _SPLIT_SECONDS.sub("s", _NOT_PATTERN.sub("", code).partition(";")[0])
    return _DATE_LETTERS.search(pattern) is not None and not _DIGITS.search(pattern)


def shows_elapsed_time(number: str, code: str | None) -> bool:
    """Whether a number format shows how much time has passed: hours beyond the 24th, not a day."""
    return number == _BUILT_IN_ELAPSED if code is None else _ELAPSED.search(_QUOTED.sub("", code)) is not None


def elapsed_text(value: str) -> str | None:
    """The text of days that have passed, as written in a file; None if there are no such days."""
    try:
        return cell_text(dt.timedelta(days=float(value)))
    except (ValueError, OverflowError):
        return None


def serial_text(value: str, epoch_1904: bool) -> str | None:
    """The text of a day number as written in a file: date, date and time, or time; None if there is no such day."""
    try:
        if value.isdecimal() and _WHOLE_DAYS[0] <= int(value) < _WHOLE_DAYS[1]:
            # Most dates. A date and time would take ten times as long.
            return dt.date.fromordinal((_DAY_1904 if epoch_1904 else _DAY_0) + int(value)).isoformat()
        moment = from_serial(float(value), epoch_1904)
    except (ValueError, OverflowError):
        return None
    return None if moment is None else cell_text(moment)


def from_serial(value: float, epoch_1904: bool) -> dt.datetime | dt.time | None:
    """The date and time of a day number, only a time below one day, None if there is no such day."""
    if 0 <= value < 1:
        return (_EPOCH + dt.timedelta(seconds=round(value * 86_400))).time()
    if not 0 <= value < _WHOLE_DAYS[1]:
        return None
    # Excel counts a 29 February 1900, which never was.
    days = value if epoch_1904 or value >= 60 else value + 1
    return (_EPOCH_1904 if epoch_1904 else _EPOCH) + dt.timedelta(seconds=round(days * 86_400))
