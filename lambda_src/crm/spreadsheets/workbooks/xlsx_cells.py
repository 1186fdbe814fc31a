"""Reads the cells of a row of an xlsx sheet one by one, however they are written.

Rows as nearly all programs write them are read by `xlsx_rows`, in a sixth of the time (docs/measurements.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from crm.spreadsheets.cell_links import address_of
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.xlsx_parts import column_number
from crm.spreadsheets.workbooks.xml_elements import element
from crm.spreadsheets.workbooks.xml_text import unescaped

_ROW = re.compile(element(b"row").decode())
# What may stand between rows.
_BETWEEN = re.compile(r"\s*+(?:<!--(?s:.)*?(?:-->|\Z)\s*+)*")
_CELL = re.compile(element(b"c").decode())
_CELL_TAG = re.compile(r"<(?:\w+:)?c[\s/>]")
_VALUE = re.compile(element(b"v", rb"[^<>]*?").decode())
_FORMULA_LINK = re.compile(r"<(?:\w+:)?f\b[^<>]*>\s*HYPERLINK\((?:&quot;|\")((?:mailto|tel):[^<\"]*?)(?:&quot;|\")")
# A tag that begins with its reference, as nearly all do.
_PLACED = re.compile(r' r="([A-Z]{1,3})[0-9]++"([^<>]*+)')
_REFERENCE = re.compile(r"\br=[\"']([A-Z]+)(\d+)[\"']")
_NUMBER = re.compile(r"\br=[\"'](\d+)[\"']")
_STYLE = re.compile(r"\bs=[\"'](\d+)[\"']")
_TYPE = re.compile(r"\bt=[\"'](\w+)[\"']")


class CellKind(NamedTuple):
    """How a cell's value is to be read.

    Args:
        type: its ``t``: n, s, str, b, e, inlineStr, d.
        style: its ``s``.
    """

    type: str
    style: int


class RawCell(NamedTuple):
    """A cell as written.

    Args:
        column: 0-based.
        kind: how its value is to be read.
        body: the XML between its tags.
    """

    column: int
    kind: CellKind
    body: str

    @property
    def value(self) -> str:
        """The raw text of its ``v``."""
        if self.body.startswith("<v>") and self.body.find("<", 3) == len(self.body) - len("</v>"):
            return self.body[len("<v>") : -len("</v>")]
        match = _VALUE.search(self.body)
        return match[1] or "" if match else ""

    @property
    def link(self) -> str | None:
        """The address that its formula links to."""
        match = _FORMULA_LINK.search(self.body) if "HYPERLINK" in self.body else None
        return address_of(unescaped(match[1])) if match else None


class RawRow(NamedTuple):
    """A row as written.

    Args:
        number: of the row, None if it follows the one before.
        cells: in the order of the file.
        end: where it ends in the text.
    """

    number: int | None
    cells: list[RawCell]
    end: int


def raw_row(text: str, start: int) -> RawRow | None:
    """The row that begins at a place in a text of rows, None if there is none any more.

    Raises:
        SpreadsheetRejected: if something stands there that is no row.
    """
    between = _BETWEEN.match(text, start)
    begin = between.end() if between else start
    if begin == len(text):
        return None
    match = _ROW.match(text, begin)
    if match is None:
        raise rejection("corrupt")
    number = _NUMBER.search(match[1])
    return RawRow(int(number[1]) if number else None, list(_cells(match[2] or "")), match.end())


@lru_cache(maxsize=1_000)
def cell_kind(attributes: str) -> CellKind:
    """How a cell with such attributes is to be read."""
    style = _STYLE.search(attributes)
    kind = _TYPE.search(attributes)
    return CellKind(kind[1] if kind else "n", int(style[1]) if style else 0)


def _cells(body: str) -> Iterator[RawCell]:
    found: list[tuple[str, str]] = _CELL.findall(body)
    if len(found) != len(_CELL_TAG.findall(body)):
        raise rejection("corrupt")
    column = -1
    for tag, inside in found:
        placed = _PLACED.fullmatch(tag)
        if placed:
            column = column_number(placed[1])
            yield RawCell(column, cell_kind(placed[2]), inside)
            continue
        reference = _REFERENCE.search(tag)
        column = column_number(reference[1]) if reference else column + 1
        yield RawCell(column, cell_kind(_REFERENCE.sub("", tag)), inside)
