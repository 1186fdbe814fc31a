"""The stores of imports."""

from __future__ import annotations

from crm.aws import clients
from crm.imports.mapping_memory import MappingTable
from crm.imports.metrics import ImportMetrics
from crm.imports.queue import BatchQueue
from crm.imports.repository import ImportStore
from crm.imports.work_files import WorkFiles
from crm.settings import Settings


def import_store(settings: Settings) -> ImportStore:
    return ImportStore(clients.dynamodb(), settings.imports_table, ImportMetrics())


def work_files(settings: Settings) -> WorkFiles:
    return WorkFiles(clients.s3(), settings.work_bucket)


def batch_queue(settings: Settings) -> BatchQueue:
    return BatchQueue(clients.sqs(), settings.batch_queue_url)


def mapping_memory(settings: Settings) -> MappingTable:
    return MappingTable(clients.dynamodb(), settings.mappings_table)
