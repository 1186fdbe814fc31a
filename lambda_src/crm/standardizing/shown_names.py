"""Takes the company off names as Odoo shows them."""

from __future__ import annotations

from crm.standardizing.row_companies import take_as_company
from crm.standardizing.row_values import RowValues
from crm.values.blanks import is_unnamed
from crm.values.companies import is_surely_company
from crm.values.names import FAMILY_NAME_FIRST, SHOWN_NAME
from crm.values.parties import is_family_name_first
from crm.values.shown_names import firm_before_comma, is_firm_alone


def without_shown_company(row: RowValues, text: str, column: int, order: str) -> tuple[str, str]:
    """Takes the company of a name as Odoo shows it, and gives the person, "" for a company alone, and their order.

    Whoever has a job title is a person. Texts of other orders stay as they are.
    """
    if order != SHOWN_NAME:
        return text, order
    company, person = firm_before_comma(text)
    if not company and is_firm_alone(text) and (is_surely_company(text) or not _has_job(row)):
        if not row.company:
            take_as_company(row, text, column)
        return "", order
    if company and not row.company:
        row.company, row.columns["company"] = company, column
    if company and is_unnamed(person):
        # "Acme, Delivery address".
        return "", order
    name = person or text
    return name, FAMILY_NAME_FIRST if is_family_name_first(name) else ""


def _has_job(row: RowValues) -> bool:
    return any(row.texts[column] for column in row.plan.title)
