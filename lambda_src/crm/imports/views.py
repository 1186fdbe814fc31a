"""An import as the API shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crm.imports.ledger import LedgerRow
from crm.imports.model import Import, Status
from crm.imports.plan import ImportPlan, SheetPlan
from crm.outcomes import Outcome, Reverted
from crm.users import User


def import_json(record: Import, plan: ImportPlan | None, user: User, now: datetime) -> dict[str, Any]:
    """The import with its totals and progress, and, once the file is read, its sheets and mappings.

    Args:
        plan: None in lists, and while the file is not read.
        user: who asks; decides `canControl`.
    """
    return {
        "importId": record.import_id,
        "fileName": record.file_name,
        "size": record.size,
        "status": record.status.value,
        "reason": record.reason,
        "createdAt": record.created_at,
        "updatedAt": record.updated_at,
        "finishedAt": record.finished_at,
        "owner": {"id": record.owner_id, "email": record.owner_email},
        "canControl": user.may_control(record.owner_id),
        "policy": record.policy.value,
        "region": record.region,
        "extractFreeText": record.extract_free_text,
        "totals": {
            "rows": record.total_rows or 0,
            **{outcome.value: record.counts.get(outcome, 0) for outcome in Outcome},
        },
        "progress": record.progress,
        "etaSeconds": eta_seconds(record, now),
        "batches": {"total": record.total_batches or 0, "done": max(0, len(record.done_batches) - 1)},
        "sheets": [_sheet_json(sheet) for sheet in plan.sheets] if plan else [],
        "notes": [*plan.notes, *sorted(record.worker_notes)] if plan else [],
        "undo": _undo_json(record),
    }


def eta_seconds(record: Import, now: datetime) -> int | None:
    """Seconds that the rest takes at the pace so far, None while no pace is known."""
    if record.status is not Status.IMPORTING or not record.total_rows:
        return None
    handled = record.rows_done - record.counts.get(Outcome.SKIPPED, 0)
    left = record.total_rows - record.rows_done
    elapsed = (now - datetime.fromisoformat(record.created_at)).total_seconds()
    return round(elapsed * left / handled) if handled > 0 else None


def ledger_json(row: LedgerRow, sheet_name: str) -> dict[str, Any]:
    """One row's outcome."""
    return {
        "sheet": row.sheet,
        "sheetName": sheet_name,
        "row": row.row,
        "outcome": row.outcome.value,
        "reason": row.reason,
        "leadId": row.lead_id,
    }


def _undo_json(record: Import) -> dict[str, Any] | None:
    if record.undo is None:
        return None
    return {
        "status": record.undo.status.value,
        "batches": {"total": record.total_batches or 0, "done": max(0, len(record.undo.done_batches) - 1)},
        **{result.value: record.undo.counts.get(result, 0) for result in Reverted},
    }


def _sheet_json(sheet: SheetPlan) -> dict[str, Any]:
    return {**sheet.to_json(), "mapping": [c.shown() for c in sheet.mapping.columns] if sheet.mapping else []}
