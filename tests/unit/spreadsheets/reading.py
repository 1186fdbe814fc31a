"""Reads files for the tests of this folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crm.spreadsheets import Limits, Row, SheetHead, open_spreadsheet


@dataclass(frozen=True)
class ReadSheet:
    """A sheet with all its rows.

    Args:
        head: as it was before the rows.
        rows: after the header, blank and other skipped ones included.
    """

    head: SheetHead
    rows: list[Row]

    @property
    def data(self) -> list[tuple[str, ...]]:
        """Cells of the data rows."""
        return [row.cells for row in self.rows if row.skip is None]

    @property
    def grid(self) -> dict[int, tuple[str, ...]]:
        """Cells of every row with content below the header by its number, trailing blanks cut off."""
        return {row.number: trimmed(row.cells) for row in self.rows if row.cells}


@dataclass(frozen=True)
class ReadFile:
    """A file with all its sheets."""

    format: str
    encoding: str | None
    delimiter: str | None
    notes: tuple[str, ...]
    sheets: list[ReadSheet]

    @property
    def sheet(self) -> ReadSheet:
        """The only sheet."""
        (sheet,) = self.sheets
        return sheet


def trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without blank cells at the end."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def read(path: Path, *, file_name: str | None = None, limits: Limits | None = None) -> ReadFile:
    """Everything in the file."""
    with open_spreadsheet(path, file_name=file_name or path.name, limits=limits) as book:
        sheets = [ReadSheet(sheet.head, list(sheet.rows())) for sheet in book.sheets()]
        return ReadFile(book.format, book.encoding, book.delimiter, book.notes, sheets)
