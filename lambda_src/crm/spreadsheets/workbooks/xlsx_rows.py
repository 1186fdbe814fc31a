"""Reads the rows of an xlsx sheet.

One pattern takes a whole row apart if it is written as nearly all programs write rows: cells with references, in their
order, one value in each. Any other row is read cell by cell (`xlsx_cells`). Only cells that exist are touched: a stray
cell in the last column of the last row would make a table of 17 billion cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from operator import methodcaller
from string import ascii_uppercase
from typing import Any

from crm.spreadsheets.cell_links import with_address
from crm.spreadsheets.frames import Cells
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.cell_texts import rows_of_columns
from crm.spreadsheets.workbooks.sheet_rows import BLOCK_ROWS
from crm.spreadsheets.workbooks.xlsx_cells import MOST_COLUMNS, RawRow, cell_kind, plain_cells, raw_cells, raw_row
from crm.spreadsheets.workbooks.xlsx_parts import column_number
from crm.spreadsheets.workbooks.xlsx_sheet_xml import SheetXml
from crm.spreadsheets.workbooks.xlsx_values import CellValues

_SHEET_ROWS = 1_048_576
_MOST_COLUMNS = 128
"""Columns of a pattern: where it does not match, it tries each column once for each that it has found."""
_WORTH_A_COLUMN = 4_000
"""Bytes of rows from which on a pattern takes less time to compile, for each column, than it saves."""
_WIDTHS = 4
"""Patterns are compiled for a multiple of so many columns, so that few serve most workbooks."""
_USUAL_WIDTHS = range(_WIDTHS, 25, _WIDTHS)
_LOOKED_AT = 8_000
"""Characters at each end of a piece of rows in which the columns are counted."""
_FEW_MISSES = 16
"""Rows of a piece that may be written otherwise before the pattern is given up, if they are more than the others."""
_LETTERS = re.compile(r'c r="([A-Z]{1,3})')
_ALL = methodcaller("groups", "")


class RowReader:
    """Reads the rows of one sheet.

    Args:
        sheet: with its rows.
        values: shows the values of its cells.
    """

    def __init__(self, sheet: SheetXml, values: CellValues) -> None:
        self._sheet = sheet
        self._values = values
        self._width = 0
        self._calculated = False

    def blocks(self) -> Iterator[list[Cells]]:
        """Chunks of rows from row 1 and column A on, blank ones as ``()``.

        Raises:
            SpreadsheetRejected: if the rows are not in order, or something stands between them.
        """
        block: list[Cells] = []
        following = 1
        for piece in self._sheet.pieces():
            for number, rows in self._rows(piece):
                first = following if number is None else number
                # Rows that go back would be lost.
                if not following <= first <= _SHEET_ROWS - len(rows) + 1:
                    raise rejection("corrupt")
                while following < first:
                    blanks = min(first - following, BLOCK_ROWS)
                    block += [()] * blanks
                    following += blanks
                    if len(block) >= BLOCK_ROWS:
                        yield block
                        block = []
                block += rows
                following += len(rows)
                if len(block) >= BLOCK_ROWS:
                    yield block
                    block = []
        yield block

    def _rows(self, piece: str) -> Iterator[tuple[int | None, list[Cells]]]:
        """Consecutive rows and the number of the first of them, None if they follow those before."""
        pattern = self._pattern()
        looked_at = False
        end = matched = missed = 0
        while True:
            found = _matches(pattern, piece, end) if pattern is not None else []
            if found:
                end = found[-1].end()
                matched += len(found)
                yield from self._taken_apart(found)
            if len(found) == BLOCK_ROWS:
                continue
            row = raw_row(piece, end)
            if row is None:
                return
            if not looked_at:
                # Most pieces are written as the one before; this one may have more columns, or formulas.
                looked_at = True
                self._look_at(piece)
                pattern = self._pattern()
                continue
            end = row.end
            yield self._one_by_one(row)
            missed += 1
            if missed > max(_FEW_MISSES, matched):
                pattern = None

    def _look_at(self, piece: str) -> None:
        prefix = self._sheet.prefix
        self._width = max(self._width, _width(piece))
        self._calculated = self._calculated or f"<{prefix}f" in piece or f"<{prefix}is>" in piece

    def _pattern(self) -> re.Pattern[str] | None:
        """The pattern for most rows; None if none was seen yet, or if the sheet is too small or too wide for one."""
        if not 0 < self._width <= _MOST_COLUMNS or self._sheet.rows_size < self._width * _WORTH_A_COLUMN:
            return None
        return _row_pattern(self._sheet.prefix, _rounded(self._width), calculated=self._calculated)

    def _taken_apart(self, found: list[re.Match[str]]) -> Iterator[tuple[int | None, list[Cells]]]:
        columns = list(zip(*map(_ALL, found), strict=True))
        # The pattern may have more columns than any row so far.
        filled = (width for width in range(len(columns) // 2, self._width, -1) if any(columns[2 * width]))
        self._width = next(filled, self._width)
        texts = [self._values.of_column(*columns[at : at + 2]) for at in range(1, 2 * self._width, 2)]
        rows = rows_of_columns(texts)
        if not any(columns[0]):
            yield None, rows
            return
        numbers = [int(number) if number else None for number in columns[0]]
        if numbers[0] is not None and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            yield numbers[0], rows
            return
        for number, row in zip(numbers, rows, strict=True):
            yield number, [row]

    def _one_by_one(self, row: RawRow) -> tuple[int | None, list[Cells]]:
        """The number of a row, and the row, from its cells."""
        texts = [""] * self._width
        number = row.number
        plain = plain_cells(row.body)
        if plain is not None:
            for letters, digits, tag, value in plain:
                number = _same(number, int(digits))
                if value:
                    _put(texts, column_number(letters), self._values.of_value(cell_kind(tag), value))
        else:
            for cell in raw_cells(row.body):
                number = _same(number, cell.row)
                text = self._values.of_cell(cell)
                if address := cell.link:
                    text = with_address(text, address)
                if text:
                    _put(texts, cell.column, text)
        return number, [tuple(texts) if any(map(str.strip, texts)) else ()]


def _matches(pattern: re.Pattern[str], piece: str, start: int) -> list[re.Match[str]]:
    """The rows from a place on that match, as many as a chunk has."""
    # `scanner` is not in the documentation; each of its matches begins where the one before ends.
    scanner: Any = pattern.scanner(piece, start)  # type: ignore[attr-defined]
    return list(islice(iter(scanner.match, None), BLOCK_ROWS))


def _same(number: int | None, row: int | None) -> int | None:
    """The number of a row, which one of its cells may say too."""
    if number is not None and row is not None and number != row:
        raise rejection("corrupt")
    return number if number is not None else row


def _put(texts: list[str], column: int, text: str) -> None:
    if column >= len(texts):
        if column >= MOST_COLUMNS:
            raise rejection("corrupt")
        texts.extend([""] * (column + 1 - len(texts)))
    texts[column] = text


def _width(piece: str) -> int:
    """Columns of the rows at both ends of a piece."""
    ends = (piece[:_LOOKED_AT], piece[-_LOOKED_AT:] if len(piece) > _LOOKED_AT else "")
    return max((column_number(letters) for end in ends for letters in set(_LETTERS.findall(end))), default=0) + 1


def compile_usual() -> None:
    """Compiles the patterns that most workbooks need, for a process that has the time."""
    for width in _USUAL_WIDTHS:
        _row_pattern("", width, calculated=False)


def _rounded(width: int) -> int:
    return -(-width // _WIDTHS) * _WIDTHS


@lru_cache(maxsize=16)
def _row_pattern(prefix: str, width: int, *, calculated: bool) -> re.Pattern[str]:
    """A pattern for a row: its number, and for each column the attributes and the value of its cell.

    A row that does not match is looked at once for each column.

    Args:
        prefix: before the names of tags.
        width: columns.
        calculated: whether cells may hold formulas, which link to no address, or texts of their own.
    """
    row, cell, value, formula, inline, text = (f"{prefix}{name}" for name in ("row", "c", "v", "f", "is", "t"))
    shown = f"<{value}>([^<]*+)</{value}>"
    if calculated:
        formulas = rf"(?:<{formula}(?:[^<>/]*+>(?!\s*+HYPERLINK)[^<]*+</{formula}>|[^<>]*/>)|)"
        shown = (
            rf'{formulas}(?:(?:<{value}>|(?<=t="inlineStr">)<{inline}><{text}[^>]*+>)([^<]*+)'
            rf"(?:</{value}>|</{text}></{inline}>)|<{value} ?/>|)"
        )
    cells = (
        rf'(?:<{cell} r="{letters}\1("[^>]*+)>(?:{shown}</{cell}>|(?<=/>))|)'
        for letters in islice(_column_letters(), width)
    )
    return re.compile(rf'<{row}(?: r="(\d++)"[^<>]*+|)>{"".join(cells)}</{row}>\s*+')


def _column_letters() -> Iterator[str]:
    for count in range(1, 4):
        for letters in product(ascii_uppercase, repeat=count):
            yield "".join(letters)
