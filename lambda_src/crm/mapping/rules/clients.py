"""Columns of clients among their neighbours: the person, their company, or somebody beside the lead."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY, PLAUSIBLE, PROBABLE, SUGGESTED
from crm.mapping.headers.column_meaning import CONTACTS, Meaning
from crm.mapping.headers.terms import stem_of
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import PLAIN, Transform, TransformKind
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, is_about, joined_names, of_meaning, share_held
from crm.values.companies import is_surely_company
from crm.values.known_values import known_values
from crm.values.parties import is_same_in_most_rows, is_same_person, is_vietnamese_name
from crm.values.said_parties import says_person

BETWEEN_BOTH = frozenset("/／|&+")
"""Signs in a header between the name of a person and that of a company."""


def prefer_buyers(_columns: list[Column], free: list[Column]) -> None:
    """`Buyer` comes before `Recipient`, who is the same in most rows: a gift goes to somebody else."""
    named = [column for column in of_meaning(free, Meaning.FULL_NAME, Meaning.CLIENT) if column.shape.filled]
    buyers = [column for column in named if is_about("orderer", column)]
    recipients = [column for column in named if column not in buyers and is_about("addressee", column)]
    buyers = buyers or [column for column in named if column.meaning is Meaning.CLIENT and column not in recipients]
    for recipient in recipients if len(buyers) == 1 else ():
        if not is_same_in_most_rows(recipient.values, buyers[0].values):
            continue
        buyers[0].assign(Meaning.FULL_NAME, LIKELY, beside(Why.BUYER_IS_RECIPIENT, recipient))
        buyers[0].transform_by(Transform(TransformKind.PERSON_OR_COMPANY))
        recipient.rerank(max(recipient.rank, buyers[0].rank + 1))
        for meaning in CONTACTS:
            reached = of_meaning(free, meaning)
            theirs = [column for column in reached if is_about("addressee", column)]
            last = max((column.rank for column in reached if column not in theirs), default=buyers[0].rank)
            for column in theirs:
                column.rerank(max(column.rank, last + 1))


def find_companies_of_buyers(columns: list[Column], free: list[Column]) -> None:
    """`Personal or company details` beside `Buyer`: the same person in most rows, and in others whom they buy for."""
    persons = of_meaning(columns, Meaning.FULL_NAME)
    if not persons or of_meaning(columns, Meaning.COMPANY):
        return
    if not all(is_same_in_most_rows(person.values, persons[0].values) for person in persons):
        return
    for column in of_meaning(free, Meaning.OTHER, Meaning.UNKNOWN, Meaning.DATE, Meaning.CLIENT):
        if any(map(is_surely_company, column.values)) and is_same_in_most_rows(column.values, persons[0].values):
            column.assign(Meaning.FULL_NAME, PROBABLE, beside(Why.BUYER_OR_COMPANY, persons[0]))
            column.rerank(max(person.rank for person in persons) + 1)
            column.transform_by(Transform(TransformKind.CLIENT))
            return


def resolve_clients(columns: list[Column], free: list[Column]) -> None:
    """`Customer` with words in it: the person, or the company where the person is named elsewhere."""
    for column in of_meaning(free, Meaning.CLIENT):
        names = of_meaning(columns, Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.FULL_NAME)
        # "Recipient's contact" beside "Recipient" has the "Recipient's phone".
        is_named = any(_is_about(name, column) for name in names)
        details = [] if is_named else _details_of(column, columns)
        if names and details and all(name in free and name.reading.unknown for name in names):
            # "GP name" beside "Patient" with a "Patient phone": the patient is the lead.
            unknown = {word for name in names for word in name.reading.unknown}
            for other in [*names, *of_meaning(free, Meaning.EMAIL, Meaning.PHONE)]:
                if unknown.intersection(other.reading.unknown):
                    other.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.CLIENT_OF_ANOTHER, column))
            names = []
        if not names:
            column.assign(Meaning.FULL_NAME, PROBABLE, Reason(Why.CLIENT_IS_PERSON))
        elif _is_other_half(column, names):
            column.assign(Meaning.FIRST_NAME, LIKELY, beside(Why.CLIENT_IS_FIRST_NAME, names[0]))
        elif details and not _is_same_person(column, names):
            # "Tenant" with a "Tenant phone" beside the owner of the flat is another person.
            for other in [column, *(detail for detail in details if detail in free)]:
                other.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.CLIENT_OF_ANOTHER, names[0]))
        elif _is_relative_of(column, names):
            column.assign(Meaning.SOMEONE_ELSE, LIKELY, beside(Why.CLIENT_OF_ANOTHER, names[0]))
        elif not of_meaning(columns, Meaning.COMPANY) and holds_persons(column, names):
            column.assign(Meaning.FULL_NAME, PROBABLE, beside(Why.CLIENT_IS_EITHER, names[0]))
            column.rerank(max(name.rank for name in names) + 1)
            column.transform_by(Transform(TransformKind.CLIENT))
        elif not of_meaning(columns, Meaning.COMPANY) and _differ(column) and not _says_roles(column):
            column.assign(Meaning.COMPANY, PLAUSIBLE, beside(Why.CLIENT_IS_COMPANY, names[0]))
        else:
            column.assign(Meaning.OTHER, SUGGESTED, beside(Why.CLIENT_IS_NO_FIELD, names[0]))


def _is_relative_of(client: Column, names: list[Column]) -> bool:
    """Whether people have the last names of their rows and other first names, `Nom`, `Prénom`, `Élève`; or no last name
    beside whole names: `Naam`, `Partner`."""
    if of_meaning(names, Meaning.FULL_NAME) and not client.shape.share("company", "person"):
        return client.shape.share("given") >= at.HOLDS_HALF
    firsts, lasts = of_meaning(names, Meaning.FIRST_NAME), of_meaning(names, Meaning.LAST_NAME)
    if not firsts or not lasts or share_held(client, lasts[0]) < at.HOLDS_HALF:
        return False
    return client.shape.filled >= at.ENOUGH_ROWS and share_held(client, firsts[0]) < at.HOLDS_NOTHING


def _is_other_half(client: Column, names: list[Column]) -> bool:
    """Whether nothing but the last name of the same client stands beside: `Müşteri Adı` and `Müşteri Soyadı`."""
    words, said = client.reading.words, names[0].reading.words
    alone = len(names) == 1 and names[0].meaning is Meaning.LAST_NAME
    return alone and len(words) > 1 and len(said) > 1 and words[:-1] == said[:-1] and client.shape.filled > 0


def holds_persons(client: Column, names: list[Column]) -> bool:
    """Whether some clients are people: the person of their own row, or who bears a known name.

    Args:
        client: the column.
        names: the columns that hold the name of a row's person, in one or in halves.
    """
    if client.shape.share("person") >= at.PERSONS_AMONG_CLIENTS:
        return True
    persons = list(zip(*(name.values for name in names), strict=True))
    return any(
        bool(text.strip()) and is_same_person(text, " ".join(person))
        for text, person in zip(client.values, persons, strict=True)
    )


def _details_of(client: Column, columns: list[Column]) -> list[Column]:
    """The emails and phones whose headers say that they are the client's."""
    return [column for column in of_meaning(columns, Meaning.EMAIL, Meaning.PHONE) if _is_about(column, client)]


