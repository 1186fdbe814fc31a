"""Sending an import's batches to the workers."""

from __future__ import annotations

from crm.imports.model import Import, ImportStatus
from crm.imports.queue import BatchQueue
from crm.imports.repository import ImportStore


def dispatch(record: Import | None, imports: ImportStore, queue: BatchQueue) -> Import | None:
    """Sends a message for every batch, unless they were sent before or there is no batch; returns the import."""
    sending = (ImportStatus.IMPORTING, ImportStatus.CANCELLING)
    if record and record.status in sending and record.total_batches and not record.dispatched:
        queue.send(record.import_id, record.missing_batches)
        imports.dispatched(record.import_id)
    return record
