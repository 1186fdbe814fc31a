"""Reads a file again with another header row than the one that was found, as an import of its own.

An import is read once and its batches are cut once; so the file gets a new import, which replaces the one in review.
What was decided of the other sheets is kept; what was decided of this one was about other columns.
"""

from __future__ import annotations

from dataclasses import replace

from crm.errors import Conflict, Invalid
from crm.ids import new_id
from crm.imports.draft import Draft
from crm.imports.drafting import draft_of, draft_outdated
from crm.imports.intake import IntakeQueue
from crm.imports.model import Import
from crm.imports.plan import ImportPlan
from crm.imports.repository import ImportStore, NewImport
from crm.imports.work_files import WorkFiles

ROWS_ARE_SAID = "These rows were imported before, so another row cannot become their header."
NO_HEADER = 0
"""Stands for the number of the header's row where there is no header."""


def read_again(
    record: Import, sheet: int, row: int, imports: ImportStore, files: WorkFiles, intake: IntakeQueue
) -> Import:
    """Replaces an import in review by one whose sheet has its header in another row, and has the splitter read it.

    Args:
        sheet: its index.
        row: number of the header's row, or `NO_HEADER`.

    Raises:
        Invalid: if there is no such sheet or row among those that can be chosen.
        Conflict: if the import is no longer in review, somebody has decided something else meanwhile, or its rows are
            those of an import before.
    """
    if record.remap is not None:
        raise Conflict("rows_are_said", ROWS_ARE_SAID)
    _check(files.plan(record.import_id), sheet, row)
    import_id = new_id()
    kept = _without(draft_of(record, files), sheet)
    if kept:
        files.write_draft(import_id, kept)
    new = replace(
        NewImport.again(record, import_id),
        upload_of=record.file,
        header_rows={**record.header_rows, sheet: row},
        draft=kept.draft_id if kept else None,
    )
    created = imports.create(new)
    if imports.replace(record, import_id) is None:
        imports.replace(created, record.import_id)
        raise draft_outdated()
    started = imports.start_reading(import_id) or created
    intake.send(import_id)
    return started


def _check(plan: ImportPlan, sheet: int, row: int) -> None:
    found = next((one for one in plan.sheets if one.index == sheet), None)
    if found is None:
        raise Invalid("There is no such sheet.", {"sheet": "unknown"})
    if row != NO_HEADER and row not in {one.number for one in found.top}:
        raise Invalid("Only one of the first rows of a sheet can be its header.", {"row": "not one of the first"})
    if row != NO_HEADER and row == found.top[-1].number and found.data_rows < len(found.top):
        raise Invalid("There are no rows below this one.", {"row": "the last one"})


def _without(draft: Draft | None, sheet: int) -> Draft | None:
    """A draft as it is kept when a sheet is read again."""
    if draft is None:
        return None
    sheets = {index: one for index, one in draft.sheets.items() if index != sheet}
    return replace(draft, draft_id=new_id(), sheets=sheets)
