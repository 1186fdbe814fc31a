"""Handles one batch, and closes a batch that no worker finishes.

Both end the same way: the outcomes go to the ledger once, and the counters of the stored ledger are added to the
import once. A second delivery adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crm.clock import now_iso
from crm.imports.batches import Batch
from crm.imports.completion import Completion, UnknownBatchError
from crm.imports.free_text import BatchExtraction, extract, stored_extraction, with_extracted_values
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import, ImportStatus
from crm.imports.plan import ImportPlan
from crm.imports.repository import ImportStore
from crm.imports.work_files import MissingWorkFileError, WorkFiles
from crm.leads.history import HistoryStore
from crm.leads.identity import identity_of_email, identity_of_row
from crm.leads.late_rows import take_back
from crm.leads.merging import IncomingRow, Source, already_applied
from crm.leads.model import row_order
from crm.leads.repository import LeadStore
from crm.leads.upsert import upsert
from crm.mapping.language_model.free_text import FreeTextExtractor
from crm.outcomes import Outcome, count
from crm.standardizing.standardizer import Standardizer


@dataclass(frozen=True, slots=True)
class BatchWorker:
    """Handles batches.

    Args:
        leads_changed: called after leads were written and before the batch is counted.
        extractor: reads free text where an import allows it; None in functions that only close batches.
    """

    imports: ImportStore
    files: WorkFiles
    leads: LeadStore
    history: HistoryStore
    leads_changed: Callable[[], None]
    extractor: FreeTextExtractor | None = None

    def handle(self, import_id: str, number: int) -> Completion:
        """Standardizes a batch, writes its leads and its ledger, and counts it.

        Raises:
            UnknownBatchError: if there is no such import or batch.
            MissingWorkFileError: if the batch cannot be read.
        """
        record = self.imports.get(import_id)
        if record is None:
            raise UnknownBatchError(import_id, number)
        ledger = self.files.ledger(import_id, number)
        if ledger is None:
            if record.is_final:
                return Completion.ENDED
            if record.status is ImportStatus.CANCELLING:
                return self.close(record, number, Outcome.CANCELLED, "The import was cancelled.")
            written = self._write_leads(record, number)
            ledger = self.files.write_ledger(import_id, number, written)
            closed_meanwhile = ledger != written
        else:
            closed_meanwhile = self.files.was_attempted(import_id, number)
        if closed_meanwhile:
            self._revert_late_rows(record, number, ledger)
        return self._count(record, number, ledger)

    def close(self, record: Import, number: int, outcome: Outcome, reason: str) -> Completion:
        """Ends a batch without working on it.

        Rows that an earlier delivery has written keep their outcome; all others get the given one.

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

    def _count(self, record: Import, number: int, ledger: list[LedgerRow]) -> Completion:
        self.leads_changed()
        completion, _ = self.imports.complete_batch(record, number, count(row.outcome for row in ledger))
        return completion

    def _write_leads(self, record: Import, number: int) -> list[LedgerRow]:
        plan, batch = self.files.plan(record.import_id), self.files.batch(record.import_id, number)
        extraction = extract(record, plan.sheet(batch.sheet), batch, self.files, self.extractor)
        self.imports.add_notes(record.import_id, extraction.notes)
        incoming, rejected = self._standardized(record, plan, batch, extraction)
        repeated = not self.files.begin_attempt(record.import_id, number)
        outcomes = upsert(incoming, _source(record), self.leads, self.history, repeated=repeated)
        written = [_ledger_row(o.row, o.outcome, o.reason, o.lead_id) for o in outcomes]
        return sorted([*written, *rejected], key=lambda row: row.row)

    def _revert_late_rows(self, record: Import, number: int, ledger: list[LedgerRow]) -> None:
        """Takes back what a worker wrote after its batch had been closed: the stored ledger decides.

        This happens when a batch is closed while a worker is still busy with it: by hand, or by the dead-letter
        handler because its message was sent twice. A lead that has changed since is kept.
        """
        closed = {row.row for row in ledger if row.outcome in (Outcome.REJECTED, Outcome.CANCELLED)}
        if not closed:
            return
        plan, batch = self.files.plan(record.import_id), self.files.batch(record.import_id, number)
        incoming, _ = self._standardized(record, plan, batch, stored_extraction(record, batch, self.files))
        late = [row for row in incoming if row.row in closed]
        take_back(late, _source(record), self.leads, self.history)

    def _standardized(
        self, record: Import, plan: ImportPlan, batch: Batch, extraction: BatchExtraction
    ) -> tuple[list[IncomingRow], list[LedgerRow]]:
        """Splits a batch into rows that can be leads, and rejected rows with the reason."""
        mapping = plan.sheet(batch.sheet).mapping
        if mapping is None:
            raise MissingWorkFileError(f"the plan of import {record.import_id} has no mapping for sheet {batch.sheet}")
        standardizer = Standardizer(mapping, record.region)
        incoming: list[IncomingRow] = []
        rejected: list[LedgerRow] = []
        for row in batch.rows:
            result = standardizer.standardize(row.cells)
            if (found := extraction.values.get(row.number)) is not None:
                result = with_extracted_values(result, found, record.region)
            if result.lead is None:
                rejected.append(LedgerRow(batch.sheet, row.number, Outcome.REJECTED, result.reason))
                continue
            identity = identity_of_email(result.lead.email)
            if identity is None and result.lead_id:
                identity = self.leads.identity_of(result.lead_id)
            identity = identity or identity_of_row(plan.file_sha256, batch.sheet, row.number)
            incoming.append(IncomingRow(batch.sheet, row.number, identity, result.lead))
        return incoming, rejected

    def _unfinished(self, record: Import, number: int, outcome: Outcome, reason: str) -> list[LedgerRow]:
        plan = self.files.plan(record.import_id)
        sheet = plan.batch_sheets[number - 1]
        try:
            batch = self.files.batch(record.import_id, number)
        except MissingWorkFileError:
            # The row numbers are lost with the file, but the plan still knows how many rows there were.
            return [LedgerRow(sheet, 0, outcome, reason)] * plan.batch_sizes[number - 1]
        ledger = {row.number: LedgerRow(sheet, row.number, outcome, reason) for row in batch.rows}
        if self.files.was_attempted(record.import_id, number):
            kept = stored_extraction(record, batch, self.files)
            incoming, rejected = self._standardized(record, plan, batch, kept)
            found = self.leads.get_many({row.identity for row in incoming})
            for row in incoming:
                lead = found.get(row.identity)
                earlier = already_applied(lead, row_order(record.sequence, row.sheet, row.row)) if lead else None
                if lead and earlier:
                    ledger[row.row] = _ledger_row(row, earlier, None, lead.lead_id)
            ledger |= {row.row: row for row in rejected}
        return list(ledger.values())


def _source(record: Import) -> Source:
    return Source(
        import_id=record.import_id,
        sequence=record.sequence,
        file_name=record.file_name,
        policy=record.policy,
        user=record.owner_id,
        user_email=record.owner_email,
        created_at=record.created_at,
        now=now_iso(),
    )


def _ledger_row(row: IncomingRow, outcome: Outcome, reason: str | None, lead_id: str) -> LedgerRow:
    return LedgerRow(row.sheet, row.row, outcome, reason, lead_id, row.identity)
