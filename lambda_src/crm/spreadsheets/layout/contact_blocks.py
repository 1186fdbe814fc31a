"""Lists of one column: each contact takes several lines, as on an envelope, or one that dashes divide.

A name comes first, then what belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from crm.spreadsheets.layout.contact_cards import Cards
from crm.spreadsheets.model import CARD_ROW, SECTION_ROW, Row

HEADER = ("Name", "", "", "Address", "Phone", "Phone 2", "Email", "Email 2", "Website")
"""Columns of such a list. The two behind the name have no header: the values show jobs and companies."""
_NAME, _BEHIND_NAME, _ADDRESS, _PHONE, _EMAIL, _WEBSITE = 0, 2, 3, 4, 6, 8
_FEWEST_BLOCKS = 2
"""Blocks between blank rows that make a list. Chosen: one may be a letter's head."""
_FEWEST_PERIODS = 3
"""Contacts without blank rows between them that show how many lines each has. Chosen."""
_MOST_LINES = 10
"""Lines of one contact. Chosen; an envelope has six."""
_WITH_CONTACT = 0.8
"""Share of the blocks that must have an email or a phone. Chosen."""
_DIVIDED = 0.4
"""Share of the rows that a comma may have divided into cells, as in `12 Mill Lane, York`. Chosen."""
_FEWEST_DIGITS = 7
_EMAIL_LINE = re.compile(r"(?<![^\s@])[^\s@]++@[^\s@.]++(?:\.[^\s@.]++)+")
_PHONE_LINE = re.compile(r"(?:[^\W\d_][^\W\d_. -]{0,14}\W{0,3})?[+(]?\d[\d\s()+/.\-–]{5,30}")
_BULLET = re.compile(r"\A(?:[-–*•·]|\d{1,3}[.)])\s+")
_BETWEEN_PARTS = re.compile(r"\s[-–—|/]\s")
_WEBSITE_LINE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def find_blocks(rows: Sequence[Row], is_header_word: Callable[[str], bool] | None) -> Cards | None:
    """The contacts of a list of blocks, or None if it is none.

    Args:
        rows: all rows of the sheet, blank ones included.
        is_header_word: whether a text is the name of a field; without it, no blocks are found.
    """
    filled = [row for row in rows if row.cells]
    divided = sum(sum(1 for cell in row.cells if cell.strip()) > 1 for row in filled)
    if is_header_word is None or divided > _DIVIDED * len(filled):
        return None
    runs = _between_blanks(rows)
    runs = _of_one_length(runs[0]) if len(runs) == 1 else runs
    divided_lines = [(row.number, _BETWEEN_PARTS.split(_BULLET.sub("", _line(row)))) for row in filled]
    for blocks in ([(run[0].number, list(map(_line, run))) for run in runs], divided_lines):
        cells = _contacts(blocks, is_header_word)
        if cells:
            return Cards(HEADER, _as_table(rows, cells))
    return None


def _contacts(blocks: list[tuple[int, list[str]]], is_header_word: Callable[[str], bool]) -> dict[int, tuple[str, ...]]:
    """The cells of each block's contact by the number of its first row; none where not all blocks are contacts."""
    titles = 0
    while titles < len(blocks) and len(blocks[titles][1]) == 1 and not _is_contact(blocks[titles][1][0]):
        titles += 1
    blocks = blocks[titles:]
    if len(blocks) < _FEWEST_BLOCKS or not all(_is_block(lines) for _, lines in blocks):
        return {}
    reached = sum(any(map(_is_contact, lines)) for _, lines in blocks)
    if reached < _WITH_CONTACT * len(blocks) or any(is_header_word(lines[0]) for _, lines in blocks):
        return {}
    return {number: _cells(lines) for number, lines in blocks}


def _as_table(rows: Sequence[Row], cells: dict[int, tuple[str, ...]]) -> list[Row]:
    first = min(cells)
    return [
        row._replace(cells=cells[row.number])
        if row.number in cells
        else row._replace(skip=SECTION_ROW if row.number < first else CARD_ROW)
        if row.cells
        else row
        for row in rows
    ]


def _between_blanks(rows: Sequence[Row]) -> list[list[Row]]:
    blocks: list[list[Row]] = []
    open_ = False
    for row in rows:
        if row.cells and open_:
            blocks[-1].append(row)
        elif row.cells:
            blocks.append([row])
        open_ = bool(row.cells)
    return blocks


def _of_one_length(rows: list[Row]) -> list[list[Row]]:
    """Blocks of the length at which emails, or else phones, come again; the list itself where there is none."""
    lines = list(map(_line, rows))
    for is_kind in (_EMAIL_LINE.search, _PHONE_LINE.fullmatch):
        places = [place for place, line in enumerate(lines) if is_kind(line)]
        steps = {after - before for before, after in pairwise(places)}
        if len(places) < _FEWEST_PERIODS or len(steps) != 1:
            continue
        length = steps.pop()
        if length > 1 and len(rows) == length * len(places):
            return [rows[start : start + length] for start in range(0, len(rows), length)]
    return [rows]


def _is_block(lines: Sequence[str]) -> bool:
    first = lines[0]
    named = bool(first) and not any(map(str.isdigit, first)) and "@" not in first and ":" not in first
    return 1 < len(lines) <= _MOST_LINES and named


def _is_contact(line: str) -> bool:
    return _EMAIL_LINE.search(line) is not None or _is_phone(line)


def _is_phone(line: str) -> bool:
    return _PHONE_LINE.fullmatch(line) is not None and sum(map(str.isdigit, line)) >= _FEWEST_DIGITS


def _line(row: Row) -> str:
    return ", ".join(text for cell in row.cells if (text := cell.strip()))


def _cells(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines of a contact by column; further ones of an address stand below each other."""
    cells = [""] * len(HEADER)
    for place, line in enumerate(lines):
        if not place:
            column = _NAME
        elif _WEBSITE_LINE.fullmatch(line):
            column = _WEBSITE
        elif _is_contact(line):
            column = _EMAIL if "@" in line else _PHONE
            column += bool(cells[column])
        else:
            column = place if place <= _BEHIND_NAME and not any(map(str.isdigit, line)) else _ADDRESS
        cells[column] = f"{cells[column]}\n{line}" if cells[column] else line
    return tuple(cells)
