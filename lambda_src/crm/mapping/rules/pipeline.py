"""Mapping by rules: each column's header and values, then the columns beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm.fields import TargetField
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.mapping import ColumnMapping, DecidedBy
from crm.mapping.rules.column import Column, of_meaning
from crm.mapping.rules.contacts import labels, numbers, of_the_contact, side_addresses, strays, untitled_contacts
from crm.mapping.rules.names import client_names, clients, display_names, initials, name_order, plain_names, single
from crm.mapping.rules.other_people import (
    of_the_same_person,
    people_side_by_side,
    second_parties,
    second_persons,
    senders,
)
from crm.mapping.rules.unnamed_columns import (
    companies_from_emails,
    likely_companies,
    likely_names,
    names_from_emails,
    only_professionals,
    other_half,
    swapped,
    whole_names_in_first,
)


def decide_by_rules(columns: list[Column], pinned: Mapping[int, ColumnMapping]) -> list[ColumnMapping]:
    """The mapping of every column.

    Args:
        columns: from `columns_of`; they are changed.
        pinned: columns that a user, the memory or the model has decided; rules decide the rest around them.
    """
    for index, mapping in pinned.items():
        if index < len(columns):
            _pin(columns[index], mapping)
    free = [column for column in columns if column.index not in pinned]
    for step in _STEPS:
        step(columns, free)
    return [pinned.get(column.index) or _mapping(column) for column in columns]


_MEANINGS = {
    TargetField.FIRST_NAME: Meaning.FIRST_NAME,
    TargetField.LAST_NAME: Meaning.LAST_NAME,
    TargetField.FULL_NAME: Meaning.FULL_NAME,
    TargetField.TITLE: Meaning.JOB_TITLE,
    TargetField.COMPANY: Meaning.COMPANY,
    TargetField.EMAIL: Meaning.EMAIL,
    TargetField.PHONE: Meaning.PHONE,
}
_FIELDS = {meaning: field for field, meaning in _MEANINGS.items()} | {Meaning.NAME_PARTICLE: TargetField.LAST_NAME}
_REMARK_TRANSFORMS = {
    Meaning.NOTES: "notes",
    Meaning.COUNTRY: "country",
    Meaning.DATE: "date",
    Meaning.COMPANY_FLAG: "company flag",
}


def _pin(column: Column, mapping: ColumnMapping) -> None:
    column.become(_MEANINGS.get(mapping.field, Meaning.OTHER), 1.0)
    column.transform = mapping.transform
    column.rank = -1


def _mapping(column: Column) -> ColumnMapping:
    field = _FIELDS.get(column.meaning, TargetField.REMARKS)
    transform = column.transform
    if column.meaning is Meaning.NAME_PARTICLE:
        transform = "particle"
    elif field is TargetField.REMARKS and not transform:
        transform = _REMARK_TRANSFORMS.get(column.meaning, "date" if column.shape.share("date") >= 0.6 else "")
    return ColumnMapping(column.index, column.header, field, transform, column.confidence, DecidedBy.RULES)


def _titles(columns: list[Column], free: list[Column]) -> None:
    """`Title` beside `Job title` is a salutation; alone, or when it alone holds jobs, it is the job title.

    Beside an author, it is the title of what was written.
    """
    jobs = of_meaning(columns, Meaning.JOB_TITLE)
    filled = any(column.shape.filled for column in jobs)
    of_works = any("titled" in column.reading.kinds for column in columns)
    for column in of_meaning(free, Meaning.TITLE):
        if of_works and column.shape.share("job") < 0.3:
            column.become(Meaning.OTHER, 0.7)
        elif jobs and not (column.shape.share("job") >= 0.3 and not filled):
            column.become(Meaning.SALUTATION, 0.85)
        else:
            column.become(Meaning.JOB_TITLE, 0.9 if column.shape.share("job") >= 0.3 else 0.8)


def _by_values_only(columns: list[Column], free: list[Column]) -> None:
    """What was told from values alone gives way to columns whose header says so."""
    for meanings in ({Meaning.COMPANY}, {Meaning.JOB_TITLE, Meaning.TITLE}, NAMES):
        called = meanings | {Meaning.CONTACT} if meanings is NAMES else meanings
        told = [column for column in columns if column.meaning in meanings and column.reading.meaning in called]
        if not told:
            continue
        for column in free:
            if column.meaning in meanings and column.reading.meaning is Meaning.UNKNOWN:
                if meanings is NAMES and {column.meaning} <= {Meaning.FIRST_NAME, Meaning.LAST_NAME}:
                    other = {Meaning.FIRST_NAME: Meaning.LAST_NAME, Meaning.LAST_NAME: Meaning.FIRST_NAME}[
                        column.meaning
                    ]
                    if all(one.meaning is other for one in told):
                        continue
                column.become(Meaning.OTHER, 0.6)


def _choices(columns: list[Column], _free: list[Column]) -> None:
    """Numbers the columns of one field in the order in which they are taken."""
    for meaning in (Meaning.EMAIL, Meaning.PHONE, Meaning.COMPANY, Meaning.JOB_TITLE, Meaning.FULL_NAME):
        members = sorted(of_meaning(columns, meaning), key=lambda column: (column.rank, column.index))
        for number, column in enumerate(members, start=1):
            if number > 1 and not column.transform:
                column.transform = f"choice {number}"


_STEPS: tuple[Callable[[list[Column], list[Column]], None], ...] = (
    _by_values_only,
    untitled_contacts,
    swapped,
    senders,
    of_the_same_person,
    second_persons,
    second_parties,
    people_side_by_side,
    side_addresses,
    of_the_contact,
    _titles,
    only_professionals,
    plain_names,
    clients,
    client_names,
    names_from_emails,
    other_half,
    companies_from_emails,
    likely_names,
    likely_companies,
    whole_names_in_first,
    display_names,
    single,
    initials,
    strays,
    numbers,
    labels,
    name_order,
    _choices,
)
