"""Changes the mapping of an import that has ended: its rows are said anew, as an import of their own in review.

What was read of the file is the source, so the new import gets copies of its batches, and waits for its review as any
other: it is drafted, tried and confirmed in the same way. Its rows stand at the places of the first import's, in
another edition (`crm.statements.replacing`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crm.clock import now_iso
from crm.concurrency import parallel_map
from crm.errors import Conflict
from crm.fields import TargetField
from crm.ids import new_id
from crm.imports.draft import Draft, SheetDraft
from crm.imports.intake import IntakeQueue
from crm.imports.ledger import LedgerRow
from crm.imports.mended_plan import mended_plan
from crm.imports.model import Import, ImportStatus, Remap
from crm.imports.plan import NO_MENDS, ImportPlan, SheetPlan
from crm.imports.repository import ImportStore, NewImport
from crm.imports.work_files import MissingWorkFileError, WorkFiles
from crm.sentences import FAILURES
from crm.users import User

EXPIRED = FAILURES["rowsExpired"]
NAMES_LEADS = (
    "Its rows name leads by their Lead ID, so importing the file once more changes these very leads. "
    "The mapping of such an import cannot be changed afterwards."
)
REMAPPED = "Somebody has changed the mapping of this import already. Please look at that, and change it there."
MENDING = "Rows of it are being mended at this moment. Please try again in a minute."
MENDED_SINCE = "Rows of it were mended since this was begun. Please begin it again."
MOST_EDITIONS = 1_000
"""Times that somebody may begin to say the rows of one import anew: each row names all editions before its own."""
_FILES_AT_ONCE = 16
"""As in `crm.imports.retry`."""


def start_remap(
    record: Import, import_id: str, user: User, imports: ImportStore, files: WorkFiles, intake: IntakeQueue
) -> Import:
    """Creates the import that is to say the rows of an import anew, and has the splitter copy its batches.

    Nothing changes before it is confirmed, and cancelling it leaves all as it was.

    Args:
        import_id: of the new import.

    Raises:
        Conflict: if the import has not come to its end, was taken back, is said anew already, names leads by their
            ids, or if its files have expired.
    """
    plan = _checked(record, imports, files)
    earlier, mended = record.said_before()
    first, by, at = record.said_by
    edition = imports.next_edition(first)
    if edition > MOST_EDITIONS:
        raise Conflict("remapped_too_often", "Its mapping was changed too often. The file can be imported once more.")
    draft = _draft_of_mends(plan, user)
    if draft is not None:
        files.write_draft(import_id, draft)
    new = replace(
        NewImport.again(record, import_id),
        owner_id=user.id,
        owner_email=user.email,
        review=True,
        remap=Remap(earlier, edition, by, at, mended),
        sequence=record.sequence,
        draft=draft.draft_id if draft else None,
    )
    created = imports.create(new)
    # No file is awaited.
    started = imports.start_reading(import_id) or created
    intake.send(import_id)
    return started


def _draft_of_mends(plan: ImportPlan, user: User) -> Draft | None:
    """What had been mended when the import was checked, for the one who checks it again."""
    mended = {sheet.index: SheetDraft(mends=sheet.mends) for sheet in plan.sheets if sheet.mends != NO_MENDS}
    return Draft(new_id(), user.email, now_iso(), mended) if mended else None


def _checked(record: Import, imports: ImportStore, files: WorkFiles) -> ImportPlan:
    if record.undo is not None:
        raise Conflict("already_undone", "This import has been taken back. The file can be imported once more.")
    if not record.is_final:
        raise Conflict("import_running", "This import has not ended. Its mapping can be changed once it has.")
    has_come_to_its_end = record.status in (ImportStatus.COMPLETED, ImportStatus.COMPLETED_WITH_ERRORS)
    if not has_come_to_its_end or record.closed_as or not record.total_batches:
        raise Conflict("nothing_to_remap", "This import was ended before its last row. The file can be imported again.")
    if past(record, imports) != record.remapped_by:
        raise Conflict("remapped", REMAPPED)
    if record.is_mending:
        raise Conflict("mending", MENDING)
    if not _has_files(record, files):
        raise Conflict("files_expired", EXPIRED)
    plan = mended_plan(files, record.import_id, [one.mend_id for one in record.mends])
    check_no_lead_ids(plan.sheets)
    return plan


def check_no_lead_ids(sheets: Iterable[SheetPlan]) -> None:
    """Refuses a mapping by which rows name leads. Raises `Conflict`."""
    if names_leads(sheets):
        raise Conflict("names_leads", NAMES_LEADS)


def names_leads(sheets: Iterable[SheetPlan]) -> bool:
    """Whether a column says which lead a row is about."""
    columns = (column for sheet in sheets if sheet.mapping for column in sheet.mapping.columns)
    return any(column.field == TargetField.LEAD_ID for column in columns)


def past(record: Import, imports: ImportStore) -> str | None:
    """The id of the import that has said an import's rows anew and counts no more; None if there is none."""
    remapped_by = imports.get(record.remapped_by) if record.remapped_by else None
    return remapped_by.import_id if remapped_by and remapped_by.has_said_nothing else None


def claim_rows(record: Import, remap: Remap, imports: ImportStore) -> None:
    """Makes an import in review the one that says the rows anew; from then on its batches may begin.

    Raises:
        Conflict: if the rows were taken back, or another import says them anew.
    """
    before = imports.get(remap.earlier[-1])
    rounds = len(remap.mends_of(remap.earlier[-1]))
    if before is not None and len(before.mends) != rounds:
        raise Conflict("mended", MENDED_SINCE)
    if before is None or imports.claim_rows(before.import_id, record.import_id, past(before, imports), rounds) is None:
        raise Conflict("remapped", REMAPPED)


def copied(record: Import, remap: Remap, files: WorkFiles) -> tuple[ImportPlan, list[LedgerRow]]:
    """Copies what was read of a file; what a person had mended becomes the first draft.

    Returns:
        The plan, and the rows that the splitter had skipped.

    Raises:
        MissingWorkFileError: if some of it has expired.
    """
    before = remap.earlier[-1]
    plan, skipped = files.plan(before), files.ledger(before, 0)
    if skipped is None:
        raise MissingWorkFileError(f"the ledger of import {before} is missing")

    def copy(number: int) -> None:
        files.write_batch(replace(files.batch(before, number), import_id=record.import_id))
        if (found := files.extraction(before, number)) is not None:
            files.write_extraction(record.import_id, number, found)

    parallel_map(copy, range(1, len(plan.batch_sizes) + 1), _FILES_AT_ONCE)
    # Another row cannot become the header, and what was mended is a draft now.
    sheets = tuple(replace(sheet, mends=NO_MENDS, top=()) for sheet in plan.sheets)
    return files.write_plan(replace(plan, import_id=record.import_id, sheets=sheets)), skipped


def _has_files(record: Import, files: WorkFiles) -> bool:
    """Whether the plan and the first and last batch are there: all are written within hours, and expire so."""
    try:
        files.plan(record.import_id)
        for number in {1, record.total_batches or 1}:
            files.batch(record.import_id, number)
            if files.ledger(record.import_id, number) is None:
                return False
    except MissingWorkFileError:
        return False
    return True
