"""Relatives beside the lead: whom a form asks for beside what they are to the lead."""

from __future__ import annotations

from collections.abc import Sequence

from crm.mapping.confidence import LIKELY, PLAUSIBLE
from crm.mapping.headers.column_meaning import CONTACTS, NAMES, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, of_meaning

_PEOPLE = (Meaning.FULL_NAME, Meaning.CONTACT, Meaning.SOMEONE_ELSE)


def accept_relatives(columns: list[Column], free: list[Column]) -> None:
    """`Relative` before `Relation`, all emails and phones, and the `Patient` is who is reached: the lead."""
    if any(column.shape.filled for column in of_meaning(columns, *NAMES)):
        return
    reach = [column.index for column in of_meaning(columns, *CONTACTS) if column.shape.filled]
    clients = [column for column in of_meaning(free, Meaning.CLIENT) if column.shape.filled]
    for person in of_meaning(free, Meaning.SOMEONE_ELSE) if reach and len(clients) == 1 else ():
        between = range(person.index + 2, clients[0].index)
        if is_said_behind(columns, person) and all(index in between for index in reach):
            person.assign(Meaning.FULL_NAME, PLAUSIBLE, beside(Why.REACHED_FOR, clients[0]))
            clients[0].assign(Meaning.SOMEONE_ELSE, PLAUSIBLE, beside(Why.REACHED_THROUGH, person))
            return


def set_aside_relatives(columns: list[Column], free: list[Column]) -> None:
    """`Contact person` and `Contact phone` beside `Relationship` are a relative's, where the lead has another name."""
    for relation in columns:
        if not _says_relationship(relation):
            continue
        block = _block(columns, relation)
        leads = [one for one in of_meaning(columns, *NAMES) if one not in block and one.shape.filled]
        for column in block if leads else ():
            if column in free:
                column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.RELATIVE, relation))


def is_said_behind(columns: Sequence[Column], person: Column) -> bool:
    """Whether the next column says what a person is to the lead or the pupil: `mother`, `tutor`."""
    return any(map(_says_relationship, columns[person.index + 1 : person.index + 2]))


def _says_relationship(column: Column) -> bool:
    return vocabulary().marks_whole("relationship", column.reading.words)


def _block(columns: Sequence[Column], relation: Column) -> list[Column]:
    """The person before a relationship, what stands between, and the details behind that share a word with the person.

    Empty where no person stands there.
    """
    start = relation.index
    while start and columns[start - 1].meaning in CONTACTS:
        start -= 1
    if not start or columns[start - 1].meaning not in _PEOPLE:
        return []
    person = columns[start - 1]
    end = relation.index + 1
    while end < len(columns) and columns[end].meaning in CONTACTS:
        end += 1
    # The first phone of all that stands behind the relationship may be the lead's own.
    behind = [one for one in columns[relation.index + 1 : end] if set(one.reading.words) & set(person.reading.words)]
    return [*columns[start - 1 : relation.index], *behind]
