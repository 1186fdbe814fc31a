"""Rows of one cell between contacts of several: titles of groups, and remarks that somebody typed into the list.

They are told by their place and their signs, in any language. Numbers are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

from crm.spreadsheets.cell_kinds import TEXT, kind_of
from crm.spreadsheets.layout.column_profile import LONGEST_NAME
from crm.spreadsheets.layout.departments import FEWEST_CELLS, departments_between, is_contact_with
from crm.spreadsheets.model import GROUP_ROW, NOTE_ROW, Row

_FEWEST_TITLES = 2
"""Titles that stand apart before they are titles and no contacts with nothing but a name."""
_SENTENCE_WORDS = 6
"""Words of a remark; a name of a company has fewer."""
_BEFORE_REMARKS = "-–—=*>»→►▼↓!#"
_BEHIND_REMARKS = ("!", ":", "…", "...")


def mark_lone_cells(rows: list[Row], width: int, end: int) -> None:
    """Marks titles and remarks among the rows of a table, in place.

    Args:
        rows: all rows below a header, blank ones included.
        width: columns of the table; in a narrow one, a contact may have one cell.
        end: number of rows up to the last one of the table.
    """
    if width < FEWEST_CELLS:
        return
    lone = {place: column for place, row in enumerate(rows[:end]) if (column := _lone_cell(row)) is not None}
    for place, column in list(lone.items()):
        if _is_remark(rows[place].cells[column]):
            rows[place] = rows[place]._replace(skip=NOTE_ROW)
            del lone[place]
    apart = [place for place, column in lone.items() if _stands_above(rows, place, column)]
    if len(apart) < _FEWEST_TITLES or len(apart) < len(lone):
        apart = departments_between(rows[:end])
    for place in apart:
        rows[place] = rows[place]._replace(skip=GROUP_ROW)


def _lone_cell(row: Row) -> int | None:
    """The column of the only cell of a row, None for other rows."""
    if row.skip or (len(row.cells) > 1 and row.cells[0] and row.cells[1]):
        return None
    filled = [column for column, cell in enumerate(row.cells) if cell and not cell.isspace()]
    return filled[0] if len(filled) == 1 and kind_of(row.cells[filled[0]]) == TEXT else None


def _is_remark(text: str) -> bool:
    words = text.split()
    signed = text.lstrip()[:1] in _BEFORE_REMARKS or text.rstrip().endswith(_BEHIND_REMARKS)
    return len(words) >= _SENTENCE_WORDS or (signed and len(words) > 1)


def _stands_above(rows: Sequence[Row], place: int, column: int) -> bool:
    """Whether a lone cell is at the top of the table or below a blank row, and right above a contact with that cell."""
    text = rows[place].cells[column]
    if (place and rows[place - 1].cells and not rows[place - 1].skip) or len(text) > LONGEST_NAME:
        return False
    below = rows[place + 1].cells if place + 1 < len(rows) else ()
    return is_contact_with(below, column)
