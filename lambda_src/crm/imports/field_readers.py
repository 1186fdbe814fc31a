"""Which headers the own fields read that share one with a file: part of an import's plan."""

from __future__ import annotations

from collections.abc import Iterable

from crm.imports.plan import SheetPlan
from crm.own_fields.definition import OwnFields, readers_of
from crm.standardizing.standardizer import Standardizer
from crm.statements.field_paths import Readers, readers_among


def readers_for(sheets: Iterable[SheetPlan], own_fields: OwnFields) -> Readers:
    """The readers of all own fields that read a header under which these sheets' cells are kept."""
    headers = [header for sheet in sheets if sheet.mapping for header in Standardizer(sheet.mapping, None).headers]
    return readers_among(readers_of(own_fields), headers)
