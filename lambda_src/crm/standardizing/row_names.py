"""Takes a row's names."""

from __future__ import annotations

from crm.standardizing.names_in_contacts import (
    is_mailbox,
    take_name_before_contacts,
    take_name_beside_address,
)
from crm.standardizing.row_companies import (
    is_numbered_company,
    is_person_under_company,
    is_said_to_be_company,
    is_said_to_be_no_company,
    is_said_to_be_person,
    is_unnamed_company,
    take_as_company,
    take_first_name_as_company,
    take_last_name_as_company,
)
from crm.standardizing.row_full_names import take_full_name, take_person_of
from crm.standardizing.row_name_halves import (
    is_firm_with_contact,
    is_name,
    is_nobody,
    is_reachable,
    leave_names,
    split_whole_name,
    take_company_for_last_name,
    take_halves,
    take_halves_as_company,
)
from crm.standardizing.row_values import RowValues
from crm.standardizing.sole_traders import take_sole_trader
from crm.values.blanks import is_blank_name, is_free, is_unnamed
from crm.values.companies import is_company_alone, is_surely_company, looks_like_company, may_be_company
from crm.values.firms_with_people import firm_and_person
from crm.values.honorifics import strip_honorifics
from crm.values.names import (
    ANY_PARTY,
    CLIENT,
    PARTIES,
)
from crm.values.parties import (
    company_before_person,
    has_given_name,
    is_part_of_name,
    is_person_alone,
    is_same_person,
)
from crm.values.text import fold


def take_names(row: RowValues) -> None:
    """Takes first and last name; a full name fills what is missing."""
    plan, texts = row.plan, row.texts
    take_halves(row)
    take_halves_as_company(row)
    split_whole_name(row)
    _take_company_with_contact(row)
    # If another column names the company, the full name is its contact, whatever the flag says.
    is_company = is_said_to_be_company(row)
    or_company = row.columns.get("lastName") in plan.last_or_company
    or_company = or_company or (row.last != "" and is_unnamed_company(row, row.last))
    is_company = is_company or (not row.first and (is_company_alone(row.last) or or_company))
    if is_company and row.last and not row.company and not has_given_name(row.first):
        take_last_name_as_company(row)
    elif is_company and row.first and not row.last and not row.company and not has_given_name(row.first):
        take_first_name_as_company(row)
    if row.first and row.company in ("", row.last) and is_surely_company(row.last):
        take_company_for_last_name(row)
    if row.first and not row.last and fold(row.first) == fold(row.company) and not is_person_alone(row.first):
        # A display name that repeats the company names no person.
        leave_names(row)
    if is_nobody(row.first, row.last) and is_reachable(row):
        leave_names(row)
    if is_company:
        _take_client_as_company(row)
    for column, order in plan.full:
        text = texts[column]
        # `Vago` under the tenant beside an owner with a phone.
        vacant = is_free(text) and (not is_reachable(row) or row.first != "")
        nobody = vacant or is_unnamed(text) or is_mailbox(text, row.email)
        if nobody or not is_name(row, column):
            continue
        if _has_letters(text):
            # Beside the company, what is none itself is its contact.
            named = is_company and (not row.company or looks_like_company(text) or _is_short_for_company(row, text))
            named = named or (order in PARTIES and not has_given_name(text) and is_firm_with_contact(row))
            # Beside a firm, another full name is that of its contact.
            alone = order in PARTIES or len(plan.full) == 1
            named = named or (alone and (is_numbered_company(row, text) or is_unnamed_company(row, text)))
            take_full_name(row, column, order, is_company=named)
    for take in (
        _take_person_behind_company,
        take_sole_trader,
        _take_company_as_person,
        take_name_beside_address,
        take_name_before_contacts,
    ):
        if not row.first and not row.last:
            take(row)
    _leave_person_as_company(row)


def _leave_person_as_company(row: RowValues) -> None:
    """The row's person once more, as a customer or with a form of address, is no company: `Mme Sophie Lemoine`."""
    column, text = row.columns.get("company"), row.company
    if column is None or not (row.first and row.last) or text != row.texts[column]:
        return
    folded = text.casefold()
    if row.first.casefold() not in folded and row.last.casefold() not in folded:
        return
    bare, plain = strip_honorifics(text, french=True)
    is_customer = not plain or column in row.plan.clients
    is_customer = is_customer or is_said_to_be_person(row) or is_said_to_be_no_company(row)
    name = f"{row.first} {row.last}"
    same = is_same_person(bare, name) or _is_person_again(row, bare, name)
    if is_customer and same:
        _leave_company(row, column, text)
        if plain:
            row.taken.add(column)


def _is_person_again(row: RowValues, text: str, name: str) -> bool:
    """Whether a row that says that it is a person has their name once more: `João Lima` for `João Batista Lima`."""
    return is_said_to_be_person(row) and is_part_of_name(text, name) and not may_be_company(text)


def _take_company_with_contact(row: RowValues) -> None:
    """The company for a last name that says whom to ask for: `Bickerdike Haulage (ask for Terry)`."""
    column = row.columns.get("lastName")
    if not row.last or row.first or row.company or column is None:
        return
    company, person = company_before_person(row.texts[column])
    if company:
        take_last_name_as_company(row)
        row.company = company
        take_person_of(row, person, column, "")


def _take_client_as_company(row: RowValues) -> None:
    """The client of a row that is a company, beside which another column names the person."""
    named = [column for column, _ in row.plan.full if is_name(row, column)]
    for column, order in row.plan.full if len(named) > 1 and not row.company else ():
        if order in (CLIENT, ANY_PARTY) and column in named:
            take_as_company(row, row.texts[column], column)
            return


def _take_company_as_person(row: RowValues) -> None:
    """A customer who is a person, under the company of an accounting program; another company cell may be theirs."""
    plan, text, column = row.plan, row.company, row.columns.get("company")
    if column is None or column not in plan.company:
        return
    if not is_person_under_company(row, text, column):
        return
    _leave_company(row, column, text)
    take_person_of(row, text, column, CLIENT)


def _leave_company(row: RowValues, column: int, person: str) -> None:
    """Leaves a person who stands as a company; another company cell of the row may be theirs."""
    row.company = ""
    del row.columns["company"]
    row.taken.discard(column)
    for other in row.plan.company:
        text = row.texts[other]
        again = is_same_person(text, person) or _is_person_again(row, text, person)
        if text and fold(text) not in fold(person) and not again and not is_blank_name(text):
            take_as_company(row, text, other)
            return


def _take_person_behind_company(row: RowValues) -> None:
    """The person of a cell that holds a company and its contact."""
    column = row.columns.get("company")
    if column is None:
        return
    company, person = firm_and_person(row.texts[column], of_parties=True)
    if company and company == row.company:
        take_person_of(row, person, column, CLIENT)


def _has_letters(text: str) -> bool:
    """Whether a full name is more than the phone or the number by which a program calls who has none."""
    return any(map(str.isalpha, text))


def _is_short_for_company(row: RowValues, text: str) -> bool:
    """Whether a name is what people call the row's company: `青波デザイン` of `株式会社青波デザイン`."""
    return fold(text) in fold(row.company) and not has_given_name(text)
