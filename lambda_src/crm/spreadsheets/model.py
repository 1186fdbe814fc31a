"""A spreadsheet as the rest of the system sees it: sheets with a header, and rows of texts.

Named tuples and not dataclasses: a large file makes a million rows, and importing `dataclasses` takes a third of the
start of the child process that reads a small one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crm.sentences import ROWS
from crm.table_numbers import MOST_SHEETS

BLANK_ROW = ROWS["blankRow"]
TOTALS_ROW = ROWS["totalsRow"]
REPEATED_HEADER = ROWS["repeatedHeader"]
EMPTY_SHEET = ROWS["emptySheet"]
NOTE_ROW = ROWS["noteRow"]
SECTION_ROW = ROWS["sectionRow"]
GROUP_ROW = ROWS["groupRow"]
EXPLAINING_ROW = ROWS["explainingRow"]
RULER_ROW = ROWS["rulerRow"]
VACANT_ROW = ROWS["vacantRow"]
NAMELESS_ROW = ROWS["namelessRow"]
OTHER_TABLE = ROWS["otherTable"]
CARD_ROW = ROWS["cardRow"]
ERROR_VALUES = ROWS["errorValues"]
INSTRUCTIONS_SHEET = ROWS["instructionsSheet"]
VERY_HIDDEN_SHEET = ROWS["veryHiddenSheet"]

MIB = 1024 * 1024

NOTHING_CHOSEN: Mapping[int, int] = {}
"""No person has chosen the row of a header."""


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


class Row(NamedTuple):
    """One row as the sheet shows it.

    Args:
        number: 1-based, as the spreadsheet numbers it; for CSV the record's number, blank records counted.
        cells: the texts, as wide as the row is, starting at column A.
        skip: why the row is not data (blank, totals, repeated header), None for a data row.
    """

    number: int
    cells: tuple[str, ...]
    skip: str | None = None


class SheetHead(NamedTuple):
    """What is known about a sheet before its rows are read.

    Args:
        index: 0-based position in the workbook; of a further table of a sheet, see `crm.table_numbers`.
        name: the sheet's name; "" for text files.
        skipped: why nothing is imported from it, None when it is.
        header_rows: 1-based row numbers of the header, empty when there is none.
        header: one text a column, header rows joined; empty when there is none.
        sample: the first data rows, at most 100.
        width: number of columns.
        first: the first rows with content, at most 20, whatever they are.
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody needs
    name: str
    skipped: str | None
    header_rows: tuple[int, ...]
    header: tuple[str, ...]
    sample: tuple[Row, ...]
    width: int
    first: tuple[Row, ...] = ()


class Limits(NamedTuple):
    """The resources that one file may use before it is rejected.

    Args:
        memory_bytes: address space of the child process that reads the file.
        wait_seconds: total time that the caller may wait for the child; time that the caller spends on rows between
            two reads does not count.
        total_seconds: from opening the file to its last row, with all that the caller does meanwhile.
        unpacked_bytes: unpacked size of all parts of a zipped workbook.
        sheets: of a workbook.
        lines: of a text file; a record may have several.
        rows: of all sheets together, without blank rows at their ends and in long gaps.
            A long gap counts as one row.
        few_blank_rows: between rows with content, that a file of any size may have, without long gaps.
        blank_rows_per_byte: of a larger file, for each of its bytes. A text file with a blank line after each line,
            the shortest of them an email address, has less than a tenth.
        few_spanned: rows and cells, blank ones and long gaps included, that a file of any size may span. Walking
            through a million rows takes up to 0.3 s; a stray cell in the last row of a sheet spans as many.
        spanned_per_byte: of a larger file, for each of its bytes.
        few_cells: cells with content that a file of any size may have.
        cells_per_byte: cells with content of a larger file, for each of its bytes. A sheet of one repeated row, packed
            as well as a workbook that is no zip bomb can be, has ten.
        few_characters: that a file of any size may have in its cells.
        characters_per_byte: of a larger file, for each of its bytes: a workbook keeps a text once for all its cells.
    """

    memory_bytes: int = 1000 * MIB
    wait_seconds: float = 180.0
    total_seconds: float = 240.0
    unpacked_bytes: int = 2000 * MIB
    sheets: int = MOST_SHEETS
    lines: int = 5_000_000
    rows: int = 2_000_000
    few_blank_rows: int = 100_000
    blank_rows_per_byte: float = 0.25
    few_spanned: int = 20_000_000
    spanned_per_byte: int = 50
    few_cells: int = 200_000
    cells_per_byte: int = 20
    few_characters: int = 100_000_000
    characters_per_byte: int = 200
