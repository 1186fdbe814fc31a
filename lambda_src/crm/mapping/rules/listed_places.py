"""Directories and registers of places: the business, the practice or the school that each row is about."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY, PROBABLE
from crm.mapping.headers.column_meaning import CONTACTS, NAMES, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.institutions import OfInstitution, said_of_institution
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, filled_values, of_meaning
from crm.mapping.rules.companies_among_names import are_names
from crm.values.companies import may_be_company, names_place
from crm.values.parties import is_known_person


def find_listed_businesses(columns: list[Column], free: list[Column]) -> None:
    """`name` beside `rating` and `place_id` is the business that a map or a directory lists, whatever else is there.

    Beside `Service types` and `Local authority` it is the place, unless it names people.
    """
    listing = _facts("listing_fact", columns)
    facts = [*listing, *_facts("place_fact", columns)]
    if len(facts) < at.FACTS_OF_LISTINGS or any(one not in facts for one in of_meaning(columns, Meaning.COMPANY)):
        return
    sure = len(listing) >= at.FACTS_OF_LISTINGS
    for column in _called_by_name(columns, free, facts)[:1]:
        if sure or not _are_people(column):
            for fact in of_meaning(facts, Meaning.COMPANY):
                fact.assign(Meaning.OTHER, LIKELY, beside(Why.FACT_OF_A_PLACE, column))
            column.assign(Meaning.COMPANY, LIKELY, beside(Why.BUSINESS_IN_LISTING, facts[0]))


def _called_by_name(columns: list[Column], free: list[Column], facts: list[Column]) -> list[Column]:
    """The columns of names whose headers say no more, `Name`, `名前` or `Име`, or else the provider, best first."""
    named = [column for column in of_meaning(columns, *NAMES) if column.shape.filled]
    plain = [column for column in of_meaning(named, Meaning.NAME) if column in free and not column.reading.unknown]
    if not plain and len(named) == 1 and len(named[0].reading.words) == 1:
        plain = [column for column in named if column in free and not column.reading.unknown]
    if set(named) <= set(facts) and len(facts) > at.FACTS_OF_LISTINGS:
        plain = [column for column in facts if column in free and "professional" in column.reading.kinds]
    if not named:
        # What a map shows is called `title` by some of its readers.
        titles = [one for one in free if one.reading.meaning is Meaning.TITLE and one.shape.filled]
        plain = [one for one in titles if one.shape.share("job") < at.SOME_JOBS]
    return sorted(plain, key=lambda one: (one.rank, one.index))


def _facts(mark: str, columns: list[Column]) -> list[Column]:
    return [column for column in columns if vocabulary().marks_whole(mark, column.reading.words)]


def _are_people(column: Column) -> bool:
    """Whether half of the names are known ones of people, with words of no company."""
    cells = filled_values(column)
    return sum(map(is_known_person, cells)) >= at.PEOPLE_IN_LISTINGS * len(cells)


def find_listed_places(columns: list[Column], free: list[Column]) -> None:
    """`Name` over `Aldermoor Lodge` and `Rose Court Surgery` lists places, where nobody and no company is named.

    In such a list `Lodge` is a house; among people it is a family name.
    """
    named = [column for column in of_meaning(columns, *NAMES, Meaning.CLIENT, Meaning.COMPANY) if column.shape.filled]
    if len(named) != 1 or named[0] not in free or named[0].meaning is not Meaning.NAME or named[0].reading.unknown:
        return
    cells = [value.strip() for value in named[0].values if value.strip()]
    places = [cell for cell in cells if may_be_company(cell) or names_place(cell)]
    full = len(cells) >= at.FEWEST_PLACES and len(places) >= at.ARE_PLACES * len(cells)
    if full and all(cell in places for cell in filter(is_known_person, cells)) and not _are_people(named[0]):
        named[0].assign(Meaning.COMPANY, PROBABLE, Reason(Why.PLACES_BY_NAME))


def find_sites(columns: list[Column], free: list[Column]) -> None:
    """`Location name` or `School` of a register that names no company, and nobody but who owns it, is one.

    So is any other kind of institution: `nama_perpustakaan`, `Nazwa apteki`.
    """
    known = vocabulary()
    marked = [one for mark in ("site_name", "school") for one in columns if known.marks_whole(mark, one.reading.words)]
    marked += [one for one in columns if one not in marked and _names_institution(one)]
    # "E-pošta" is an email, though "pošta" is a post office.
    named = [one for one in marked if one.meaning not in CONTACTS]
    sites = [one for one in named if are_names(one) and not one.is_community]
    people = [one for one in of_meaning(columns, *NAMES, Meaning.CLIENT) if one not in sites and one.shape.filled]
    companies = [one for one in of_meaning(columns, Meaning.COMPANY) if one.shape.filled]
    if companies or any(one.reading.meaning is not Meaning.SOMEONE_ELSE for one in people):
        return
    if people:
        # A school beside parents is where their children go.
        sites = [one for one in sites if known.marks_whole("site_name", one.reading.words)]
    for column in [one for one in sites if one in free][:1]:
        column.assign(Meaning.COMPANY, PROBABLE, Reason(Why.SITE_OF_A_REGISTER))


def _names_institution(column: Column) -> bool:
    return said_of_institution(column.reading.words) is OfInstitution.NAME


def find_sponsors(columns: list[Column], free: list[Column]) -> None:
    """`Sponsor name` over companies, beside their contacts, is what the list is about; elsewhere somebody's mentor.

    So is a `Provider`, where the people are said to be contacts: beside patients it is whom they see.
    """
    if any(column.shape.filled for column in of_meaning(columns, Meaning.COMPANY)):
        return
    people = [column for column in of_meaning(columns, *NAMES, Meaning.CLIENT) if column.shape.filled]
    contacts = bool(people) and all(map(_says_contact, people))
    known = vocabulary()
    for column in of_meaning(free, Meaning.SOMEONE_ELSE):
        words = column.reading.words
        called = known.marks_whole("sponsor", words) or (contacts and known.marks_whole("providing", words))
        # "Pizzeria Da Gennaro" is a company with a given name.
        firms = column.shape.share("company")
        if called and firms >= at.NAMED_COMPANIES and column.shape.share("given") < firms:
            column.assign(Meaning.COMPANY, PROBABLE, Reason(Why.SPONSORS))
            return


def _says_contact(column: Column) -> bool:
    return any("contact" in read_header(word).kinds for word in column.reading.words)
