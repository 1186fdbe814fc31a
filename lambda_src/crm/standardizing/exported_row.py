"""Takes a row of our own export: its values come back as they went out."""

from __future__ import annotations

from crm.fields import MAX_LABEL
from crm.said import PHONE, Said, further_email, further_phone
from crm.standardizing.limits import cut_to
from crm.standardizing.row_contacts import take_emails
from crm.standardizing.row_values import RowValues
from crm.values.blanks import is_blank_like, is_surely_blank
from crm.values.email import normalize_email
from crm.values.labelled import as_label, split_labelled


def take_as_exported(row: RowValues) -> None:
    """Takes the fields unchanged; an email or phone that a person has corrected in the file is read as any other."""
    plan = row.plan
    row.first = _at(row, "firstName", plan.first)
    row.last = _at(row, "lastName", plan.last)
    row.title = _at(row, "title", plan.title)
    row.company = _at(row, "company", plan.company)
    row.phone = _at(row, PHONE, plan.phone)
    take_emails(row)
    _take_further(row)
    if plan.lead_id is not None:
        row.taken.add(plan.lead_id)


def _at(row: RowValues, field: str, columns: tuple[int, ...]) -> str:
    """The first value of a field's columns, which only a person's correction of the mapping makes several."""
    for column in columns:
        text = row.texts[column]
        if text and not is_surely_blank(text):
            row.columns[field] = column
            row.taken.add(column)
            return text
    return ""


def _take_further(row: RowValues) -> None:
    for column in row.plan.further_email:
        values = _values(row.texts[column])
        read = [(normalize_email(address), label) for address, label in values]
        for address, label in read:
            if address and address != row.email:
                row.further.setdefault(further_email(address), Said(address, column, _label(label)))
        if all(address for address, _ in read):
            row.used.add(column)
    for column in row.plan.further_phone:
        for number, label in _values(row.texts[column]):
            if number != row.phone:
                row.further.setdefault(further_phone(number), Said(number, column, _label(label)))
        row.used.add(column)


def _values(cell: str) -> list[tuple[str, str]]:
    """The values of a cell with their labels, without those that only say that there is nothing."""
    return [(value, label) for value, label in split_labelled(cell) if not is_blank_like(value)]


def _label(label: str) -> str:
    return as_label(cut_to(label, MAX_LABEL))
