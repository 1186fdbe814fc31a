"""What there is to know about the sheets of an xlsx workbook beside calamine's view of their cells."""

from __future__ import annotations

from collections.abc import Iterator

from crm.spreadsheets.frames import Cells
from crm.spreadsheets.xlsx_corrections import Corrector, corrections
from crm.spreadsheets.xlsx_parts import SheetPart, XlsxParts
from crm.spreadsheets.xlsx_scan import SheetScan, scan
from crm.spreadsheets.xlsx_stream import SheetStream


class XlsxSheets:
    """The sheets of one workbook.

    Args:
        path: the file.
    """

    def __init__(self, path: str) -> None:
        self.parts = XlsxParts(path)
        self.formats = self.parts.number_formats()
        self._stream: SheetStream | None = None

    def beside(self, position: int) -> SheetExtra | None:
        """What one pass over the sheet at a position tells, None when the workbook's parts do not lead to it."""
        part = self.parts.sheets[position] if position < len(self.parts.sheets) else None
        return SheetExtra(self, part, scan(self.parts, part)) if part is not None else None

    def stream(self) -> SheetStream:
        """For sheets that are too large for calamine; the shared texts are read once."""
        if self._stream is None:
            self._stream = SheetStream(self.parts, self.formats)
        return self._stream


class SheetExtra:
    """One sheet's extra knowledge.

    Args:
        book: the workbook.
        part: the sheet's part.
        found: what the pass over it found.
    """

    def __init__(self, book: XlsxSheets, part: SheetPart, found: SheetScan) -> None:
        self._book = book
        self._part = part
        self._found = found
        self.rows = found.rows
        self.columns = found.columns
        self.table_headers = book.parts.table_headers(part)

    def corrected(self, blocks: Iterator[list[Cells]]) -> Iterator[list[Cells]]:
        """calamine's rows with what it leaves out: error values, addresses behind links, special number formats."""
        found = corrections(self._book.parts, self._part, self._found, self._book.formats)
        return Corrector(found).all(blocks)

    def stream(self) -> Iterator[list[Cells]]:
        """The rows without calamine, in bounded memory."""
        return self._book.stream().blocks(self._part, self._found)
