"""Headers that spell out the two halves of a name: `Name, first name`, `Jméno, příjmení`, `Apellido y nombre`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.parts_of_headers import two_sides

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
    sides = two_sides(_OPTIONAL_ENDS.sub("", header), _BETWEEN, read)
    if sides is None:
        return None
    left, right = sides
    meanings = {left.meaning, right.meaning}
    if not left.languages & right.languages or Meaning.NAME not in meanings or len(meanings & _HALVES) != 1:
        return None
    return replace(reading, meaning=Meaning.FULL_NAME, kinds=reading.kinds | {"full_name"})
