"""Batch queue: standardizes a batch, writes its leads and its ledger, counts it; or takes it back."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from crm.aws import services
from crm.imports.queue import BatchMessage, Task
from crm.imports.undoing import Undoer
from crm.settings import Settings

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def work(record: SQSRecord) -> None:
    message = BatchMessage.from_body(record.body)
    worker = services.batch_worker(Settings())
    if message.task is Task.UNDO:
        Undoer(worker).handle(message.import_id, message.batch)
        logger.info("batch taken back", import_id=message.import_id, batch=message.batch)
    else:
        completion = worker.handle(message.import_id, message.batch)
        logger.info("batch handled", import_id=message.import_id, batch=message.batch, completion=completion.value)


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    return process_partial_response(event=event, record_handler=work, processor=processor, context=context)
