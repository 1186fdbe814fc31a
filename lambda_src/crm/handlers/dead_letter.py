"""The dead-letter queues: ends what failed three times, so that no import waits for ever.

A batch is closed with its unfinished rows rejected, an import whose file could not be read fails, an export fails.
"""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from crm.aws import services
from crm.imports.dead_letters import close_dead_letter
from crm.settings import Settings

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def close(record: SQSRecord) -> None:
    closed = close_dead_letter(record.body, services.batch_worker(Settings()))
    logger.warning("dead letter closed", message_id=record.message_id, closed=closed)


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    return process_partial_response(event=event, record_handler=close, processor=processor, context=context)
