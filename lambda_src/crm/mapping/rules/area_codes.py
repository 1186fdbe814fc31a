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


def join_area_codes(columns: list[Column], free: list[Column]) -> None:
    """`Lada`, `Vorwahl` or `Area code` before or behind a phone column: its codes belong before the numbers."""
    for column in free:
        if not vocabulary().marks_whole("area_code", column.reading.words) or not _are_codes(column):
            continue
        places = [place for place in (column.index + 1, column.index - 1) if 0 <= place < len(columns)]
        phones = [columns[place] for place in places if columns[place].meaning is Meaning.PHONE]
        if phones:
            column.assign(Meaning.OTHER, LIKELY, beside(Why.AREA_CODE_OF, phones[0]))
            column.transform_by(Transform(TransformKind.AREA_CODE, label_of=phones[0].index))


def _are_codes(column: Column) -> bool:
    cells = [value.strip() for value in column.values if value.strip()]
    return bool(cells) and sum(_CODE.fullmatch(cell) is not None for cell in cells) >= at.ARE_AREA_CODES * len(cells)
