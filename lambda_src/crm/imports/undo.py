"""Undoes an import of any size, batch by batch; every step is idempotent (promise 2).

Each batch's undo ledger is written once and its counts are added once, as in the import. If rows of several batches
touched a lead, the first batch that is undone reverts it as a whole; the others report it as gone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from crm.clock import now_iso
from crm.errors import Conflict
from crm.imports.batch_worker import BatchWorker
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import, UndoStatus
from crm.imports.queue import BatchQueue, Task
from crm.imports.repository import ImportStore
from crm.imports.work_files import WorkFiles
from crm.leads.history import order_of_entry
from crm.leads.model import Lead, is_of_import, row_order
from crm.leads.repository import LeadStore
from crm.leads.reverting import Reversal, reversal
from crm.leads.upsert import ROUNDS, ContentionError
from crm.outcomes import Outcome, UndoResult
from crm.users import User

_TOUCHING = {Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED}


def start_undo(record: Import, user: User, imports: ImportStore, queue: BatchQueue) -> Import:
    """Begins an undo, or sends the unfinished batches of an earlier one again.

    Raises:
        Conflict: if the import has not ended, changed no lead, or has been undone.
    """
    started = imports.start_undo(record.import_id, user) or imports.get(record.import_id) or record
    if started.undo is None:
        if started.is_final:
            raise Conflict("nothing_to_undo", "This import has changed nothing, so there is nothing to take back.")
        raise Conflict("import_running", "This import has not ended. Cancel it first, then take it back.")
    if started.undo.status is UndoStatus.UNDONE:
        raise Conflict("already_undone", "This import has already been taken back.")
    missing = [n for n in range(1, (started.total_batches or 0) + 1) if n not in started.undo.done_batches]
    queue.send(started.import_id, missing, Task.UNDO)
    return started


@dataclass(frozen=True, slots=True)
class _Touched:
    """A lead that rows of a batch created, changed or matched: its id and the rows' orders."""

    lead_id: str
    orders: frozenset[str]


@dataclass(frozen=True, slots=True)
class Undoer:
    """Undoes batches, with the stores of a worker."""

    worker: BatchWorker

    @property
    def files(self) -> WorkFiles:
        return self.worker.files

    @property
    def leads(self) -> LeadStore:
        return self.worker.leads

    def handle(self, import_id: str, number: int) -> None:
        """Undoes one batch; a repeated delivery changes nothing."""
        record = self.worker.imports.get(import_id)
        if record is None or record.undo is None or number in record.undo.done_batches:
            return
        results = self.files.undo_ledger(import_id, number)
        if results is None:
            ledger = self.files.ledger(import_id, number) or []
            results = self.files.write_undo_ledger(import_id, number, self._take_back(record, ledger))
        self.worker.leads_changed()
        self.worker.imports.count_undone(import_id, number, Counter(result for _, result in results))

    def _take_back(self, record: Import, ledger: list[LedgerRow]) -> list[tuple[str, UndoResult]]:
        """(leadId, result) for every lead that the batch's rows have touched."""
        touched = _touched(record, ledger)
        settled: dict[str, Reversal] = {}
        for _ in range(ROUNDS):
            pending = [identity for identity in touched if identity not in settled]
            if not pending:
                break
            found = self.leads.get_many(pending)
            plans = {i: self._plan(record, found.get(i), touched[i]) for i in pending}
            changing = {i: plan for i, plan in plans.items() if plan.before is not plan.after}
            self._note(record, changing)
            refused = set(self.leads.write([(plan.before, plan.after) for plan in changing.values()]))
            settled |= {identity: plan for identity, plan in plans.items() if identity not in refused}
        else:
            raise ContentionError("other writers kept changing leads while they were undone")
        return [
            (touched[identity].lead_id, self._result(record, plan, touched[identity]))
            for identity, plan in settled.items()
        ]

    def _plan(self, record: Import, lead: Lead | None, touched: _Touched) -> Reversal:
        """How to revert one lead. A lead that is as this import created it has no history to read."""
        current = lead if lead and lead.lead_id == touched.lead_id else None
        as_created = current and current.version == 1 and current.import_id == record.import_id
        entries = self.worker.history.of_lead(touched.lead_id) if current and not as_created else []
        return reversal(current, entries, lambda order: _is_of(order, record))

    def _result(self, record: Import, plan: Reversal, touched: _Touched) -> UndoResult:
        """The result to report. A lead that left its key may have got another email by hand; then it is kept.

        A kept lead is reported once: by the batch with the import's first row that touched it.
        """
        kept = plan.before if plan.result is UndoResult.KEPT else None
        if plan.result is UndoResult.GONE and plan.before is None:
            kept = self.leads.by_ids([touched.lead_id]).get(touched.lead_id)
        if kept is None:
            return plan.result
        entries = self.worker.history.of_lead(touched.lead_id)
        orders = [order_of_entry(entry) for entry in entries if entry.get("importId") == record.import_id]
        first = min(order for order in [*orders, *touched.orders, kept.created_order] if _is_of(order, record))
        return UndoResult.KEPT if first in touched.orders else UndoResult.GONE

    def _note(self, record: Import, changing: dict[str, Reversal]) -> None:
        undo = record.undo
        if undo is None:
            return
        self.worker.history.note_undone(
            [(plan.before, plan.after) for plan in changing.values() if plan.before],
            at=undo.requested_at,
            time=now_iso(),
            by=undo.requested_by,
            by_email=undo.requested_by_email,
            import_id=record.import_id,
        )


def _touched(record: Import, ledger: list[LedgerRow]) -> dict[str, _Touched]:
    found: dict[str, _Touched] = {}
    for row in ledger:
        if row.identity and row.outcome in _TOUCHING:
            orders = found[row.identity].orders if row.identity in found else frozenset()
            order = row_order(record.sequence, row.sheet, row.row)
            found[row.identity] = _Touched(row.lead_id or "", orders | {order})
    return found


def _is_of(order: str, record: Import) -> bool:
    return is_of_import(order, record.sequence)
