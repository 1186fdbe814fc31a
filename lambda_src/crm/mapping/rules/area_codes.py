"""Area codes in a column of their own, which belong before the numbers beside them."""

from __future__ import annotations

import re

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import Transform, TransformKind
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, filled_values

_CODE = re.compile(r"\(?0?\d{1,5}\)?")

_OF_PHONES = frozenset({"phone", "neutral", "number", "mobile", "home", "work", "main"})
"""Kinds of words that say of an area code only that it is one of a phone: `DDD do telefone`."""

_PART = re.compile(r"\d{2,5}")
_NUMBERED = re.compile(r"(?<![\s_.-])[\s_.-]*[(（]?([1-3１-３])[)）]?$")


def join_area_codes(columns: list[Column], free: list[Column]) -> None:
    """`Lada`, `Vorwahl` or `Area code` before or behind a phone column: its codes belong before the numbers.

    So do those of `DDD_TELEFONE` before `TELEFONE`, and of `TelefonvorwahlWK` before `TelefonnummerWK`.
    """
    codes = {
        column.index: said for column in free if (said := _beside_the_mark(column)) is not None and _are_codes(column)
    }
    joined: set[int] = set()
    for index, said in codes.items():
        column = columns[index]
        places = [place for place in (column.index + 1, column.index - 1) if 0 <= place < len(columns)]
        if "fax" in columns[places[0]].reading.kinds:
            # The number before it has another code.
            continue
        beside_it = [columns[place] for place in places if place not in joined]
        phones = [one for one in beside_it if one.meaning is Meaning.PHONE and one.index not in codes]
        phones = [one for one in phones if _are_of_one_number(said, one)]
        if phones:
            joined.add(phones[0].index)
            column.assign(Meaning.OTHER, LIKELY, beside(Why.AREA_CODE_OF, phones[0]))
            column.transform_by(Transform(TransformKind.AREA_CODE, label_of=phones[0].index))


def _beside_the_mark(column: Column) -> frozenset[str] | None:
    """The words around those of an area code, `wk` of `TelefonvorwahlWK`; None for a header of something else."""
    words = column.reading.words
    known = vocabulary()
    pieces = words if known.marks_whole("area_code", words) else known.pieces(words)
    for length in range(len(pieces), 0, -1):
        for start in range(len(pieces) - length + 1):
            if known.marks_whole("area_code", pieces[start : start + length]):
                return frozenset(pieces[:start] + pieces[start + length :])
    return None


def _are_of_one_number(rest: frozenset[str], phone: Column) -> bool:
    """Whether what the header of a code says besides is said of the phone too, or that it is one of a phone."""
    said = {*phone.reading.words, *vocabulary().pieces(phone.reading.words)}
    return all(word in said or read_header(word).kinds & _OF_PHONES for word in rest)


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
    cells = filled_values(column)
    return bool(cells) and sum(_CODE.fullmatch(cell) is not None for cell in cells) >= at.ARE_AREA_CODES * len(cells)
