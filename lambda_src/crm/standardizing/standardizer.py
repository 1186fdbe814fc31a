"""Turns one row of a sheet into one lead: no state between rows, no value lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm.mapping.mapping import SheetMapping
from crm.standardizing.column_plan import plan_of
from crm.said import Says
from crm.standardizing.row_values import RowValues
from crm.values.text import clean_cells

NOTHING_IDENTIFIES = "The row has no name, company, email address or phone number."


@dataclass(frozen=True, slots=True)
class StandardRow:
    """The result of standardizing a row.

    Args:
        says: the values by path, also of a rejected row, to show what was read.
        reason: why the row is rejected, in words for a business user; None when it can be a lead.
        lead_id: the identity in our own export, None elsewhere.
        remarks: the notes, and all that no field holds whole, as `Header: value` lines.
    """

    says: Says
    reason: str | None
    lead_id: str | None
    remarks: str


class Standardizer:
    """Standardizes the rows of one sheet.

    Args:
        mapping: the sheet's mapping; columns outside it go to the remarks.
        region: ISO 3166 region that the import chose for its phone numbers, None when none was chosen.
        rank_of_label: where a phone comes that a row labels so, None for nowhere. By default the mapping says it of
            the labels that were read when the file was split.
    """

    def __init__(
        self,
        mapping: SheetMapping,
        region: str | None,
        *,
        rank_of_label: Callable[[str], int | None] | None = None,
    ) -> None:
        self._plan = plan_of(mapping, region, rank_of_label)

    def standardize(self, cells: Sequence[str]) -> StandardRow:
        """Standardizes one row.

        Args:
            cells: the row's texts, of any length; cells beyond the mapping go to the remarks.
        """
        plan = self._plan
        texts = clean_cells(cells)
        if len(texts) < plan.width:
            texts.extend([""] * (plan.width - len(texts)))
        row = RowValues(plan, texts)
        if plan.own_export:
            row.take_as_exported()
        else:
            row.take_emails()
            row.take_phones()
            row.take_company()
            row.take_names()
            row.take_title()
        values = LeadValues(
            row.first or MISSING,
            row.last or MISSING,
            row.title or MISSING,
            row.company or MISSING,
            row.email or MISSING,
            row.phone or MISSING,
            row.remarks() or MISSING,
        )
        lead_id = texts[plan.lead_id] or None if plan.lead_id is not None else None
        if not (row.first or row.last or row.company or row.email or row.phone):
            return StandardRow(None, NOTHING_IDENTIFIES, lead_id, values)
        if 4 * len(values.remarks) > MAX_REMARKS_BYTES and len(values.remarks.encode()) > MAX_REMARKS_BYTES:
            return StandardRow(None, TOO_MUCH_TEXT, lead_id, values)
        return StandardRow(values, None, lead_id, values)
