"""Names of departments between the rows of a directory, in the column of names and without a blank row above.

A contact with nothing but a name may stand there as well. So the table must begin with a title, and all titles must
differ from its names by one sign: capitals, a missing comma, a word for a part of a house, or how they end. Numbers
are chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crm.spreadsheets.cell_kinds import TEXT, kind_of
from crm.spreadsheets.layout.column_profile import LONGEST_NAME, filled_count
from crm.spreadsheets.layout.words import any_of
from crm.spreadsheets.model import Row

_FEWEST_TITLES = 2
"""Titles of a directory; a single one may be anybody."""
FEWEST_CELLS = 3
"""Cells of a contact below a title."""
_MOST_TITLES = 0.5
"""Share of the titles that are written as none of the names are; the others may have one word."""
_LONGEST_PLACE = 16
"""Characters of an extension or a floor beside a title."""
_MOST_DIGITS = 6
"""Digits of an extension; more are a phone, by which a department is reached."""


def departments_between(rows: Sequence[Row]) -> list[int]:
    """The places of rows that are titles of departments; none where one of them may be a contact.

    Args:
        rows: those of a table, without what stands below it.
    """
    titles = {place: row.cells for place, row in enumerate(rows) if _may_be_title(row)}
    columns = {_first(cells) for cells in titles.values()}
    top = next((place for place, row in enumerate(rows) if row.cells and not row.skip), None)
    if len(titles) < _FEWEST_TITLES or len(columns) > 1 or top not in titles:
        return []
    column = columns.pop()
    if not all(_is_above_contact(rows, place, column) for place in titles):
        return []
    texts = [cells[column].strip() for cells in titles.values()]
    others = (row.cells for place, row in enumerate(rows) if place not in titles and not row.skip)
    names = [cells[column].strip() for cells in others if len(cells) > column and cells[column].strip()]
    return list(titles) if _differ(texts, names) else []


def _first(cells: Sequence[str]) -> int:
    return next(column for column, cell in enumerate(cells) if cell.strip())


def _may_be_title(row: Row) -> bool:
    """Whether a row has one text, and at most an extension or a floor beside it."""
    if row.skip or (len(row.cells) > 1 and row.cells[0] and row.cells[1] and len(row.cells[1]) > _LONGEST_PLACE):
        return False
    filled = [text for cell in row.cells if (text := cell.strip())]
    if not filled or len(filled) >= FEWEST_CELLS or len(filled[0]) > LONGEST_NAME or kind_of(filled[0]) != TEXT:
        return False
    return all(_is_place(text) for text in filled[1:])


def _is_place(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    return len(text) <= _LONGEST_PLACE and 0 < digits <= _MOST_DIGITS and "@" not in text


def _is_above_contact(rows: Sequence[Row], place: int, column: int) -> bool:
    below = next((row.cells for row in rows[place + 1 :] if row.cells and not row.skip), ())
    return is_contact_with(below, column)


def is_contact_with(cells: Sequence[str], column: int) -> bool:
    """Whether cells are enough for a contact, that of a column among them."""
    return filled_count(cells) >= FEWEST_CELLS and len(cells) > column and bool(cells[column].strip())


def _differ(titles: Sequence[str], names: Sequence[str]) -> bool:
    if all(map(str.isupper, titles)) and not any(map(str.isupper, names)):
        return True
    if not any("," in title for title in titles) and all("," in name for name in names):
        return True
    named = [_department().search(title) is not None for title in titles]
    if all(named):
        return True
    written = [known or _ends_unlike_name(title) for known, title in zip(named, titles, strict=True)]
    single = [len(title.split()) == 1 for title in titles]
    return (
        all(known or one for known, one in zip(written, single, strict=True))
        and sum(written) >= _MOST_TITLES * len(titles)
        and all(len(name.split()) > 1 and not _ends_unlike_name(name) for name in names)
    )


def _ends_unlike_name(text: str) -> bool:
    """Whether the last of several words begins as no family name does: `Övrig personal`, `Lärare 4-6`."""
    *before, last = text.split()
    return bool(before) and (last[0].islower() or any(map(str.isdigit, last)))


@lru_cache(maxsize=1)
def _department() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of('departments')})\b|(?:{any_of('ends_of_departments')})$", re.IGNORECASE)
