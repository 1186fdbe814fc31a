"""Begins to mend rows of an import that has ended: rejected ones, and those of which a value did not fit its field."""

from __future__ import annotations

from crm.errors import Conflict, Invalid
from crm.imports.drafting import MAX_MENDS
from crm.imports.ledger import LedgerRow
from crm.imports.ledgers import Ledgers
from crm.imports.mend import Mend
from crm.imports.mended_plan import mended_plan, with_mend
from crm.imports.model import Import, ImportStatus, MendRound
from crm.imports.plan import ImportPlan
from crm.imports.queue import BatchQueue, Task
from crm.imports.remapping import MENDING, MOST_EDITIONS, names_leads, past
from crm.imports.repository import ImportStore
from crm.imports.work_files import MissingWorkFileError, WorkFiles

UNDONE = "This import has been taken back. The file can be imported once more."
RUNNING = "This import has not ended. Its rows can be mended once it has."
STOPPED = "This import was ended before its last row. Its rejected rows can be tried again, or mended in a file."
REMAPPED = "Its columns were changed after the import. Please mend the rows there."
EXPIRED = "Its rows were kept for a limited time and are gone. The file can be imported once more."
NAMES_LEADS = (
    "Its rows name leads by their Lead ID. Please mend them in a file and import that: it changes these very leads."
)
MEANWHILE = "Rows of this import were mended meanwhile. Please look at them and go on."
TOO_OFTEN = "Its rows were mended too often. The rejected rows can be mended in a file."


def mendable_plan(record: Import, imports: ImportStore, files: WorkFiles) -> ImportPlan:
    """The plan of an import whose rows can be mended, with what was mended so far.

    Raises:
        Conflict: if they cannot: it has not come to its end, was taken back, another import says its rows anew, they
            name leads by their ids, or its files have expired.
    """
    if record.undo is not None:
        raise Conflict("already_undone", UNDONE)
    if not record.is_final:
        raise Conflict("import_running", RUNNING)
    has_come_to_its_end = record.status in (ImportStatus.COMPLETED, ImportStatus.COMPLETED_WITH_ERRORS)
    if not has_come_to_its_end or record.closed_as or not record.total_batches:
        raise Conflict("nothing_to_mend", STOPPED)
    if past(record, imports) != record.remapped_by:
        raise Conflict("remapped", REMAPPED)
    try:
        plan = mended_plan(files, record.import_id, [one.mend_id for one in record.mends if _is_counted(record, one)])
    except MissingWorkFileError as error:
        raise Conflict("files_expired", EXPIRED) from error
    if names_leads(plan.sheets):
        raise Conflict("rows_name_leads", NAMES_LEADS)
    return plan


def start_mend(
    record: Import, mend: Mend, known: int, imports: ImportStore, files: WorkFiles, queue: BatchQueue
) -> Import:
    """Has mended rows of an import imported, as part of it.

    Args:
        known: rounds of mending that whoever mends knows of.

    Returns:
        The import. A request that is repeated begins nothing.

    Raises:
        Invalid: names each row that there is not or that has no need of it; or too much is mended.
        Conflict: as `mendable_plan`, or if rows of it are being mended or were mended since, or too often.
    """
    under_way = mending(record, queue) if record.is_mending else None
    if record.mends and known == len(record.mends) - 1 and _is_repeated(record, mend, files):
        return record
    plan = mendable_plan(record, imports, files)
    if under_way is not None:
        raise under_way
    if known != len(record.mends):
        raise Conflict("mended", MEANWHILE)
    _check(record, mend, plan, files)
    edition = imports.next_edition(record.said_by[0])
    if edition > MOST_EDITIONS:
        raise Conflict("mended_too_often", TOO_OFTEN)
    files.write_mend(record.import_id, mend)
    begun = imports.begin_mend(record, MendRound(edition, mend.mend_id), record.remapped_by)
    if begun is None:
        raise Conflict("mended", MEANWHILE)
    queue.send(record.import_id, [len(begun.mends)], Task.MEND)
    return begun


def mending(record: Import, queue: BatchQueue) -> Conflict:
    """Refuses what has to wait for a round of mending, and sends its message again, which may have been lost."""
    queue.send(record.import_id, [len(record.mends)], Task.MEND)
    return Conflict("mending", MENDING)


def _is_counted(record: Import, mend: MendRound) -> bool:
    return record.mends.index(mend) + 1 in record.mended


def _is_repeated(record: Import, mend: Mend, files: WorkFiles) -> bool:
    try:
        last = files.mend(record.import_id, record.mends[-1].mend_id)
    except MissingWorkFileError:
        return False
    return (last.by, last.rows) == (mend.by, mend.rows)


def _check(record: Import, mend: Mend, plan: ImportPlan, files: WorkFiles) -> None:
    ledgers = Ledgers(record, files, lambda: plan)
    wrong: dict[str, str] = {}
    by_batch = mend.rows_by_batch()
    if sum(map(len, by_batch.values())) != len(mend.rows):
        raise Invalid("A row can be mended once at a time.", {"rows": "a row twice"})
    for number, rows in by_batch.items():
        known = number <= len(plan.batch_sizes)
        open_rows = {row.row for row in _with_cells(ledgers, number) if row.needs_mending} if known else set()
        wrong |= {f"rows.{number}.{row}": "no row to mend" for row in sorted(rows - open_rows)}
    if wrong:
        raise Invalid("Only rows can be mended that were rejected, or of which a value did not fit.", wrong)
    if sum(sheet.mends.size for sheet in with_mend(plan, mend).sheets) > MAX_MENDS:
        raise Invalid(f"At most {MAX_MENDS:,} cells and rows can be mended here. Please mend the file instead.")


def _with_cells(ledgers: Ledgers, number: int) -> list[LedgerRow]:
    """The rows of a batch whose cells are still there."""
    try:
        ledgers.files.batch(ledgers.record.import_id, number)
    except MissingWorkFileError as error:
        raise Conflict("files_expired", EXPIRED) from error
    return ledgers.of(number)
