"""The own fields that columns of a file could be: what its first rows say of those that have no field."""

from __future__ import annotations

from collections.abc import Mapping

from crm.fields import TargetField
from crm.mapping.mapping import SheetMapping
from crm.own_fields.definition import MAX_FIELDS
from crm.own_fields.proposal import propose
from crm.own_fields.proposed import Proposal
from crm.spreadsheets.model import SheetHead


def proposals_for(head: SheetHead, mapping: SheetMapping) -> Mapping[int, Proposal]:
    """A proposal for each column that is kept under its header and looks like more than some text.

    Only of so many columns as there can be fields.
    """
    kept = [column for column in mapping.columns if column.field == TargetField.REMARKS and column.header.strip()]
    rows = [row.cells for row in head.sample if not row.skip]
    found = {
        column.column: propose((cells[column.column] for cells in rows if column.column < len(cells)), column.header)
        for column in kept[:MAX_FIELDS]
    }
    return {column: proposal for column, proposal in found.items() if proposal.says_something}
