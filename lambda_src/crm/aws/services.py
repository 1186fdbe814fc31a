"""The stores of a deployed function, made from its settings."""

from __future__ import annotations

from crm.aws import clients
from crm.imports.queue import BatchQueue
from crm.imports.repository import ImportStore
from crm.imports.work_folder import WorkFolder
from crm.imports.working import BatchWorker
from crm.leads.history import HistoryStore
from crm.leads.repository import LeadStore
from crm.leads.version import bump_leads_version
from crm.mapping.extraction import FreeTextExtractor
from crm.observability import ImportMetrics
from crm.settings import Settings


def import_store(settings: Settings) -> ImportStore:
    return ImportStore(clients.dynamodb(), settings.imports_table, ImportMetrics())


def work_folder(settings: Settings) -> WorkFolder:
    return WorkFolder(clients.s3(), settings.work_bucket)


def batch_queue(settings: Settings) -> BatchQueue:
    return BatchQueue(clients.sqs(), settings.batch_queue_url)


def lead_store(settings: Settings) -> LeadStore:
    return LeadStore(clients.dynamodb(), settings.leads_table)


def batch_worker(settings: Settings, extractor: FreeTextExtractor | None = None) -> BatchWorker:
    """All that handles or closes a batch.

    Args:
        extractor: reads free text; None in functions that only close batches.
    """
    return BatchWorker(
        imports=import_store(settings),
        folder=work_folder(settings),
        leads=lead_store(settings),
        history=HistoryStore(clients.dynamodb(), settings.history_table),
        leads_changed=lambda: bump_leads_version(clients.dynamodb(), settings.imports_table),
        extractor=extractor,
    )
