"""What there is to know about the sheets of an xlsx workbook beside calamine's view of their cells."""

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

    def beside(self, position: int) -> SheetExtra | None:
        """What the sheet's part tells, None when the workbook's parts do not lead to the sheet at a position."""
        part = self.parts.sheets[position] if position < len(self.parts.sheets) else None
        return SheetExtra(self, part) if part is not None else None

    def stream(self) -> SheetStream:
        """For sheets that are too large for calamine; the shared texts are read once."""
        if self._stream is None:
            from crm.spreadsheets.workbooks.xlsx_stream import SheetStream

            self._stream = SheetStream(self.parts, self.formats)
        return self._stream


class SheetExtra:
    """One sheet's extra knowledge.

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
        """What one pass over the part finds; it is made once, beside calamine's own work on the sheet."""
        with self._lock:
            if self._found is None:
                self._found = scan(self._book.parts, self._part)
            return self._found

    def table_cells(self) -> int:
        """Cells of the table that calamine would make of the sheet.

        A modest size that the sheet itself claims is believed; without one, or with one of a great many cells, the
        cells are looked through.
        """
        claimed = claimed_cells(self._book.parts, self._part)
        if 0 < claimed <= MANY_CELLS:
            return claimed
        found = self.look()
        return found.rows * found.columns

    def corrected(self, blocks: Iterator[list[Cells]]) -> Iterator[list[Cells]]:
        """calamine's rows with what it leaves out: error values, addresses behind links, special number formats."""
        found = corrections(self._book.parts, self._part, self.look(), self._book.formats)
        yield from Corrector(found).all(blocks)

    def stream(self) -> Iterator[list[Cells]]:
        """The rows without calamine, in bounded memory."""
        return self._book.stream().blocks(self._part, self.look())
