"""Sheets of several sections, each with a header of its own: which of them is the table of contacts.

Programs put a block of facts above a list: `Customer, Branch, As of` with one row below, or one table of the meeting
and one of its hosts before that of its participants.

Numbers are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crm.spreadsheets.cell_kinds import DATA_KINDS, EMAIL, FLAG, PHONE, TEXT, kind_of
from crm.spreadsheets.layout.column_profile import filled_columns
from crm.spreadsheets.layout.further_tables import ROWS_TOLD_BY, FurtherTables, are_wide
from crm.spreadsheets.layout.grouped_headers import HeaderRows, in_one_row
from crm.spreadsheets.layout.header import NO_HINTS, IsHeaderWord, LayoutHints, find_header
from crm.spreadsheets.model import Row

_MOST_FACTS = 2
"""Rows of a block of facts: a longer one is a table of its own."""
_FEWEST_NAMES = 2
_NAMES = 0.5
"""Names of fields, and share of the cells, that make a row below a blank one or a title the header of a section."""
_NAMES_ABOVE_DATA = 0.25
"""The same share where emails, numbers or dates stand below the row: reports name their columns in their own words."""
_FEWEST_CELLS = 2
"""Cells of a row that is neither blank nor a title."""
_NO_HEADER = -1
"""Position of the header of facts that have none: `Label, value` lines."""
_EXAMINED = 400
"""Rows with content in which sections are looked for."""


class _Section(NamedTuple):
    """One section of a sheet.

    Args:
        start: position of its title, or of its header where it has none.
        header: position of its header.
        rows: number of its rows.
        contacts: number of its rows that hold an email or a phone.
        is_wide: whether its rows have as many cells as those of a list of visitors, and not a label with its value.
    """

    start: int
    header: int
    rows: int
    contacts: int
    is_wide: bool


def find_table(
    rows: Sequence[Sequence[str]], is_header_word: IsHeaderWord | None = None, hints: LayoutHints = NO_HINTS
) -> HeaderRows | None:
    """The header of the table of contacts among the first rows of a sheet, or None; arguments as for `find_header`."""
    header = find_header(rows, is_header_word, hints)
    if is_header_word is None or hints.table_headers or hints.merges:
        return header
    if header is not None and (above := _list_above(rows, header.positions[0], is_header_word)) is not None:
        return above
    start = _start_of_contacts(rows, header.positions[-1] if header else _NO_HEADER, is_header_word)
    if start is None:
        return header
    below = find_header(rows[start:], is_header_word)
    if below is None:
        return header
    return below._replace(positions=tuple(start + position for position in below.positions))


def find_header_at_top(rows: Sequence[Sequence[str]], is_header_word: IsHeaderWord | None) -> HeaderRows:
    """The header of a table that begins with it, in one row or two."""
    found = find_header(rows, is_header_word)
    return found if found is not None and found.positions[0] == 0 else in_one_row(rows, 0)


def _list_above(rows: Sequence[Sequence[str]], header: int, is_header_word: IsHeaderWord) -> HeaderRows | None:
    """The header of a list of contacts above a table that is read on its own: the board above the members."""
    end = header
    while end and len(filled_columns(rows[end - 1])) < _FEWEST_CELLS:
        end -= 1
    above = find_header(rows[:end], is_header_word) if 0 < end < header else None
    if above is None:
        return None
    names = above.positions[-1]
    is_list = _is_header(rows[names], (), is_header_word) and _lists_contacts(_section(rows, names, names, end))
    if not is_list:
        return None
    numbered = [Row(position + 1, tuple(cells)) for position, cells in enumerate(rows)]
    further = FurtherTables(rows[names], is_header_word, numbered[names + 1 : end])
    below = numbered[header : header + ROWS_TOLD_BY]
    return above if further.may_begin_with(below[0]) and further.begins(below) else None


def _start_of_contacts(rows: Sequence[Sequence[str]], header: int, is_header_word: IsHeaderWord) -> int | None:
    """Where a later section begins that is the table of contacts while the one of the header is a block of facts."""
    sections = _sections(rows, header, is_header_word)
    if not sections:
        return None
    first, *later = sections
    found = [section for section in later if section.contacts or not first.contacts]
    best = max(found, key=lambda section: (section.contacts, section.rows), default=None)
    if best is None or (best.contacts, best.rows) <= (first.contacts, first.rows):
        return None
    are_facts = first.rows <= _MOST_FACTS and not _lists_contacts(first)
    if are_facts or (not (first.contacts or first.is_wide) and best.contacts >= _FEWEST_NAMES):
        return best.start
    return None


def _lists_contacts(section: _Section) -> bool:
    """Whether a short section is a list of its own, such as the trainers above the players: each of two is reached."""
    return section.contacts == section.rows >= _FEWEST_NAMES


def _sections(rows: Sequence[Sequence[str]], header: int, is_header_word: IsHeaderWord) -> list[_Section]:
    """The section of the header and those below it; none if there are none below."""
    starts = [(header, header)]
    title: int | None = None
    apart = False
    filled = 0
    for position in range(header + 1, len(rows)):
        columns = filled_columns(rows[position])
        if not columns:
            apart, title = True, None
            continue
        filled += 1
        if filled > _EXAMINED:
            break
        if len(columns) == 1:
            title = position if title is None else title
            continue
        below = rows[position + 1] if position + 1 < len(rows) else ()
        if (apart or title is not None) and _is_header(rows[position], below, is_header_word):
            starts.append((position if title is None else title, position))
        apart, title = False, None
    if len(starts) == 1:
        # Most sheets; nobody asks what a section holds that is the only one.
        return []
    ends = [*(start for start, _ in starts[1:]), len(rows)]
    return [_section(rows, start, position, end) for (start, position), end in zip(starts, ends, strict=True)]


def _section(rows: Sequence[Sequence[str]], start: int, header: int, end: int) -> _Section:
    body = [cells for cells in rows[header + 1 : end] if len(filled_columns(cells)) > 1]
    contacts = sum(any(kind_of(cell) in (EMAIL, PHONE) for cell in cells) for cells in body)
    return _Section(start, header, len(body), contacts, are_wide(body))


def _is_header(cells: Sequence[str], below: Sequence[str], is_header_word: IsHeaderWord) -> bool:
    texts = [text for cell in cells if (text := cell.strip())]
    if any(kind_of(text) not in (TEXT, FLAG) for text in texts):
        return False
    known = sum(map(is_header_word, texts))
    data = any(kind_of(cell) in DATA_KINDS for cell in below)
    return known >= max(_FEWEST_NAMES, (_NAMES_ABOVE_DATA if data else _NAMES) * len(texts))
