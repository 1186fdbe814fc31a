"""Mapping by rules: each column's header and values, then the columns beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crm.fields import BY_HEADER, TargetField
from crm.mapping.confidence import DECIDED
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.mapping import PLAIN, ColumnMapping, DecidedBy, Transform, TransformKind
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column
from crm.mapping.rules.second_last_names import PARTS
from crm.mapping.rules.steps import STEPS


def decide_by_rules(columns: list[Column], pinned: Mapping[int, ColumnMapping]) -> list[ColumnMapping]:
    """The mapping of every column.

    Args:
        columns: from `columns_of`; the steps change them.
        pinned: columns that a user, the memory or the model has decided; the rules decide the others around them.
    """
    for index, mapping in pinned.items():
        if index < len(columns):
            _pin(columns[index], mapping)
    free = [column for column in columns if column.index not in pinned]
    for step in STEPS:
        step(columns, free)
    return [
        replace(pinned.get(column.index) or _mapping(column), is_plain=column.reading.is_plain) for column in columns
    ]


_MEANINGS: dict[str, Meaning] = {
    TargetField.FIRST_NAME: Meaning.FIRST_NAME,
    TargetField.LAST_NAME: Meaning.LAST_NAME,
    TargetField.FULL_NAME: Meaning.FULL_NAME,
    TargetField.TITLE: Meaning.JOB_TITLE,
    TargetField.COMPANY: Meaning.COMPANY,
    TargetField.EMAIL: Meaning.EMAIL,
    TargetField.PHONE: Meaning.PHONE,
    TargetField.TAGS: Meaning.TAGS,
    TargetField.STATUS: Meaning.STATUS,
    TargetField.OWNER: Meaning.OWNER,
}
_FIELDS = {meaning: field for field, meaning in _MEANINGS.items()} | dict.fromkeys(PARTS, TargetField.LAST_NAME)
_MEANINGS_OF_PARTS = {kind: meaning for meaning, kind in PARTS.items()}
_REMARK_TRANSFORMS = {
    Meaning.NOTES: TransformKind.NOTES,
    Meaning.COUNTRY: TransformKind.COUNTRY,
    Meaning.DATE: TransformKind.DATE,
    Meaning.COMPANY_FLAG: TransformKind.COMPANY_FLAG,
}


def _pin(column: Column, mapping: ColumnMapping) -> None:
    meaning = _MEANINGS_OF_PARTS.get(mapping.transform.kind, _MEANINGS.get(mapping.field, Meaning.OTHER))
    column.assign(meaning, DECIDED, mapping.because)
    if mapping.field in BY_HEADER:
        column.assign_field(mapping.field, DECIDED, mapping.because)
    column.transform_by(mapping.transform)
    column.rerank(-1)


def _mapping(column: Column) -> ColumnMapping:
    field = column.field or _FIELDS.get(column.meaning, TargetField.REMARKS)
    transform = column.transform
    if column.meaning in PARTS:
        transform = Transform(PARTS[column.meaning])
    elif column.meaning not in _FIELDS and transform == PLAIN:
        are_dates = field == TargetField.REMARKS and column.shape.share("date") >= at.ARE_DATES
        kind = _REMARK_TRANSFORMS.get(column.meaning, TransformKind.DATE if are_dates else TransformKind.PLAIN)
        transform = Transform(kind)
    return ColumnMapping(
        column.index, column.header, field, transform, column.confidence, DecidedBy.RULES, column.because
    )
