"""Columns of colleagues whose headers no language knows: who made a record, who keeps it."""

from __future__ import annotations

from collections import Counter, defaultdict

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, different_values, of_meaning
from crm.mapping.rules.words_in_emails import names_of, overlap
from crm.values.text import fold


def set_aside_colleagues(columns: list[Column], free: list[Column]) -> None:
    """Names that are only by their values what others are by their headers, and stand under an owner too.

    `Made up by` with the names of the `Owner` is no lead's, and neither is one name in all rows of different companies,
    or a few names that most companies share and that no email is about, or a few beside customers who are people. Nor
    are a few employees beside the contacts whom they have called. The first and last name of who has a ticket, by the
    login beside it, are not its customer's.
    """
    _set_aside_employees(columns, free)
    _set_aside_names_of_logins(columns, free)
    _set_aside_who_is_in_charge(columns, free)
    _set_aside_who_handles(columns, free)
    owners = [column for column in of_meaning(columns, Meaning.SOMEONE_ELSE, Meaning.OWNER) if column.shape.filled]
    colleagues = {fold(value) for column in owners for value in column.values if value.strip()}
    firms = [column for column in of_meaning(columns, Meaning.COMPANY) if column.reading.meaning is Meaning.COMPANY]
    clients = [column for column in of_meaning(columns, Meaning.CLIENT) if _are_different_people(column)]
    for column in of_meaning(free, *NAMES):
        named = different_values(column)
        if column.reading.meaning is not Meaning.UNKNOWN or not column.reading.words or not named:
            continue
        if owners and named <= colleagues:
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.COLLEAGUE_AGAIN, owners[0]))
        elif firms and (
            (len(named) == 1 and _are_many(column, firms[0]))
            or (owners and _are_shared(column, firms[0], of_meaning(columns, Meaning.EMAIL)))
        ):
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.ONE_FOR_ALL, firms[0]))
        elif clients and column.shape.filled >= at.ENOUGH_ROWS and column.shape.distinct <= at.FEW_EMPLOYEES:
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.ONE_FOR_ALL, clients[0]))


def _are_different_people(clients: Column) -> bool:
    return clients.shape.distinct >= at.DISTINCT_CONTACTS and clients.shape.share("person") >= at.PERSONS_AMONG_CLIENTS


def _set_aside_employees(columns: list[Column], free: list[Column]) -> None:
    """`Employee name` with a few of ours beside `Point of contact` with somebody else in each row."""
    marked = vocabulary().marked_parts
    people = of_meaning(columns, *NAMES, Meaning.CLIENT)
    employees = [column for column in people if marked("employee", column.reading.words)]
    contacts = [
        column
        for column in people
        if column not in employees and not column.reading.unknown and column.shape.distinct >= at.DISTINCT_CONTACTS
    ]
    for column in employees if contacts else ():
        if column in free and column.shape.filled >= at.ENOUGH_ROWS and column.shape.distinct <= at.FEW_EMPLOYEES:
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.ONE_FOR_ALL, contacts[0]))


def _set_aside_names_of_logins(columns: list[Column], free: list[Column]) -> None:
    """`Owner: jdoe`, `First name: Jane`, `Last name: Doe` beside `Customer name`."""
    clients = [column for column in of_meaning(columns, Meaning.FULL_NAME, Meaning.CLIENT) if column.shape.filled]
    owners = of_meaning(columns, Meaning.SOMEONE_ELSE, Meaning.OWNER)
    firsts, lasts = of_meaning(free, Meaning.FIRST_NAME), of_meaning(free, Meaning.LAST_NAME)
    if not clients or len(firsts) != 1 or len(lasts) != 1:
        return
    for owner in owners:
        rows = zip(owner.values, lasts[0].values, strict=True)
        named = [(fold(login), fold(last)[: at.LETTERS_IN_A_LOGIN]) for login, last in rows if login and last]
        is_login = not any(" " in value.strip() for value in owner.values)
        alike = sum(part in login[1:] for login, part in named)
        # The program itself is called otherwise: "root@localhost".
        if is_login and len(named) >= at.ENOUGH_ROWS and alike >= at.HOLDS_HALF * len(named):
            for half in (firsts[0], lasts[0]):
                half.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.COLLEAGUE_AGAIN, owner))
            return


def _set_aside_who_is_in_charge(columns: list[Column], free: list[Column]) -> None:
    """`Person` with a few of ours beside `Kunde`, whose names stand in the emails of their rows."""
    emails = [column for column in of_meaning(columns, Meaning.EMAIL) if column.shape.filled]
    clients = [one for one in of_meaning(columns, Meaning.CLIENT) if one.shape.distinct >= at.DISTINCT_CONTACTS]
    parts = names_of(emails[0].values) if emails else []
    emailed = [one for one in clients if parts and overlap(one.values, parts)[0] >= at.HOLDS_HALF]
    for column in of_meaning(free, Meaning.FULL_NAME) if emailed else ():
        few = column.shape.filled >= at.ENOUGH_ROWS and column.shape.distinct <= at.HOLDS_HALF
        if few and not overlap(column.values, parts)[0]:
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.ONE_FOR_ALL, emailed[0]))


def _set_aside_who_handles(columns: list[Column], free: list[Column]) -> None:
    """`担当者`, a contact in other lists, is ours where `お名前` names somebody else, and in more rows."""
    for column in of_meaning(free, Meaning.FULL_NAME):
        if not column.shape.filled or not vocabulary().marks_whole("handled_by", column.reading.words):
            continue
        for name in of_meaning(columns, Meaning.FULL_NAME):
            rows = [(fold(a), fold(b)) for a, b in zip(column.values, name.values, strict=True) if a.strip()]
            if name.shape.filled > len(rows) and all(b and a != b for a, b in rows):
                column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.ONE_FOR_ALL, name))
                break


def set_aside_doers(columns: list[Column], free: list[Column]) -> None:
    """`Persona que registró la venta` beside `Nombre del comprador`: who did something, and for whom.

    A clause about a person, of words that no language knows, is no lead where another column plainly names somebody.
    """
    people = [column for column in of_meaning(columns, *NAMES, Meaning.CLIENT) if column.shape.filled]
    plain = [column for column in people if not column.reading.unknown]
    for column in of_meaning(free, Meaning.FULL_NAME) if plain else ():
        words, unknown = column.reading.words, column.reading.unknown
        if unknown and words[0] not in unknown and vocabulary().has_mark("who", words[1:]):
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.WHO_DOES, plain[0]))


def _are_many(column: Column, firm: Column) -> bool:
    """Whether a column is filled in rows of several companies."""
    rows = zip(column.values, firm.values, strict=True)
    return len({fold(company) for value, company in rows if value.strip() and company.strip()}) >= at.COMPANIES_OF_ONE


def _are_shared(column: Column, firm: Column, emails: list[Column]) -> bool:
    """Whether most names of a column stand in rows of several companies, and none is in the email of its row."""
    companies: dict[str, set[str]] = defaultdict(set)
    rows: Counter[str] = Counter()
    for place, (value, company) in enumerate(zip(column.values, firm.values, strict=True)):
        name = fold(value)
        if not name or not company.strip():
            continue
        if any(fold(word) in fold(email.values[place]) for email in emails for word in value.split()):
            return False
        companies[name].add(fold(company))
        rows[name] += 1
    shared = sum(rows[name] for name, found in companies.items() if len(found) > 1)
    return shared >= at.SHARED_NAMES * rows.total() > 0
