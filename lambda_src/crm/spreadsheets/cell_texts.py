"""Typed cells of a workbook as the texts that the sheet shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

_FIFTEEN_DIGITS = "%.15g".__mod__


def number_text(value: float) -> str:
    """A number without exponent and without a trailing ``.0``.

    Excel calculates with 15 significant digits, so 0.1 + 0.2 shows as 0.3; whole numbers that another program
    wrote with 16 or 17 digits keep them.
    """
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    text = _FIFTEEN_DIGITS(value)
    if "e" in text:
        exact = Decimal(repr(value)) if abs(value) >= 1 else Decimal(text)
        text = format(exact, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _date_text(value: dt.date) -> str:
    return value.isoformat()


def _datetime_text(value: dt.datetime) -> str:
    # Excel keeps times as fractions of a day, so whole seconds come out a few microseconds off.
    rounded = value + dt.timedelta(microseconds=500_000) if value.microsecond >= 500_000 else value
    rounded = rounded.replace(microsecond=0)
    if rounded.hour == rounded.minute == rounded.second == 0:
        return rounded.date().isoformat()
    return rounded.isoformat(sep=" ")


def _time_text(value: dt.time) -> str:
    return value.replace(microsecond=0).isoformat()


def _duration_text(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _bool_text(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _string_text(value: str) -> str:
    return value


_TEXT_OF: dict[type, Any] = {
    str: _string_text,
    float: number_text,
    int: str,
    bool: _bool_text,
    dt.date: _date_text,
    dt.datetime: _datetime_text,
    dt.time: _time_text,
    dt.timedelta: _duration_text,
    type(None): lambda _: "",
}


def cell_text(value: object) -> str:
    """The text of one cell."""
    render = _TEXT_OF.get(type(value))
    return render(value) if render else str(value)


def _column_texts(column: Sequence[Any]) -> Sequence[str]:
    kinds = set(map(type, column))
    if kinds == {str}:
        return column
    if kinds == {float}:
        texts = list(map(_FIFTEEN_DIGITS, column))
        if "e" not in (joined := "".join(texts)) and "n" not in joined and "-0" not in texts:
            return texts
    elif kinds == {int}:
        return list(map(str, column))
    return list(map(cell_text, column))


def rows_of_texts(rows: Sequence[Sequence[Any]]) -> list[tuple[str, ...]]:
    """Typed rows of one width to tuples of texts, worked out column by column: most columns hold one type.

    A row whose cells are all blank or white space becomes ``()``.
    """
    if not rows:
        return []
    columns = list(zip(*rows, strict=True))
    if not columns:
        return [()] * len(rows)
    texts = list(zip(*map(_column_texts, columns), strict=True))
    return [cells if any(map(str.strip, cells)) else () for cells in texts]
