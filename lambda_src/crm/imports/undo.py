"""Undoes an import of any size, batch by batch; every step is idempotent (promise 2).

Each batch's undo ledger is written once and its counts are added once, as in the import. If rows of several batches
touched a lead, the first batch that is undone takes all of them back; the lead is told by the batch with the import's
first row that said something of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from crm.errors import Conflict
from crm.imports.batch_worker import BatchWorker
from crm.imports.late_mends import mending
from crm.imports.ledger import LedgerRow, UndoneLead
from crm.imports.model import Import, Undo, UndoStatus
from crm.imports.queue import BatchQueue, Task
from crm.imports.remapped_rows import earlier_ledger, mended_rows
from crm.imports.repository import ImportStore
from crm.imports.work_files import MissingWorkFileError, WorkFiles
from crm.outcomes import UndoResult
from crm.statements.revoking import Revoked, revoke
from crm.statements.statement import Place, Revocation, Source
from crm.users import User

EXPIRED = (
    "Its working files are kept for a limited time and are gone, so it is not known any more which leads it changed. "
    "Each lead can still be changed by hand."
)

REMAPPED = "Its columns were changed after the import. Take that back first, then the import itself."


def start_undo(record: Import, user: User, imports: ImportStore, files: WorkFiles, queue: BatchQueue) -> Import:
    """Begins an undo, or sends the unfinished batches of an earlier one again.

    Raises:
        Conflict: if the import has not ended, changed no lead, or has been undone, if its files have expired, if rows
            of it are being mended, or if another import says them anew.
    """
    past = imports.get(record.remapped_by) if record.remapped_by else None
    if record.undo is None and past is not None and not past.has_said_nothing:
        raise Conflict("remapped", REMAPPED)
    is_undone = record.undo is not None and record.undo.status is UndoStatus.UNDONE
    if record.is_final and record.last_batch and not is_undone and not _has_ledgers(record, files):
        raise Conflict("files_expired", EXPIRED)
    started = imports.start_undo(record, user, record.remapped_by) or imports.get(record.import_id) or record
    if started.undo is None:
        if started.is_mending:
            raise mending(started, queue)
        if started.remapped_by != record.remapped_by:
            raise Conflict("remapped", REMAPPED)
        if record.is_final:
            raise Conflict("nothing_to_undo", f"This {record.noun} has changed nothing that could be taken back.")
        raise Conflict("import_running", f"This {record.noun} has not ended. Cancel it first, then take it back.")
    if started.undo.status is UndoStatus.UNDONE:
        raise Conflict("already_undone", f"This {record.noun} has already been taken back.")
    queue.send(started.import_id, started.undo.missing_batches, Task.UNDO)
    return started


def _has_ledgers(record: Import, files: WorkFiles) -> bool:
    """Whether the first and the last ledger are there: all are written within hours of each other, and expire so."""
    return all(files.ledger(record.import_id, number) is not None for number in {1, record.last_batch or 1})


@dataclass(frozen=True, slots=True)
class Undoer:
    """Undoes batches, with the stores of a worker."""

    worker: BatchWorker

    def handle(self, import_id: str, number: int, *, again: bool = False) -> None:
        """Undoes one batch, then sends the next; a repeated delivery changes nothing.

        Args:
            again: whether the message was delivered before. If the batch was counted then, the next one may not have
                been sent.

        Raises:
            MissingWorkFileError: if the batch's ledger has expired since the undo began.
        """
        record = self.worker.imports.get(import_id)
        if record is None or record.undo is None:
            return
        if number in record.undo.done_batches:
            if again:
                self._send(import_id, record.undo.missing_batches)
            return
        files = self.worker.files
        results = files.undo_ledger(import_id, number)
        if results is None:
            ledger = files.ledger(import_id, number)
            if ledger is None:
                raise MissingWorkFileError(f"the ledger of batch {number} of import {import_id} is missing")
            taken_back = self._take_back(record, record.undo, number, ledger)
            results = files.write_undo_ledger(import_id, number, taken_back)
        counts = Counter(one.result for one in results)
        self._send(import_id, self.worker.imports.count_undone(import_id, number, counts))

    def _send(self, import_id: str, numbers: Sequence[int]) -> None:
        self.worker.queue.send(import_id, numbers, Task.UNDO)

    def _take_back(self, record: Import, undo: Undo, number: int, ledger: list[LedgerRow]) -> list[UndoneLead]:
        """Every lead of which the batch's rows have said something, or had when they were said anew."""
        places: dict[str, set[Place]] = defaultdict(set)
        files, rounds = self.worker.files, [one.mend_id for one in record.mends]
        mended = mended_rows(record.import_id, rounds, ledger, files)
        for row in (*ledger, *mended, *earlier_ledger(record, number, files)):
            if row.lead_id is not None:
                places[row.lead_id] |= {Place(record.sequence, row.sheet, row.row, one) for one in record.editions}
        source = Source(undo.requested_by, undo.requested_at, undo.requested_by_email)
        editions = record.editions if record.remap else frozenset()
        revocation = Revocation(source, sequences=frozenset({record.sequence}), editions=editions)
        folder = f"{record.import_id}/undo-{number:06d}"
        revoked = revoke(places, revocation, self.worker.recorder, folder)
        return [_told(lead_id, one, places[lead_id]) for lead_id, one in revoked.items()]


def _told(lead_id: str, revoked: Revoked, places: set[Place]) -> UndoneLead:
    """What this batch tells of a lead; one that is there or in the bin is told by one batch alone."""
    if revoked.first is not None and revoked.first not in places:
        return UndoneLead(lead_id, UndoResult.GONE)
    return UndoneLead(lead_id, revoked.result, revoked.kept)
