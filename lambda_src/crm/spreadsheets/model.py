"""What a spreadsheet is to the rest of the system: sheets with a header, and rows of texts."""

from __future__ import annotations

from dataclasses import dataclass


class SpreadsheetRejected(Exception):
    """The file cannot be imported.

    Args:
        code: encrypted, corrupt, unsafe, too_large, not_a_spreadsheet, encoding or empty.
        sentence: one sentence for a business user: what is wrong and what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the sheet shows it.

    Args:
        number: 1-based, as the spreadsheet numbers it; for CSV the record's number, blank records counted.
        cells: the texts, as wide as the row is.
        skip: why the row is not data (blank, totals, repeated header), None for a data row.
    """

    number: int
    cells: tuple[str, ...]
    skip: str | None = None


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What is known of a sheet before its rows are read.

    Args:
        index: 0-based position in the workbook.
        name: the sheet's name; "" for text files.
        skipped: why nothing is imported from it, None when it is.
        header_rows: 1-based row numbers of the header, empty when there is none.
        header: one text a column, several header rows joined, empty when there is none.
        sample: the first data rows, at most 100.
        width: number of columns.
    """

    index: int
    name: str
    skipped: str | None
    header_rows: tuple[int, ...]
    header: tuple[str, ...]
    sample: tuple[Row, ...]
    width: int
