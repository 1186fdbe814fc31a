"""The leads of a bulk change: found once, then cut into batches as the rows of a file are.

What a query finds changes from moment to moment, so the ids are stored before anything is cut: whoever goes on after a
death, or comes second, cuts the same batches.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from crm.concurrency import chunks, parallel_map
from crm.ids import id_in_message
from crm.imports.batches import BATCH_ROWS, Batch, BatchRow
from crm.imports.bulk_change import BulkAction
from crm.imports.dispatch import dispatch
from crm.imports.model import Import, ImportStatus
from crm.imports.plan import ImportPlan
from crm.imports.queue import BatchQueue
from crm.imports.repository import ImportStore, NewImport
from crm.imports.wanted_leads import WantedLeads
from crm.imports.work_files import WorkFiles

_FILES_AT_ONCE = 16
"""Batches that are written in parallel; each is a request of some milliseconds."""
MERGES = 100
"""Groups of a batch that are merged. Each takes some ten requests, one after the other: together a few seconds of the
two minutes that a worker has."""
SHEET = 0
"""The index of the sheet in the places of what a bulk change says."""


def start_bulk_change(
    new: NewImport, leads: WantedLeads, imports: ImportStore, files: WorkFiles, send: Callable[[str], None]
) -> Import:
    """Creates a bulk change and has its leads found.

    Args:
        new: its id, its owner and its change.
        leads: those that it is to change.
        send: takes a message for the function that answers queries.
    """
    files.write_query(new.import_id, leads.to_json())
    return _started(new, imports, send)


def start_bulk_merge(
    new: NewImport, groups: Sequence[str], imports: ImportStore, files: WorkFiles, send: Callable[[str], None]
) -> Import:
    """Creates a bulk change that merges, and has its groups cut into batches.

    Args:
        new: its id, its owner and its change.
        groups: `crm.imports.merged_groups.group_to_text` of each.
        send: takes a message for the function that answers queries.
    """
    files.write_selection(new.import_id, groups)
    return _started(new, imports, send)


def _started(new: NewImport, imports: ImportStore, send: Callable[[str], None]) -> Import:
    created = imports.create(new)
    # No file is awaited.
    started = imports.start_reading(new.import_id) or created
    send(json.dumps({"jobId": new.import_id}))
    return started


def job_of_message(body: str) -> str:
    """The bulk change that a message is about.

    Raises:
        ValueError: if the body is not such a message.
    """
    return id_in_message(body, "jobId", "a bulk change")


@dataclass(frozen=True, slots=True)
class Selector:
    """Hands the leads of a bulk change to the workers."""

    imports: ImportStore
    files: WorkFiles
    queue: BatchQueue

    def handle(self, job_id: str, find: Callable[[], Iterable[str]]) -> Import | None:
        """Finds the leads of a bulk change and sends its first batches; a repeated delivery changes nothing.

        Args:
            find: answers the ids of the leads; called only if nobody has found them before.

        Returns:
            The bulk change after the last write; None if there is no such one.
        """
        record = self.imports.start_reading(job_id)
        if record is not None and record.change is not None:
            found = self.files.selection(job_id)
            if found is None:
                found = self.files.write_selection(job_id, list(find()))
            plan = self._cut(job_id, found, MERGES if record.change.action is BulkAction.MERGE else None)
            self.files.write_ledger(job_id, 0, [])
            record = self.imports.planned(
                job_id,
                next_status=ImportStatus.IMPORTING,
                total_rows=len(found),
                total_batches=len(plan.batch_sizes),
                skipped=0,
            )
        record = record or self.imports.end_if_cancelled_unread(job_id) or self.imports.get(job_id)
        return dispatch(record, self.imports, self.queue)

    def _cut(self, job_id: str, found: Sequence[str], most: int | None) -> ImportPlan:
        size = most or BATCH_ROWS
        batches = chunks(found, size)

        def write(number: int) -> None:
            places = enumerate(batches[number - 1], (number - 1) * size + 1)
            rows = tuple(BatchRow(place, (one,)) for place, one in places)
            self.files.write_batch(Batch(job_id, number, SHEET, rows))

        parallel_map(write, range(1, len(batches) + 1), _FILES_AT_ONCE)
        return self.files.write_plan(ImportPlan(job_id, (), (SHEET,) * len(batches), tuple(map(len, batches))))
