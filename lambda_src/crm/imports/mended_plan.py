"""The plan of an import with what was mended after it, and what became of the mended rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crm.imports.ledger import LedgerRow
from crm.imports.mend import Mend
from crm.imports.plan import NO_MENDS, ImportPlan
from crm.imports.work_files import MissingWorkFileError, WorkFiles


def with_mend(plan: ImportPlan, mend: Mend) -> ImportPlan:
    """The plan with what was mended beside what it has."""
    changed = mend.by_sheet(plan)
    sheets = (replace(one, mends=one.mends.and_then(changed.get(one.index, NO_MENDS))) for one in plan.sheets)
    return replace(plan, sheets=tuple(sheets))


def mended_plan(files: WorkFiles, import_id: str, mend_ids: Iterable[str]) -> ImportPlan:
    """The plan of an import with what was mended after it.

    Args:
        mend_ids: in their order; one that could not be imported counts for nothing.

    Raises:
        MissingWorkFileError: if the plan or what was mended has expired.
    """
    plan = files.settled_plan(import_id)
    for mend_id in mend_ids:
        if mend_ledger(files, import_id, mend_id):
            plan = with_mend(plan, files.mend(import_id, mend_id))
    return plan


def mend_ledger(files: WorkFiles, import_id: str, mend_id: str) -> list[LedgerRow]:
    """What became of mended rows; empty where none of them could be imported.

    Raises:
        MissingWorkFileError: if it has expired.
    """
    rows = files.mend_ledger(import_id, mend_id)
    if rows is None:
        raise MissingWorkFileError(f"what became of the mended rows {mend_id} of import {import_id} is missing")
    return rows
