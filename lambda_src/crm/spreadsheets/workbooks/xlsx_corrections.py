"""Corrects the cells of an xlsx sheet that calamine reads otherwise than Excel shows them.

calamine reads error values as blank and knows neither links nor number formats, so `#N/A`, the address behind a name
and the zeros of `02134` would be lost. openpyxl knows them all, at 8 times the processor time (docs/measurements.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from crm.spreadsheets.cell_links import with_address
from crm.spreadsheets.frames import Cells
from crm.spreadsheets.workbooks.xlsx_parts import SheetPart, XlsxParts
from crm.spreadsheets.workbooks.xlsx_scan import SheetScan

if TYPE_CHECKING:
    from crm.spreadsheets.workbooks.number_formats import NumberFormat
    from crm.spreadsheets.workbooks.xlsx_cells import RawCell


class Correction(NamedTuple):
    """What a cell shows in place of what calamine read.

    Args:
        column: 0-based.
        text: replaces the text, None to keep it.
        address: the email address or phone number that the cell links to.
    """

    column: int
    text: str | None
    address: str | None


RowCorrections = tuple[int, list[Correction]]


def corrections(
    parts: XlsxParts, sheet: SheetPart, scan: SheetScan, formats: Mapping[int, NumberFormat]
) -> Iterator[RowCorrections]:
    """The 0-based rows with corrections, and these; reads no cells if the scan found no cause."""
    if not (scan.has_errors or scan.has_formula_links or formats):
        by_row: dict[int, list[Correction]] = {}
        for (row, column), address in sorted(scan.links.items()):
            by_row.setdefault(row, []).append(Correction(column, None, address))
        yield from by_row.items()
        return
    from crm.spreadsheets.workbooks.xlsx_cells import cells_with, raw_rows

    wanted = cells_with(styles=formats.keys(), errors=scan.has_errors, formula_links=scan.has_formula_links)
    linked: dict[int, dict[int, str]] = {}
    for (row, column), address in scan.links.items():
        linked.setdefault(row, {})[column] = address
    for number, cells in raw_rows(parts, sheet, wanted):
        links = linked.get(number - 1, {})
        found = [Correction(column, None, address) for column, address in links.items()]
        for cell in cells:
            text = _shown(cell, formats)
            link = cell.link if scan.has_formula_links else None
            if text is not None or link:
                found.insert(0, Correction(cell.column, text, link))
        if found:
            yield number - 1, found


def _shown(cell: RawCell, formats: Mapping[int, NumberFormat]) -> str | None:
    if cell.kind == b"e":
        return cell.value or None
    if cell.kind == b"n" and cell.style in formats and cell.body:
        try:
            return formats[cell.style].show(float(cell.value))
        except (ValueError, OverflowError):
            return None
    return None


class Corrector:
    """Applies a sheet's corrections to its rows, chunk by chunk.

    Args:
        source: the corrections, rows ascending.
    """

    def __init__(self, source: Iterator[RowCorrections]) -> None:
        self._source = source
        self._ahead = next(source, None)
        self._row = 0

    def apply(self, rows: list[Cells]) -> list[Cells]:
        """Corrects the next rows of the sheet, ``()`` for blank ones."""
        first, self._row = self._row, self._row + len(rows)
        while self._ahead is not None and self._ahead[0] < self._row:
            position = self._ahead[0] - first
            if position >= 0:
                rows[position] = _row(rows[position], self._ahead[1])
            self._ahead = next(self._source, None)
        return rows

    def all(self, blocks: Iterator[list[Cells]]) -> Iterator[list[Cells]]:
        """Corrects a whole sheet."""
        for block in blocks:
            yield self.apply(block)
        yield from self.rest()

    def rest(self) -> Iterator[list[Cells]]:
        """Corrected rows below the last one that calamine has: rows that hold only error values."""
        while self._ahead is not None:
            number, found = self._ahead
            blanks: list[Cells] = [()] * (number - self._row) if number >= self._row else []
            yield [*blanks, _row((), found)]
            self._row = max(self._row, number + 1)
            self._ahead = next(self._source, None)


def _row(cells: Cells, found: list[Correction]) -> Cells:
    texts = list(cells)
    for column, text, address in found:
        if column >= len(texts):
            texts.extend([""] * (column + 1 - len(texts)))
        if text is not None:
            texts[column] = text
        if address:
            texts[column] = with_address(texts[column], address)
    return tuple(texts) if any(map(str.strip, texts)) else ()
