"""Second contacts and the other party of an order, where the lead has a name and details of their own."""

from __future__ import annotations

from collections.abc import Sequence

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import CONTACTS, NAMES, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, is_about, joined_names, of_meaning
from crm.mapping.rules.other_people import is_named_after
from crm.values.parties import is_same_in_most_rows

_NAMED = (*NAMES, Meaning.CLIENT, Meaning.CONTACT)
_MAY_NAME = (*_NAMED, Meaning.UNKNOWN)
_SECONDS = ("second_contact", "addressee", "orderer")
"""Marks of people beside the lead, those first who are the lead more rarely."""


def set_aside_second_contacts(columns: list[Column], free: list[Column]) -> None:
    """`Billing contact name`, `Recipient phone` or `Segundo contacto` beside `Name`, `Email` and `Phone` of the lead.

    Where the lead has an email or a phone, what the lead lacks is not taken from the other. An order's recipient who is
    the lead in most rows is no other.
    """
    for mark in _SECONDS:
        theirs = [column for column in columns if is_about(mark, column)]
        seconds = [column for column in theirs if column.meaning in _MAY_NAME and _holds_people(column)]
        others = [column for column in columns if column not in theirs]
        leads = [column for column in of_meaning(others, *NAMES, Meaning.CLIENT) if _names_lead(column)]
        reached = [column for column in of_meaning(others, *CONTACTS) if _reaches_lead(column)]
        if not seconds or not leads or not reached or _are_same(seconds, leads):
            continue
        if any(is_named_after(column, seconds) for column in reached if column.meaning is Meaning.EMAIL):
            # Under `Name` stands what people call themselves, and under `Addressee` who they are.
            continue
        for column in theirs:
            if column in free and column.meaning in (*_MAY_NAME, *CONTACTS):
                column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.SECOND_CONTACT, leads[0]))


def _holds_people(column: Column) -> bool:
    shape = column.shape
    # A parcel's receiver may be a firm, with somebody to call there.
    return (
        bool(shape.filled)
        and shape.share("email", "phone") < at.HALF_EMAILS
        and shape.share("company") < at.SOME_COMPANIES
    )


def _names_lead(column: Column) -> bool:
    """Whether a column holds names of people and says of nobody special that they are theirs."""
    shape, reading = column.shape, column.reading
    if not shape.filled or (len(column.values) > 1 and len(set(column.values)) == 1):
        # Whoever sends all parcels is the file's owner.
        return False
    if reading.unknown or shape.share("company") >= at.SOME_COMPANIES or reading.ordinal > 1:
        return False
    if reading.kinds & {"billing", "shipping", "alternative"} or vocabulary().marked_parts("seller", reading.words):
        return False
    halves = (Meaning.FIRST_NAME, Meaning.LAST_NAME)
    return column.meaning in halves or shape.share("person", "maybe_person") >= at.MAY_BE_PERSONS


def _reaches_lead(column: Column) -> bool:
    """Whether a column with values is a plain email or phone, or that of a client: not of a firm, or an unknown."""
    kinds = column.reading.kinds
    return bool(column.shape.filled) and not column.reading.unknown and not kinds & {"billing", "shipping", "company"}


def _are_same(seconds: Sequence[Column], leads: Sequence[Column]) -> bool:
    """Whether the second person is the lead in most rows."""
    names = joined_names([one for one in seconds if one.meaning is not Meaning.CONTACT] or seconds)
    wholes = [one.values for one in leads if one.meaning not in (Meaning.FIRST_NAME, Meaning.LAST_NAME)]
    joined = joined_names([one for one in leads if one.meaning in (Meaning.FIRST_NAME, Meaning.LAST_NAME)])
    return any(is_same_in_most_rows(names, one) for one in (*wholes, joined) if one)
