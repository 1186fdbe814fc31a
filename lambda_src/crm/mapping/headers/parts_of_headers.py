"""Headers of which a part says more than the whole: `Contact / position`, or the answer to a question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from crm.mapping.confidence import IS_KNOWN, IS_SURE_OF_A_SIDE
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.vocabulary import vocabulary, words_of

if TYPE_CHECKING:
    from crm.mapping.headers.header_reading import HeaderReading

    Read = Callable[[str], HeaderReading]

BRACKETED = re.compile(r"[（(\[{].{0,80}?[)）\]}]")
FIELDS = frozenset(
    {
        *(Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.FULL_NAME, Meaning.NAME, Meaning.COMPANY),
        *(Meaning.JOB_TITLE, Meaning.EMAIL, Meaning.PHONE),
    }
)
_ANSWERS = FIELDS | {Meaning.OTHER, Meaning.COUNTRY}
"""What an answer may hold: `Your contact details: City` asks for no name."""
_BESIDE_A_NAME = re.compile(r"[/／・|&+,，、;；(（\n和及与與]")
_JOBS = frozenset({"job_title", "title"})
_WHOLE_NAMES = frozenset({Meaning.FULL_NAME, Meaning.NAME, Meaning.CONTACT})
_WITH_A_PLACE = frozenset({Meaning.COMPANY, Meaning.FULL_NAME, Meaning.NAME})
_TITLES = frozenset({Meaning.TITLE, Meaning.JOB_TITLE})
_BESIDE_A_RECORD = frozenset(
    {Meaning.COMPANY, Meaning.FULL_NAME, Meaning.CONTACT, Meaning.SOMEONE_ELSE, Meaning.EMAIL, Meaning.PHONE}
)
"""What a record of a CRM program says of those whom it is about."""
_END_OF_QUESTION = re.compile(r"[:?.!：？。\n]|\s[-–—]")
_WORDS_OF_A_QUESTION = 4
"""Fewest words of a question in front of a part of its answer. Chosen."""
_WORDS_OF_A_SENTENCE = 6
"""Fewest words of a sentence that asks for parts without a question mark. Chosen."""
_OF_OTHERS = frozenset({"someone_else", "phonetic", "billing", "shipping"})


def two_sides(header: str, between: re.Pattern[str], read: Read) -> tuple[HeaderReading, HeaderReading] | None:
    """What the two sides of a header say, of which all words are known; None for other headers.

    Args:
        between: the signs that may stand between them; a single word for "and" may, too.
    """
    sides = [side.strip() for side in between.split(header)]
    words = header.split()
    ands = [place for place, word in enumerate(words) if vocabulary().has_mark("and", words_of(word))]
    if len(sides) == 1 and len(ands) == 1:
        sides = [" ".join(words[: ands[0]]), " ".join(words[ands[0] + 1 :])]
    if len(sides) != 2 or not all(sides):
        return None
    left, right = map(read, sides)
    if left.unknown or right.unknown or min(left.confidence, right.confidence) < IS_SURE_OF_A_SIDE:
        return None
    return left, right


def name_beside_position(header: str, reading: HeaderReading, read: Read) -> HeaderReading | None:
    """What `Contact / position` and `Name and title` say: a name with the job beside it; None for other headers."""
    if reading.meaning is Meaning.SOMEONE_ELSE or not (reading.kinds & _JOBS or BRACKETED.search(header)):
        return None
    sides = two_sides(header.rstrip(" )）"), _BESIDE_A_NAME, read)
    if sides is None:
        return None
    left, right = sides
    # "Title & name" is a salutation with the name, and "Position (contact)" the job of the contact.
    turned = left.meaning is Meaning.JOB_TITLE and right.meaning is not Meaning.CONTACT and "(" not in header
    name, job = (right, left) if turned else (left, right)
    if name.meaning not in _WHOLE_NAMES or job.meaning not in (Meaning.JOB_TITLE, Meaning.TITLE):
        return None
    return replace(
        name,
        meaning=Meaning.FULL_NAME,
        confidence=IS_KNOWN,
        kinds=name.kinds | {"full_name"},
        beside=frozenset({"job_title"}),
    )


def name_beside_place(header: str, reading: HeaderReading, read: Read) -> HeaderReading | None:
    """What `Organization and city` and `Navn og adresse` say: a name with its place behind it; None for others."""
    sides = two_sides(header, _BESIDE_A_NAME, read) if "address" in reading.kinds else None
    if sides is None or sides[0].meaning not in _WITH_A_PLACE or "address" not in sides[1].kinds:
        return None
    return replace(sides[0], confidence=IS_KNOWN, beside=sides[1].kinds)


def said_of_record(header: str, read: Read) -> HeaderReading | None:
    """What `Deal - Organization` says: the part behind what a CRM program keeps; None for other headers.

    A deal has a title and no job: `Opportunity: Title`.
    """
    record, between, held = header.partition(" - ") if " - " in header else header.partition(":")
    if not between or not vocabulary().marks_whole("crm_record", words_of(record)):
        return None
    part = read(held.strip())
    if part.meaning in _TITLES:
        return replace(part, meaning=Meaning.OTHER)
    return part if part.meaning in _BESIDE_A_RECORD and part.confidence >= IS_SURE_OF_A_SIDE else None


def answer_to_question(header: str, read: Read) -> HeaderReading | None:
    """What the part behind a survey's question says: `May we contact you? Your details: Company`; None without one."""
    length = len(header.rstrip())
    *_, end = 0, *(end for found in _END_OF_QUESTION.finditer(header) if (end := found.end()) < length)
    asked, answered = header[:end], header[end:].strip()
    if len(asked.split()) < _WORDS_OF_A_QUESTION or not 0 < len(answered.split()) < _WORDS_OF_A_QUESTION:
        return None
    part = read(answered)
    is_asked = asked.rstrip().endswith((":", "：", "?", "？")) or len(asked.split()) >= _WORDS_OF_A_SENTENCE
    answers = _ANSWERS if is_asked else FIELDS
    if part.meaning not in answers or part.confidence < IS_SURE_OF_A_SIDE or part.unknown:
        return None
    question = read(asked)
    return None if question.kinds & _OF_OTHERS or question.ordinal > 1 else part
