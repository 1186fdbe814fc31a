"""Ends imports from outside (promise 1).

One write closes an import, however many batches wait; the few that are under way are closed one by one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from crm.errors import Conflict
from crm.imports.batch_worker import BatchWorker
from crm.imports.dispatch import dispatch
from crm.imports.model import Import, ImportStatus
from crm.imports.queue import BatchQueue
from crm.imports.repository import ImportStore
from crm.outcomes import Outcome
from crm.sentences import FAILURES, ROWS

REQUEST_SECONDS = 20.0
"""The time that one request may take: below API Gateway's 29 seconds."""

FORCED = ROWS["forced"]


@dataclass(frozen=True, slots=True)
class Controller:
    """Ends imports in other ways than by their last batch.

    Args:
        until: the moment of `clock` until which one call may close batches; the next call closes the rest.
    """

    imports: ImportStore
    worker: BatchWorker
    until: float
    clock: Callable[[], float] = time.monotonic

    def cancel(self, record: Import, queue: BatchQueue) -> Import:
        """Stops an import: no batch begins any more, leads already written stay.

        Raises:
            Conflict: if it has ended.
        """
        while not (record.is_final or record.closed_as):
            cancelled = self.imports.cancel(record)
            if cancelled is not None:
                # Workers close the batches under way, whose messages may not have been sent.
                return dispatch(cancelled, self.imports, queue) or cancelled
            record = self._current(record)
            if record.status is ImportStatus.CANCELLING:
                break
        if record.status is not ImportStatus.CANCELLING:
            raise _ended(record)
        return record

    def force_complete(self, record: Import) -> Import:
        """Ends an import now: rows without an outcome are rejected.

        Raises:
            Conflict: if it has ended.
        """
        if record.is_final:
            raise _ended(record)
        if record.total_batches is None:
            return self.fail(record, FAILURES["endedUnread"])
        return self.end(record, Outcome.REJECTED, FORCED)

    def fail(self, record: Import, reason: str) -> Import:
        """Fails an import whose file is not read."""
        self.imports.fail(record.import_id, reason)
        return self._current(record)

    def end(self, record: Import, outcome: Outcome, because: str) -> Import:
        """Ends an import whose file is read; a second call goes on where the first had no time left.

        Args:
            outcome: of the rows that have none, unless the import is being cancelled.
            because: the reason of these rows.
        """
        record = self.imports.close(record, outcome, because) or self._current(record)
        if record.closed_as is None:
            return record
        for number in () if record.is_final else record.missing_batches:
            if self.is_out_of_time():
                break
            self.worker.close(record, number, record.closed_as, record.closed_because or because)
        return self._current(record)

    def is_out_of_time(self) -> bool:
        """Whether the time of this call is over."""
        return self.clock() > self.until

    def _current(self, record: Import) -> Import:
        return self.imports.get(record.import_id) or record


def _ended(record: Import) -> Conflict:
    return Conflict("import_ended", f"This {record.noun} has already ended: {record.status.value.replace('_', ' ')}.")
