"""Says the mended rows of an import anew, in an edition of their own at the places at which they stand (docs/leads.md).

Rounds of mending follow one another, and each is one message. Its ledger is written once and counted once, as that of
a batch. An empty one closes the round: nothing of it counts, and whoever has recorded some of it takes that back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from crm.imports.batch_worker import BatchWorker
from crm.imports.batches import Batch
from crm.imports.completion import UnknownBatchError
from crm.imports.free_text import BatchExtraction, stored_extraction
from crm.imports.ledger import LedgerRow
from crm.imports.ledgers import Ledgers
from crm.imports.mend import Mend
from crm.imports.mended_plan import mended_plan, with_mend
from crm.imports.model import Import, ValueCounts
from crm.imports.plan import ImportPlan
from crm.imports.queue import Task
from crm.imports.recording_rows import record_rows, rows_and_leads
from crm.imports.remapped_rows import EarlierRows, earlier_rows
from crm.imports.statements_of_rows import source_of
from crm.outcomes import Outcome, count
from crm.sentences import NOTES
from crm.statements.revoking import revoke
from crm.statements.statement import Place, Revocation

NOT_MENDED = NOTES["notMended"]


@dataclass(frozen=True, slots=True)
class _Round:
    """One round of mending.

    Args:
        record: the import in the edition of this round.
        plan: with what is mended.
    """

    record: Import
    plan: ImportPlan
    mend: Mend

    @property
    def folder(self) -> str:
        """Of the pieces of chains that it writes."""
        return f"{self.record.import_id}/mend-{self.record.edition:06d}"


@dataclass(frozen=True, slots=True)
class Mender:
    """Handles rounds of mending, with the stores of a worker."""

    worker: BatchWorker

    def handle(self, import_id: str, number: int) -> bool:
        """Says the rows of a round anew and counts them; a repeated delivery changes nothing.

        Args:
            number: of the round, from 1.

        Returns:
            Whether it was counted now.

        Raises:
            UnknownBatchError: if there is no such import or round.
            MissingWorkFileError: if its files have expired.
        """
        record = self.worker.imports.get(import_id)
        if record is None or number > len(record.mends):
            raise UnknownBatchError(import_id, number)
        files, mend_id = self.worker.files, record.mends[number - 1].mend_id
        ledger = files.mend_ledger(import_id, mend_id)
        if ledger is None:
            ledger = files.write_mend_ledger(import_id, mend_id, self._say(record, number))
        if not ledger:
            self._take_back_late_rows(record, number)
        return number not in record.mended and self._count(record, number, ledger)

    def close(self, record: Import, number: int) -> bool:
        """Gives up a round that no worker finishes: its rows stay as they were.

        A worker takes back what was recorded of it, and counts it then. When none can, it is counted all the same.

        Returns:
            Whether it was given up now.
        """
        if number > len(record.mends) or number in record.mended:
            return False
        files, mend_id = self.worker.files, record.mends[number - 1].mend_id
        ledger = files.mend_ledger(record.import_id, mend_id)
        if ledger is not None:
            self._count(record, number, ledger)
            return False
        # Sent before it is given up, as afterwards nothing would send it any more.
        self.worker.queue.send(record.import_id, [number], Task.MEND)
        if files.write_mend_ledger(record.import_id, mend_id, []):
            return False
        self.worker.imports.add_notes(record.import_id, [NOT_MENDED])
        return True

    def is_given_up(self, record: Import, number: int) -> bool:
        """Whether nothing of a round counts, so that no lead may have what a worker has recorded of it."""
        return (
            number <= len(record.mends)
            and self.worker.files.mend_ledger(record.import_id, record.mends[number - 1].mend_id) == []
        )

    def take_back(self, import_id: str, number: int) -> None:
        """Takes back what workers have recorded of a round since it was given up.

        Raises:
            UnknownBatchError: if there is no such import, or the round is not given up.
        """
        record = self.worker.imports.get(import_id)
        if record is None or not self.is_given_up(record, number):
            raise UnknownBatchError(import_id, number)
        self._take_back_late_rows(record, number)

    def _say(self, record: Import, number: int) -> list[LedgerRow]:
        before = {(row.sheet, row.row): row for row in self._before(record, number)}
        one = self._round(record, number)
        told: list[LedgerRow] = []
        for batch, extraction, earlier in self._batches(one):
            rows = record_rows(one.record, one.plan, batch, extraction, self.worker.recorder, one.folder, earlier)
            told += [_since_the_first(before[row.sheet, row.row], row) for row in rows]
        return told

    def _count(self, record: Import, number: int, ledger: list[LedgerRow]) -> bool:
        mended = {(row.sheet, row.row) for row in ledger}
        before = [row for row in self._before(record, number) if (row.sheet, row.row) in mended] if ledger else []
        was = count(row.outcome for row in before)
        counts = {outcome: now - was[outcome] for outcome, now in count(row.outcome for row in ledger).items()}
        values = ValueCounts.of(ledger).minus(ValueCounts.of(before))
        return self.worker.imports.count_mended(record.import_id, number, counts, values)

    def _take_back_late_rows(self, record: Import, number: int) -> None:
        """Takes back what was recorded of a round that is closed."""
        one = self._round(record, number)
        lead_ids: set[str] = set()
        places: set[Place] = set()
        for batch, extraction, earlier in self._batches(one):
            known, _ = rows_and_leads(one.record, one.plan, batch, extraction, self.worker.recorder.leads, earlier)
            lead_ids |= {row.incoming.key for row in known} | earlier.places.keys()
            places |= {Place(record.sequence, batch.sheet, row.number, one.record.edition) for row in batch.rows}
        revoke(lead_ids, Revocation(source_of(one.record), places=frozenset(places)), self.worker.recorder, one.folder)

    def _before(self, record: Import, number: int) -> list[LedgerRow]:
        """What had become of the rows of the batches of a round before it."""
        files = self.worker.files
        mend = files.mend(record.import_id, record.mends[number - 1].mend_id)
        earlier = replace(record, mends=record.mends[: number - 1])
        ledgers = Ledgers(earlier, files, lambda: files.settled_plan(record.import_id))
        return [row for batch in mend.rows_by_batch() for row in ledgers.of(batch)]

    def _round(self, record: Import, number: int) -> _Round:
        files, import_id = self.worker.files, record.import_id
        mend = files.mend(import_id, record.mends[number - 1].mend_id)
        plan = mended_plan(files, import_id, (one.mend_id for one in record.mends[: number - 1]))
        return _Round(record.in_round(number), with_mend(plan, mend), mend)

    def _batches(self, one: _Round) -> Iterator[tuple[Batch, BatchExtraction, EarlierRows]]:
        """The batches reduced to the rows of a round, with what the model found in them and what they were before."""
        files, record = self.worker.files, one.record
        for number, rows in one.mend.rows_by_batch().items():
            whole = files.batch(record.import_id, number)
            batch = replace(whole, rows=tuple(row for row in whole.rows if row.number in rows))
            found = stored_extraction(record, batch, files)
            earlier = earlier_rows(record, batch, found, files)
            if earlier is not None:
                yield batch, _of_unmended_texts(found, one, batch), replace(earlier, are_mended=True)


def _of_unmended_texts(found: BatchExtraction, one: _Round, batch: Batch) -> BatchExtraction:
    """What the model found, without the rows whose free text was mended: it has not read what they say now."""
    sheet = one.plan.sheet(batch.sheet)
    mended = {row for row, texts in sheet.mends.cells.items() if not texts.keys().isdisjoint(sheet.free_text)}
    return replace(found, values={row: values for row, values in found.values.items() if row not in mended})


def _since_the_first(before: LedgerRow, now: LedgerRow) -> LedgerRow:
    """What an import has done with a row altogether: a lead that it had made stays made by it."""
    if before.lead_id is None or before.lead_id != now.lead_id or not (before.is_in_a_lead and now.is_in_a_lead):
        return now
    outcome = now.outcome if before.outcome is Outcome.UNCHANGED else before.outcome
    return replace(now, outcome=outcome, changed=before.changed + now.changed, emptied=before.emptied + now.emptied)
