"""Lists of bookings: who booked is the lead if they are the guest, and what they booked is not where they work."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY, PROBABLE
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.subjects import without_subject
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import Transform, TransformKind
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.values.parties import is_same_in_most_rows
from crm.values.several_people import first_of_several

_ONLY_BY_VALUES = (Meaning.UNKNOWN, Meaning.NAME)


def set_aside_lodgings(columns: list[Column], free: list[Column]) -> None:
    """`Listing` beside `Nights` and a guest is the place of the stay; a list of hosts has no stays."""
    lodgings = [column for column in columns if _is_about("lodging", column)]
    others = [column for column in columns if column not in lodgings]
    stays = [column for column in others if _is_about("stay", column)]
    if not stays or not any(column.shape.filled for column in of_meaning(others, *NAMES, Meaning.CLIENT)):
        return
    for column in of_meaning(lodgings, Meaning.COMPANY, Meaning.CLIENT, Meaning.OTHER, *NAMES):
        # "酒店名称" is a name of anything too.
        if column in free and (column.reading.meaning in _ONLY_BY_VALUES or column.reading.unknown):
            column.assign(Meaning.OTHER, LIKELY, beside(Why.LODGING_OF_A_STAY, stays[0]))


def prefer_bookers(columns: list[Column], free: list[Column]) -> None:
    """`Booked by` comes before `Guest name(s)` of a stay, which begins with the same person in most rows."""
    if not any(_is_about("stay", column) for column in columns):
        return
    called = [column for column in free if vocabulary().marks_whole("booked_by", column.reading.words)]
    bookers = [column for column in called if column.shape.filled]
    guests = [one for one in of_meaning(free, *NAMES, Meaning.CLIENT) if one not in called and _is_about("guest", one)]
    if len(bookers) != 1 or not guests:
        return
    leads = [first_of_several(text) for text in guests[0].values]
    if is_same_in_most_rows(bookers[0].values, leads):
        bookers[0].assign(Meaning.FULL_NAME, LIKELY, beside(Why.BOOKER_IS_GUEST, guests[0]))
        for column in guests:
            column.assign(Meaning.FULL_NAME, PROBABLE, beside(Why.GUEST_OF_BOOKER, bookers[0]))
            column.rerank(max(column.rank, bookers[0].rank + 1))
            column.transform_by(Transform(TransformKind.CHOICE, choice=2))


def _is_about(mark: str, column: Column) -> bool:
    words = column.reading.words
    return bool(words) and (vocabulary().marks_whole(mark, words) or without_subject(mark, words) is not None)
