"""Columns of names as Odoo shows them: companies, people, and people behind their company and a comma."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import Transform, TransformKind
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules.column import Column, of_meaning
from crm.mapping.rules.name_order import spells_family_name_first
from crm.values.companies import is_surely_company, may_be_company
from crm.values.named_people import names_person
from crm.values.shown_names import firm_before_comma
from crm.values.text import fold

_NAMES = (Meaning.FULL_NAME, Meaning.NAME, Meaning.CLIENT)


def find_shown_names(columns: list[Column], free: list[Column]) -> None:
    """`Acme, Ann Lee` beside `Acme`: rows of the same list name the company alone, or its legal form tells it.

    Elsewhere than under `Display name` what stands behind the commas must be people: `Acme, Berlin` is a branch. Under
    `Name, first name` it is people whose family names stand before the commas.
    """
    if of_meaning(columns, Meaning.FIRST_NAME, Meaning.LAST_NAME):
        return
    for column in of_meaning(free, Meaning.FULL_NAME, Meaning.COMPANY):
        if column.reading.meaning not in _NAMES or column.reading.beside or spells_family_name_first(column):
            continue
        if not _has_firms_before_people(column):
            continue
        column.assign(Meaning.FULL_NAME, max(column.confidence, LIKELY), Reason(Why.SHOWN_WITH_COMPANY))
        column.transform_by(Transform(TransformKind.SHOWN_NAME))


def find_filed_names(columns: list[Column], free: list[Column]) -> None:
    """`File as` has the names where no other column has: `Ostrander, Mira`, `Acme Ltd (Oduyan, Ben)`."""
    if any(column.shape.filled for column in of_meaning(columns, *NAMES, Meaning.CLIENT)):
        return
    for column in free:
        if vocabulary().marks_whole("filed_name", column.reading.words):
            column.assign(Meaning.FULL_NAME, LIKELY, Reason(Why.NAME_IS_FILED))
            column.transform_by(Transform(TransformKind.SHOWN_NAME))
            return


def _has_firms_before_people(column: Column) -> bool:
    alone = {fold(value) for value in column.values}
    pairs = [pair for value in column.values if (pair := firm_before_comma(value))[0]]
    if vocabulary().marks_whole("shown_name", column.reading.words):
        return any(fold(firm) in alone or is_surely_company(firm) for firm, _ in pairs)
    firms = any(
        is_surely_company(firm) or (fold(firm) in alone and (" " in firm or may_be_company(firm))) for firm, _ in pairs
    )
    people = sum(names_person(person) for _, person in pairs)
    return firms and 2 * people >= len(pairs)
