"""What a cell of an Excel export holds: a text, or the number, date or time that the text of an own field is.

A cell is typed only if an import reads the same text out of it again, so that an export that is imported changes
nothing. Whatever is no value of its field, or could not come back, is a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from xml.sax.saxutils import escape

from crm.own_fields.definition import FieldType, OwnField
from crm.own_fields.reading import read
from crm.query.export_columns import Column
from crm.spreadsheets.workbooks.cell_texts import number_text
from crm.spreadsheets.workbooks.spelled_formats import Spelled, serial, spelled_date, spelled_number
from crm.values.formulas import escape_formulas, without_escapes

TEXT = "@"
"""The number format of text: what is typed into such a cell stays text."""
TIME = "yyyy-mm-dd hh:mm:ss"
MAX_TEXT = 32_767
"""Characters that Excel keeps in a cell."""
MOST_FORMATS = 150
"""Number formats of one workbook: Excel takes about 200 besides its own."""
_GENERAL = "General"
_WHOLE = "0"
_LONG = 1e11
"""From here on Excel shows a whole number with an exponent, unless its format says otherwise."""
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold."""
_LIKE_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads `_x0041_` as the letter A; ECMA-376, part 1, 22.4.2.4."""
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_REMEMBERED = 10_000
"""Typed cells of one column that are kept: most columns have few different ones."""

StyleOf = Callable[[str], int]
"""The number of the cell style with a number format."""


class TooManyFormatsError(ValueError):
    """A workbook has as many number formats as Excel takes."""


def text_cell(text: str, style: int) -> tuple[str, str]:
    """The attributes and the content of a cell with a text, as XML."""
    if without_escapes(text) != text:
        # An import takes apostrophes out that keep formulas of a CSV file from running: it is to find this one too.
        text = escape_formulas(text)
    if len(text) > MAX_TEXT:
        # Only lists of addresses are that long, and half an address is another one.
        text = text[:MAX_TEXT].rpartition(";")[0]
    if not text.isprintable():
        text = _REFUSED.sub("", text)
    if "_x" in text:
        text = _LIKE_ESCAPED.sub("_x005F_", text)
    space = ' xml:space="preserve"' if "\n" in text or text != text.strip() else ""
    return f' s="{style}" t="inlineStr"', f"<is><t{space}>{escape(text)}</t></is>"


def cells_of(column: Column, style_of: StyleOf) -> Callable[[str], tuple[str, str]]:
    """What makes the cells of a column: attributes and content as XML, of a text that is not empty.

    Args:
        style_of: a new number format counts against `MOST_FORMATS`.
    """
    plain = style_of(TEXT)
    spelling = _time if column.is_time else _SPELLINGS.get(column.type)
    if spelling is None:
        return lambda text: text_cell(text, plain)
    known: dict[str, tuple[str, str]] = {}

    def made(text: str) -> tuple[str, str]:
        spelled = spelling(column.own, text)
        if spelled is not None:
            try:
                return f' s="{style_of(spelled.code)}"', f"<v>{spelled.value!r}</v>"
            except TooManyFormatsError:
                pass
        return text_cell(text, plain)

    def cell(text: str) -> tuple[str, str]:
        found = known.get(text)
        if found is None:
            found = made(text)
            if len(known) < _REMEMBERED:
                known[text] = found
        return found

    return cell


def _number(own: OwnField | None, text: str) -> Spelled | None:
    value = read(own, text) if own is not None else None
    if not isinstance(value, (int, float)):
        return None
    if _PLAIN.fullmatch(text) and float(text) == value and number_text(value) == text:
        return Spelled(value, _WHOLE if abs(value) >= _LONG else _GENERAL)
    return spelled_number(text, value)


def _date(own: OwnField | None, text: str) -> Spelled | None:
    value = read(own, text) if own is not None else None
    if own is None or not isinstance(value, str):
        return None
    moment = datetime.fromisoformat(value.removesuffix("Z"))
    return spelled_date(text, moment, day_first=own.day_first is not False)


def _time(_own: OwnField | None, text: str) -> Spelled | None:
    # No import reads these, so nothing has to come back.
    return Spelled(serial(datetime.fromisoformat(text).replace(tzinfo=None)), TIME)


_SPELLINGS: Mapping[FieldType, Callable[[OwnField | None, str], Spelled | None]] = {
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.DATE_TIME: _date,
}
