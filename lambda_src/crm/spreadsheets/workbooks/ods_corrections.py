"""Corrects cells of an OpenDocument sheet that calamine reads otherwise than they are shown: numbers, percents, links.

An OpenDocument cell holds its value and the text shown for it; calamine reads the value.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from crm.spreadsheets.cell_links import address_of
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.corrections import Correction, RowCorrections
from crm.spreadsheets.workbooks.xml_text import xml_text

_BLOCK = 1 << 20
_OVERLAP = 4096
_MAX_ROW = 64 << 20
_CAUSE = re.compile(
    rb"xlink:href=[\"'](?:mailto|tel):|office:value-type=[\"']percentage|"
    rb"office:value-type=[\"']float[\"'][^<>]{0,500}>\s*<text:p[^<>]*>(?:0\d|[+(]|\d+[- ]\d)"
)
_TOKEN = re.compile(
    rb"<table:table\s|<(table:table-row)\b([^<>]*)>|</(table:table-row)>|"
    rb"<table:(?:covered-)?table-cell\b([^<>]*?)"
    rb"(?:/>|>([^<]*+(?:<(?!/?table:(?:covered-)?table-cell\b)[^<]*+)*)</table:(?:covered-)?table-cell>)"
)
_ROWS = re.compile(rb"number-rows-repeated=[\"'](\d+)")
_COLUMNS = re.compile(rb"number-columns-repeated=[\"'](\d+)")
_KIND = re.compile(rb"office:value-type=[\"'](\w+)")
_LINK = re.compile(rb"xlink:href=[\"']([^\"']*)[\"']")
_PARAGRAPH = re.compile(rb"<text:p\b[^<>]*>([^<]*+(?:<(?!/?text:p\b)[^<]*+)*)</text:p>")
_TAG = re.compile(rb"<[^<>]*>")
# Digits as a plain number does not show them: after a zero, a sign or a bracket, or with separators between.
_SPECIAL = re.compile(r"0\d[\d ()/.-]*|[+(]\d[\d ()/.-]*|\d+(?:[ -]\d+)+")


class OdsSheets:
    """The sheets of one document.

    Args:
        path: the file.
    """

    def __init__(self, path: str) -> None:
        self._archive = zipfile.ZipFile(path)
        self._found: list[dict[int, list[Correction]]] | None = None

    def corrections(self, position: int) -> Iterator[RowCorrections]:
        """The corrections of the sheet at a position, rows ascending."""
        if self._found is None:
            self._found = self._collect() if self._has_cause() else []
        if position < len(self._found):
            yield from self._found[position].items()

    def _has_cause(self) -> bool:
        tail = b""
        with self._archive.open("content.xml") as part:
            while block := part.read(_BLOCK):
                if _CAUSE.search(tail + block):
                    return True
                tail = block[-_OVERLAP:]
        return False

    def _collect(self) -> list[dict[int, list[Correction]]]:
        sheets: list[dict[int, list[Correction]]] = []
        row, column, repeated = 0, 0, 1
        text = b""
        with self._archive.open("content.xml") as part:
            while block := part.read(_BLOCK):
                text += block
                # Tokens are whole up to the last end of a row.
                cut = text.rfind(b"</table:table-row>")
                if cut < 0 and len(text) > _MAX_ROW:
                    raise rejection("corrupt")
                for match in _TOKEN.finditer(text, 0, cut + len(b"</table:table-row>") if cut >= 0 else 0):
                    opened, attributes, closed, cell, body = match.groups()
                    if closed:
                        row += repeated
                    elif opened:
                        column = 0
                        repeated = _repeated(_ROWS, attributes)
                        if attributes.endswith(b"/"):
                            row += repeated
                    elif cell is None:
                        sheets.append({})
                        row = 0
                    else:
                        correction = _correction(column, cell, body or b"")
                        if correction is not None and sheets and repeated == 1:
                            sheets[-1].setdefault(row, []).append(correction)
                        column += _repeated(_COLUMNS, cell)
                if cut >= 0:
                    text = text[cut + len(b"</table:table-row>") :]
        return sheets


def _repeated(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    match = pattern.search(attributes)
    return int(match[1]) if match else 1


def _correction(column: int, attributes: bytes, body: bytes) -> Correction | None:
    kind = _KIND.search(attributes)
    link = _LINK.search(body)
    address = address_of(xml_text(link[1])) if link else None
    text = None
    if kind is not None and kind[1] in (b"float", b"percentage"):
        shown = "\n".join(xml_text(_TAG.sub(b"", part)) for part in _PARAGRAPH.findall(body)).strip()
        if (kind[1] == b"percentage" and shown) or _SPECIAL.fullmatch(shown):
            text = shown
    return Correction(column, text, address) if text is not None or address else None
