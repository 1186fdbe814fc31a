"""Headers that spell out the two halves of a name: `Name, first name`, `Jméno, příjmení`, `Apellido y nombre`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from crm.mapping.confidence import IS_SURE_OF_A_SIDE
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.vocabulary import vocabulary, words_of

if TYPE_CHECKING:
    from crm.mapping.headers.header_reading import HeaderReading

_BETWEEN = re.compile(r"[&+,，、;；]|\s[-–]\s")
"""Not what stands between two languages: `Name / Surname` may be the last name in German and English."""
_HALVES = frozenset({Meaning.FIRST_NAME, Meaning.LAST_NAME})
_OPTIONAL_ENDS = re.compile(r"(?<=\w)\(\w{1,4}\)")
"""`Nom(s) et prénom(s)` for one or several."""


def name_in_halves(header: str, reading: HeaderReading, read: Callable[[str], HeaderReading]) -> HeaderReading | None:
    """The full name that a header names by two sides, a name and a first or a last one; None for other headers.

    Both sides are in one language. In brackets, a half says which name it is: `Name (first name)` is no full name.

    Args:
        header: as the sheet shows it.
        reading: what all of it says.
        read: reads a part of it.
    """
    if reading.meaning not in _HALVES:
        return None
    text = _OPTIONAL_ENDS.sub("", header)
    sides = [side.strip() for side in _BETWEEN.split(text)]
    words = text.split()
    ands = [place for place, word in enumerate(words) if vocabulary().has_mark("and", words_of(word))]
    if len(sides) == 1 and len(ands) == 1:
        sides = [" ".join(words[: ands[0]]), " ".join(words[ands[0] + 1 :])]
    if len(sides) != 2 or not all(sides):
        return None
    left, right = map(read, sides)
    if left.unknown or right.unknown or min(left.confidence, right.confidence) < IS_SURE_OF_A_SIDE:
        return None
    meanings = {left.meaning, right.meaning}
    if not left.languages & right.languages or Meaning.NAME not in meanings or len(meanings & _HALVES) != 1:
        return None
    return replace(reading, meaning=Meaning.FULL_NAME, kinds=reading.kinds | {"full_name"})