def _is_same_person(client: Column, names: list[Column]) -> bool:
    """Whether the client, such as the recipient of an order, is the row's person in most rows."""
    wholes = [name.values for name in names if name.meaning is Meaning.FULL_NAME]
    joined = joined_names([name for name in names if name.meaning is not Meaning.FULL_NAME])
    if any(is_same_in_most_rows(client.values, one) for one in (*wholes, joined) if one):
        return True
    # "García Ruiz, Lucía" beside "Lucía" and "García": the second surname stands in a column of its own.
    halves = [name for name in names if name.meaning is not Meaning.FULL_NAME]
    return len(halves) > 1 and all(share_held(client, half) >= at.HOLDS_HALF for half in halves)


def _is_about(column: Column, client: Column) -> bool:
    """Whether a header has the words of a client's: `Телефон отримувача` those of `Отримувач`."""
    stems = [stem_of(word) for word in client.reading.words]
    return all(any(word.startswith(stem) for word in column.reading.words) for stem in stems)


def _differ(clients: Column) -> bool:
    """Whether clients differ from row to row, without those that only say `Private person`."""
    named = [value for value in clients.values if value.strip() and not says_person(value)]
    return bool(named) and len(set(named)) >= at.DISTINCT_CLIENTS * len(named)


def _says_roles(clients: Column) -> bool:
    """Whether some values say what the person is to others: Dutch `Relatie` heads customers, and `dochter`."""
    roles = known_values().group_roles
    return any(value.strip().casefold() in roles for value in clients.values)


def resolve_client_names(columns: list[Column], free: list[Column]) -> None:
    """`Supplier name` beside `Contact name` is the company's."""
    if of_meaning(columns, Meaning.COMPANY):
        return
    wholes = of_meaning(columns, Meaning.FULL_NAME)
    clients = [column for column in wholes if "client" in column.reading.kinds and column.transform == PLAIN]
    persons = [column for column in wholes if "client" not in column.reading.kinds]
    if not clients or not persons or clients[0] not in free:
        return
    known = clients[0].shape.share("given") >= at.GIVEN_NAMES_OF_CLIENTS
    if not known and not any(map(is_vietnamese_name, clients[0].values)):
        clients[0].assign(Meaning.COMPANY, LIKELY, beside(Why.CLIENT_NAME_IS_COMPANY, persons[0]))
    else:
        # Customers are people and companies: the person is the contact, where the row names one, and then the customer
        # is a company.
        clients[0].rerank(max(other.rank for other in wholes) + 1)
        clients[0].transform_by(Transform(TransformKind.CLIENT))


def tell_companies_of_clients(columns: list[Column], _free: list[Column]) -> None:
    """`Customer`, taken for companies: a row of which nobody else is named may be a person.

    So may a row under `ContactName` that repeats the person whom the halves of a name say.
    """
    for column in of_meaning(columns, Meaning.COMPANY):
        words, kinds = column.reading.words, column.reading.kinds
        called = vocabulary().marks_whole("customer_name", words) or vocabulary().marks_whole("party_name", words)
        # "Razón social / Nombre" has companies or people.
        either = kinds == {"company", "name"} and not BETWEEN_BOTH.isdisjoint(column.header)
        repeats = column.reading.meaning in (Meaning.FULL_NAME, Meaning.NAME) and _repeats_person(column, columns)
        if (called or either or repeats or "client" in kinds) and column.transform == PLAIN:
            column.transform_by(Transform(TransformKind.CLIENT))


def _repeats_person(column: Column, columns: list[Column]) -> bool:
    """Whether a row of a column says the same person as its first and last name."""
    halves = [of_meaning(columns, half) for half in (Meaning.FIRST_NAME, Meaning.LAST_NAME)]
    if not all(halves):
        return False
    rows = zip(column.values, halves[0][0].values, halves[1][0].values, strict=True)
    return any(first and last and is_same_person(text, f"{first} {last}") for text, first, last in rows)
