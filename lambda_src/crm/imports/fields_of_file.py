"""The own fields that share a header with a file: which of its cells are theirs, and do not fit them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from crm.imports.plan import SheetPlan
from crm.own_fields.definition import OwnField, OwnFields
from crm.own_fields.reading import read
from crm.said import Says, header_key, part_of
from crm.standardizing.standardizer import Standardizer


def fields_for(sheets: Iterable[SheetPlan], own_fields: OwnFields) -> OwnFields:
    """The own fields that read a header under which these sheets' cells are kept."""
    headers = [header for sheet in sheets if sheet.mapping for header in Standardizer(sheet.mapping, None).headers]
    keys = set(map(header_key, headers))
    return tuple(field for field in own_fields if not keys.isdisjoint(field.header_keys))


def own_misfits(says: Says, paths: tuple[str, ...], own_fields: OwnFields) -> dict[int, OwnField]:
    """The columns whose cells an own field shows as text, since they do not fit its type.

    Args:
        says: what the row says.
        paths: under which each column's cells are kept where they are extras.
    """
    return {
        column: field
        for column, field in _columns(paths, own_fields).items()
        if (said := says.get(paths[column])) and said.column == column and said.text and read(field, said.text) is None
    }


@lru_cache(maxsize=64)
def _columns(paths: tuple[str, ...], own_fields: OwnFields) -> Mapping[int, OwnField]:
    """The own field of each column: the same for all rows of a sheet."""
    readers = {key: field for field in own_fields for key in field.header_keys}
    fields = {column: readers.get(header_key(part_of(path))) for column, path in enumerate(paths)}
    return {column: field for column, field in fields.items() if field is not None}
