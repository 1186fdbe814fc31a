"""The stores of imports."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from crm.aws import clients
from crm.imports.intake import IntakeQueue
from crm.imports.mapping_memory import MappingTable
from crm.imports.metrics import ImportMetrics
from crm.imports.queue import BatchQueue
from crm.imports.repository import ImportStore
from crm.imports.uploads import UploadBucket
from crm.imports.work_files import WorkFiles
from crm.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def import_store(settings: Settings) -> ImportStore:
    return ImportStore(clients.dynamodb(), settings.imports_table, ImportMetrics())


def work_files(settings: Settings) -> WorkFiles:
    """The working files; the same object while the function is warm, with the plans that it has read."""
    return _work_files(clients.s3(), settings.work_bucket)


def upload_bucket(settings: Settings) -> UploadBucket:
    return UploadBucket(clients.s3(), settings.uploads_bucket)


def batch_queue(settings: Settings) -> BatchQueue:
    return BatchQueue(clients.sqs(), settings.batch_queue_url)


def intake_queue(settings: Settings) -> IntakeQueue:
    return IntakeQueue(clients.sqs(), settings.intake_queue_url)


@cache
def _work_files(client: S3Client, bucket: str) -> WorkFiles:
    return WorkFiles(client, bucket)


def mapping_memory(settings: Settings) -> MappingTable:
    return MappingTable(clients.dynamodb(), settings.mappings_table)
