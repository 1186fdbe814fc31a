"""Applies a draft to an import and its plan: in a dry run, and when the import begins."""

from __future__ import annotations

from dataclasses import replace

from crm.errors import Invalid
from crm.imports.draft import Draft, SheetDraft
from crm.imports.field_readers import readers_for
from crm.imports.model import Import
from crm.imports.plan import ImportPlan, SheetPlan
from crm.imports.review import corrected
from crm.imports.targets import rules_by_path, with_paths
from crm.own_fields.definition import OwnFields

MAX_MENDS = 5_000
"""Cells that a draft may mend, and rows that it may drop: more are mended better in the file."""


def drafted(record: Import, plan: ImportPlan, draft: Draft | None, own_fields: OwnFields) -> tuple[Import, ImportPlan]:
    """The import and its plan as a draft wants them.

    Raises:
        Invalid: names each sheet, column, field or rule that is not there; or too much is mended.
    """
    if draft is None:
        return record, plan
    mended = sum(sheet.mends.size for sheet in draft.sheets.values())
    if mended > MAX_MENDS:
        raise Invalid(f"At most {MAX_MENDS:,} cells and rows can be mended here. Please mend the file instead.")
    columns = {index: sheet.columns for index, sheet in draft.sheets.items()}
    plan = corrected(plan, with_paths(columns, own_fields))
    sheets = tuple(_with_mends(sheet, draft.sheets.get(sheet.index)) for sheet in plan.sheets)
    plan = replace(plan, sheets=sheets, readers=readers_for(sheets, own_fields))
    rules = record.rules if draft.rules is None else rules_by_path(draft.rules, own_fields)
    return replace(record, policy=draft.policy or record.policy, rules=rules), plan


def _with_mends(sheet: SheetPlan, draft: SheetDraft | None) -> SheetPlan:
    return sheet if draft is None else replace(sheet, mends=draft.mends)
