"""Lists that people type into messages, one contact a line: numbered ones, and such with a trade before the name.

`1. 李娜 13855500101 2大1小`, `Plumber - Tom Hale - 0171 555 0101 - very quick`. Titles, examples and sums around them
are no contacts. Numbers are chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from crm.spreadsheets.cell_kinds import DATE, kind_of
from crm.spreadsheets.layout.contact_cards import Cards
from crm.spreadsheets.model import CARD_ROW, NOTE_ROW, SECTION_ROW, Row

_NOTES = "Notes"
_CONTACTS = ("Phone", "Phone 2", "Email", "Email 2")
HEADER = ("Name", "", *_CONTACTS, _NOTES)
"""Columns of a numbered list: the name comes first."""
HEADER_OF_TRADES = ("", "", *_CONTACTS, _NOTES)
"""Columns of a list in which a word stands before the name: the values show which is which."""
_PARTS = 2
"""Texts in front of the phone that have a column of their own."""
_PHONE, _EMAIL = 2, 4
_FEWEST_CONTACTS = 3
_MOST_DIVIDED = 0.6
"""Share of the rows that a comma may have divided into cells."""
_REACHED = 0.3
"""Share of the numbered lines that must have an email or a phone."""
_OF_TRADES = 0.8
"""Share of the contacts before which one word stands, and of the lines between them that must be contacts."""
_FEWEST_DIGITS = 7
_NUMBER = re.compile(r"\A\*?(?:(\d{1,3})(?:[.)）、．。:：]|\ufe0f?\u20e3|\s?[-–—]\s)|([\u2460-\u2473]))\*?\s*+(?=\S)")
"""In front of a contact; the second group is a number in a circle."""
_BULLET = re.compile(r"\A[-–*•·]\s+")
_EMAIL_OR_PHONE = re.compile(
    r"(?<![^\s@,;()（）<>])[^\s@,;()（）<>]++@(?:[^\s@,;()（）<>.]++\.)+[^\W\d_]{2,}"
    r"|(?<![0-9A-Za-z])(?:\+?\d{9,16}"
    r"|(?:\+?\d{1,4}\s?)?(?:\(\d{1,5}\)\s?)?\d(?:[/.\-–]?\d|\s[/.\-–]?\d(?=\d)){4,16}"
    r")(?![0-9A-Za-z]|[.,]\d)"
)
"""What stands behind a blank in a phone has two digits or more: behind `13855500101 2大` people count themselves."""
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d")
_BETWEEN = re.compile(r"\s[-–—|/]++\s")
_AROUND = " \t-–—|/,;:：，；、"


class _Line(NamedTuple):
    """One line of a list.

    Args:
        number: of its row.
        place: the number in front of it, 0 for none.
        parts: the texts in front of the first email or phone; of the whole line where it has none.
        reach: emails and phones.
        rest: what stands behind them.
    """

    number: int
    place: int
    parts: list[str]
    reach: list[str]
    rest: str


def find_message_list(rows: Sequence[Row], is_header_word: Callable[[str], bool] | None) -> Cards | None:
    """The contacts of a list that was typed into a message, or None if it is none.

    Args:
        rows: all rows of the sheet, blank ones included.
        is_header_word: whether a text is the name of a field; without it, no list is found.
    """
    filled = [row for row in rows if row.cells]
    divided = sum(map(_is_divided, filled))
    if is_header_word is None or len(filled) < _FEWEST_CONTACTS or divided > _MOST_DIVIDED * len(filled):
        return None
    lines = [_read(row) for row in filled]
    if (numbered := _numbered(lines)) is not None:
        return Cards(HEADER, _as_table(rows, numbered))
    if (trades := _with_trades(lines, is_header_word)) is not None:
        return Cards(HEADER_OF_TRADES, _as_table(rows, trades))
    return None


def _read(row: Row) -> _Line:
    text = _text(row)
    number = _NUMBER.match(text)
    body = text[number.end() :] if number else _BULLET.sub("", text)
    found = [match for match in _EMAIL_OR_PHONE.finditer(body) if _reaches(match[0])]
    before = body[: found[0].start()] if found else body
    rest = [body[found[0].end() :]] if found else []
    for match in found[1:]:
        rest = [*rest[:-1], rest[-1].replace(match[0], " ", 1)]
    parts = [part.strip(_AROUND) for part in _BETWEEN.split(before)]
    return _Line(
        row.number,
        _place(number),
        [part for part in parts if part],
        [match[0] for match in found],
        " ".join(rest).strip(_AROUND),
    )


def _place(number: re.Match[str] | None) -> int:
    if number is None:
        return 0
    return int(number[1]) if number[1] else ord(number[2]) - ord("\u2460") + 1


def _is_divided(row: Row) -> bool:
    """Whether a comma has divided a line elsewhere than in a number such as `100,000`."""
    cells = [text for cell in row.cells if (text := cell.strip())]
    return any(not (before[-1].isdigit() and cell[0].isdigit()) for before, cell in pairwise(cells))


def _text(row: Row) -> str:
    """The line as it was before a comma cut it: without a blank between the digits of a number."""
    text = ""
    for cell in filter(None, map(str.strip, row.cells)):
        between = "" if not text else "," if text[-1].isdigit() and cell[0].isdigit() else ", "
        text += between + cell
    return text


def _reaches(text: str) -> bool:
    """Whether a text is an email, or as long as a phone and neither a date nor two years."""
    if "@" in text:
        return True
    is_time = _YEARS.fullmatch(text) is not None or kind_of(text) == DATE
    return not is_time and sum(map(str.isdigit, text)) >= _FEWEST_DIGITS


def _numbered(lines: Sequence[_Line]) -> list[_Line] | None:
    """The contacts of a list whose lines count up from 1, and those that stand among them without a number.

    People who add themselves to a chain take a number twice, or leave one out.
    """
    counted = [line for line in lines if line.place]
    steps = [after.place - before.place for before, after in pairwise(counted)]
    if len(counted) < _FEWEST_CONTACTS or counted[0].place != 1 or not all(0 <= step <= 2 for step in steps):
        return None
    reached = sum(1 for line in counted if line.reach)
    if reached < _REACHED * len(counted) or any(any(map(str.isdigit, line.parts[0])) for line in counted if line.parts):
        return None
    first = counted[0].number
    return [line for line in lines if line.place or (line.number > first and line.reach and line.parts)]


def _with_trades(lines: Sequence[_Line], is_header_word: Callable[[str], bool]) -> list[_Line] | None:
    """The contacts of a list in which one word, such as a trade, stands before each name."""
    contacts = [line for line in lines if line.reach]
    if len(contacts) < _FEWEST_CONTACTS or any(len(line.parts) != _PARTS for line in contacts):
        return None
    between = [line for line in lines if contacts[0].number <= line.number <= contacts[-1].number]
    single = sum(1 for line in contacts if " " not in line.parts[0])
    whole = sum(1 for line in contacts if " " in line.parts[1])
    labelled = any(is_header_word(line.parts[0]) for line in contacts)
    fits = min(single, len(contacts)) >= _OF_TRADES * len(contacts) and 2 * whole >= len(contacts)
    return contacts if fits and not labelled and len(contacts) >= _OF_TRADES * len(between) else None


def _as_table(rows: Sequence[Row], contacts: Sequence[_Line]) -> list[Row]:
    cells = {line.number: _cells(line) for line in contacts}
    first, last = min(cells), max(cells)

    def read(row: Row) -> Row:
        if row.number in cells:
            return row._replace(cells=cells[row.number])
        if not row.cells:
            return row
        return row._replace(skip=SECTION_ROW if row.number < first else NOTE_ROW if row.number > last else CARD_ROW)

    return list(map(read, rows))


def _cells(line: _Line) -> tuple[str, ...]:
    cells = [""] * len(HEADER)
    parts, rest = line.parts[:_PARTS], [*line.parts[_PARTS:], line.rest]
    if not line.reach:
        parts, rest = line.parts[:1], line.parts[1:]
    if not parts:
        parts, rest = rest[-1:], rest[:-1]
    cells[: len(parts)] = parts
    for text in line.reach:
        column = _EMAIL if "@" in text else _PHONE
        column += bool(cells[column])
        cells[column] = f"{cells[column]}, {text}" if cells[column] else text
    cells[-1] = " - ".join(filter(None, rest))
    return tuple(cells)
