"""Institutions beside people: whether it is where they work, or where they learn, stay and are healed."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.institutions import OfInstitution, said_of_institution
from crm.mapping.headers.subjects import without_subject
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.mapping.rules.companies_among_names import are_names

_VISITORS = ("guest", "child", "guardian", "attendee", "stay")
"""Marks of those who come to an institution, and of their visits."""
_OPEN = (Meaning.OTHER, Meaning.UNKNOWN, Meaning.TYPE, Meaning.NAME)


def find_institutions_of_contacts(columns: list[Column], free: list[Column]) -> None:
    """`Library name` beside a contact person, a job, or a code of the library is the company.

    Beside guests, patients and pupils it is where they stay, are treated or learn. A branch may be a part of a company.
    """
    if any(column.shape.filled for column in of_meaning(columns, Meaning.COMPANY)):
        return
    named = [one for one in of_meaning(free, *_OPEN) if _says(OfInstitution.NAME, one) and _is_whole(one)]
    others = [one for one in columns if one not in named]
    people = [one for one in of_meaning(others, *NAMES, Meaning.CLIENT) if one.shape.filled]
    if not named or not people or any(map(_is_of_visitors, others)):
        return
    reasons = [one for one in people if _is_contact(one)]
    reasons += [one for one in of_meaning(others, Meaning.JOB_TITLE) if one.shape.share("job") >= at.SOME_JOBS]
    if named[0].shape.distinct >= at.DISTINCT_CONTACTS:
        # A register has a row for each; the shops where customers were have a code too.
        reasons += [one for one in others if _says(OfInstitution.FACT, one)]
    if reasons:
        named[0].assign(Meaning.COMPANY, LIKELY, beside(Why.INSTITUTION_OF_CONTACT, reasons[0]))


def _says(said: OfInstitution, column: Column) -> bool:
    return said_of_institution(column.reading.words) is said


def _is_whole(column: Column) -> bool:
    """Whether a column names institutions, and no branches."""
    known = vocabulary()
    parts = {word for word in column.reading.words if word not in known.marks["called"]}
    return are_names(column) and not known.marks_whole("subunit", [*parts]) and "address" not in column.reading.kinds


def _is_contact(column: Column) -> bool:
    return said_of_institution(column.reading.words) is OfInstitution.HEAD or (
        without_subject("contact_person", column.reading.words, inflected=False) is not None
    )


def _is_of_visitors(column: Column) -> bool:
    """Whether a header is about guests or clients, or about when they come and go."""
    words = column.reading.words
    visits = any(words and without_subject(mark, words, inflected=False) is not None for mark in _VISITORS)
    return visits or (column.reading.meaning is Meaning.CLIENT and column.meaning is not Meaning.OTHER)
