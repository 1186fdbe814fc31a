"""Reads the cells of an xlsx sheet from its XML.

A module of its own, because few workbooks need it and its patterns take time to compile in the child process.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from crm.spreadsheets.cell_links import address_of
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.xlsx_parts import SheetPart, XlsxParts, column_number
from crm.spreadsheets.workbooks.xml_elements import element, inside_of
from crm.spreadsheets.workbooks.xml_text import xml_text

_BLOCK = 1 << 20
# A row of 16,384 full cells has less.
_MAX_ROW = 64 << 20
_ROW = re.compile(element(b"row"))
_CELL = re.compile(element(b"c"))
_VALUE = re.compile(element(b"v", rb"[^<>]*?"))
_FORMULA_LINK = re.compile(rb"<(?:\w+:)?f\b[^<>]*>\s*HYPERLINK\((?:&quot;|\")((?:mailto|tel):[^<\"]*?)(?:&quot;|\")")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]+)(\d+)[\"']")
_NUMBER = re.compile(rb"\br=[\"'](\d+)[\"']")
_STYLE = re.compile(rb"\bs=[\"'](\d+)[\"']")
_TYPE = re.compile(rb"\bt=[\"'](\w+)[\"']")


class RawCell(NamedTuple):
    """A cell as written.

    Args:
        column: 0-based.
        style: its ``s``.
        kind: its ``t``: n, s, str, b, e, inlineStr, d.
        body: the XML between its tags.
    """

    column: int
    style: int
    kind: bytes
    body: bytes

    @property
    def value(self) -> str:
        """The text of its ``v``."""
        match = _VALUE.search(self.body)
        return xml_text(match[1] or b"") if match else ""

    @property
    def link(self) -> str | None:
        """The address that its formula links to."""
        match = _FORMULA_LINK.search(self.body)
        return address_of(xml_text(match[1])) if match else None


def raw_rows(
    parts: XlsxParts, sheet: SheetPart, wanted: re.Pattern[bytes] = _CELL
) -> Iterator[tuple[int, list[RawCell]]]:
    """Row number and cells of each row tag, in the order of the file.

    Args:
        parts: the workbook.
        sheet: its part.
        wanted: the cells to find, from `cells_with`; by default all. Cells without a reference follow their neighbour,
            so they are found only among all cells.
    """
    number = 0
    text = b""
    with parts.archive.open(sheet.path) as part:
        while block := part.read(_BLOCK):
            text += block
            end = 0
            for match in _ROW.finditer(text):
                end = match.end()
                named = _NUMBER.search(match[1])
                number = int(named[1]) if named else number + 1
                found = wanted.findall(match[2]) if match[2] else []
                yield number, list(_cells(found, placed_only=wanted is not _CELL)) if found else []
            text = text[end:]
            if len(text) > _MAX_ROW:
                raise rejection("corrupt")


def cells_with(*, styles: Collection[int], errors: bool, formula_links: bool) -> re.Pattern[bytes]:
    """A pattern for `raw_rows` that finds only cells with one of these things."""
    marks = []
    if styles:
        marks.append(b"\\bs=[\"'](?:" + b"|".join(str(style).encode() for style in sorted(styles)) + b")[\"']")
    if errors:
        marks.append(b"\\bt=[\"']e[\"']")
    if marks and not formula_links:
        return re.compile(element(b"c", rb"(?=[^<>]*?(?:" + b"|".join(marks) + rb"))([^<>]*?)"))
    if formula_links and not marks:
        link = rb"(\s*+<(?:\w+:)?f\b[^<>]*>\s*+HYPERLINK" + inside_of(b"c") + rb")"
        return re.compile(element(b"c", body=link))
    return _CELL


def _cells(found: Iterable[tuple[bytes, bytes]], *, placed_only: bool) -> Iterator[RawCell]:
    column = -1
    for tag, body in found:
        reference = _REFERENCE.search(tag)
        if reference is None and placed_only:
            continue
        column = column_number(reference[1].decode()) if reference else column + 1
        style = _STYLE.search(tag)
        kind = _TYPE.search(tag)
        yield RawCell(column, int(style[1]) if style else 0, kind[1] if kind else b"n", body)
