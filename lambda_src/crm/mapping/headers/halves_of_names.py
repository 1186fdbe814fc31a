"""Two headers that are the halves of one name: `Your name - First name` beside `Your name - Last name`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import HeaderReading, read_header

_HALVES = frozenset({Meaning.FIRST_NAME, Meaning.LAST_NAME})
_BELOW = re.compile(r"(.+)(?:\s[-–—]\s|:\s*|\s?[(\[])([^()\[\]]+)[)\]]?")
"""`Your name - First name`: a question of a form, and a part of its answer."""
_NAMES = _HALVES | {Meaning.FULL_NAME, Meaning.NAME}
_OF_NAMES = frozenset({"name", "full_name"})


def halves_of_one_name(
    texts: Sequence[str], readings: Sequence[HeaderReading], languages: frozenset[str]
) -> list[HeaderReading]:
    """The readings of a sheet's headers, where two answer one question with the halves of a name.

    `Your name - First name` beside `Your name - Last name`; and `Nombre completo - Nombre` beside `Nombre completo -
    Apellidos`, where a word for names means the first one. Alone, `Name - First name` is both in one.

    Args:
        texts: the headers.
        readings: one a column.
        languages: of the whole header.
    """
    found = list(readings)
    asked: dict[str, list[tuple[int, str]]] = {}
    for place, text in enumerate(texts[: len(readings)]):
        below = _BELOW.fullmatch(text.strip())
        if below is not None and readings[place].meaning in _NAMES:
            asked.setdefault(below[1].casefold(), []).append((place, below[2]))
    for question, parts in asked.items():
        if len(parts) != len(_HALVES) or not read_header(question, languages).kinds & _OF_NAMES:
            continue
        meanings = [read_header(part, languages).meaning for _, part in parts]
        halves = [meaning for meaning in meanings if meaning in _HALVES]
        if not halves or (len(halves) == 1 and Meaning.NAME not in meanings) or len({*meanings}) < len(parts):
            continue
        for (place, _), meaning in zip(parts, meanings, strict=True):
            half = meaning if meaning in _HALVES else next(iter(_HALVES.difference(halves)))
            kinds = readings[place].kinds - _OF_NAMES | {half.value}
            found[place] = replace(readings[place], meaning=half, kinds=kinds)
    return found
