"""Marks rows that are no data: totals, repeated headers, rows of error values, notes below the table.

Weights and thresholds were chosen by hand and moved a step up and down against 482 contact files and 86 layouts; what
a step changes stands beside the value, and nothing where it changes nothing (docs/measurements.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from crm.spreadsheets.cell_kinds import DATE, ERROR_TEXTS, kind_of
from crm.spreadsheets.layout.column_names import column_name
from crm.spreadsheets.layout.column_profile import LONGEST_NAME, filled_count
from crm.spreadsheets.layout.further_tables import FurtherTables
from crm.spreadsheets.layout.notes import (
    is_footer,
    is_printed,
)
from crm.spreadsheets.layout.row_counts import (
    are_sums,
    begins_as_phone,
    counts,
    is_amount_with_label,
    is_beside_total,
    says_how_many,
)
from crm.spreadsheets.layout.signatures import Signatures, are_signed
from crm.spreadsheets.layout.tables_below import TablesBelow
from crm.spreadsheets.layout.words import any_of, words
from crm.spreadsheets.model import (
    BLANK_ROW,
    ERROR_VALUES,
    GROUP_ROW,
    NOTE_ROW,
    REPEATED_HEADER,
    RULER_ROW,
    SECTION_ROW,
    TOTALS_ROW,
    Row,
)

# How texts draw the lines of a table.
_RULER = re.compile(r"[-=_+*~:|─━═\s]{3,}")
_BETWEEN_LINES = re.compile(r"([-=–—*~_]{2,}+)\s?[^\W\d_][^@\d]{0,40}?\s?\1")
"""A title of a group: `-- prospects --`."""
_RULER_STARTS = ("---", "===", "___", "+--", "+==", "***", "~~~", ":--", "───", "━━━", "═══")
_PREFIX = 3
"""Characters of the first cell that decide whether a row needs closer inspection."""
_BEHIND_SHORT_WORDS = ":：=0123456789"
"""What may follow a word of fewer characters right away: `合计2单`."""
_WEEKDAY = re.compile(r"^[^\W\d_]{2,12}\.?,?\s+")
"""Before a date: `Saturday, 28 November 2026`."""
_FEWEST_COLUMNS = 3
"""Columns of a table in which a row of one cell, a day or a sum, is no contact. Chosen."""
_BELOW = frozenset({NOTE_ROW, TOTALS_ROW})
"""What stands below a table, or between its parts."""
_LABEL_AND_NUMBER = 2
_DIGITS_OF_A_SUM = 6
"""Most digits of a sum below a column: more may be a phone. Chosen."""
_SMALL = 3
"""Most digits of numbers that count who comes when: more may be a postcode or a number of a customer. Chosen."""


@lru_cache(maxsize=1)
def _totals() -> re.Pattern[str]:
    counted = r"[\d.,' ]*+|\d[\d.,]*+ ?(?!\d)[\w(][\w ()]{0,23}"
    said = f"(?:{any_of('totals')}|{any_of('full_marks')})"
    return re.compile(
        rf"(?:{said}\s?[/|–-]\s?)?{said}(?:\.|\b|(?=\d))\s*+(?:\([^)]*\)|[\w ]{{0,20}})?\s*+[:：=]?\s*+(?:{counted})",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _group() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('groups')})[:：]?", re.IGNORECASE)


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """Beginnings of first cells, in any sheet, whose rows need closer inspection."""
    texts = [*words("totals"), *words("full_marks"), *words("groups"), *ERROR_TEXTS, *_RULER_STARTS]
    longer = [text + sign for text in texts if len(text) < _PREFIX for sign in _BEHIND_SHORT_WORDS]
    return frozenset(["", *(text[:_PREFIX].strip().casefold() for text in (*texts, *longer))])


class RowKinds:
    """Finds the reason why a row after the header is no data.

    Args:
        header: the cells of each header row.
        is_header_word: whether a text is the name of a field.
        further: tells where tables begin that are read on their own, None where none is.
        section: as of `TablesBelow`.
    """

    def __init__(
        self,
        header: Sequence[tuple[str, ...]],
        is_header_word: Callable[[str], bool] | None = None,
        further: FurtherTables | None = None,
        section: int = 0,
    ) -> None:
        self._further = further
        self._headers = {_key(cells) for cells in header}
        self._below = TablesBelow(header[-1] if header else (), is_header_word, section)
        self._firsts = {key[0] for key in self._headers if key}
        width = max(map(len, header), default=0)
        self._is_wide = width >= _FEWEST_COLUMNS
        self._signatures = Signatures(width)
        self._prefixes = _beginnings() | {first[:_PREFIX].casefold() for first in self._firsts}

    def marked(self, rows: list[Row]) -> list[Row]:
        """The rows of the table, in place: those that are no data are marked."""
        self.mark(rows)
        return rows

    def mark(self, rows: list[Row], start: int = 0) -> int:
        """Marks the rows that are no data, in place. For most rows the beginning of the first cell decides.

        Args:
            rows: consecutive ones.
            start: position of the first row that is not marked yet.

        Returns:
            The position of a row that may begin a further table, at which it stops; else the number of rows.
        """
        prefixes, is_wide = self._prefixes, self._is_wide
        below = self._below
        # Known here because nearly all rows are plain ones below plain ones.
        looks_closer = self._looks_closer()
        for position, row in enumerate(rows[start:] if start else rows, start):
            cells = row[1]
            if not cells:
                rows[position] = Row(row[0], (), BLANK_ROW)
                below.apart = looks_closer = True
            elif cells[0][:_PREFIX].strip().casefold() in prefixes and (skip := self.skip(cells)):
                rows[position] = Row(row[0], cells, skip)
                if skip is BLANK_ROW:
                    below.apart = True
                elif skip is REPEATED_HEADER:
                    _mark_title(rows, position)
                    below.end()
                    self._signatures.open = False
                below.titled = skip is GROUP_ROW
                looks_closer = self._looks_closer()
            elif is_wide and (len(cells) == 1 or not (cells[1] or any(cells[2:]))):
                if skip := _of_lone_cell(cells[0]):
                    rows[position] = Row(row[0], cells, skip)
                elif below.apart or below.open or self._signatures.open:
                    rows[position] = self._apart(row)
                below.titled = looks_closer = True
            elif looks_closer:
                if self._further is not None and (below.apart or below.titled) and self._further.may_begin_with(row):
                    return position
                repeats = self._further is not None and row.number in self._further.repeating
                rows[position] = below.begin_other(row) if repeats else self._apart(row)
                if below.begins_at == row[0]:
                    _mark_title(rows, position)
                looks_closer = self._looks_closer()
        return len(rows)

    def _looks_closer(self) -> bool:
        """Whether the next row may be of something else than the table."""
        below = self._below
        return below.apart or below.open or below.titled or self._signatures.open

    def _apart(self, row: Row) -> Row:
        """A row below a blank one, or of what began there: another table, or signatures."""
        apart = self._below.apart
        read = self._below.read(row)
        if read.skip is not None or self._below.open:
            self._signatures.open = False
        elif self._signatures.reads(row.cells, apart=apart):
            return row._replace(skip=NOTE_ROW)
        return read

    def end_of_table(self, rows: Sequence[Row]) -> int:
        """Number of rows up to the last one of the table; the others may turn out to be below it.

        A row of one cell may, and a row of several that a program writes at the end.
        """
        end = len(rows)
        while end:
            cells = rows[end - 1][1]
            if cells and filled_count(cells) > 1 and rows[end - 1][2] not in _BELOW and not _is_below(cells):
                break
            end -= 1
        return end

    def skip(self, cells: tuple[str, ...]) -> str | None:
        """Why the row is no data; None for a data row."""
        if cells and cells[0][:_PREFIX].strip().casefold() not in self._prefixes:
            return None
        filled = [cell.strip() for cell in cells if cell and not cell.isspace()]
        if not filled:
            return BLANK_ROW
        first = filled[0]
        if first[0] == "#" and all(text in ERROR_TEXTS for text in filled):
            return ERROR_VALUES
        if column_name(first) in self._firsts and _key(cells) in self._headers:
            return REPEATED_HEADER
        if all(_RULER.fullmatch(text) for text in filled):
            return RULER_ROW
        if _is_total(filled, len(cells)) or are_sums(filled):
            return TOTALS_ROW
        if is_printed(filled):
            return NOTE_ROW
        return self._of_a_group(cells, first) if len(filled) == 1 and len(cells) > 1 else None

    def _of_a_group(self, cells: tuple[str, ...], text: str) -> str | None:
        """Whether the only cell of a row, of several columns, is the title of a group or a sum below it."""
        if _group().fullmatch(text):
            return GROUP_ROW
        return TOTALS_ROW if self._is_wide and not cells[0].strip() and _is_bare_sum(text) else None


def _is_below(cells: Sequence[str]) -> bool:
    """Whether a row of several cells may stand below a table: what a program writes there, or a sum."""
    filled = [text for cell in cells if (text := cell.strip())]
    counted = len(filled) == _LABEL_AND_NUMBER and says_how_many(" ".join(filled))
    return counted or is_footer(cells) or are_sums(filled) or is_amount_with_label(filled) or are_signed(filled)


def _of_lone_cell(text: str) -> str | None:
    """Why a row of nothing but this first cell is no data, be it anywhere in a table; None where it may be."""
    if _is_of_a_day(text) or _BETWEEN_LINES.fullmatch(text.strip()):
        return GROUP_ROW
    return NOTE_ROW if is_printed([text]) else None


def _is_of_a_day(text: str) -> bool:
    """Whether the only cell of a row says a day, of which the rows below it are: `Arrival Date: 28.11.2026`."""
    label, colon, day = text.partition(":")
    said = day.strip() if colon and not any(map(str.isdigit, label)) else text
    return len(text) < LONGEST_NAME and DATE in (kind_of(said), kind_of(_WEEKDAY.sub("", said)))


def _is_bare_sum(text: str) -> bool:
    """Whether the only cell of a row is a sum below a column: `4200`, but not what may be a phone or an id."""
    if text[0] == "-" or begins_as_phone(text):
        return False
    return counts(text) and sum(map(str.isdigit, text)) <= _DIGITS_OF_A_SUM


def _mark_title(rows: list[Row], position: int) -> None:
    """Marks a single cell above the repeated header of another part as the title of that part."""
    before = position - 1
    while before >= 0 and not rows[before].cells:
        before -= 1
    if before >= 0 and rows[before].skip is None and sum(1 for cell in rows[before].cells if cell.strip()) == 1:
        rows[before] = rows[before]._replace(skip=SECTION_ROW)


def _is_total(filled: Sequence[str], width: int) -> bool:
    """Whether the first cell says a total, only numbers stand beside it, and not in every column or small ones."""
    if len(filled[0]) >= LONGEST_NAME or not _totals().fullmatch(filled[0]):
        return False
    # Canvas writes "(read only)" where a column is computed.
    others = [text for text in filled[1:] if text[0] + text[-1] != "()"]
    if not others:
        return width > 1 or any(map(str.isdigit, filled[0]))
    if not all(map(is_beside_total, others)):
        return False
    are_small = len(others) >= _FEWEST_COLUMNS and all(text.isdecimal() and len(text) <= _SMALL for text in others)
    return are_small or len(others) < max(2, width - 1)


def _key(cells: Sequence[str]) -> tuple[str, ...]:
    texts = list(map(column_name, cells))
    start, end = 0, len(texts)
    while end and not texts[end - 1]:
        end -= 1
    while start < end and not texts[start]:
        start += 1
    return tuple(texts[start:end])
