"""Takes the person, the company and the job of a cell that holds a full name."""

from __future__ import annotations

from crm.standardizing.row_companies import (
    is_said_to_be_person,
    take_as_company,
)
from crm.standardizing.row_name_halves import (
    as_in_halves,
    complete_half,
    is_reachable,
    is_row_person,
)
from crm.standardizing.row_values import RowValues
from crm.standardizing.shown_names import without_shown_company
from crm.values.addressees import addressee_of
from crm.values.companies import is_legal_form, is_surely_company, looks_like_company
from crm.values.firms_with_people import firm_and_person
from crm.values.honorifics import is_initial_salutation, strip_honorifics
from crm.values.known_values import known_values
from crm.values.named_people import is_saluted
from crm.values.names import (
    ANY_PARTY,
    CLIENT,
    COMPANY_FIRST,
    FAMILY_NAME_FIRST,
    FRENCH,
    LANGUAGES,
    NAME_ON_TOP,
    PARTIES,
    split_full_name,
)
from crm.values.names_with_positions import NAME_AND_TITLE, name_and_position
from crm.values.parties import (
    company_and_person,
    has_given_name,
    is_client_in_person,
    is_family_name_first,
    is_hardly_person,
    is_known_person,
    is_person_alone,
    is_reversed_in_email,
    is_same_person,
    is_spelled_in_email,
    is_turned_round,
    on_top,
    without_company,
)
from crm.values.signatures import Signature, signature_of, without_label
from crm.values.text import fold


def take_full_name(row: RowValues, column: int, order: str, *, is_company: bool) -> None:
    text = row.texts[column]
    if order == NAME_ON_TOP:
        text = on_top(text)
    text = without_label(text)
    if not (row.first or row.last) and (signature := signature_of(text)).name:
        _take_signature(row, signature, column, order)
        return
    text = without_company(text, row.company)
    if row.first or row.last:
        _take_beside_name(row, text, column, order)
        return
    turned = is_turned_round(text, row.company)
    if row.company and (turned or fold(text) == fold(row.company)):
        row.taken.add(column)
        if not (turned or is_person_alone(text) or is_spelled_in_email(text, row.email)):
            # A display name that repeats the company names no person.
            return
        # Who is a customer and their own contact is no company.
        del row.columns["company"]
        row.company = ""
    if is_company:
        _take_company_with_person(row, text, column, order)
        return
    if order == CLIENT and row.company and fold(text) in fold(row.company) and not is_known_person(text):
        # What the firm is called without its legal form.
        return
    text, order = without_shown_company(row, text, column, order)
    if text:
        _take_firm_or_person(row, text, column, order)


def _take_firm_or_person(row: RowValues, text: str, column: int, order: str) -> None:
    """A full name that is not the row's company again: a company, a person, or both."""
    company, person = firm_and_person(text, of_parties=order in PARTIES)
    if company and not row.company:
        row.company, row.columns["company"], text = company, column, person
    is_one = order != COMPANY_FIRST or company_and_person(text)[0] == ""
    is_person = is_said_to_be_person(row) or is_spelled_in_email(text, row.email)
    hardly_person = order == CLIENT and is_hardly_person(text) and not is_person
    if not row.company and (hardly_person or (is_one and _is_company(text, order))):
        take_as_company(row, text, column)
        return
    if is_one and _is_company(text, order) and not _has_job(row, text):
        # A company beside the row's own, such as its name in full, is no person.
        if is_surely_company(text) and is_known_person(row.company):
            _turn_round(row, text, column, order)
        return
    take_person_of(row, text, column, order)


def _turn_round(row: RowValues, company: str, column: int, order: str) -> None:
    """Takes the person whom a row has in place of its company, and the company in place of its person."""
    person, place = row.company, row.columns["company"]
    if place is not None:
        row.taken.discard(place)
        take_as_company(row, company, column)
        take_person_of(row, person, place, order if order in LANGUAGES else "")


def _has_job(row: RowValues, text: str) -> bool:
    """Whether a row has a job for who is called like a trade: `Teun Brouwerij`, director."""
    given, *family = text.split()
    has_job = any(row.texts[column] for column in row.plan.title)
    return has_job and len(family) == 1 and has_given_name(given) and not is_legal_form(family[0])


