"""Titles above a list without a header, and remarks scribbled into a list: `nice weather, 14 cookies left`.

Sign-in sheets and lists that are typed at a stall have an email or a phone in most rows. A row without one is told from
a contact by how it is written, where the rows around show how names are. Numbers are chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

from crm.spreadsheets.cell_kinds import EMAIL, NUMBER, PHONE, kind_of
from crm.spreadsheets.layout.column_profile import filled_count
from crm.spreadsheets.layout.words import word_set
from crm.spreadsheets.model import GROUP_ROW, NOTE_ROW, Row

_FEWEST_CONTACTS = 3
_CONTACTS = 0.33
"""Share of the rows that have an email or a phone."""
_DIGITS_OF_A_PHONE = 7
_WORDS_OF_A_TITLE = 4
_WORDS_OF_A_REMARK = 3
"""Words in small letters that are a remark anywhere; fewer only below a blank row, where the list has ended."""
_WORDS_OF_A_SENTENCE = 5
"""Words of which most are in small letters: no name is so long."""
_MOST_TITLES = 3
_NAMED = 0.5
"""Share of the contacts that have something in the column of a remark."""
_AROUND = " .,;:!?()[]*-–—~\"'"


def mark_scribbles(rows: list[Row], *, headed: bool) -> None:
    """Marks titles and remarks among the rows of a list, in place.

    Args:
        rows: all rows of the sheet, blank ones included, below its header.
        headed: whether there is a header, above which titles would stand.
    """
    data = [row.cells for row in rows if row.cells and not row.skip]
    contacts = [cells for cells in data if _is_reached(cells)]
    if len(contacts) < _FEWEST_CONTACTS or len(contacts) < _CONTACTS * len(data):
        return
    start = 0 if headed else _mark_titles(rows)
    end = max(place for place, row in enumerate(rows) if not row.skip and _is_reached(row.cells))
    apart = False
    for place in range(start, len(rows)):
        row = rows[place]
        apart = place > end and (apart or not row.cells)
        if row.cells and not row.skip and not _is_reached(row.cells) and _is_scribble(row.cells, contacts, apart=apart):
            rows[place] = row._replace(skip=NOTE_ROW)


def _mark_titles(rows: list[Row]) -> int:
    """Marks titles above the first contact, most of one cell, and tells where the rows below them begin."""
    top = next(place for place, row in enumerate(rows) if not row.skip and _is_reached(row.cells))
    above = [place for place in range(top) if rows[place].cells and not rows[place].skip]
    apart = any(not row.cells for row in rows[:top])
    divided = [cells for place in above if filled_count(cells := rows[place].cells) > 1]
    if len(above) > _MOST_TITLES or not all(apart and _is_divided_title(cells) for cells in divided):
        return 0
    for place in above:
        if apart or _is_title(_first_text(rows[place].cells)):
            rows[place] = rows[place]._replace(skip=GROUP_ROW)
    return top


def _is_title(text: str) -> bool:
    """Whether a text is no name: it has digits, many words, or ends in small letters: `Sign-in sheet`."""
    parts = text.split()
    return any(map(str.isdigit, text)) or len(parts) >= _WORDS_OF_A_TITLE or parts[-1][0].islower()


def _is_divided_title(cells: Sequence[str]) -> bool:
    """Whether a title has a comma in it: `Phone list, as of May`."""
    texts = [text for cell in cells if (text := cell.strip())]
    return any(text[0].islower() or any(map(str.isdigit, text)) for text in texts[1:])


def _is_scribble(cells: Sequence[str], contacts: Sequence[Sequence[str]], *, apart: bool) -> bool:
    column = next((column for column, cell in enumerate(cells) if any(map(str.isalpha, cell))), None)
    if column is None or not _is_alone(cells, column, contacts):
        return False
    text = cells[column].strip()
    if text.strip(_AROUND) in word_set("scribbles"):
        return True
    names = [name for other in contacts if len(other) > column and (name := other[column].strip())]
    is_longer = not text[0].isupper() and len(text) > max(map(len, names), default=len(text))
    if apart and is_longer and any(map(_has_words_and_digits, cells)):
        # Where there are no small letters: `天气很好` with `还剩14块饼干` below phones.
        return True
    parts = text.lstrip(_AROUND).split()
    small = [part for part in parts if part[0].islower() and part.strip(_AROUND) not in word_set("particles")]
    is_sentence = len(parts) >= _WORDS_OF_A_SENTENCE and 2 * len(small) > len(parts)
    if not is_sentence and parts[:1] != small[:1]:
        return False
    if not parts or len(names) < _NAMED * len(contacts) or any(name[0].islower() for name in names):
        return False
    return len(parts) >= (2 if apart else _WORDS_OF_A_REMARK) or text[0] + text[-1] == "()" or text[-1] in "!?"


def _is_alone(cells: Sequence[str], column: int, contacts: Sequence[Sequence[str]]) -> bool:
    """Whether beside a text stands nothing but a number, or one text where contacts have emails or phones."""
    others = [place for place, cell in enumerate(cells) if cell.strip() and place != column]
    texts = [place for place in others if kind_of(cells[place]) != NUMBER]
    return len(texts) <= 1 and all(_holds_numbers(place, contacts) for place in texts)


def _holds_numbers(place: int, contacts: Sequence[Sequence[str]]) -> bool:
    """Whether contacts have emails or phones in a column, and nothing else."""
    filled = [cells[place] for cells in contacts if len(cells) > place and cells[place].strip()]
    return bool(filled) and all(_is_reached((cell,)) for cell in filled)


def _has_words_and_digits(text: str) -> bool:
    return any(map(str.isdigit, text)) and any(map(str.isalpha, text))


def _is_reached(cells: Sequence[str]) -> bool:
    return any(
        kind in (EMAIL, PHONE) or (kind == NUMBER and sum(map(str.isdigit, cell)) >= _DIGITS_OF_A_PHONE)
        for cell in cells
        for kind in [kind_of(cell)]
    )


def _first_text(cells: Sequence[str]) -> str:
    return next(text for cell in cells if (text := cell.strip()))
