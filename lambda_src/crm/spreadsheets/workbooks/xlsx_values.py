"""The texts that the values of xlsx cells show."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from itertools import compress

from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.cell_texts import cell_text
from crm.spreadsheets.workbooks.serial_dates import elapsed_text, serial_text
from crm.spreadsheets.workbooks.shared_strings import plain_text, rich_text, shared_strings
from crm.spreadsheets.workbooks.xlsx_cells import CellKind, RawCell, cell_kind
from crm.spreadsheets.workbooks.xlsx_parts import XlsxParts
from crm.spreadsheets.workbooks.xml_text import unescaped

# Excel shows 15 digits of a number.
_EXACT_DIGITS = 15
# Numbers with commas between, without exponents, plus signs, and zeros that are not shown.
_NUMBER = r"(?:-?(?:0\.[0-9]*[1-9]|[1-9][0-9]*+(?:\.[0-9]*[1-9])?)|0|)"
_NO_FRACTION = re.compile(r"(?<=[0-9])\.0++(?![0-9])")
_SHOWN_AS_WRITTEN = re.compile(f"{_NUMBER}(?:,{_NUMBER})*")
_MOST_DATES = 50_000
"""Dates of which the text is kept."""


class CellValues:
    """Turns the values of one workbook's cells into texts.

    Args:
        parts: the workbook.
    """

    def __init__(self, parts: XlsxParts) -> None:
        self._strings = shared_strings(parts)
        self._formats = parts.number_formats()
        self._elapsed_styles = parts.elapsed_styles()
        self._date_styles = parts.date_styles() - self._elapsed_styles
        self._dates = _Dates(parts.epoch_1904)

    def of_cell(self, cell: RawCell) -> str:
        """The text of a cell, be it in a value or a text of its own."""
        inline = cell.inline
        return rich_text(inline) if inline is not None else self.of_value(cell.kind, cell.value)

    def of_column(self, tags: Sequence[str], values: Sequence[str]) -> Sequence[str]:
        """The texts of a column of cells.

        Args:
            tags: the attributes of each cell.
            values: their values as written, inline texts too, empty where there is none.
        """
        different = set(compress(tags, values))
        if not different:
            return values
        if len(different) == 1:
            return self._texts(cell_kind(different.pop()), values)
        if len(set(compress(tags[1:], values[1:]))) == 1:
            # Mostly a name above values of one type.
            return [*self.of_column(tags[:1], values[:1]), *self.of_column(tags[1:], values[1:])]
        kinds = {tag: cell_kind(tag) for tag in different}
        return [self.of_value(kinds[tag], value) if value else "" for tag, value in zip(tags, values, strict=True)]

    def _texts(self, kind: CellKind, values: Sequence[str]) -> Sequence[str]:
        if kind.type == "s":
            try:
                places = list(map(int, filter(None, values)))
            except ValueError:
                raise rejection("corrupt") from None
            if min(places) < 0 or max(places) >= len(self._strings):
                raise rejection("corrupt")
            texts = map(self._strings.__getitem__, places)
            return list(texts) if len(places) == len(values) else [next(texts) if value else "" for value in values]
        if kind.type == "n" and kind.style not in self._formats and kind.style not in self._elapsed_styles:
            return self._dates.texts(values) if kind.style in self._date_styles else _numbers(values)
        if kind.type in ("str", "inlineStr"):
            letters = "".join(values)
            if "&" not in letters and "_x" not in letters:
                return values
        return [self.of_value(kind, value) for value in values]

    def of_value(self, kind: CellKind, value: str) -> str:
        """The text of a value as written.

        Raises:
            SpreadsheetRejected: if it is a shared text that there is not.
        """
        if not value:
            return ""
        if kind.type == "n":
            return self._number(kind.style, value)
        return self._shared(value) if kind.type == "s" else _OTHERS.get(kind.type, unescaped)(value)

    def _shared(self, value: str) -> str:
        place = value.strip()
        if not place.isdecimal() or int(place) >= len(self._strings):
            raise rejection("corrupt")
        return self._strings[int(place)]

    def _number(self, style: int, value: str) -> str:
        if style in self._formats:
            try:
                shown = self._formats[style].show(float(value))
            except (ValueError, OverflowError):
                shown = None
            if shown is not None:
                return shown
        if style in self._elapsed_styles and (shown := elapsed_text(value)) is not None:
            return shown
        return self._dates[value] if style in self._date_styles else _number(value)


class _Dates(dict[str, str]):
    """Texts of day numbers as written, each found once: a column of dates repeats them."""

    def __init__(self, epoch_1904: bool) -> None:
        super().__init__({"": ""})
        self._epoch_1904 = epoch_1904

    def texts(self, values: Sequence[str]) -> list[str]:
        """The texts of a column."""
        if len(self) > _MOST_DATES:
            self.clear()
            self[""] = ""
        return list(map(self.__getitem__, values))

    def __missing__(self, value: str) -> str:
        text = serial_text(value, self._epoch_1904)
        if text is None:
            text = _number(value)
        self[value] = text
        return text


def _numbers(values: Sequence[str]) -> Sequence[str]:
    joined = ",".join(values)
    if ".0" in joined:
        joined = _NO_FRACTION.sub("", joined)
        shown = joined.split(",")
        values = shown if len(shown) == len(values) else values
    if _SHOWN_AS_WRITTEN.fullmatch(joined) and max(map(len, values)) <= _EXACT_DIGITS:
        return values
    return list(map(_number, values))


def _number(value: str) -> str:
    try:
        # Python reads "1_000" as a number.
        return cell_text(float(value)) if value and "_" not in value else unescaped(value)
    except ValueError:
        return unescaped(value)


def _iso_date(value: str) -> str:
    try:
        return cell_text(dt.datetime.fromisoformat(value).replace(tzinfo=None))
    except ValueError:
        return unescaped(value)


_OTHERS: dict[str, Callable[[str], str]] = {
    "b": lambda value: "TRUE" if value.strip() in ("1", "true") else "FALSE",
    "d": _iso_date,
    "inlineStr": plain_text,
    "str": plain_text,
}
