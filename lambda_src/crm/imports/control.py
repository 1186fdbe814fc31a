"""Ends imports from outside: cancel, force-complete and the sweep (promise 1)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from crm.clock import iso
from crm.errors import Conflict
from crm.imports.batch_worker import BatchWorker
from crm.imports.dispatch import dispatch
from crm.imports.model import Import, ImportStatus
from crm.imports.queue import BatchQueue
from crm.imports.repository import ImportStore
from crm.outcomes import Outcome

UPLOAD_BUDGET = timedelta(hours=24)
"""After this time an announced file can no longer arrive: its upload address is valid for an hour."""
READING_BUDGET = timedelta(seconds=3 * 6 * 300)
"""Three deliveries of the splitter's message, each hidden for six times the function's 5 minutes."""
IMPORTING_BUDGET = timedelta(seconds=3 * 6 * 120 + 900)
"""Three deliveries of a batch's message, each hidden for six times the worker's 2 minutes, plus a reserve."""

REQUEST_SECONDS = 20.0
"""The time that one request may take: below API Gateway's 29 seconds."""

FORCED = "The import was ended by hand before this row was handled."
SWEPT = "The import stopped moving and was ended before this row was handled. Please import the row again."


@dataclass(frozen=True, slots=True)
class Controller:
    """Ends imports in other ways than by their last batch.

    Args:
        seconds: time that one call may spend on closing batches; the next call or sweep closes the rest.
    """

    imports: ImportStore
    worker: BatchWorker
    seconds: float = REQUEST_SECONDS
    clock: Callable[[], float] = field(default=time.monotonic)

    def cancel(self, record: Import, queue: BatchQueue) -> Import:
        """Stops an import: no new batch starts, leads already written stay.

        Raises:
            Conflict: if it has ended.
        """
        cancelled = self.imports.cancel(record.import_id)
        if cancelled is None:
            cancelled = self._current(record)
            if cancelled.status is not ImportStatus.CANCELLING:
                raise _ended(cancelled)
        # An import in review has sent no batch yet: its batches are sent now, so that workers close them.
        return dispatch(cancelled, self.imports, queue) or cancelled

    def force_complete(self, record: Import) -> Import:
        """Ends an import now: rows without an outcome are rejected.

        Raises:
            Conflict: if it has ended.
        """
        if record.is_final:
            raise _ended(record)
        if record.total_batches is None:
            self.imports.fail(record.import_id, "The import was ended by hand before its file was read.")
            return self._current(record)
        if record.status is ImportStatus.REVIEW:
            self.imports.confirmed(record.import_id)
        return self._close_missing(self._current(record), FORCED)

    def sweep(self, now: datetime) -> list[Import]:
        """Ends imports that have not moved for longer than their retry budget; returns the imports that it changed."""
        touched: list[Import] = []
        start = None
        while True:
            records, start = self.imports.page(limit=100, start=start)
            touched += [self._sweep_one(record) for record in records if _is_stuck(record, now)]
            if start is None:
                return touched

    def _sweep_one(self, record: Import) -> Import:
        if record.total_batches is not None:
            return self._close_missing(record, SWEPT)
        arrived = record.status is not ImportStatus.WAITING
        reason = "Reading the file stopped without an answer." if arrived else "The file did not arrive."
        self.imports.fail(record.import_id, f"{reason} Please import it again.")
        return self._current(record)

    def _close_missing(self, record: Import, reason: str) -> Import:
        outcome = Outcome.CANCELLED if record.status is ImportStatus.CANCELLING else Outcome.REJECTED
        deadline = self.clock() + self.seconds
        for number in record.missing_batches:
            if self.clock() > deadline:
                break
            self.worker.close(record, number, outcome, reason)
        return self._current(record)

    def _current(self, record: Import) -> Import:
        return self.imports.get(record.import_id) or record


def _is_stuck(record: Import, now: datetime) -> bool:
    budgets = {
        ImportStatus.WAITING: UPLOAD_BUDGET,
        ImportStatus.READING: READING_BUDGET,
        ImportStatus.IMPORTING: IMPORTING_BUDGET,
        ImportStatus.CANCELLING: IMPORTING_BUDGET,
    }
    budget = budgets.get(record.status)
    return budget is not None and record.updated_at < iso(now.astimezone(UTC) - budget)


def _ended(record: Import) -> Conflict:
    return Conflict("import_ended", f"This import has already ended: {record.status.value.replace('_', ' ')}.")
