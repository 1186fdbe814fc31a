"""Numbers the columns that hold one field, the first choice first."""

from __future__ import annotations

from dataclasses import replace

from crm.fields import BY_HEADER
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.mapping import PLAIN, WITH_COMPANIES, Transform, TransformKind
from crm.mapping.rules.column import Column, of_meaning

_WRITTEN_ORDERS = frozenset(
    {
        *(TransformKind.JAPANESE, TransformKind.KOREAN, TransformKind.CHINESE),
        *(TransformKind.FRENCH, TransformKind.TURKISH),
        *(TransformKind.FAMILY_NAME_FIRST, TransformKind.TWO_FAMILY_NAMES),
        *WITH_COMPANIES,
    }
)
_SEVERAL = (
    *(Meaning.EMAIL, Meaning.PHONE, Meaning.COMPANY, Meaning.JOB_TITLE, Meaning.FULL_NAME),
    *(Meaning.STATUS, Meaning.OWNER),
)


def number_choices(columns: list[Column], _free: list[Column]) -> None:
    """Numbers the columns of one field in the order in which they are taken."""
    groups = [of_meaning(columns, meaning) for meaning in _SEVERAL]
    groups += [[column for column in columns if column.field == field] for field in BY_HEADER]
    for group in groups:
        members = sorted(group, key=lambda column: (column.rank, column.index))
        for number, column in enumerate(members, start=1):
            if number > 1 and column.transform == PLAIN:
                column.transform_by(Transform(TransformKind.CHOICE, choice=number))
            elif number > 1 and column.transform.kind in _WRITTEN_ORDERS:
                column.transform_by(replace(column.transform, choice=number))
