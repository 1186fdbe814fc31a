"""Reads the XML of an xlsx sheet: what stands before its rows, the rows in pieces, and what stands behind them.

Links and merged ranges stand behind the rows, and are needed before them. A part of moderate size is kept while its
rows are read, a larger one is unpacked a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from crm.spreadsheets.cell_links import address_of
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.sheet_rows import Range
from crm.spreadsheets.workbooks.xlsx_parts import SheetPart, XlsxParts, cell_position
from crm.spreadsheets.workbooks.xml_elements import attributes, opening
from crm.spreadsheets.workbooks.xml_text import as_utf8, decoded, says_utf8

_KEPT = 32 << 20
"""Bytes of a part that is kept."""
_BLOCK = 1 << 20
_PIECE = 1 << 18
# A row of 16,384 full cells has less.
_MAX_ROW = 64 << 20
_NAME = b"sheetData"
# Longer than the tag around the name.
_LONGEST_TAG = 300
_TAG = re.compile(rb"<(/?)((?:[\w.-]+:)?)sheetData(?:\s[^<>]*?)?(/?)>")
_LINK = re.compile(opening(b"hyperlink") + rb"\s([^<>]*)>")
_MERGED = re.compile(opening(b"mergeCell") + rb"\s[^<>]*?ref=[\"']([A-Z]+\d+):([A-Z]+\d+)[\"']")
_ROOT = re.compile(opening(b"worksheet") + rb"\b([^<>]*+)>")
_ROOT_END = re.compile(rb"</(?:[\w.-]+:)?worksheet\s*+>")


class SheetXml:
    """The XML of one sheet.

    Args:
        parts: the workbook.
        sheet: its part.

    Raises:
        SpreadsheetRejected: if the part is missing or breaks off, or if its rows begin twice.
    """

    def __init__(self, parts: XlsxParts, sheet: SheetPart) -> None:
        if sheet.path is None:
            raise rejection("corrupt")
        self._parts = parts
        self._path = sheet.path
        self._relations = sheet.relations
        self.prefix = ""
        """What stands before the names of its tags, with a colon, or nothing."""
        self._before = b""
        self._after: list[bytes] = []
        self._begin = self._end = 0
        self._kept = self._read(parts.archive.getinfo(self._path).file_size)
        self._look([self._kept] if self._kept is not None else self._blocks())

    def _read(self, size: int) -> bytes | None:
        """The whole part in UTF-8, if it is kept or written in something else."""
        if size > _KEPT:
            with self._parts.archive.open(self._path) as part:
                if says_utf8(part.read(_BLOCK)):
                    return None
        return as_utf8(self._parts.archive.read(self._path))

    def _blocks(self) -> Iterator[bytes]:
        with self._parts.archive.open(self._path) as part:
            while block := part.read(_BLOCK):
                yield block

    def _look(self, blocks: Iterable[bytes]) -> None:
        """Finds where the rows begin and end, and keeps what stands before and behind them."""
        opened: dict[int, re.Match[bytes]] = {}
        text = b""
        offset = 0
        for block in blocks:
            self._before = self._before or block[:_BLOCK]
            if self._end:
                self._after.append(block)
            shared = text[-_LONGEST_TAG:]
            text = shared + block
            for match in _tags(text):
                at = offset - len(shared) + match.start()
                if not match[1]:
                    opened[at] = match
                    self._begin = at + len(match[0])
                elif not self._end:
                    self._end = at
                    self._after.append(text[match.end() :])
            offset += len(block)
        if len(opened) > 1 or (opened and not self._end and not next(iter(opened.values()))[3]):
            raise rejection("corrupt")
        if not opened and not self._is_whole():
            raise rejection("corrupt")
        for match in opened.values():
            self.prefix = match[2].decode()
        self._end = max(self._begin, self._end)

    def _is_whole(self) -> bool:
        """Whether a part without rows is a worksheet that does not break off."""
        root = _ROOT.search(self._before)
        return root is not None and (root[1].endswith(b"/") or _ROOT_END.search(self._before, root.end()) is not None)

    @property
    def rows_size(self) -> int:
        """Bytes of the rows."""
        return self._end - self._begin

    def pieces(self) -> Iterator[str]:
        """The rows, some of them at a time, each of them whole.

        Raises:
            SpreadsheetRejected: if a row has no end.
        """
        row = f"<{self.prefix}row".encode()
        text = b""
        for block in self._rows():
            text += block
            cut = text.rfind(row)
            if cut > 0:
                yield decoded(text[:cut])
                text = text[cut:]
            elif len(text) > _MAX_ROW:
                raise rejection("corrupt")
        if text:
            yield decoded(text)

    def _rows(self) -> Iterator[bytes]:
        if self._kept is not None:
            for start in range(self._begin, self._end, _PIECE):
                yield self._kept[start : min(start + _PIECE, self._end)]
            return
        start = 0
        for block in self._blocks():
            if start >= self._end:
                return
            yield block[max(0, self._begin - start) : self._end - start]
            start += len(block)

    def links(self) -> dict[tuple[int, int], str]:
        """Address of a cell's link by 0-based (row, column)."""
        addresses = {
            name: address
            for name, relation in self._relations.items()
            if relation.kind == "hyperlink" and (address := address_of(relation.target))
        }
        links = {}
        for tag in _LINK.findall(b"".join(self._after)) if addresses else ():
            values = attributes(tag)
            start = cell_position(values.get("ref", ""))
            address = addresses.get(values.get("id", ""))
            if start and address:
                links[start] = address
        return links

    def merged(self) -> Iterator[Range]:
        """Merged ranges."""
        after = b"".join(self._after)
        for first, last in _MERGED.findall(after) if b"mergeCell" in after else ():
            start, end = cell_position(first.decode()), cell_position(last.decode())
            if start and end:
                yield *start, *end


def _tags(text: bytes) -> Iterator[re.Match[bytes]]:
    """The tags around the rows. The pattern alone would stop at the tag of every cell."""
    at = text.find(_NAME)
    while at >= 0:
        if match := _TAG.match(text, max(0, text.rfind(b"<", max(0, at - _LONGEST_TAG), at))):
            yield match
        at = text.find(_NAME, at + len(_NAME))
