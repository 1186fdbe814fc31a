"""Reads the parts of an Office Open XML workbook apart from its cells: sheets, relations, styles, tables.

It uses regular expressions on the raw bytes and no XML parser: the parts are small or streamed, no entity is ever
expanded, and transitional, strict and prefixed files are read alike. openpyxl returns no sheets of strict files.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.part_paths import straight, workbook_part
from crm.spreadsheets.workbooks.serial_dates import shows_date, shows_elapsed_time
from crm.spreadsheets.workbooks.xml_elements import ATTRIBUTES, attributes, element, opening
from crm.spreadsheets.workbooks.xml_text import as_utf8

if TYPE_CHECKING:
    from crm.spreadsheets.workbooks.number_formats import NumberFormat

# Styles, tables and relations are small in every real file.
_MAX_PART = 32 << 20

_SHEET = re.compile(opening(b"sheet") + rb"\s" + ATTRIBUTES + rb">")
_RELATION = re.compile(opening(b"Relationship") + rb"\s([^<>]*)>")
_NUMBER_FORMATS = re.compile(element(b"numFmts"))
_NUMBER_FORMAT = re.compile(opening(b"numFmt") + rb"\s" + ATTRIBUTES + rb">")
_CELL_FORMATS = re.compile(element(b"cellXfs"))
_FORMAT = re.compile(opening(b"xf") + rb"\b([^<>]*)>")
_FORMATS_TAG = re.compile(opening(b"cellXfs") + rb"[\s>]")
_COMMENT = re.compile(rb"<!--(?s:.)*?(?:-->|\Z)")
_TABLE = re.compile(opening(b"table") + rb"\s([^<>]*)>")
# Of the built-in formats, apart from dates, only these do not show plain digits.
_PERCENTS = ("9", "10")
_DATE1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true)["']""")
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")


_WITHOUT_ROWS = frozenset({"chartsheet", "dialogsheet", "xlmacrosheet", "xlintlmacrosheet"})
"""Kinds of relations to sheets that are no worksheets."""


class Relation(NamedTuple):
    """A reference from one part to another.

    Args:
        kind: last word of the relation's type: worksheet, hyperlink, table.
        target: path in the archive, or an address outside of it.
    """

    kind: str
    target: str


class SheetPart(NamedTuple):
    """One sheet's part.

    Args:
        name: as on the sheet's tab.
        path: in the archive; None where there is no such part.
        has_rows: False for charts, dialogs and macros.
        visibility: visible, hidden or veryHidden.
        relations: by id.
    """

    name: str
    path: str | None
    has_rows: bool
    visibility: str
    relations: dict[str, Relation]


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """0-based: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_position(reference: str) -> tuple[int, int] | None:
    """0-based row and column of a reference such as B7, or None."""
    match = _CELL.match(reference)
    return (int(match[2]) - 1, column_number(match[1])) if match else None


class XlsxParts:
    """The parts of one workbook.

    Args:
        path: the file.
    """

    def __init__(self, path: str) -> None:
        self.archive = zipfile.ZipFile(path)
        self._names = {straight(info.filename).lower(): info.filename for info in self.archive.infolist()}
        book = self._workbook_path()
        raw = self._read(book)
        relations = self.relations(book)
        self.epoch_1904 = _DATE1904.search(raw) is not None
        self.sheets = [self._sheet(attributes(match), relations) for match in _SHEET.findall(raw)]
        self._styles_path = next((one.target for one in relations.values() if one.kind == "styles"), "xl/styles.xml")
        shared = next((one.target for one in relations.values() if one.kind == "sharedStrings"), "xl/sharedStrings.xml")
        self.shared_strings_path = self._names.get(shared.lower())

    def _workbook_path(self) -> str:
        named = (one.target for one in self.relations("").values() if one.kind == "officeDocument")
        for path in (*named, workbook_part(self.archive) or "", "xl/workbook.xml"):
            if path.lower() in self._names:
                return path
        raise rejection("corrupt")

    def _sheet(self, values: dict[str, str], relations: dict[str, Relation]) -> SheetPart:
        relation = relations.get(values.get("id", ""))
        path = self._names.get(relation.target.lower()) if relation is not None else None
        return SheetPart(
            values.get("name", ""),
            path,
            relation is None or relation.kind.lower() not in _WITHOUT_ROWS,
            values.get("state", "visible"),
            self.relations(relation.target) if relation is not None and path is not None else {},
        )

    def _read(self, path: str) -> bytes:
        name = self._names.get(path.lower())
        if name is None or self.archive.getinfo(name).file_size > _MAX_PART:
            return b""
        raw = as_utf8(self.archive.read(name))
        return _COMMENT.sub(b"", raw) if b"<!--" in raw else raw

    def relations(self, path: str) -> dict[str, Relation]:
        """The relations of the part at a path, by id."""
        folder, name = posixpath.split(path)
        found = {}
        for match in _RELATION.findall(self._read(posixpath.join(folder, "_rels", name + ".rels"))):
            values = attributes(match)
            target = values.get("Target", "")
            if values.get("TargetMode") != "External":
                target = straight(target if target[:1] in ("/", "\\") else f"{folder}/{target}")
            found[values.get("Id", "")] = Relation(values.get("Type", "").rpartition("/")[2], target)
        return found

    @cached_property
    def _cell_styles(self) -> list[tuple[int, str, str | None]]:
        """Style, numFmtId and custom format code of each cell style.

        Raises:
            SpreadsheetRejected: if they break off.
        """
        raw = self._read(self._styles_path)
        codes = {}
        own = _NUMBER_FORMATS.search(raw)
        for match in _NUMBER_FORMAT.findall(own[0]) if own else ():
            values = attributes(match)
            codes[values.get("numFmtId", "")] = values.get("formatCode", "")
        formats = _CELL_FORMATS.search(raw)
        if formats is None and _FORMATS_TAG.search(raw):
            raise rejection("corrupt")
        numbers = [attributes(match).get("numFmtId", "0") for match in _FORMAT.findall(formats[0] if formats else b"")]
        return [(style, number, codes.get(number)) for style, number in enumerate(numbers)]

    def number_formats(self) -> dict[int, NumberFormat]:
        """Cell styles (``s`` of a cell) that do not show numbers as plain digits."""
        special = [style for style in self._cell_styles if style[2] is not None or style[1] in _PERCENTS]
        if not special:
            return {}
        # Imported only for workbooks with custom formats: most of a small file's time is the start of the process.
        from crm.spreadsheets.workbooks.number_formats import find_format

        # Spelled dates count from 1900 (`spelled_formats`).
        special = [style for style in special if not (self.epoch_1904 and shows_date(*style[1:]))]
        return {style: shown for style, number, code in special if (shown := find_format(number, code)) is not None}

    def date_styles(self) -> frozenset[int]:
        """Cell styles that show numbers as dates or times."""
        return frozenset(style for style, number, code in self._cell_styles if shows_date(number, code))

    def elapsed_styles(self) -> frozenset[int]:
        """Cell styles, of those that show dates or times, that show how much time has passed."""
        return frozenset(style for style, number, code in self._cell_styles if shows_elapsed_time(number, code))

    def table_headers(self, sheet: SheetPart) -> frozenset[int]:
        """0-based header rows of the tables defined on the sheet."""
        rows = set()
        for relation in sheet.relations.values():
            if relation.kind != "table":
                continue
            for match in _TABLE.findall(self._read(relation.target)):
                values = attributes(match)
                start = cell_position(values.get("ref", ""))
                if start and values.get("headerRowCount", "1") != "0":
                    rows.add(start[0])
        return frozenset(rows)
