"""Applies a draft to an import and its plan: in a dry run, and when the import begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crm.errors import Conflict, Invalid
from crm.imports.draft import Draft, SheetDraft
from crm.imports.fields_of_file import fields_for
from crm.imports.model import Import
from crm.imports.plan import ImportPlan, SheetPlan
from crm.imports.review import corrected
from crm.imports.targets import Corrections, rules_by_path, with_paths
from crm.imports.work_files import WorkFiles
from crm.own_fields.definition import OwnFields

NOTHING: Corrections = {}
MAX_MENDS = 5_000
"""Cells of an import that may be mended, and rows that may be left out, before it and after it: more are mended better
in the file."""


def draft_of(record: Import, files: WorkFiles) -> Draft | None:
    """What was decided of an import so far; None while nothing was."""
    return files.draft(record.import_id, record.draft) if record.draft else None


def draft_outdated(by: str = "Somebody") -> Conflict:
    """Refuses what was decided without knowing what somebody else, `by`, has decided."""
    return Conflict("draft_outdated", f"{by} has decided something else meanwhile. Please look at it and go on.")


def decided_columns(draft: Draft | None, further: Corrections = NOTHING) -> dict[int, Mapping[int, str]]:
    """The columns of each sheet about which a person has decided, in a draft or when the import begins."""
    decided = {index: sheet.columns for index, sheet in draft.sheets.items()} if draft else {}
    return decided | {index: {**decided.get(index, {}), **columns} for index, columns in further.items()}


def drafted(
    record: Import, plan: ImportPlan, draft: Draft | None, own_fields: OwnFields, further: Corrections = NOTHING
) -> tuple[Import, ImportPlan]:
    """The import and its plan as a draft wants them, with the own fields that there are now.

    Args:
        further: columns that are decided when the import begins.

    Raises:
        Invalid: names each sheet, column, field or rule that is not there; or too much is mended.
    """
    sheets_of_draft = draft.sheets if draft else {}
    mended = sum(sheet.mends.size for sheet in sheets_of_draft.values())
    if mended > MAX_MENDS:
        raise Invalid(f"At most {MAX_MENDS:,} cells and rows can be mended here. Please mend the file instead.")
    plan = corrected(plan, with_paths(decided_columns(draft, further), own_fields))
    sheets = tuple(_with_mends(sheet, sheets_of_draft.get(sheet.index)) for sheet in plan.sheets)
    plan = replace(plan, sheets=sheets, own_fields=fields_for(sheets, own_fields))
    if draft is None:
        return record, plan
    rules = record.rules if draft.rules is None else rules_by_path(draft.rules, own_fields)
    return replace(record, policy=draft.policy or record.policy, rules=rules), plan


def _with_mends(sheet: SheetPlan, draft: SheetDraft | None) -> SheetPlan:
    return sheet if draft is None else replace(sheet, mends=draft.mends)
