"""Handles one batch, and closes a batch that no worker finishes.

Both end the same way: the outcomes go to the ledger once, and the counters of the stored ledger are added to the
import once. A second delivery adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from crm.imports.bulk_change import BulkAction, BulkChange
from crm.imports.changed_leads import ChangedLeads
from crm.imports.completion import Completion, UnknownBatchError
from crm.imports.free_text import extract, stored_extraction
from crm.imports.ledger import LedgerRow
from crm.imports.ledgers import rows_of_batch
from crm.imports.merged_groups import MergedGroups
from crm.imports.model import Import, ValueCounts
from crm.imports.queue import BatchQueue
from crm.imports.recording_rows import record_rows, rows_and_leads
from crm.imports.remapped_rows import earlier_rows
from crm.imports.repository import ImportStore
from crm.imports.statements_of_rows import source_of
from crm.imports.told import ledger_row
from crm.imports.work_files import WorkFiles
from crm.mapping.language_model.free_text import FreeTextExtractor
from crm.outcomes import Outcome, count
from crm.statements.recording import Recorder
from crm.statements.replacing import Replacer
from crm.statements.revoking import revoke
from crm.statements.statement import Place, Revocation


@dataclass(frozen=True, slots=True)
class BatchWorker:
    """Handles batches.

    Args:
        queue: takes the next batch of an import when one is counted.
        extractor: reads free text where an import allows it; None in functions that only close batches.
    """

    imports: ImportStore
    files: WorkFiles
    queue: BatchQueue
    recorder: Recorder
    extractor: FreeTextExtractor | None = None

    def handle(self, import_id: str, number: int, *, again: bool = False) -> Completion:
        """Standardizes a batch, records its rows and its ledger, and counts it; then the import's next one is sent.

        Args:
            again: whether the message was delivered before. If the batch was counted then, the next one may not have
                been sent.

        Raises:
            UnknownBatchError: if there is no such import or batch.
            MissingWorkFileError: if the batch cannot be read.
        """
        record = self.imports.get(import_id)
        if record is None:
            raise UnknownBatchError(import_id, number)
        if again and number in record.done_batches:
            self.send_again(record)
        ledger = self.files.ledger(import_id, number)
        if ledger is None:
            if record.is_final:
                return Completion.ENDED
            if record.closed_as is not None:
                return self.close(record, number, record.closed_as, record.closed_because or "")
            written = self._record_rows(record, number)
            ledger = self.files.write_ledger(import_id, number, written)
            closed_meanwhile = ledger != written
        else:
            closed_meanwhile = self.files.was_attempted(import_id, number)
        if closed_meanwhile:
            self._take_back_late_rows(record, number, ledger)
        return self._count(record, number, ledger)

    def close(self, record: Import, number: int, outcome: Outcome, reason: str) -> Completion:
        """Ends a batch without working on it.

        Rows that an earlier delivery has recorded keep their outcome; all others get the given one.

        Args:
            outcome: rejected or cancelled.
            reason: a sentence for the report.
        """
        if record.is_final or number in record.done_batches:
            return Completion.ENDED if record.is_final else Completion.ALREADY_COUNTED
        ledger = self.files.ledger(record.import_id, number)
        if ledger is None:
            rows = self._unfinished(record, number, outcome, reason)
            ledger = self.files.write_ledger(record.import_id, number, rows)
        return self._count(record, number, ledger)

    def may_have_late_rows(self, record: Import, number: int) -> bool:
        """Whether a worker that has died may have recorded rows after its batch had been closed."""
        ledger = self.files.ledger(record.import_id, number)
        return bool(ledger and _closed_rows(ledger)) and self.files.was_attempted(record.import_id, number)

    def take_back(self, import_id: str, number: int) -> None:
        """Takes back what workers have recorded since their batch was closed.

        Raises:
            UnknownBatchError: if there is no such import, or the batch is not closed.
        """
        record, ledger = self.imports.get(import_id), self.files.ledger(import_id, number)
        if record is None or ledger is None:
            raise UnknownBatchError(import_id, number)
        self._take_back_late_rows(record, number, ledger)

    def send_again(self, record: Import) -> None:
        """Sends the batches under way once more; each counts once."""
        if not record.is_final:
            self.queue.send(record.import_id, record.missing_batches)

    def _count(self, record: Import, number: int, ledger: list[LedgerRow]) -> Completion:
        counts = count(row.outcome for row in ledger)
        done = self.imports.complete_batch(record, number, counts, ValueCounts.of(ledger))
        self.queue.send(record.import_id, done.following)
        return done.completion

    def _record_rows(self, record: Import, number: int) -> list[LedgerRow]:
        if record.change is not None:
            self.files.begin_attempt(record.import_id, number)
            return self._bulk_change(record, record.change, number).write(_folder(record, number))
        plan, batch = self.files.settled_plan(record.import_id), self.files.batch(record.import_id, number)
        extraction = extract(record, plan.sheet(batch.sheet), batch, self.files, self.extractor)
        self.imports.add_notes(record.import_id, extraction.notes)
        earlier = earlier_rows(record, batch, extraction, self.files)
        self.files.begin_attempt(record.import_id, number)
        return record_rows(record, plan, batch, extraction, self.recorder, _folder(record, number), earlier)

    def _take_back_late_rows(self, record: Import, number: int, ledger: list[LedgerRow]) -> None:
        """Takes back what a worker recorded after its batch had been closed: the stored ledger decides.

        This happens when a batch is closed while a worker is still busy with it: by hand, or by the dead-letter
        handler because its message was sent twice.
        """
        closed = _closed_rows(ledger)
        if not closed:
            return
        if record.change is not None and record.change.action is BulkAction.MERGE:
            self._merged_groups(record, number).take_apart(closed)
            return
        places = self._places(record, number, closed)
        revocation = Revocation(source_of(record), places=frozenset(place for _, place in places))
        revoke((key for key, _ in places), revocation, self.recorder, _folder(record, number))

    def _places(self, record: Import, number: int, rows: set[int]) -> list[tuple[str, Place]]:
        """The keys of the leads of these rows of a batch, and the places of what it says of them."""
        if record.change is not None:
            return list(self._changed_leads(record, record.change, number).places_of(rows).items())
        plan, batch = self.files.settled_plan(record.import_id), self.files.batch(record.import_id, number)
        extraction = stored_extraction(record, batch, self.files)
        earlier = earlier_rows(record, batch, extraction, self.files)
        known, _ = rows_and_leads(record, plan, batch, extraction, self.recorder.leads, earlier)
        found = [(row.incoming.key, row.incoming.statement.place) for row in known if row.row.number in rows]
        # What an edition has taken back of these rows comes back with them.
        return [*found, *(earlier.leads_of({place for _, place in found}) if earlier else ())]

    def _bulk_change(self, record: Import, change: BulkChange, number: int) -> ChangedLeads | MergedGroups:
        if change.action is BulkAction.MERGE:
            return self._merged_groups(record, number)
        return self._changed_leads(record, change, number)

    def _merged_groups(self, record: Import, number: int) -> MergedGroups:
        return MergedGroups(record, self.files.batch(record.import_id, number), self.recorder)

    def _changed_leads(self, record: Import, change: BulkChange, number: int) -> ChangedLeads:
        batch = self.files.batch(record.import_id, number)
        return ChangedLeads(record, change, batch, self.recorder)

    def _unfinished(self, record: Import, number: int, outcome: Outcome, reason: str) -> list[LedgerRow]:
        read_plan = partial(self.files.settled_plan, record.import_id)
        rows = rows_of_batch(self.files, record.import_id, number, outcome, reason, read_plan)
        if not rows[0].row or not self.files.was_attempted(record.import_id, number):
            # A batch whose file is lost has no row numbers, and what it recorded cannot be told.
            return rows
        if record.change is not None:
            told = {row.row: row for row in self._bulk_change(record, record.change, number).told()}
            return [told.get(row.row, row) for row in rows]
        plan, batch = read_plan(), self.files.batch(record.import_id, number)
        ledger = {row.row: row for row in rows}
        extraction = stored_extraction(record, batch, self.files)
        earlier = earlier_rows(record, batch, extraction, self.files)
        known, rejected = rows_and_leads(record, plan, batch, extraction, self.recorder.leads, earlier)
        standard = {row.row.number: row.row.standard for row in known}
        incoming = [row.incoming for row in known]
        replacer = Replacer(self.recorder, source_of(record, plan))
        for one in replacer.told(incoming, earlier.places) if earlier else self.recorder.told(incoming):
            ledger[one.statement.place.row] = ledger_row(one, standard[one.statement.place.row], plan.own_fields)
        ledger |= {row.row: row for row in rejected}
        return list(ledger.values())


def _closed_rows(ledger: Sequence[LedgerRow]) -> set[int]:
    """The numbers of the rows that must not be in any lead."""
    return {row.row for row in ledger if row.outcome in (Outcome.REJECTED, Outcome.CANCELLED)}


def _folder(record: Import, number: int) -> str:
    """Of the pieces of chains that a batch writes."""
    return f"{record.import_id}/{number:06d}"