def _take_signature(row: RowValues, signature: Signature, column: int, order: str) -> None:
    """The person of a cell with a company and mostly a job, both of which stand for what the row has not."""
    if signature.company and not row.company:
        row.company, row.columns["company"] = signature.company, column
    take_person_of(row, signature.name, column, "" if order in PARTIES or order == NAME_AND_TITLE else order)
    row.taken.discard(column)
    if signature.position and not row.title:
        row.title, row.columns["title"] = signature.position, column


def _take_company_with_person(row: RowValues, text: str, column: int, order: str) -> None:
    """The full name of a row that is a company, and the person behind a dash."""
    company, person = firm_and_person(text, of_parties=order in PARTIES)
    if not row.company:
        take_as_company(row, company or text, column)
    if person:
        take_person_of(row, person, column, order)


def _is_company(text: str, order: str) -> bool:
    """Whether a full name is a company, by its legal form, or by a word that companies use and people rarely bear."""
    return is_surely_company(text) or (looks_like_company(text) and (order in PARTIES or not has_given_name(text)))


def _take_beside_name(row: RowValues, text: str, column: int, order: str) -> None:
    """A full name in a row that has a name: the same again, its other half, or a company."""
    if is_same_person(text, f"{row.first} {row.last}") or fold(text) == fold(row.first + row.last):
        row.taken.add(column)
    elif not row.company and is_row_person(row, (parts := firm_and_person(text, of_parties=True))[1]):
        take_as_company(row, parts[0], column)
    elif not row.company and is_surely_company(text):
        take_as_company(row, text, column)
    elif (not (row.first and row.last) and complete_half(row, text, column)) or row.company:
        return
    elif (order == ANY_PARTY and looks_like_company(text)) or (order == CLIENT and _is_called_like_firm(text)):
        take_as_company(row, text, column)


def _is_called_like_firm(text: str) -> bool:
    """Whether a client beside a row's person is none of `Ann Lee`, `sig.ra Hoxha` and `figlio Andrea`."""
    return not (text[:1].islower() or is_client_in_person(text) or is_saluted(text))


def take_person_of(row: RowValues, text: str, column: int, order: str) -> None:
    """Takes a person out of a full name, and the employer that stands before or behind it."""
    if order == COMPANY_FIRST and not row.company:
        row.company, text = company_and_person(text)
        row.columns["company"] = column
    if not row.company and (parts := known_values().employed_at.split(text, 1))[1:] and all(map(str.strip, parts)):
        text, row.company = (part.strip(" ,;–-") for part in parts)
        row.columns["company"] = column
    person, _, employer = text.partition(",")
    if employer and not row.company and is_surely_company(employer.strip()) and not is_surely_company(person):
        row.company = employer.strip()
        row.columns["company"] = column
        text = person
    if order == "" and is_reversed_in_email(text, row.email):
        order = FAMILY_NAME_FIRST
    if order == NAME_AND_TITLE:
        addressee = name_and_position(text)
        order = FAMILY_NAME_FIRST if is_family_name_first(addressee.name) else ""
    else:
        addressee = addressee_of(text)
    position = addressee.position
    if addressee.name or not is_reachable(row):
        named = addressee.name or text
        order = _order_of_row(row, named, order)
        if order == FAMILY_NAME_FIRST and is_initial_salutation(named.split()[0]):
            # "M. LEMOINE Paul", but "M. et Mme FAURE" have no given name.
            bare, _ = strip_honorifics(named, french=True)
            named, order = (bare, order) if " " in bare else (named, FRENCH)
        name = split_full_name(named, order)
        first, last = as_in_halves(row, f"{name.first} {name.last}") or (name.first, name.last)
        row.take_person(first, last, column)
        position = position or name.position
        if name.complete and (addressee.name or text) == row.texts[column]:
            row.taken.add(column)
    if position and not row.title:
        row.title, row.columns["title"] = position, column


def _order_of_row(row: RowValues, name: str, order: str) -> str:
    """The order of a customer's name, which each row tells by itself, or else the other names of the sheet."""
    if order not in (CLIENT, ANY_PARTY):
        return order
    bare, _ = strip_honorifics(name, french=True)
    if is_family_name_first(bare):
        return FAMILY_NAME_FIRST
    if bare != name and is_initial_salutation(name.split()[0]) and is_known_person(bare):
        # "M. Alain Besson".
        return FRENCH
    return next((other for _, other in row.plan.full if other in LANGUAGES), order)
