"""Applies a person's correction of a mapping and remembers it (promise 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crm.errors import Invalid
from crm.imports.dispatch import dispatch
from crm.imports.model import Import
from crm.imports.plan import ImportPlan, SheetPlan
from crm.imports.queue import BatchQueue
from crm.imports.remapping import check_no_lead_ids, claim_rows
from crm.imports.repository import ImportStore
from crm.imports.targets import Corrections
from crm.imports.work_files import WorkFiles
from crm.mapping.confidence import DECIDED
from crm.mapping.mapping import PLAIN, ColumnMapping, DecidedBy
from crm.mapping.reasons import Reason, Why


def corrected(plan: ImportPlan, corrections: Corrections) -> ImportPlan:
    """The plan with the columns that the user has set; all others keep their mapping.

    Raises:
        Invalid: for a sheet or a column that the file does not have.
    """
    known = {sheet.index for sheet in plan.sheets if sheet.mapping}
    unknown = sorted(set(corrections) - known)
    if unknown:
        raise Invalid("The file has no such sheet to map.", {f"sheets.{unknown[0]}": "unknown sheet"})
    return replace(
        plan, sheets=tuple(_corrected_sheet(sheet, corrections.get(sheet.index, {})) for sheet in plan.sheets)
    )


def _corrected_sheet(sheet: SheetPlan, fields: Mapping[int, str]) -> SheetPlan:
    if not sheet.mapping or not fields:
        return sheet
    unknown = sorted(set(fields) - {column.column for column in sheet.mapping.columns})
    if unknown:
        raise Invalid("The sheet has no such column.", {f"sheets.{sheet.index}.{unknown[0]}": "unknown column"})
    columns = tuple(_corrected_column(column, fields.get(column.column)) for column in sheet.mapping.columns)
    return replace(sheet, mapping=replace(sheet.mapping, columns=columns))


def _corrected_column(column: ColumnMapping, field: str | None) -> ColumnMapping:
    if field is None:
        return column
    return replace(
        column,
        field=field,
        transform=column.transform if field == column.field else PLAIN,
        confidence=DECIDED,
        decided_by=DecidedBy.USER,
        because=Reason(Why.USER_SET_IT),
    )


def corrected_sheets(plan: ImportPlan, corrections: Corrections) -> Sequence[SheetPlan]:
    """The mapped sheets that the user has corrected."""
    return [sheet for sheet in plan.sheets if sheet.index in corrections and sheet.mapping]


def confirm_mapping(
    record: Import, plan: ImportPlan, imports: ImportStore, files: WorkFiles, queue: BatchQueue
) -> Import:
    """Starts the workers on an import whose mapping a person has confirmed.

    Args:
        plan: the plan with the final mappings.

    Raises:
        Conflict: if it is to say rows anew, and cannot any more.
    """
    if record.remap is not None:
        check_no_lead_ids(plan.sheets)
        claim_rows(record, record.remap, imports)
    files.replace_plan(plan)
    confirmed = imports.confirmed(record) or imports.get(record.import_id)
    return dispatch(confirmed, imports, queue) or record
