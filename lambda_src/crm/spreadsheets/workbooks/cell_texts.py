"""Turns typed cells of a workbook into the texts that the sheet shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

_FIFTEEN_DIGITS = "%.15g".__mod__
# Whole numbers below it are exact in a float and are written without exponent.
_EXACT = 1e15


def number_text(value: float) -> str:
    """A number without exponent and without a trailing ``.0``.

    Excel calculates with 15 significant digits, so 0.1 + 0.2 shows as 0.3. Whole numbers that another program wrote
    with 16 or 17 digits keep them.
    """
    text = _FIFTEEN_DIGITS(value)
    if "n" in text:  # nan, inf
        return ""
    if "e" in text:
        from decimal import Decimal

        exact = Decimal(repr(value)) if abs(value) >= 1 else Decimal(text)
        text = format(exact, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


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


_TEXT_OF: dict[type, Callable[[Any], str]] = {
    str: str,
    float: number_text,
    int: str,
    bool: _bool_text,
    dt.date: dt.date.isoformat,
    dt.datetime: _datetime_text,
    dt.time: _time_text,
    dt.timedelta: _duration_text,
    type(None): lambda _: "",
}


def cell_text(value: object) -> str:
    """The text of one cell."""
    return _TEXT_OF.get(type(value), str)(value)


def _float_texts(column: Sequence[float]) -> list[str]:
    if column[0].is_integer() and all(map(float.is_integer, column)) and max(column) < _EXACT and min(column) > -_EXACT:
        return list(map(str, map(int, column)))
    texts = list(map(_FIFTEEN_DIGITS, column))
    letters = "".join(texts)
    if "e" in letters or "n" in letters or "-0" in texts:
        return list(map(number_text, column))
    return texts


def _column_texts(column: Sequence[Any]) -> Sequence[str]:
    kinds = set(map(type, column))
    if len(kinds) == 1:
        kind = kinds.pop()
        if kind is str:
            return column
        if kind is float:
            return _float_texts(column)
        return list(map(_TEXT_OF.get(kind, str), column))
    if type(column[0]) is str and str not in set(map(type, column[1:])):
        # Mostly a name above values of one type.
        return [column[0], *_column_texts(column[1:])]
    return [_TEXT_OF.get(type(value), str)(value) for value in column]


def rows_of_texts(rows: Sequence[Sequence[Any]]) -> list[tuple[str, ...]]:
    """Turns typed rows of one width into tuples of texts, column by column, since most columns hold one type.

    A blank row becomes ``()``.
    """
    columns = [_column_texts(column) for column in zip(*rows, strict=True)]
    return rows_of_columns(columns) if columns else [()] * len(rows)


def rows_of_columns(columns: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Rows from the texts of their columns; a blank row becomes ``()``."""
    texts = list(zip(*columns, strict=True))
    if any(all(map(str.strip, column)) for column in columns):
        return texts
    return [cells if any(map(str.strip, cells)) else () for cells in texts]
