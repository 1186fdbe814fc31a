"""Closes what a message was about that failed for good."""

from __future__ import annotations

from dataclasses import dataclass

from crm.imports.batch_worker import BatchWorker
from crm.imports.completion import Completion
from crm.imports.dispatch import dispatch
from crm.imports.intake import arrivals_of
from crm.imports.mender import Mender
from crm.imports.model import Import
from crm.imports.queue import BatchMessage, Task
from crm.imports.selection import job_of_message
from crm.index.queue import task_of
from crm.outcomes import Outcome
from crm.query.exports import UNWRITTEN, ExportStore, export_of_message
from crm.sentences import FAILURES, ROWS

UNREADABLE = FAILURES["unreadable"]
RETRY_FAILED = FAILURES["retryFailed"]
REMAP_FAILED = FAILURES["remapFailed"]
NOT_FOUND = FAILURES["leadsNotFound"]
UNFINISHED = ROWS["unfinished"]


@dataclass(frozen=True, slots=True)
class Closed:
    """What a dead letter was about.

    Attributes:
        what: for the log.
        lost_rows: rows that are rejected because their batch failed for good.
    """

    what: str
    lost_rows: int = 0


def close_dead_letter(body: str, worker: BatchWorker, exports: ExportStore) -> Closed:
    """Ends the batch, import, bulk change or export that the message was about; a second call changes nothing.

    Args:
        body: the body of a message of the intake, batch, export or index queue.

    Returns:
        What was closed. A message of unknown form is reported as such and dropped, because no later delivery could
        handle it.
    """
    try:
        message = BatchMessage.from_body(body)
    except ValueError:
        return (
            _close_intake(body, worker)
            or _close_index(body)
            or _close_selection(body, worker)
            or _close_export(body, exports)
        )
    if message.task is Task.UNDO:
        # The undo stays unfinished, and the API shows it so; a new request for it sends this batch again.
        return Closed(f"the undo of batch {message.batch} of import {message.import_id}")
    if message.task in (Task.TAKE_BACK, Task.TAKE_BACK_MEND):
        # Sent once only: a batch that kills its worker would go round for ever.
        return Closed(f"taking back the late rows of {message.batch} of import {message.import_id}: {message.task}")
    if message.task is Task.DRY_RUN:
        # Nobody waits for it in vain: what was found so far is told, and it can be tried again.
        return Closed(f"the dry run of import {message.import_id}")
    record = worker.imports.get(message.import_id)
    if record is not None and message.task is Task.MEND:
        mender = Mender(worker)
        # Its worker may have recorded rows after it was given up, and died before it could take them back.
        if mender.is_given_up(record, message.batch):
            worker.queue.send(message.import_id, [message.batch], Task.TAKE_BACK_MEND)
        become = "is given up" if mender.close(record, message.batch) else "had ended"
        return Closed(f"round {message.batch} of mending import {message.import_id}, which {become}")
    if record is None or record.total_batches is None or not 1 <= message.batch <= record.total_batches:
        return Closed(f"a message of no known batch: import {message.import_id}, batch {message.batch}")
    # Its worker may have recorded rows of a batch that was closed meanwhile, and died before it could take them back.
    if worker.may_have_late_rows(record, message.batch):
        worker.queue.send(message.import_id, [message.batch], Task.TAKE_BACK)
    lost_rows = _close_batch(record, message.batch, worker)
    return Closed(f"batch {message.batch} of import {message.import_id}", lost_rows)


def _close_batch(record: Import, number: int, worker: BatchWorker) -> int:
    """How many rows this has cost; 0 if the batch had been handled or closed before."""
    completion = worker.close(record, number, Outcome.REJECTED, UNFINISHED)
    if completion is Completion.ALREADY_COUNTED:
        # It may have failed after it was counted and before it sent the next.
        worker.send_again(record)
    if completion in (Completion.ENDED, Completion.ALREADY_COUNTED):
        return 0
    ledger = worker.files.ledger(record.import_id, number) or []
    return sum(row.reason == UNFINISHED for row in ledger)


def _close_intake(body: str, worker: BatchWorker) -> Closed | None:
    """What was closed; None if the message is none of the intake queue."""
    try:
        arrived = arrivals_of(body)
    except ValueError:
        return None
    for one in arrived:
        record = worker.imports.get(one.import_id)
        if record and record.upload_version in (None, one.version):
            reason = RETRY_FAILED if record.retry_of else REMAP_FAILED if record.remap else UNREADABLE
            record = worker.imports.fail(one.import_id, reason) or worker.imports.get(one.import_id)
        # If the file was read, its first batches may not all have been sent.
        dispatch(record, worker.imports, worker.queue)
    return Closed(f"the intake of imports {', '.join(one.import_id for one in arrived)}") if arrived else None


def _close_index(body: str) -> Closed | None:
    """What was closed; None if the message is none of the index queue.

    The index writer looks into the log each minute as well, so nothing has to be sent again.
    """
    try:
        return Closed(f"a message to the index writer: {task_of(body)}")
    except ValueError:
        return None


def _close_selection(body: str, worker: BatchWorker) -> Closed | None:
    """What was closed; None if the message is not about the leads of a bulk change."""
    try:
        job_id = job_of_message(body)
    except ValueError:
        return None
    # If the leads were found, its first batches may not all have been sent.
    failed = worker.imports.fail(job_id, NOT_FOUND)
    dispatch(failed or worker.imports.get(job_id), worker.imports, worker.queue)
    return Closed(f"finding the leads of bulk change {job_id}")


def _close_export(body: str, exports: ExportStore) -> Closed:
    try:
        export_id = export_of_message(body)
    except ValueError:
        return Closed("a message that is no batch, upload, bulk change or export")
    return Closed(f"export {export_id}: {'failed' if exports.fail(export_id, UNWRITTEN) else 'nothing to end'}")
