"""Headers of columns that name somebody or say how to reach them, for finding rows that name nobody."""

from __future__ import annotations

from functools import lru_cache

from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.subjects import without_subject

_ABOUT_SOMEBODY = NAMES | {
    *(Meaning.EMAIL, Meaning.PHONE, Meaning.COMPANY, Meaning.CLIENT, Meaning.CONTACT, Meaning.SOMEONE_ELSE)
}
_SIDES = ("sender", "recipient", "enquirer", "enquired", "orderer", "addressee")


@lru_cache(maxsize=1024)
def says_who(header: str) -> bool:
    """Whether a column that is called so may hold somebody's name, email or phone, the lead's or another's."""
    reading = read_header(header)
    if reading.meaning in _ABOUT_SOMEBODY:
        return True
    return bool(reading.words) and any(without_subject(side, reading.words) is not None for side in _SIDES)
