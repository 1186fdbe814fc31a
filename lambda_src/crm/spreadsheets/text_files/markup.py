"""Reads tables in markup that passes for a workbook: web pages, XML Spreadsheet 2003, flat OpenDocument.

Many web applications export to Excel by writing a page with a table and naming it `.xls`. One tolerant parser reads
all three; it expands only entities of characters.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from crm.spreadsheets.cell_links import with_address
from crm.spreadsheets.frames import Cells
from crm.spreadsheets.model import MIB
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.text_files.encoding import ERRORS, Encoding

MAX_BYTES = 64 * MIB
_BLOCK_CHARS = 1 << 20
_MARKUP = re.compile(
    r"\s*(?:\ufeff)?<(?:!doctype|!--|html|head|body|table|meta|style|\?xml|\w++(?::\w*+)?[\s>])", re.IGNORECASE
)
# Largest distance of a cell from its neighbour, and most repetitions.
_MOST_COLUMNS = 1_000
_MOST_ROWS = 100_000
# As many as Excel has.
_MOST_ROWS_IN_ALL = 1_048_576

_TABLES = frozenset({"table", "worksheet", "table:table"})
_ROWS = frozenset({"tr", "row", "table:table-row"})
_CELLS = frozenset({"td", "th", "cell", "table:table-cell", "table:covered-table-cell"})
_BREAKS = frozenset({"br", "p", "div", "li", "text:p", "text:line-break"})
_HIDDEN = frozenset({"script", "style", "head", "comment", "office:annotation"})
_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?")


class MarkupTable(NamedTuple):
    """One table.

    Args:
        name: the worksheet's, "" in a web page.
        rows: its rows, blank ones as ``()``.
    """

    name: str
    rows: list[Cells]


def is_markup(first_line: str) -> bool:
    """Whether a text begins like a web page or XML."""
    return _MARKUP.match(first_line) is not None


def read_markup(path: str, encoding: Encoding, size: int) -> list[MarkupTable]:
    """The tables of a file that have more than one row or are worksheets; none if a page is no spreadsheet.

    Raises:
        SpreadsheetRejected: too_large.
    """
    if size > MAX_BYTES:
        raise rejection("too_large")
    parser = _Tables()
    with open(path, encoding=encoding.name, errors=ERRORS, newline="") as file:  # noqa: PTH123
        if encoding.skip:
            file.seek(encoding.skip)
        while block := file.read(_BLOCK_CHARS):
            parser.feed(block)
    parser.close()
    return [table for table in parser.tables if table.name or sum(1 for row in table.rows if len(row) > 1) > 1]


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[MarkupTable] = []
        self._open: list[MarkupTable] = []
        self._row: list[str] | None = None
        self._below: dict[int, int] = {}
        """Columns that a cell above reaches down into, with the number of rows left."""
        self._text: list[str] | None = None
        self._cell: dict[str, str] = {}
        self._address = ""
        self._hidden = 0
        self._repeat = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name.rpartition(":")[2]: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _TABLES and (tag != "table" or not self._open or not self._open[-1].name):
            self._end_row()
            self._begin_table(values)
        elif tag in _ROWS and self._open:
            self._end_row()
            self._begin_row(values)
        elif tag in _CELLS and self._open:
            self._begin_cell(values)
        elif tag in _BREAKS and self._text is not None:
            self._text.append("\n")
        if values.get("href", "")[:7].lower().startswith(("mailto:", "tel:")):
            self._address = values["href"].partition(":")[2].partition("?")[0]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _CELLS:
            self._end_cell()
        elif tag in _ROWS:
            self._end_row()
        elif tag in _TABLES and self._open and (tag != "table" or not self._open[-1].name):
            self._end_row()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._hidden:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._end_row()

    def _begin_table(self, values: dict[str, str]) -> None:
        table = MarkupTable(values.get("name", ""), [])
        self._below = {}
        self._open.append(table)
        self.tables.append(table)

    def _begin_row(self, values: dict[str, str]) -> None:
        rows = self._open[-1].rows
        number = _number(values.get("index"), 0)
        if len(rows) < number - 1 <= _MOST_ROWS:
            rows.extend([()] * (number - 1 - len(rows)))
        self._row = []
        self._repeat = _number(values.get("number-rows-repeated"), 1)

    def _begin_cell(self, values: dict[str, str]) -> None:
        self._end_cell()
        if self._row is None:
            self._row = []
        column = _number(values.get("index"), 0)
        if len(self._row) < column - 1 <= _MOST_COLUMNS:
            self._row.extend([""] * (column - 1 - len(self._row)))
        while self._below.get(len(self._row), 0) > 0:
            self._below[len(self._row)] -= 1
            self._row.append("")
        self._cell, self._text, self._address = values, [], ""

    def _end_cell(self) -> None:
        if self._text is None or self._row is None:
            return
        lines = (" ".join(line.split()) for line in "".join(self._text).split("\n"))
        text = "\n".join(line for line in lines if line)
        if (moment := _DATE_TIME.fullmatch(text)) is not None:
            text = moment[1] if moment[2] == "00:00:00" else f"{moment[1]} {moment[2]}"
        if self._address:
            text = with_address(text, self._address)
        across = _number(self._cell.get("colspan"), 1) + _number(self._cell.get("mergeacross"), 0)
        repeated = _number(self._cell.get("number-columns-repeated"), 1)
        down = _number(self._cell.get("rowspan"), 1) - 1 + _number(self._cell.get("mergedown"), 0)
        free = max(0, _MOST_COLUMNS - len(self._row))
        cells = ([text] * min(repeated, free) + [""] * min(across - 1, free))[:free]
        if down > 0:
            self._below |= dict.fromkeys(range(len(self._row), len(self._row) + len(cells)), down)
        self._row.extend(cells)
        self._text = None

    def _end_row(self) -> None:
        self._end_cell()
        row, self._row = self._row, None
        if row is None or not self._open:
            return
        cells = tuple(row) if any(map(str.strip, row)) else ()
        rows = self._open[-1].rows
        rows.extend([cells] * (self._repeat if cells or self._repeat <= _MOST_COLUMNS else 1))
        if len(rows) > _MOST_ROWS_IN_ALL:
            raise rejection("too_large")


def _number(text: str | None, default: int) -> int:
    return min(int(text), _MOST_ROWS) if text is not None and text.isdecimal() and len(text) < 9 else default
