"""Reads the cells of a row of an xlsx sheet, however they are written.

Rows as nearly all programs write them are read by `xlsx_rows`, in a fraction of the time (docs/measurements.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from crm.spreadsheets.cell_links import address_of
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.xlsx_parts import column_number
from crm.spreadsheets.workbooks.xml_elements import element, opening
from crm.spreadsheets.workbooks.xml_text import unescaped, without_comments

MOST_COLUMNS = 16_384
_ROW = re.compile(element(b"row").decode())
# What may stand between rows: blanks, comments, and instructions to some program.
_BETWEEN = re.compile(r"\s*+(?:(?:<!--(?s:.)*?(?:-->|\Z)|<\?(?s:.)*?(?:\?>|\Z))\s*+)*")
_PLAIN = re.compile(r'<c r="([A-Z]{1,3})([0-9]++)("[^<>]*+)>(?:(?:<v>([^<]*+)</v>|)</c>|(?<=/>))')
_CELL = re.compile(element(b"c").decode())
_CELL_TAG = re.compile(opening(b"c").decode() + r"[\s/>]")
_VALUE = re.compile(element(b"v", rb"[^<>]*?").decode())
_VALUE_TAG = re.compile(opening(b"(?:v|is)").decode() + r"[\s>]")
_INLINE = re.compile(element(b"is", rb"[^<>]*?").decode())
_FORMULA_LINK = re.compile(
    opening(b"f").decode() + r"\b[^<>]*>\s*HYPERLINK\((?:&quot;|\")((?:mailto|tel):[^<\"]*?)(?:&quot;|\")"
)
_REFERENCE = re.compile(r"\br\s*+=\s*+[\"']([A-Za-z]{1,3})([0-9]++)[\"']")
_NUMBER = re.compile(r"\br\s*+=\s*+[\"']([0-9]++)[\"']")
_STYLE = re.compile(r"\bs\s*+=\s*+[\"']([0-9]++)[\"']")
_TYPE = re.compile(r"\bt\s*+=\s*+[\"'](\w++)[\"']")


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
        row: the number in its reference, None where it has none.
        kind: how its value is to be read.
        body: the XML between its tags.
    """

    column: int
    row: int | None
    kind: CellKind
    body: str

    @property
    def inline(self) -> str | None:
        """The XML of a text of its own."""
        match = _INLINE.search(self.body) if "is>" in self.body else None
        return match[1] or "" if match else None

    @property
    def value(self) -> str:
        """The raw text of its ``v``.

        Raises:
            SpreadsheetRejected: if that breaks off.
        """
        match = _VALUE.search(self.body)
        if match is None and _VALUE_TAG.search(self.body):
            raise rejection("corrupt")
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
        body: the XML between its tags.
        end: where it ends in the text.
    """

    number: int | None
    body: str
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
    return RawRow(int(number[1]) if number else None, without_comments(match[2] or ""), match.end())


def plain_cells(body: str) -> list[tuple[str, str, str, str]] | None:
    """Letters, row, attributes and value of each cell of a row; None if some cell is written otherwise than most."""
    found: list[tuple[str, str, str, str]] = _PLAIN.findall(body)
    return found if len(found) == body.count("<c") and found else None


def raw_cells(body: str) -> Iterator[RawCell]:
    """The cells of a row in the order of the file. One without a reference follows the one before.

    Raises:
        SpreadsheetRejected: if a cell breaks off, or is further to the right than any.
    """
    found: list[tuple[str, str]] = _CELL.findall(body)
    if len(found) != len(_CELL_TAG.findall(body)):
        raise rejection("corrupt")
    column = -1
    for tag, inside in found:
        reference = _REFERENCE.search(tag)
        column = column_number(reference[1].upper()) if reference else column + 1
        if column >= MOST_COLUMNS:
            raise rejection("corrupt")
        if inside:
            row = int(reference[2]) if reference else None
            yield RawCell(column, row, cell_kind(_REFERENCE.sub("", tag)), inside)


@lru_cache(maxsize=1_000)
def cell_kind(attributes: str) -> CellKind:
    """How a cell with such attributes is to be read."""
    style = _STYLE.search(attributes)
    kind = _TYPE.search(attributes)
    return CellKind(kind[1] if kind else "n", int(style[1]) if style else 0)
