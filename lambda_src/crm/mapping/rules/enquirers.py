"""Lists of enquiries and messages: whoever writes is the lead, and whoever gets it is the file's owner."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from crm.mapping.confidence import IS_KNOWN, SURE
from crm.mapping.headers.column_meaning import CONTACTS, NAMES, Meaning
from crm.mapping.headers.header_reading import HeaderReading, read_header
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.rules import thresholds as at
from crm.values.parties import is_same_in_most_rows
from crm.values.text import fold

_NAMED = NAMES | {Meaning.CLIENT}
_OF_A_LEAD = NAMES | {*CONTACTS, Meaning.COMPANY, Meaning.JOB_TITLE, Meaning.CONTACT, Meaning.COUNTRY}


def about_enquirers(
    readings: Sequence[HeaderReading], values: Sequence[Sequence[str]], languages: frozenset[str]
) -> list[HeaderReading]:
    """The readings of a sheet's headers, where `SENDER_NAME` and `SENDER_MOBILE` are about the lead.

    A list of enquiries says so in its headers. Elsewhere, as in a list of parcels, who sends is the lead only if
    several send to few.

    Args:
        readings: one a column.
        values: the sampled cells of each column.
        languages: of the whole header.
    """
    read = list(readings)
    known = vocabulary()
    sides = [known.pieces(one.words) for one in readings]
    asking = {place: word for place, side in enumerate(sides) if (word := _word_of("enquirer", side))}
    if not asking:
        return read
    asked = [place for place, side in enumerate(sides) if place not in asking and _is_asked(side)]
    held = {
        place: beside_subject(
            readings[place], " ".join(piece for piece in sides[place] if piece != word), values[place], languages
        )
        for place, word in asking.items()
    }
    if not is_a_person(held, values) or _is_somebody_else_named(readings, values, {*asking, *asked}):
        return read
    if any(is_same_in_most_rows(values[place], values[other]) for place in held for other in asked):
        # Who buys things for themselves gets them, and no enquiry.
        return read
    senders = max(_different(values[place]) for place in held)
    getters = max((_different(values[place]) for place in asked), default=0)
    is_enquiries = any(known.marked_parts("enquiry", one.words) for one in readings)
    if senders >= getters * (1 if is_enquiries else at.SENDERS_TO_ONE):
        for place, reading in held.items():
            if reading.meaning in _OF_A_LEAD:
                read[place] = reading
        return set_aside(read, asked)
    # Who is the same beside several others is the file's owner: "Buyer" in a list of suppliers.
    return set_aside(read, asking) if senders == 1 else read


def set_aside(readings: Sequence[HeaderReading], places: Collection[int]) -> list[HeaderReading]:
    """The readings, of which those at some places are about somebody else."""
    return [
        replace(reading, meaning=Meaning.SOMEONE_ELSE, confidence=SURE) if place in places else reading
        for place, reading in enumerate(readings)
    ]


def _word_of(mark: str, pieces: Sequence[str]) -> str:
    """The word of a header, its first or its last, that bears a mark; "" for none."""
    return next((word for word in (*pieces[:1], *pieces[-1:]) if vocabulary().has_mark(mark, [word])), "")


def _is_asked(pieces: Sequence[str]) -> bool:
    return bool(_word_of("enquired", pieces) or _word_of("seller", pieces))


def beside_subject(
    reading: HeaderReading, rest: str, values: Sequence[str], languages: frozenset[str]
) -> HeaderReading:
    """What a header says beside whose it is; alone, the word stands for a name, and `From: (Address)` for an email.

    Args:
        reading: of the whole header.
        rest: its words without those for whose it is.
        values: the sampled cells of the column.
        languages: of the whole header.
    """
    if not rest:
        return replace(reading, meaning=Meaning.CONTACT, confidence=SURE, kinds=frozenset({"contact"}))
    held = replace(read_header(rest, languages), words=reading.words)
    if "address" in held.kinds and all("@" in value for value in values if value.strip()):
        return replace(held, meaning=Meaning.EMAIL, confidence=SURE, kinds=frozenset({"email"}))
    return held


def is_a_person(held: Mapping[int, HeaderReading], values: Sequence[Sequence[str]]) -> bool:
    """Whether columns hold a name and how to reach it, or one column both."""
    found = {reading.meaning for place, reading in held.items() if any(map(str.strip, values[place]))}
    named = found & (NAMES | {Meaning.CONTACT})
    mailed = any(
        reading.meaning is Meaning.CONTACT and any("@" in value for value in values[place])
        for place, reading in held.items()
    )
    return bool(named and (not found.isdisjoint(CONTACTS) or mailed))


def _is_somebody_else_named(
    readings: Sequence[HeaderReading], values: Sequence[Sequence[str]], sides: set[int]
) -> bool:
    return any(
        reading.meaning in _NAMED and reading.confidence >= IS_KNOWN and any(map(str.strip, values[place]))
        for place, reading in enumerate(readings)
        if place not in sides
    )


def _different(values: Sequence[str]) -> int:
    return len({folded for value in values if (folded := fold(value))})
