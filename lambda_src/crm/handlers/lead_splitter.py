"""Intake queue: reads an uploaded file and sends its batches to the workers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from crm.aws import clients, services
from crm.aws.mapping_memory import MappingTable
from crm.imports.splitting import Splitter
from crm.imports.uploads import arrived_imports, upload_key
from crm.settings import Settings

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def read_upload(record: SQSRecord) -> None:
    settings = Settings()
    splitter = Splitter(
        imports=services.import_store(settings),
        folder=services.work_folder(settings),
        queue=services.batch_queue(settings),
        memory=MappingTable(clients.dynamodb(), settings.mappings_table),
        model=lambda: None,
    )
    for import_id in arrived_imports(record.body):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "upload"

            def fetch(path: Path = path, import_id: str = import_id) -> Path:
                clients.s3().download_file(settings.uploads_bucket, upload_key(import_id), str(path))
                return path

            result = splitter.handle(import_id, fetch)
        logger.info("file read", import_id=import_id, status=result.status if result else "unknown import")


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    return process_partial_response(event=event, record_handler=read_upload, processor=processor, context=context)
