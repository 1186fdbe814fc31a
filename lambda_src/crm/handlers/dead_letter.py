"""Dead-letter queues: ends what failed five times, so that no import waits for ever.

A batch is closed and its unfinished rows are rejected. An import whose file could not be read fails, and so does an
export.
"""

from __future__ import annotations

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from crm import metrics
from crm.aws.consumer import consumer
from crm.composition.exports import exports
from crm.composition.workers import batch_worker
from crm.imports.dead_letters import close_dead_letter
from crm.settings import Settings

logger = Logger()


def close(record: SQSRecord) -> None:
    settings = Settings()
    closed = close_dead_letter(record.body, batch_worker(settings), exports(settings))
    metrics.dead_letter_closed(closed.lost_rows)
    logger.warning("dead letter closed", message_id=record.message_id, closed=closed.what, lost_rows=closed.lost_rows)


handler = consumer(close)
