"""Takes a row's company, and tells rows that say themselves whether they are one."""

from __future__ import annotations

from crm.standardizing.row_values import RowValues
from crm.values.blanks import is_blank_name, is_enquiry, is_unnamed
from crm.values.companies import is_legal_form, may_be_company, names_place
from crm.values.emails_in_cells import emails_in
from crm.values.employment import names_no_employer
from crm.values.firms_with_jobs import Order, firm_and_job
from crm.values.firms_with_people import firm_and_person
from crm.values.known_values import known_values
from crm.values.parties import (
    before_place,
    is_client_alone,
    is_customer_in_person,
    is_emailed_person,
    is_family_name_first,
    is_known_person,
    is_spelled_in_email,
    is_written_as_person,
)
from crm.values.plain_words import plain_words
from crm.values.said_parties import code_says_company, code_says_person, codes_of, says_company, says_person
from crm.values.titled_people import is_titled_person
from crm.values.titles import is_honorific

_NOTHING_OF_DATABASES = "NULL"
"""In a dump, in place of nothing. A company may be called Null."""
_ADDRESSED = "御中"
"""Stands behind a firm's name on a Japanese letter, as `様` does behind a person's."""


def take_company(row: RowValues) -> None:
    """Takes the first cell that names a company."""
    for column in row.plan.company:
        text = row.texts[column]
        if text and not _is_no_company(text) and column not in row.taken and emails_in(text).addresses == ():
            if not row.company:
                has_place = column in row.plan.with_places
                name = before_place(text) if has_place else text
                if _is_no_company(name) or (has_place and name.casefold() in known_values().cities):
                    continue
                name, job = firm_and_job(firm_and_person(name, of_parties=True)[0] or name, Order.COMPANY)
                take_as_company(row, name, column)
                if job:
                    row.title, row.columns["title"] = job, column
            elif text == row.company:
                row.taken.add(column)
    for column, order in row.plan.with_companies.items() if not row.company else ():
        name, _ = firm_and_job(row.texts[column], order)
        if name and not row.company and not _is_no_company(name):
            take_as_company(row, name, column)


def _is_no_company(text: str) -> bool:
    """Whether a cell under the header of a company has none, or says that the row is a person: `Privat`, `retired`."""
    return (
        is_blank_name(text)
        or text == _NOTHING_OF_DATABASES
        or is_enquiry(text)
        or text.casefold().strip("()[]") in known_values().private_persons
        or names_no_employer(text)
    )


def take_as_company(row: RowValues, text: str, column: int) -> None:
    """Takes a company; a cell that says no more is used up."""
    row.company = text.removesuffix(_ADDRESSED).rstrip() or text
    row.columns["company"] = column
    if text == row.texts[column]:
        row.taken.add(column)


def is_said_to_be_company(row: RowValues) -> bool:
    """Whether the flag of a row says yes, or that it is a company, or one of people says no."""
    flag = row.plan.person_flag
    if flag is not None:
        return row.texts[flag].casefold() in plain_words().no
    flag = row.plan.company_flag
    if flag is None:
        return False
    said = row.texts[flag].casefold()
    header = row.plan.headers[flag]
    if codes_of(header) is not None and said:
        return code_says_company(said, header)
    return said in plain_words().yes or code_says_company(said, header) or says_company(said) or is_legal_form(said)


def is_said_to_be_no_company(row: RowValues) -> bool:
    """Whether the flag of a row says no: `0` under `Firma` in a list of customers."""
    flag = row.plan.company_flag
    if flag is None or codes_of(row.plan.headers[flag]) is not None:
        return False
    return row.texts[flag].casefold() in plain_words().no


def is_said_to_be_person(row: RowValues) -> bool:
    """Whether a cell of a row says that it is a person."""
    flag = row.plan.person_flag
    if flag is not None and row.texts[flag].casefold() in plain_words().yes:
        return True
    flag = row.plan.company_flag
    if flag is not None and (
        code_says_person(row.texts[flag], row.plan.headers[flag])
        # "Sig." in a column that salutes firms with "Spett.le".
        or (is_honorific(row.texts[flag]) and not says_company(row.texts[flag]))
    ):
        return True
    return any(says_person(row.texts[mark]) for mark in row.plan.person_marks)


def is_marked_as_company(row: RowValues) -> bool:
    """Whether a column that says of some rows that they are people says of this one that it is a company."""
    texts, headers = row.texts, row.plan.headers
    return any(
        says_company(texts[mark]) or code_says_company(texts[mark], headers[mark]) for mark in row.plan.person_marks
    )


def is_unnamed_company(row: RowValues, name: str) -> bool:
    """Whether a row that is marked as a company is called nothing else than this, which is no known person's name."""
    has_job = any(row.texts[column] for column in row.plan.title)
    return is_marked_as_company(row) and _may_be_its_company(row, name) and not has_job


def is_numbered_company(row: RowValues, name: str) -> bool:
    """Whether a row has a number that only firms and traders have, and its name is not known to be a person's."""
    numbered = any(row.texts[column] for column in row.plan.company_numbers)
    return numbered and _may_be_its_company(row, name)


def _may_be_its_company(row: RowValues, name: str) -> bool:
    """Whether a row has no other company than this name, which is no known person's."""
    return not row.company and not is_known_person(name) and not is_family_name_first(name)


def is_person_under_company(row: RowValues, text: str, column: int) -> bool:
    """Whether a row whose other cells name nobody has a person under the header of a company."""
    if is_said_to_be_company(row):
        return False
    said = is_said_to_be_person(row) and not may_be_company(text)
    in_person = is_client_alone(text) or is_customer_in_person(text, row.email) or is_spelled_in_email(text, row.email)
    said = said or (column in row.plan.clients and in_person)
    said = said or (_is_own_contact(row) and is_known_person(text))
    # "Вила Калина" is a house.
    may_be_place = not row.email and names_place(text)
    written = not may_be_place and (is_emailed_person(text, row.email) or is_written_as_person(text))
    shown = written or is_titled_person(text)
    return said or shown


def _is_own_contact(row: RowValues) -> bool:
    """Whether a word such as `himself` stands where others have the name of a contact."""
    texts = [row.texts[column] for column, _ in row.plan.full]
    return any(is_unnamed(text) and not is_blank_name(text) for text in texts)


def take_last_name_as_company(row: RowValues) -> None:
    """The company that stands where people have their family names; what stands for the first name stays an extra."""
    column = row.columns.pop("lastName")
    text = row.last if column is None else row.texts[column]
    # "Kiln Bakery, a.s." has lost what looks like letters behind a person's name.
    cut = text.startswith(row.last) and is_legal_form(text.removeprefix(row.last).strip(" ,"))
    row.company, row.columns["company"] = text if cut else row.last, column
    first = row.columns.pop("firstName", None)
    row.first = row.last = ""
    if first is not None:
        row.taken.discard(first)


def take_first_name_as_company(row: RowValues) -> None:
    """The company that stands where people have their given names, beside no family name."""
    row.company, row.columns["company"] = row.first, row.columns.pop("firstName")
    row.first = ""
