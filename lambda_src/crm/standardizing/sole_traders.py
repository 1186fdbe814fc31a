"""Takes the person of a row whose firm is one person."""

from __future__ import annotations

from crm.standardizing.row_values import RowValues
from crm.values.names import FAMILY_NAME_FIRST, split_full_name
from crm.values.parties import is_family_name_first
from crm.values.sole_traders import has_initials_behind, trader_of


def take_sole_trader(row: RowValues) -> None:
    """Takes the name in a sole trader's firm; of a short and a full one, the full one."""
    company = row.columns.get("company")
    if not row.company or company is None:
        return
    cells = (company, *(column for column, _ in row.plan.full))
    person, column = max(((trader_of(row.texts[cell]), cell) for cell in cells), key=lambda one: len(one[0]))
    if not person:
        return
    turned = is_family_name_first(person) or has_initials_behind(person)
    name = split_full_name(person, FAMILY_NAME_FIRST if turned else "")
    row.take_person(name.first, name.last, column)
