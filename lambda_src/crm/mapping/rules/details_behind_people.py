"""Emails and phones that stand behind somebody else's name: `Målsman 1`, `Relation`, `E-post`, `Telefon`."""

from __future__ import annotations

from collections.abc import Sequence

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import KINDS_OF_CONTACTS, NAMES, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning

_DETAILS = (Meaning.EMAIL, Meaning.PHONE)
_REACHED = ("guardian", "emergency")
"""Marks of people behind whom their own emails and phones stand."""
_BETWEEN = (Meaning.OTHER, Meaning.UNKNOWN, Meaning.TYPE)
_MOST_BETWEEN = 2
"""Columns between a name and its details at most: what that person is to the lead, and a number. Chosen."""


def set_aside_details_behind_people(columns: list[Column], free: list[Column]) -> None:
    """`E-mail` and `Telefon` behind `Mother` are hers where the lead has some of their own in front.

    They are behind a parent or who is called in an emergency, and behind anybody else where the same headers stand
    elsewhere too.
    """
    blocks = [(other, _block(columns, other)) for other in of_meaning(columns, Meaning.SOMEONE_ELSE)]
    blocks = [(other, block) for other, block in blocks if block and _names_person(other)]
    theirs = [column for _, block in blocks for column in block]
    if not blocks or not any(_names_lead(column) for column in columns):
        return
    own = [column for column in of_meaning(columns, *_DETAILS) if column not in theirs and column.shape.filled]
    for other, block in blocks:
        elsewhere = [column.reading.words for column in [*own, *theirs] if column not in block]
        repeated = any(column.reading.words in elsewhere for column in block)
        if not repeated and not any(vocabulary().marked_parts(mark, other.reading.words) for mark in _REACHED):
            continue
        for column in block:
            if column in free and any(one.meaning is column.meaning for one in own):
                column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.BEHIND_ANOTHER, other))


def _block(columns: Sequence[Column], other: Column) -> list[Column]:
    """The emails and phones that stand behind a column without a gap, but for what the person is to the lead."""
    behind = list(columns[other.index + 1 :])
    for _ in range(_MOST_BETWEEN):
        if behind and behind[0].meaning in _BETWEEN:
            del behind[0]
    end = next((place for place, column in enumerate(behind) if column.meaning not in _DETAILS), len(behind))
    return behind[:end]


def _names_person(column: Column) -> bool:
    """Whether a column of somebody else holds their names and no emails or phones."""
    return not column.reading.kinds & KINDS_OF_CONTACTS and column.shape.share("email", "phone") < at.HALF_EMAILS


def _names_lead(column: Column) -> bool:
    named = column.meaning in (*NAMES, Meaning.CLIENT)
    return named and column.shape.filled > 0 and column.shape.share("company") < at.SOME_COMPANIES
