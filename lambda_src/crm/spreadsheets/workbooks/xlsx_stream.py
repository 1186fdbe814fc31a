"""Streams the rows of an xlsx sheet that calamine would lay out as a table too large for memory.

A stray cell in the last column of the last row makes a table of 17 billion cells; a million rows of thirty columns
are 30 million. Only cells that exist are touched here. That takes 3.3 times as long as calamine, so it is left to
such sheets; openpyxl's read-only mode, which streams too, takes 8 times as long (docs/measurements.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm.spreadsheets.cell_links import with_address
from crm.spreadsheets.frames import Cells
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.cell_texts import cell_text
from crm.spreadsheets.workbooks.number_formats import NumberFormat
from crm.spreadsheets.workbooks.serial_dates import from_serial
from crm.spreadsheets.workbooks.xlsx_cells import RawCell, raw_rows
from crm.spreadsheets.workbooks.xlsx_parts import SheetPart, XlsxParts
from crm.spreadsheets.workbooks.xlsx_scan import SheetScan
from crm.spreadsheets.workbooks.xml_elements import element
from crm.spreadsheets.workbooks.xml_text import xml_text

_BLOCK = 1 << 20
_BLOCK_ROWS = 512
_SHEET_ROWS = 1_048_576
_ITEM = re.compile(element(b"si", rb"[^<>]*?"))
_TEXT = re.compile(element(b"t", rb"[^<>]*?"))
_PHONETIC = re.compile(element(b"rPh", rb"[^<>]*?"))
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def shared_strings(parts: XlsxParts) -> list[str]:
    """The workbook's shared texts by their index."""
    strings: list[str] = []
    if parts.shared_strings_path is None:
        return strings
    text = b""
    with parts.archive.open(parts.shared_strings_path) as part:
        while block := part.read(_BLOCK):
            text += block
            end = 0
            for match in _ITEM.finditer(text):
                end = match.end()
                strings.append(_rich_text(match[1] or b""))
            text = text[end:]
    return strings


def _rich_text(raw: bytes) -> str:
    joined = b"".join(_TEXT.findall(_PHONETIC.sub(b"", raw)))
    text = xml_text(joined)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class SheetStream:
    """Streams sheets of one workbook.

    Args:
        parts: the workbook.
        formats: styles with special number formats.
    """

    def __init__(self, parts: XlsxParts, formats: dict[int, NumberFormat]) -> None:
        self._parts = parts
        self._formats = formats
        self._dates = parts.date_styles()
        self._strings = shared_strings(parts)

    def blocks(self, sheet: SheetPart, scan: SheetScan) -> Iterator[list[Cells]]:
        """Chunks of rows from row 1 and column A on, blank ones as ``()``.

        Raises:
            SpreadsheetRejected: if the rows are not in order.
        """
        block: list[Cells] = []
        expected = 1
        for number, cells in raw_rows(self._parts, sheet):
            # Rows that go back, or skip more than a whole sheet, would be lost.
            if not expected <= number <= expected + _SHEET_ROWS:
                raise rejection("corrupt")
            while expected < number:
                block.append(())
                expected += 1
                if len(block) >= _BLOCK_ROWS:
                    yield block
                    block = []
            block.append(self._row(number - 1, cells, scan))
            expected += 1
            if len(block) >= _BLOCK_ROWS:
                yield block
                block = []
        if block:
            yield block

    def _row(self, row: int, cells: list[RawCell], scan: SheetScan) -> Cells:
        texts: list[str] = []
        for cell in cells:
            text = self._text(cell)
            address = scan.links.get((row, cell.column)) if scan.links else None
            if address or (scan.has_formula_links and (address := cell.link)):
                text = with_address(text, address)
            if not text:
                continue
            if cell.column >= len(texts):
                texts.extend([""] * (cell.column + 1 - len(texts)))
            texts[cell.column] = text
        return tuple(texts) if any(map(str.strip, texts)) else ()

    def _text(self, cell: RawCell) -> str:
        if not cell.body:
            return ""
        if cell.kind == b"inlineStr":
            return _rich_text(cell.body)
        value = cell.value
        if cell.kind == b"s":
            index = int(value) if value.isdecimal() else -1
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if cell.kind == b"b":
            return "TRUE" if value == "1" else "FALSE"
        if cell.kind != b"n" or not value:
            return value
        return self._number(cell.style, value)

    def _number(self, style: int, value: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        shown = self._formats[style].show(number) if style in self._formats else None
        if shown is None and style in self._dates:
            moment = from_serial(number, self._parts.epoch_1904)
            return cell_text(moment) if moment is not None else cell_text(number)
        return shown if shown is not None else cell_text(number)
