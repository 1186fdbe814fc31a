"""Headers below a group that holds somebody's details: `Vos coordonnées Nom`, `Ihre Kontaktdaten [Firma]`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from crm.mapping.confidence import IS_SURE_OF_A_SIDE
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import HeaderReading, read_header
from crm.mapping.headers.vocabulary import vocabulary, words_of

_LONGEST_PHRASE = 4
"""Words of the name of such a group at most. Chosen."""
_FEWEST_COLUMNS = 2
"""Columns of such a group at least. Chosen."""
_AROUND = "[]():-–— "
"""Signs between the name of a group and that of a column."""
_HALVES = frozenset({Meaning.FIRST_NAME, Meaning.LAST_NAME})


def below_their_group(
    texts: Sequence[str], readings: Sequence[HeaderReading], languages: frozenset[str]
) -> list[HeaderReading]:
    """The readings of a sheet's headers, where names and companies of such a group are read by their own names.

    `Coordonnées Nom` is the name of whoever is contacted; but beside `Coordonnées Prénom` it is half of the name, and
    `Coordonnées Société` is a company. An own name that stands elsewhere too says nothing without the group.

    Args:
        texts: the headers.
        readings: one a column, from `read_header`.
        languages: of the whole header.
    """
    read = list(readings)
    members = {place: text.split() for place, text in enumerate(texts) if _is_of_group(text)}
    if len(members) < _FEWEST_COLUMNS:
        return read
    shared = len(list(takewhile(lambda words: len(set(words)) == 1, zip(*members.values(), strict=False))))
    own = {place: " ".join(words[shared:]).strip(_AROUND) for place, words in members.items()}
    times = Counter(own.get(place, text).casefold() for place, text in enumerate(texts))
    found = {
        place: reading
        for place, text in own.items()
        if (reading := read_header(text, languages)).confidence >= IS_SURE_OF_A_SIDE
        and not reading.unknown
        and times[text.casefold()] == 1
    }
    in_halves = any(reading.meaning in _HALVES for reading in found.values())
    for place, reading in found.items():
        if reading.meaning is Meaning.COMPANY or (reading.meaning is Meaning.NAME and in_halves):
            read[place] = replace(reading, words=readings[place].words)
    return read


def _is_of_group(header: str) -> bool:
    """Whether a header begins with the name of such a group, behind words like `your`."""
    words = words_of(header)
    known = vocabulary()
    for start in range(len(words)):
        lengths = range(1, min(_LONGEST_PHRASE, len(words) - start) + 1)
        if any("".join(words[start : start + length]) in known.marks["contact_details"] for length in lengths):
            return True
        term = known.terms.get(words[start])
        if term is None or "neutral" not in term.kinds:
            return False
    return False
