"""Lists of bookings: the house or room that was booked is not where the guest works."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.subjects import without_subject
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, of_meaning

_ONLY_BY_VALUES = (Meaning.UNKNOWN, Meaning.NAME)


def set_aside_lodgings(columns: list[Column], free: list[Column]) -> None:
    """`Listing` beside `Nights` and a guest is the place of the stay; a list of hosts has no stays."""
    lodgings = [column for column in columns if _is_about("lodging", column)]
    others = [column for column in columns if column not in lodgings]
    stays = [column for column in others if _is_about("stay", column)]
    if not stays or not any(column.shape.filled for column in of_meaning(others, *NAMES, Meaning.CLIENT)):
        return
    for column in of_meaning(lodgings, Meaning.COMPANY, Meaning.CLIENT, *NAMES):
        if column in free and column.reading.meaning in _ONLY_BY_VALUES:
            column.assign(Meaning.OTHER, LIKELY, beside(Why.LODGING_OF_A_STAY, stays[0]))


def _is_about(mark: str, column: Column) -> bool:
    words = column.reading.words
    return bool(words) and (vocabulary().marks_whole(mark, words) or without_subject(mark, words) is not None)
