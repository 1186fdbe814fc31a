"""Columns that hold a family name in some rows and a company in others."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.mapping import Transform, TransformKind
from crm.mapping.reasons import Why
from crm.mapping.rules.column import Column, beside, of_meaning

_BETWEEN_BOTH = frozenset("/／|&+")
_EITHER = frozenset({"company", "last_name", "name", "neutral", "number"})


def find_companies_under_last_names(columns: list[Column], free: list[Column]) -> None:
    """`Co./Last Name` beside `First Name`: the company where a row has no first name."""
    firsts = [column for column in of_meaning(columns, Meaning.FIRST_NAME) if column.shape.filled]
    lasts = of_meaning(columns, Meaning.LAST_NAME)
    for column in free if firsts else ():
        kinds = column.reading.kinds
        if "company" not in kinds or not kinds <= _EITHER:
            continue
        # "Nom / Raison sociale" beside "Prénom", but not "Nom de la société".
        either = not lasts and "name" in kinds and not _BETWEEN_BOTH.isdisjoint(column.header)
        if (column in lasts and "last_name" in kinds) or (column.meaning is Meaning.COMPANY and either):
            column.assign(Meaning.LAST_NAME, LIKELY, beside(Why.LAST_NAME_OR_COMPANY, firsts[0]))
            column.transform_by(Transform(TransformKind.LAST_NAME_OR_COMPANY))
