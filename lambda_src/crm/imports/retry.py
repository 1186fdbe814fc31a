"""Imports the rejected rows of an import again, as an import of its own.

The first import's final state never changes. The rows keep their sheets and their numbers, so that the second ledger
names them as the spreadsheet does, and the number of equal rows before them, so that they are known as the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from crm.concurrency import parallel_map
from crm.errors import Conflict
from crm.imports.batches import Batch
from crm.imports.dispatch import dispatch
from crm.imports.ledgers import Ledgers
from crm.imports.model import Import, ImportStatus
from crm.imports.queue import BatchQueue
from crm.imports.repository import ImportStore, NewImport
from crm.imports.work_files import MissingWorkFileError, WorkFiles
from crm.outcomes import Outcome

_FILES_AT_ONCE = 16
"""Working files that are read or written in parallel; each is a request of some milliseconds."""


def retry(record: Import, new: NewImport, imports: ImportStore, files: WorkFiles, queue: BatchQueue) -> Import:
    """Starts an import of the rows that the given import rejected.

    Args:
        record: an import that has ended.
        new: the import to create.

    Raises:
        Conflict: if the import has not ended, or no rejected row still has its cells.
    """
    if not record.is_final:
        raise Conflict("import_running", "This import has not ended, so it is not known yet which rows are rejected.")
    plan = files.find_plan(record.import_id)
    rejected = (
        list(_rejected_batches(Ledgers(record, files, partial(files.plan, record.import_id))))
        if plan and record.counts.get(Outcome.REJECTED)
        else []
    )
    if plan is None or not rejected:
        raise Conflict("nothing_to_retry", "This import has no rejected rows that could be tried again.")
    imports.create(new)
    imports.start_reading(new.import_id)
    batches = [replace(batch, import_id=new.import_id, number=place) for place, batch in enumerate(rejected, 1)]
    parallel_map(files.write_batch, batches, _FILES_AT_ONCE)
    sizes = tuple(len(batch.rows) for batch in batches)
    rows_of = {sheet.index: sum(len(b.rows) for b in batches if b.sheet == sheet.index) for sheet in plan.sheets}
    files.write_plan(
        replace(
            plan,
            import_id=new.import_id,
            sheets=tuple(replace(sheet, data_rows=rows_of[sheet.index]) for sheet in plan.sheets),
            batch_sheets=tuple(batch.sheet for batch in batches),
            batch_sizes=sizes,
            notes=(*plan.notes, f"Only the {sum(sizes)} rows that were rejected the first time are imported."),
        )
    )
    files.write_ledger(new.import_id, 0, [])
    planned = imports.planned(
        new.import_id, next_status=ImportStatus.IMPORTING, total_rows=sum(sizes), total_batches=len(sizes), skipped=0
    )
    return dispatch(planned or imports.get(new.import_id), imports, queue) or record


def _rejected_batches(ledgers: Ledgers) -> Iterable[Batch]:
    """The batches reduced to their rejected rows; leaves out batches without any and those whose file is lost."""

    def rejected(number: int) -> Batch | None:
        numbers = {row.row for row in ledgers.of(number) if row.outcome is Outcome.REJECTED}
        if not numbers:
            return None
        try:
            batch = ledgers.files.batch(ledgers.record.import_id, number)
        except MissingWorkFileError:
            # Its rows were rejected because the file is gone, so there is nothing to retry.
            return None
        return replace(batch, rows=tuple(row for row in batch.rows if row.number in numbers))

    found = parallel_map(rejected, range(1, (ledgers.record.total_batches or 0) + 1), _FILES_AT_ONCE)
    return (batch for batch in found if batch is not None and batch.rows)
