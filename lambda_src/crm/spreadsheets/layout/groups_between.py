"""Titles of groups in the column of names, with contacts right above and below them: `RESERVE`, `Bell household`.

A contact with nothing but a name may stand there as well, so one sign tells them apart: they have no number in a
numbered list, they name the family of the row below, they alone are in capitals, or the table begins with one and they
lack what all contacts have. Numbers are chosen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from crm.spreadsheets.cell_kinds import NUMBER, kind_of
from crm.spreadsheets.layout.column_profile import LONGEST_NAME, filled_count
from crm.spreadsheets.layout.departments import FEWEST_CELLS
from crm.spreadsheets.layout.row_counts import reaches_somebody
from crm.spreadsheets.layout.words import any_of
from crm.spreadsheets.model import Row

_FEWEST_CONTACTS = 3
"""Contacts by which a column is known to hold numbers, or no capitals."""
_NUMBERED = 0.8
"""Share of the contacts with a number, from which who has none is no contact."""
_LETTERS_OF_CAPITALS = 5
"""Letters of a title in capitals: fewer may be a company, `DHL`, unless brackets explain them: `OR (> 500 €)`."""
_WORDS_OF_ONE = 2
"""Words of the only title in capitals: one may be a company, `BAYER`."""
_LETTERS_OF_A_FAMILY = 3
_FEWEST_BARE = 2
"""Titles that have less than each contact has: one may be somebody of whom nothing is known."""
_FILLED_BESIDE = 3
"""Cells outside the columns of titles that each contact has at least."""
_SAME_BEGINNING = 4
"""Letters of a family's name that the name of a member begins with: `Rodina Novákovi`, `Novák`."""
_NUMBER = re.compile(r"\d+|(?<!\S)(?:[A-Z]|[IVX]{1,4})(?!\S)")
"""A number, a letter or a Roman number."""
_LETTERS = re.compile(r"[^\W\d_]{2}")
_WORD = re.compile(r"[^\W\d_]+")


Contacts = Sequence[tuple[str, ...]]
"""The cells of the rows that have enough of them for a contact."""


def contacts_of(rows: Sequence[Row]) -> Contacts:
    """The cells of those rows that have enough of them for a contact and are not skipped."""
    return [row.cells for row in rows if not row.skip and filled_count(row.cells) >= FEWEST_CELLS]


def unnumbered_between(rows: Sequence[Row], lone: Mapping[int, int], contacts: Contacts) -> list[int]:
    """The places of lone cells without a number in a list that numbers its contacts."""
    titles = _above_contacts(rows, lone)
    columns = {lone[place] for place in titles}
    numbered = [column for column in range(min(columns, default=0)) if numbers_contacts(contacts, column)]
    return titles if numbered else []


def households_between(rows: Sequence[Row], lone: Mapping[int, int], _contacts: Contacts) -> list[int]:
    """The places of lone cells that say a household by the name that whoever stands below them has."""
    return [place for place, column in lone.items() if _is_household_of(rows, place, column)]


def capitals_between(rows: Sequence[Row], lone: Mapping[int, int], contacts: Contacts) -> list[int]:
    """The places of lone cells of one column in capitals, where no contact is written so."""
    columns = set(lone.values())
    texts = [rows[place].cells[column].strip() for place, column in lone.items()]
    if len(columns) != 1 or not all(map(_is_in_capitals, texts)) or len(_above_contacts(rows, lone)) < len(lone):
        return []
    column = columns.pop()
    names = [text for cells in contacts if len(cells) > column and (text := cells[column].strip())]
    if len(names) < _FEWEST_CONTACTS or any(map(str.isupper, names)):
        return []
    return list(lone) if len(texts) > 1 or len(texts[0].split()) >= _WORDS_OF_ONE else []


def numbered_between(rows: Sequence[Row], lone: Mapping[int, int], _contacts: Contacts) -> list[int]:
    """The places of lone cells that differ by a number or a letter only: `Building A`, `Building B`."""
    titles = _above_contacts(rows, lone)
    patterns = {place: _NUMBER.sub("#", rows[place].cells[lone[place]].strip()) for place in titles}
    alike = Counter(pattern for pattern in patterns.values() if "#" in pattern and _LETTERS.search(pattern))
    return [place for place, pattern in patterns.items() if alike[pattern] >= _FEWEST_BARE]


def bare_between(rows: Sequence[Row], lone: Mapping[int, int], contacts: Contacts) -> list[int]:
    """The places of lone cells, the first row's among them, where each contact has several cells that they have not.

    Of three titles and more it is enough that each contact can be reached.
    """
    top = next((place for place, row in enumerate(rows) if row.cells and not row.skip), None)
    titles = _above_contacts(rows, lone)
    if len(titles) < max(_FEWEST_BARE, len(lone)) or top not in titles or len(contacts) <= len(titles):
        return []
    if len(titles) > _FEWEST_BARE and all(any(map(reaches_somebody, cells)) for cells in contacts):
        return titles
    return titles if _has_each_more(contacts, lone) else []


def one_set_apart(rows: Sequence[Row], lone: Mapping[int, int], contacts: Contacts) -> list[int]:
    """The place of the only lone cell, below a blank row, where each contact has several cells that it has not."""
    below_blank = [place for place in _above_contacts(rows, lone) if place and not rows[place - 1].cells]
    return below_blank if len(lone) == 1 and _has_each_more(contacts, lone) else []


def _has_each_more(contacts: Contacts, lone: Mapping[int, int]) -> bool:
    """Whether each contact has so many cells outside the columns of lone ones that these are of another kind."""
    columns = set(lone.values())
    beside = ([cell for column, cell in enumerate(cells) if column not in columns] for cells in contacts)
    return all(filled_count(cells) >= _FILLED_BESIDE for cells in beside)


def _above_contacts(rows: Sequence[Row], lone: Mapping[int, int]) -> list[int]:
    """The places of those lone cells that have a contact in the row below."""
    return [
        place
        for place, column in lone.items()
        if place + 1 < len(rows)
        and not rows[place + 1].skip
        and filled_count(rows[place + 1].cells) >= FEWEST_CELLS
        and len(rows[place].cells[column]) <= LONGEST_NAME
    ]


def numbers_contacts(contacts: Contacts, column: int) -> bool:
    """Whether a column numbers nearly all contacts, no two alike."""
    texts = [text for cells in contacts if len(cells) > column and (text := cells[column].strip())]
    many = len(texts) >= max(_FEWEST_CONTACTS, _NUMBERED * len(contacts))
    return many and len(set(texts)) == len(texts) and all(kind_of(text) == NUMBER for text in texts)


def _is_in_capitals(text: str) -> bool:
    title, explained, _ = text.partition("(")
    return title.isupper() and (bool(explained) or sum(map(str.isalpha, text)) >= _LETTERS_OF_CAPITALS)


def _is_household_of(rows: Sequence[Row], place: int, column: int) -> bool:
    text = rows[place].cells[column]
    if _household().search(text) is None:
        return False
    below = _words(" ".join(rows[place + 1].cells if place + 1 < len(rows) and not rows[place + 1].skip else ()))
    family = [word for word in _words(_household().sub(" ", text)) if len(word) >= _LETTERS_OF_A_FAMILY]
    return any(one[:_SAME_BEGINNING] == other[:_SAME_BEGINNING] for one in family for other in below)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


@lru_cache(maxsize=1)
def _household() -> re.Pattern[str]:
    said = f"(?<!\\w)(?:{any_of('households')})(?!\\w)"
    return re.compile(f"{said}|{any_of('households_without_blanks')}", re.IGNORECASE)
