"""Lines that people type into messages: what stands before the first email or phone of each, and behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from crm.spreadsheets.cell_kinds import DATE, kind_of
from crm.spreadsheets.layout.ornaments import (
    before_signs,
    is_marked,
    is_sign,
    label_of_signs,
    without_mark,
    without_ornaments,
)
from crm.spreadsheets.layout.words import any_of
from crm.spreadsheets.model import CARD_ROW, NOTE_ROW, SECTION_ROW, Row

_FEWEST_DIGITS = 7
_NUMBER = re.compile(r"\A\*?(?:(\d{1,3})(?:[.)）、．。:：]|\ufe0f?\u20e3|\s?[-–—]\s)|([\u2460-\u2473]))\*?\s*+(?=\S)")
"""In front of a contact; the second group is a number in a circle."""
_EMAIL_OR_PHONE = re.compile(
    r"(?<![^\s@,;()（）<>｜／，、；\u2190-\u2bff\ufe0f\U0001f000-\U0001faff：:|])"
    r"[^\s@,;()（）<>｜／，、；\u2190-\u2bff\ufe0f\U0001f000-\U0001faff：:|]++@(?:[^\s@,;()（）<>.]++\.)+[^\W\d_]{2,}"
    r"|(?<![0-9A-Za-z])(?:\+?\d{9,16}"
    r"|(?:\+?\d{1,4}\s?)?(?:\(\d{1,5}\)\s?)?\d(?:[/.\-–]?\d|\s[/.\-–]?\d(?=\d)){4,16}"
    r")(?![0-9A-Za-z]|[.,]\d)"
)
"""What stands behind a blank in a phone has two digits or more: behind `13855500101 2大` people count themselves."""
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d")
_BETWEEN = re.compile(r"\s[-–—|/]++\s|(?:(?<!\s)\s++)?(?:[;|｜／；•·▪→⇒]|->|=>|(?<=\s)//(?=\s))\s*+")
_BEHIND_REACH = re.compile(r"\s*[-–—:|]\s*[^\W\d_]{2}")
_DASHES = "-–—|"
_MOST_DIVIDED = 0.6
"""Share of the rows that a comma may have divided into cells where emails and phones stand in cells of their own."""
_TYPED = 0.5
"""Share of the lines with an email or a phone in which words stand before it, in the same cell, elsewhere."""
_FEWEST_RAGGED = 3
"""Lines with an email or a phone."""
_RAGGED = 0.25
"""Share of the lines in which the first email or phone stands in another cell than in most."""
_AROUND = " \t-–—|/,;:：，；、<>"


class _Reach(NamedTuple):
    """An email or a phone, with its place in the line."""

    start: int
    end: int
    text: str


class Line(NamedTuple):
    """One line of a list.

    Args:
        number: of its row.
        place: the number in front of it, 0 for none.
        marked: whether a number, a bullet or an emoji stands in front of it.
        parts: the texts in front of the first email or phone; of the whole line where it has none.
        reach: emails and phones.
        rest: what stands behind them.
    """

    number: int
    place: int
    marked: bool
    parts: list[str]
    reach: list[str]
    rest: str


def read_line(row: Row, delimiter: str | None = None) -> Line:
    text = text_of(row, delimiter)
    number = _NUMBER.match(text)
    body = text[number.end() :] if number else without_mark(text)
    found = _reach_in(body)
    before = body[: found[0].start] if found else body
    rest = [body[found[0].end :]] if found else []
    for reach in found[1:]:
        rest = [*rest[:-1], rest[-1].replace(reach.text, " ", 1)]
    parts = _parts(before)
    behind = "".join(rest)
    if found and not parts:
        # `0171 555 - Ann Lee, Acme Ltd`
        parts, behind = _parts(behind), ""
    return Line(
        row.number,
        _place(number),
        len(body) < len(text),
        parts,
        [reach.text for reach in found],
        without_ornaments(behind).strip(_AROUND),
    )


def _parts(text: str) -> list[str]:
    return [bare for part in _BETWEEN.split(text) for piece in before_signs(part) if (bare := _part(piece))]


def _part(text: str) -> str:
    """A text without emoji; one behind 🏢 says where somebody works."""
    bare = without_ornaments(text).strip(_AROUND).strip("*_")
    return f"@ {bare}" if bare and label_of_signs(text) == "Company" else bare


def _place(number: re.Match[str] | None) -> int:
    if number is None:
        return 0
    return int(number[1]) if number[1] else ord(number[2]) - ord("\u2460") + 1


def are_cells(filled: Sequence[Row]) -> bool:
    """Whether rows are such as a table has, and no lines that commas have divided.

    Args:
        filled: rows with content.
    """
    if sum(map(_is_divided, filled)) <= _MOST_DIVIDED * len(filled):
        return False
    return not are_typed(filled)


def are_typed(filled: Sequence[Row]) -> bool:
    """Whether words stand in one cell with most emails and phones, as in lines that people type, or behind bullets.

    Args:
        filled: rows with content.
    """
    reached = [row for row in filled if any(map(_first_reach, row.cells))]
    if sum(1 for row in reached if is_marked(row.cells[0])) > _TYPED * len(reached) or _are_ragged(reached):
        return True
    return sum(map(_is_typed, reached)) > _TYPED * len(reached)


def as_table(rows: Sequence[Row], cells: Mapping[int, tuple[str, ...]]) -> list[Row]:
    """The rows with the cells of contacts, by their numbers, instead of their own; the others are marked."""
    first, last = min(cells), max(cells)

    def read(row: Row) -> Row:
        if row.number in cells:
            return row._replace(cells=cells[row.number])
        if not row.cells:
            return row
        return row._replace(skip=SECTION_ROW if row.number < first else NOTE_ROW if row.number > last else CARD_ROW)

    return list(map(read, rows))


def place_reach(cells: list[str], line: Line, *, phone: int, email: int) -> None:
    """Puts the emails and phones of a line into cells, in place: the first into its column, the others behind it.

    Args:
        cells: of the line's contact.
        phone, email: each the first of two columns.
    """
    for text in line.reach:
        column = email if "@" in text else phone
        column += bool(cells[column])
        cells[column] = f"{cells[column]}, {text}" if cells[column] else text


def _first_reach(text: str) -> _Reach | None:
    return next(iter(_reach_in(text)), None)


def _reach_in(text: str) -> list[_Reach]:
    """The emails and phones in a line; those of a small place are so short that only `Tel.` in front tells them."""
    found = [
        _Reach(match.start(), match.end(), match[0]) for match in _EMAIL_OR_PHONE.finditer(text) if _reaches(match[0])
    ]
    if all("@" in reach.text for reach in found):
        found += [_Reach(match.start(1), match.end(), match[1]) for match in _short_phone().finditer(text)]
    return sorted(found)


@lru_cache(maxsize=1)
def _short_phone() -> re.Pattern[str]:
    announced = rf"(?<!\w)(?:{any_of('phone_announced')})\.?:?\s{{1,2}}"
    return re.compile(rf"{announced}(\d{{4,6}}|\d{{2,3}}(?:[ /-]\d{{2,3}}){{1,2}})(?![\w@]|[.,]\d)", re.IGNORECASE)


def _are_ragged(reached: Sequence[Row]) -> bool:
    """Whether no cell is missing and phones and emails begin in different columns: commas have divided sentences."""
    places: Counter[int] = Counter()
    for row in reached:
        texts = [cell.strip() for cell in row.cells]
        place = next(place for place, text in enumerate(texts) if _first_reach(text))
        # "Ann Lee - Acme - ann@acme.example" has other signs than the lines around it.
        is_bare = not place and not _is_typed(row)
        if is_bare or not all(texts[:place]):
            return False
        places[place] += 1
    return len(reached) >= _FEWEST_RAGGED and places.total() - max(places.values(), default=0) >= _RAGGED * len(reached)


def _is_typed(row: Row) -> bool:
    """Whether the first email or phone has a name before it in the first cell, or words and a dash in another one, or
    an emoji that stands for it.
    """
    for place, cell in enumerate(row.cells):
        if (match := _first_reach(cell)) is not None:
            before = cell[: match.start]
            behind = cell[match.end :]
            named = bool(_NUMBER.sub("", before).strip(_AROUND)) or behind.strip()[:1].isupper()
            named = named or _BEHIND_REACH.match(behind) is not None
            return (not place and named) or _ends_in_dash(before) or is_sign(before)
    return False


def _ends_in_dash(text: str) -> bool:
    return text.rstrip()[-1:] in tuple(_DASHES) and any(map(str.isalpha, text))


def _is_divided(row: Row) -> bool:
    """Whether a comma has divided a line elsewhere than in a number such as `100,000`."""
    cells = [text for cell in row.cells if (text := cell.strip())]
    return any(not (before[-1].isdigit() and cell[0].isdigit()) for before, cell in pairwise(cells))


def text_of(row: Row, delimiter: str | None = None) -> str:
    """The line as it was before a delimiter cut it: of a comma, without a blank between the digits of a number."""
    if delimiter not in (None, ",", "\t"):
        return delimiter.join(row.cells).strip()
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
