"""Corrects the cells of a sheet where they were read otherwise than the program that wrote them shows them.

calamine reads the error values of old workbooks as blank and knows neither links nor number formats, so `#N/A`, the
address behind a name and the zeros of `02134` would be lost. The links of xlsx sheets stand behind their rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from crm.spreadsheets.cell_links import with_address
from crm.spreadsheets.frames import Cells


class Correction(NamedTuple):
    """What a cell shows in place of what was read.

    Args:
        column: 0-based.
        text: replaces the text, None to keep it.
        address: the email address or phone number that the cell links to.
    """

    column: int
    text: str | None
    address: str | None


RowCorrections = tuple[int, list[Correction]]


def linked(links: Mapping[tuple[int, int], str]) -> Iterator[RowCorrections]:
    """Corrections for the cells of a sheet that link to an address, by 0-based (row, column)."""
    by_row: dict[int, list[Correction]] = {}
    for (row, column), address in sorted(links.items()):
        by_row.setdefault(row, []).append(Correction(column, None, address))
    yield from by_row.items()


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
        """Corrected rows below the last one that was read: rows that hold nothing but what corrects them."""
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
