"""Sending an import's first batches to the workers; each that is counted sends one more."""

from __future__ import annotations

from crm.imports.model import Import, ImportStatus
from crm.imports.queue import BatchQueue
from crm.imports.repository import ImportStore


def dispatch(record: Import | None, imports: ImportStore, queue: BatchQueue) -> Import | None:
    """Sends a message for each batch that is under way, unless they were sent before; returns the import."""
    sending = (ImportStatus.IMPORTING, ImportStatus.CANCELLING)
    if record and record.status in sending and record.sent_batches and not record.dispatched:
        queue.send(record.import_id, record.missing_batches)
        imports.dispatched(record.import_id)
    return record
