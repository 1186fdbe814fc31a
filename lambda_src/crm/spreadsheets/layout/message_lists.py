"""Lists that people type into messages, one contact a line: numbered ones, and such with a trade before the name.

`1. 李娜 13855500101 2大1小`, `Plumber - Tom Hale - 0171 555 0101 - very quick`. Titles, examples and sums around them
are no contacts. Numbers are chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from crm.spreadsheets.layout.contact_cards import Cards, Listing
from crm.spreadsheets.layout.message_lines import Line, are_cells, as_table, place_reach, read_line
from crm.spreadsheets.layout.message_names import KindsOf, Who, who_is, with_companies

_NOTES = "Notes"
_DETAILS = ("Phone", "Phone 2", "Email", "Email 2", "Job title", "Company")
HEADER = ("Name", "", *_DETAILS, _NOTES)
"""Columns of a numbered list: the name comes first."""
HEADER_OF_TRADES = ("", "", *_DETAILS, _NOTES)
"""Columns of a list in which a word stands before the name: the values show which is which."""
_PARTS = 2
"""Texts in front of the phone that have a column of their own."""
_PHONE, _EMAIL, _JOB, _COMPANY = 2, 4, 6, 7
_FEWEST_CONTACTS = 3
_REACHED = 0.3
"""Share of the numbered lines that must have an email or a phone."""
_OF_TRADES = 0.8
"""Share of the contacts before which one word stands, and of the lines between them that must be contacts."""


def find_message_list(listing: Listing, kinds_of: KindsOf | None) -> Cards | None:
    """The contacts of a list that was typed into a message, or None if it is none.

    Args:
        kinds_of: see `open_spreadsheet`; without it, commas divide no names.
    """
    rows, delimiter, is_header_word = listing
    filled = [row for row in rows if row.cells]
    if len(filled) < _FEWEST_CONTACTS or are_cells(filled):
        return None
    lines = [read_line(row, delimiter) for row in filled]
    if (numbered := _numbered(lines)) is not None:
        found = _who_are(numbered, kinds_of) if kinds_of is not None else {}
        return Cards(HEADER, as_table(rows, {line.number: _cells(line, found.get(line.number)) for line in numbered}))
    if (trades := _with_trades(lines, is_header_word)) is not None:
        return Cards(HEADER_OF_TRADES, as_table(rows, {line.number: _cells(line, None) for line in trades}))
    return None


def _numbered(lines: Sequence[Line]) -> list[Line] | None:
    """The contacts of a list whose lines count up from 1, and those that stand among them without a number.

    People who add themselves to a chain take a number twice, or leave one out.
    """
    counted = [line for line in lines if line.place]
    steps = [after.place - before.place for before, after in pairwise(counted)]
    if len(counted) < _FEWEST_CONTACTS or counted[0].place != 1 or not all(0 <= step <= 2 for step in steps):
        return None
    reached = sum(1 for line in counted if line.reach)
    names = [line.parts[0].partition(",")[0] for line in counted if line.parts]
    if reached < _REACHED * len(counted) or any(any(map(str.isdigit, name)) for name in names):
        return None
    first = counted[0].number
    return [line for line in lines if line.place or (line.number > first and line.reach and line.parts)]


def _with_trades(lines: Sequence[Line], is_header_word: Callable[[str], bool]) -> list[Line] | None:
    """The contacts of a list in which one word, such as a trade, stands before each name."""
    contacts = [line for line in lines if line.reach]
    if len(contacts) < _FEWEST_CONTACTS or any(len(line.parts) != _PARTS for line in contacts):
        return None
    between = [line for line in lines if contacts[0].number <= line.number <= contacts[-1].number]
    single = sum(1 for line in contacts if " " not in line.parts[0])
    whole = sum(1 for line in contacts if " " in line.parts[1])
    labelled = any(is_header_word(line.parts[0]) or line.parts[0].isdigit() for line in contacts)
    fits = single >= _OF_TRADES * len(contacts) and 2 * whole >= len(contacts)
    return contacts if fits and not labelled and len(contacts) >= _OF_TRADES * len(between) else None


def _who_are(lines: Sequence[Line], kinds_of: KindsOf) -> dict[int, Who]:
    """Who lines are about, by their number, of those that name a job or a company behind a name."""
    divided = {
        line.number: who_is(", ".join(line.parts), kinds_of)
        for line in lines
        if len(line.parts) > 1 or "," in "".join(line.parts)
    }
    found = {number: who for number, who in divided.items() if who is not None}
    return dict(zip(found, with_companies(list(found.values()), kinds_of), strict=True))


def _cells(line: Line, who: Who | None) -> tuple[str, ...]:
    cells = [""] * len(HEADER)
    parts, rest = line.parts[:_PARTS], [*line.parts[_PARTS:], line.rest]
    if not line.reach:
        parts, rest = line.parts[:1], line.parts[1:]
    if not parts:
        parts, rest = rest[-1:], rest[:-1]
    if who is not None:
        parts, rest = [who.name], [*who.others, line.rest]
        cells[_JOB], cells[_COMPANY] = who.title, who.company
    cells[: len(parts)] = parts
    place_reach(cells, line, phone=_PHONE, email=_EMAIL)
    cells[-1] = " - ".join(filter(None, rest))
    return tuple(cells)
