"""Rows of one cell between contacts of several: titles of groups, and remarks that somebody typed into the list.

They are told by their place and their signs, in any language. Numbers are chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from crm.spreadsheets.cell_kinds import NUMBER, TEXT, kind_of
from crm.spreadsheets.layout.column_profile import LONGEST_NAME, filled_count
from crm.spreadsheets.layout.departments import FEWEST_CELLS, departments_between, is_contact_with
from crm.spreadsheets.layout.groups_between import (
    Contacts,
    bare_between,
    capitals_between,
    contacts_of,
    households_between,
    numbered_between,
    one_set_apart,
    unnumbered_between,
)
from crm.spreadsheets.layout.row_counts import says_so_many
from crm.spreadsheets.model import GROUP_ROW, NOTE_ROW, TOTALS_ROW, Row

_FEWEST_TITLES = 2
"""Titles that stand apart before they are titles and no contacts with nothing but a name."""
_FEWEST_CONTACTS = 2
"""Contacts by which a column is known to hold numbers or nothing."""
_LONGEST_NUMBER = 6
"""Characters of a number with letters in it."""
_SENTENCE_WORDS = 6
"""Words of a remark; a name of a company has fewer."""
_BEFORE_REMARKS = "-–—=*>»→►▼↓!#"
_BEHIND_REMARKS = ("!", ":", "…", "...")


def mark_lone_cells(rows: list[Row], width: int, end: int, skip: Callable[[tuple[str, ...]], str | None]) -> None:
    """Marks titles and remarks among the rows of a table, in place.

    Args:
        rows: all rows below a header, blank ones included.
        width: columns of the table; in a narrow one, a contact may have one cell.
        end: number of rows up to the last one of the table.
        skip: why the cells of a row are no data: sums end a group.
    """
    if width < FEWEST_CELLS:
        return
    lone = {place: column for place, row in enumerate(rows[:end]) if (column := _lone_cell(row)) is not None}
    for place, column in list(lone.items()):
        cells = rows[place].cells
        if says_so_many(cells[column].strip(), _contacts_above(rows, place)) or skip(cells) == TOTALS_ROW:
            rows[place] = rows[place]._replace(skip=TOTALS_ROW)
            del lone[place]
    for place, column in list(lone.items()):
        if _is_remark(rows[place].cells[column]):
            rows[place] = rows[place]._replace(skip=NOTE_ROW)
            del lone[place]
    if lone:
        _mark_by_signs(rows, end, lone)
    apart = [place for place, column in lone.items() if _stands_above(rows, place, column, skip)]
    if len(apart) < _FEWEST_TITLES or len(apart) < len(lone):
        apart = departments_between(rows[:end])
    for place in apart:
        rows[place] = rows[place]._replace(skip=GROUP_ROW)


def _mark_by_signs(rows: list[Row], end: int, lone: dict[int, int]) -> None:
    """Marks the titles that one of the signs tells, in place, and takes them off the lone cells."""
    contacts = contacts_of(rows[:end])
    for titles_in in _SIGNS:
        for place in titles_in(rows[:end], lone, contacts):
            rows[place] = rows[place]._replace(skip=GROUP_ROW)
            del lone[place]


def _lone_cell(row: Row) -> int | None:
    """The column of the only cell of a row, None for other rows."""
    if row.skip or (len(row.cells) > 1 and row.cells[0] and row.cells[1]):
        return None
    filled = [column for column, cell in enumerate(row.cells) if cell and not cell.isspace()]
    return filled[0] if len(filled) == 1 and kind_of(row.cells[filled[0]]) == TEXT else None


def _outside_columns(rows: Sequence[Row], lone: Mapping[int, int], contacts: Contacts) -> list[int]:
    """The places of titles in a first column of numbers (`1`, `A1`), or in one in which the contacts have nothing: no
    name would stand there.

    A company with nothing but its name may stand in a column that is empty for people. So in an empty column, the
    table has to begin with one of several titles.
    """
    top = next((place for place, row in enumerate(rows) if row.cells and not row.skip), None)
    found: list[int] = []
    for column in sorted(set(lone.values())):
        titles = [place for place, other in lone.items() if other == column]
        texts = [text for cells in contacts if len(cells) > column and (text := cells[column].strip())]
        is_empty = not texts and len(contacts) >= _FEWEST_CONTACTS and top in titles and len(titles) >= _FEWEST_TITLES
        # Further right, it may be a phone number that somebody did not have.
        is_first = not any(text.strip() for cells in contacts for text in cells[:column])
        if is_empty or (is_first and len(texts) >= _FEWEST_CONTACTS and all(map(_is_number, texts))):
            found += [place for place in titles if not _is_number(rows[place].cells[column].strip())]
    return found


def _is_number(text: str) -> bool:
    """Whether a text is a number, or one as flats and seats have it: `A1`, `12b`."""
    return kind_of(text) == NUMBER or (len(text) <= _LONGEST_NUMBER and any(map(str.isdigit, text)) and " " not in text)


def _contacts_above(rows: Sequence[Row], place: int) -> int:
    """Number of rows of several cells right above a row."""
    top = place
    while top and not rows[top - 1].skip and filled_count(rows[top - 1].cells) > 1:
        top -= 1
    return place - top


def _is_remark(text: str) -> bool:
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    signed = text.lstrip()[:1] in _BEFORE_REMARKS or text.rstrip().endswith(_BEHIND_REMARKS)
    return len(words) >= _SENTENCE_WORDS or (signed and len(words) > 1)


def _stands_above(rows: Sequence[Row], place: int, column: int, skip: Callable[[tuple[str, ...]], str | None]) -> bool:
    """Whether a lone cell is right above a contact with that cell, and at the top or below a blank row or sums."""
    text = rows[place].cells[column]
    above = rows[place - 1] if place else None
    if (above and above.cells and not (above.skip or skip(above.cells))) or len(text) > LONGEST_NAME:
        return False
    below = rows[place + 1].cells if place + 1 < len(rows) else ()
    return is_contact_with(below, column)


_SIGNS = (
    _outside_columns,
    unnumbered_between,
    households_between,
    capitals_between,
    numbered_between,
    bare_between,
    one_set_apart,
)
"""By which titles are told, each among those that the ones before have left."""
