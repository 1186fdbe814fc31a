"""Email and phone columns that the columns beside them tell: which are the lead's, and which label others."""

from __future__ import annotations

from crm.mapping.headers.column_meaning import NAMES, RANKS, SIDE_RANK, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.rules.column import Column, of_meaning
from crm.mapping.rules.reconciliation import by_values

MOSTLY = 0.6
"""Share of a column's values that makes it what they look like."""
NEARLY_ALL = 0.8
SHORTEST_PHONE = 7
"""Digits from which on a column of bare numbers may be one of phones."""


_OF_CONTACTS = (Meaning.EMAIL, Meaning.COMPANY, Meaning.CLIENT, Meaning.CONTACT, Meaning.TITLE, Meaning.JOB_TITLE)
"""What a table about people or companies has beside names."""


def side_addresses(columns: list[Column], free: list[Column]) -> None:
    """Billing and shipping columns count only where the sheet has no plain ones, and then one set of them."""
    groups = [NAMES, {Meaning.EMAIL}, {Meaning.PHONE}, {Meaning.COMPANY}, {Meaning.JOB_TITLE, Meaning.TITLE}]
    for group in groups:
        members = [column for column in columns if column.meaning in group]
        best = min((column.rank // 10 for column in members), default=0)
        for column in members:
            if column in free and column.rank >= SIDE_RANK and column.rank // 10 > best:
                column.become(Meaning.OTHER, 0.85)


def of_the_contact(columns: list[Column], free: list[Column]) -> None:
    """`Invitee email` beside `Invitee name` comes before `User email`, `Contact: phone` before a company's `Phone`."""
    names = [column for column in columns if column.meaning in NAMES]
    subjects = {word for column in names for word in column.reading.words if _says_who(word)}
    for column in of_meaning(free, Meaning.EMAIL, Meaning.PHONE) if subjects else ():
        if subjects.intersection(column.reading.words):
            column.rank -= SIDE_RANK


def _says_who(word: str) -> bool:
    return bool(read_header(word).kinds & {"client", "contact"})


def untitled_contacts(columns: list[Column], free: list[Column]) -> None:
    """Emails and phones that only values tell come after those that a header names, or are not the lead's at all.

    `Scanned by` beside `Email` is somebody else's, and digits under `NPI` beside `Phone` are no phone.
    """
    if not of_meaning(columns, *NAMES, *_OF_CONTACTS):
        for column in of_meaning(free, Meaning.PHONE):
            unsure = column.reading.meaning is Meaning.UNKNOWN and column.shape.share("strong_phone") < MOSTLY
            if unsure and column.reading.words:
                # Digits under an unknown word in a table about no one.
                column.become(Meaning.OTHER, 0.6)
    for meaning in (Meaning.EMAIL, Meaning.PHONE):
        told = [column for column in of_meaning(columns, meaning) if column.reading.meaning is meaning]
        filled = any(column.shape.filled for column in told)
        for column in of_meaning(free, meaning) if told else ():
            if column.reading.meaning is not Meaning.UNKNOWN:
                continue
            kept = not filled if meaning is Meaning.EMAIL else column.shape.share("strong_phone") >= MOSTLY
            if kept or not column.reading.words:
                column.rank = RANKS["alternative"] + column.reading.ordinal
            else:
                column.become(Meaning.OTHER, 0.7)


def strays(columns: list[Column], free: list[Column]) -> None:
    """A known column of something else that holds emails is the email where the sheet has no other.

    So is one of numbers with a country code the phone; numbers without one may be anything.
    """
    for meaning in (Meaning.EMAIL, Meaning.PHONE):
        if of_meaning(columns, meaning):
            continue
        for column in of_meaning(free, Meaning.OTHER):
            if not column.shape.filled or by_values(column.shape)[0] is not meaning:
                continue
            if meaning is Meaning.PHONE and not _may_be_the_leads_phone(column):
                continue
            column.become(meaning, 0.65)
            break


def _may_be_the_leads_phone(column: Column) -> bool:
    if column.reading.kinds & {"fax", "address", "billing", "shipping"}:
        return False
    return all(text.lstrip("( ").startswith("+") for text in column.shape.examples)


def numbers(columns: list[Column], free: list[Column]) -> None:
    """`Number` beside names is the phone where the sheet has no other and the numbers are as long as phones."""
    if of_meaning(columns, Meaning.PHONE) or not any(column.meaning in NAMES for column in columns):
        return
    for column in free:
        if column.meaning is Meaning.UNKNOWN and not column.reading.words and column.index and _are_bare_phones(column):
            # Row numbers stand in the first column.
            column.become(Meaning.PHONE, 0.55)
            return
        lengths = [sum(map(str.isdigit, value)) for value in column.values if value.strip()]
        alone = column.meaning is Meaning.UNKNOWN and column.reading.kinds == {"number"}
        if alone and lengths and min(lengths) >= SHORTEST_PHONE and column.shape.share("phone", "digits") >= 0.8:
            column.become(Meaning.PHONE, 0.6)
            return


def _are_bare_phones(column: Column) -> bool:
    """Whether values are different numbers of nine digits and more, or such as `555-0101`."""
    shape = column.shape
    local = shape.share("phone") >= NEARLY_ALL and shape.share("number", "date", "letters") < 1 - NEARLY_ALL
    return (local or shape.share("bare_phone") >= 0.9) and shape.distinct >= MOSTLY


def labels(columns: list[Column], free: list[Column]) -> None:
    """`E-mail 1 - Type` labels the email that follows it, `Phone type` behind a phone the one before it."""
    for column in of_meaning(free, Meaning.TYPE):
        neighbours = [columns[place] for place in (column.index + 1, column.index - 1) if 0 <= place < len(columns)]
        for other in neighbours:
            if other.meaning in (Meaning.EMAIL, Meaning.PHONE) and _of_one_set(column, other):
                column.transform = f"label of {other.index}"
                break


def _of_one_set(column: Column, other: Column) -> bool:
    same_number = column.reading.ordinal == other.reading.ordinal
    return same_number and bool(set(column.reading.words) & set(other.reading.words))
