"""Writes leads to an Excel workbook of any size, in bounded memory.

openpyxl makes the workbook: its sheets with widths and frozen headers, and its styles. The rows are streamed into the
sheets as XML, because openpyxl takes many times as long for a cell (docs/measurements.md).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from crm.query.excel_cells import MOST_FORMATS, TEXT, TooManyFormatsError, cells_of, text_cell
from crm.query.export_columns import Column
from crm.query.export_error import ExportError
from crm.query.lead_texts import LeadTexts
from crm.sentences import Sentence

MAX_ROWS = 1_048_575
"""Leads of one sheet: Excel has 1,048,576 rows, and the first is the header."""
MAX_COLUMNS = 16_384
"""Columns of a sheet in Excel."""
_NARROWEST, _WIDEST = 10, 50
"""Width of a column in characters."""
_LOOKED_AT = 500
"""Leads whose texts decide about the widths."""
_ROWS_AT_ONCE = 500
_COMPRESSION = 3
"""Level of zlib."""
_DIMENSION = re.compile(rb"<dimension [^<>]*/>")
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")


def write_excel(leads: Iterable[LeadTexts], columns: Sequence[Column], target: IO[bytes]) -> int:
    """Writes leads row by row; a sheet that is full is followed by another one with the same header.

    Args:
        leads: in the order of the file.
        columns: in their order.
        target: opened for writing bytes; stays open.

    Returns:
        How many leads were written.

    Raises:
        ExportError: for more columns than a sheet has.
    """
    if len(columns) > MAX_COLUMNS:
        raise ExportError(Sentence("exportTooWide", count=len(columns), most=MAX_COLUMNS))
    coming = iter(leads)
    sample = list(islice(coming, _LOOKED_AT))
    left = chain(sample, coming)
    book = _Book(columns, sample)
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
        count = book.write_rows(archive, islice(left, MAX_ROWS))
        while (following := next(left, None)) is not None:
            book.add_sheet()
            count += book.write_rows(archive, islice(chain([following], left), MAX_ROWS))
        book.write_rest(archive)
    return count


class _Book:
    """A workbook that is being written, with its first sheet.

    Args:
        columns: of every sheet.
        sample: leads whose texts decide about the widths.
    """

    def __init__(self, columns: Sequence[Column], sample: Sequence[LeadTexts]) -> None:
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        self._letters = [get_column_letter(number) for number in range(1, len(columns) + 1)]
        self._widths = [_width(column, sample) for column in columns]
        self.add_sheet()
        self._styles: dict[str, int] = {}
        self._columns = [
            (letter, column.text_of, cells_of(column, self._style))
            for letter, column in zip(self._letters, columns, strict=True)
        ]
        self._header = self._header_of(columns)

    def add_sheet(self) -> None:
        """Adds a sheet, whose rows are written next."""
        number = len(self._book.worksheets) + 1
        sheet = self._book.create_sheet("Leads" if number == 1 else f"Leads {number}")
        sheet.freeze_panes = "A2"
        for letter, width in zip(self._letters, self._widths, strict=True):
            sheet.column_dimensions[letter].width = width

    def write_rows(self, archive: ZipFile, leads: Iterable[LeadTexts]) -> int:
        """Writes the rows of the newest sheet; returns their number, without the header."""
        name = f"xl/worksheets/sheet{len(self._book.worksheets)}.xml"
        with self._without_rows() as empty:
            before, after = _NO_ROWS.split(_DIMENSION.sub(b"", empty.read(name)))
        count, coming = 0, iter(leads)
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(before + b"<sheetData>" + self._header)
            while batch := list(islice(coming, _ROWS_AT_ONCE)):
                part.write("".join(self._row(lead, number) for number, lead in enumerate(batch, count + 2)).encode())
                count += len(batch)
            part.write(b"</sheetData>" + after)
        return count

    def write_rest(self, archive: ZipFile) -> None:
        """Writes all but the sheets."""
        written = set(archive.namelist())
        with self._without_rows() as empty:
            for name in empty.namelist():
                if name not in written:
                    archive.writestr(name, empty.read(name))

    def _without_rows(self) -> ZipFile:
        file = io.BytesIO()
        self._book.save(file)
        return ZipFile(file)

    def _row(self, lead: LeadTexts, number: int) -> str:
        cells: list[str] = []
        for letter, text_of, cell in self._columns:
            text = text_of(lead)
            if text:
                attributes, content = cell(text)
                cells.append(f'<c r="{letter}{number}"{attributes}>{content}</c>')
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _header_of(self, columns: Sequence[Column]) -> bytes:
        style = self._number_of_style(TEXT, is_bold=True)
        cells = [text_cell(column.header, style) for column in columns]
        named = zip(self._letters, cells, strict=True)
        written = "".join(f'<c r="{letter}1"{attributes}>{content}</c>' for letter, (attributes, content) in named)
        return f'<row r="1">{written}</row>'.encode()

    def _style(self, number_format: str) -> int:
        found = self._styles.get(number_format)
        if found is None:
            if len(self._styles) >= MOST_FORMATS:
                raise TooManyFormatsError
            found = self._styles[number_format] = self._number_of_style(number_format)
        return found

    def _number_of_style(self, number_format: str, *, is_bold: bool = False) -> int:
        cell = WriteOnlyCell(self._book.worksheets[0])
        cell.number_format = number_format
        if is_bold:
            cell.font = Font(bold=True)
        return int(cell.style_id)


def _width(column: Column, sample: Iterable[LeadTexts]) -> int:
    """The width that shows all texts of a sample, within bounds."""
    texts = [column.text_of(lead) for lead in sample]
    longest = max((len(line) for text in [column.header, *texts] for line in text.splitlines()), default=0)
    return min(max(longest + 2, _NARROWEST), _WIDEST)
