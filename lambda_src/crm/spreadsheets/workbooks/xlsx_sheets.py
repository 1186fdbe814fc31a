"""What an xlsx workbook says about its sheets apart from calamine's view of their cells."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from crm.spreadsheets.frames import Cells
from crm.spreadsheets.workbooks.xlsx_corrections import Corrector, corrections
from crm.spreadsheets.workbooks.xlsx_parts import SheetPart, XlsxParts
from crm.spreadsheets.workbooks.xlsx_scan import MANY_CELLS, SheetScan, claimed_cells, scan

if TYPE_CHECKING:
    from crm.spreadsheets.workbooks.xlsx_stream import SheetStream


class XlsxSheets:
    """The sheets of one workbook.

    Args:
        path: the file.
    """

    def __init__(self, path: str) -> None:
        self.parts = XlsxParts(path)
        self.formats = self.parts.number_formats()
        self._stream: SheetStream | None = None
        self._lock = threading.Lock()

    def beside(self, position: int) -> SheetExtra | None:
        """Extra knowledge of the sheet at a position, None if the workbook's parts do not lead to it."""
        part = self.parts.sheets[position] if position < len(self.parts.sheets) else None
        return SheetExtra(self, part) if part is not None else None

    def stream(self) -> SheetStream:
        """Streams sheets that are too large for calamine; reads the shared texts once."""
        # Two threads may come to such a sheet at once.
        with self._lock:
            if self._stream is None:
                from crm.spreadsheets.workbooks.xlsx_stream import SheetStream

                self._stream = SheetStream(self.parts, self.formats)
            return self._stream


class SheetExtra:
    """Extra knowledge of one sheet.

    Args:
        book: the workbook.
        part: the sheet's part.
    """

    def __init__(self, book: XlsxSheets, part: SheetPart) -> None:
        self._book = book
        self._part = part
        self._found: SheetScan | None = None
        self._lock = threading.Lock()
        self.table_headers = book.parts.table_headers(part)

    def look(self) -> SheetScan:
        """The result of scanning the part, which happens once, in parallel to calamine's work on the sheet."""
        with self._lock:
            if self._found is None:
                self._found = scan(self._book.parts, self._part)
            return self._found

    def table_cells(self) -> int:
        """Number of cells in the table that calamine would make of the sheet.

        A moderate size that the sheet claims is trusted; without one, or with a very large one, the part is scanned.
        """
        claimed = claimed_cells(self._book.parts, self._part)
        if 0 < claimed <= MANY_CELLS:
            return claimed
        found = self.look()
        return found.rows * found.columns

    def corrected(self, blocks: Iterator[list[Cells]]) -> Iterator[list[Cells]]:
        """Adds what calamine's rows lack: error values, addresses behind links, special number formats."""
        found = corrections(self._book.parts, self._part, self.look(), self._book.formats)
        yield from Corrector(found).all(blocks)

    def stream(self) -> Iterator[list[Cells]]:
        """Reads the rows without calamine, in bounded memory."""
        return self._book.stream().blocks(self._part, self.look())
