"""Area codes in a column of their own, which belong before the numbers beside them."""

from __future__ import annotations

import re

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import Transform, TransformKind
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside

_CODE = re.compile(r"\(?\d{1,5}\)?")

_PART = re.compile(r"\d{2,5}")
_NUMBERED = re.compile(r"(?<![\s_.-])[\s_.-]*[(（]?([1-3１-３])[)）]?$")


def join_area_codes(columns: list[Column], free: list[Column]) -> None:
    """`Lada`, `Vorwahl` or `Area code` before or behind a phone column: its codes belong before the numbers.

    So do those of `TelefonvorwahlParl` beside `TelefonnummerParl`: the two say of which phone they are.
    """
    for column in free:
        places = [place for place in (column.index + 1, column.index - 1) if 0 <= place < len(columns)]
        neighbours = [columns[place] for place in places if columns[place].meaning is Meaning.PHONE]
        phones = [phone for phone in neighbours if _names_codes(column, phone)]
        if phones and _are_codes(column):
            column.assign(Meaning.OTHER, LIKELY, beside(Why.AREA_CODE_OF, phones[0]))
            column.transform_by(Transform(TransformKind.AREA_CODE, label_of=phones[0].index))


def _names_codes(column: Column, phone: Column) -> bool:
    """Whether a header says area codes, but for words that the phone's header has too."""
    words = column.reading.words
    own = [word for word in words if word not in phone.reading.words]
    return vocabulary().marks_whole("area_code", words) or vocabulary().marks_whole("area_code", own)


def join_number_parts(_columns: list[Column], free: list[Column]) -> None:
    """`電話番号1`, `電話番号2`, `電話番号3` with a part each: those in front belong before the numbers in the third."""
    for parts in zip(free, free[1:], free[2:], strict=False):
        stems = {_NUMBERED.sub("", part.header.strip()) for part in parts}
        ordinals = [_NUMBERED.search(part.header.strip()) for part in parts]
        numbered = [int(found[1]) for found in ordinals if found is not None] == [1, 2, 3]
        if not numbered or len(stems) > 1 or any(part.meaning is not Meaning.PHONE for part in parts):
            continue
        rows = [[cell.strip() for cell in row] for row in zip(*(part.values for part in parts), strict=True)]
        filled = [row for row in rows if any(row)]
        if filled and all(map(_are_parts, filled)):
            for part in parts[:2]:
                part.assign(Meaning.OTHER, LIKELY, beside(Why.PART_OF_NUMBER, parts[2]))
                part.transform_by(Transform(TransformKind.AREA_CODE, label_of=parts[2].index))


def _are_parts(cells: list[str]) -> bool:
    """Whether the cells of a row are the parts of one number, with its trunk prefix."""
    digits = sum(map(len, cells))
    return all(map(_PART.fullmatch, cells)) and at.FEWEST_IN_PARTS <= digits <= at.MOST_IN_PARTS


def _are_codes(column: Column) -> bool:
    cells = [value.strip() for value in column.values if value.strip()]
    return bool(cells) and sum(_CODE.fullmatch(cell) is not None for cell in cells) >= at.ARE_AREA_CODES * len(cells)
