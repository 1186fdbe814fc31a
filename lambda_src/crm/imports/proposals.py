"""The own fields that columns of a file could be: what headers and first rows say of those that have no field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from crm.fields import TargetField
from crm.imports.plan import SheetPlan
from crm.mapping.mapping import SheetMapping
from crm.mapping.rules.thresholds import MOST_COLUMNS
from crm.own_fields.definition import MAX_FIELDS
from crm.own_fields.headed import headed
from crm.own_fields.header_kinds import Headed
from crm.own_fields.proposal import propose
from crm.own_fields.proposed import Proposal
from crm.spreadsheets.model import SheetHead
from crm.standardizing.standardizer import Standardizer


def proposals_for(head: SheetHead, mapping: SheetMapping) -> Mapping[int, Proposal]:
    """A proposal for each column that is kept under its header and looks like more than some text.

    Only of so many columns as there can be fields.
    """
    kept = [column for column in mapping.columns if column.field == TargetField.REMARKS and column.header.strip()]
    rows = [row.cells for row in head.sample if not row.skip]
    found = {
        column.column: propose(
            (cells[column.column] for cells in rows if column.column < len(cells)), headed(column.header)
        )
        for column in kept[:MAX_FIELDS]
    }
    return {column: proposal for column, proposal in found.items() if proposal.says_something}


def said_by_headers(sheets: Iterable[SheetPlan]) -> Mapping[str, Headed | None]:
    """What the headers of a file say, each as leads have the values of its column where these are extras.

    Only of so many columns as are looked at.
    """
    headers = (header for sheet in sheets if sheet.mapping for header in Standardizer(sheet.mapping, None).headers)
    return {header: headed(header) for header in islice(dict.fromkeys(headers), MOST_COLUMNS)}
