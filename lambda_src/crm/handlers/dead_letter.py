"""Dead-letter queues: ends what failed five times, so that no import waits for ever.

A batch is closed and its unfinished rows are rejected. An import whose file could not be read fails, and so does an
export. What Lambda has dropped, and what has not failed that often, returns to its queue.
"""

from __future__ import annotations

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from crm import metrics
from crm.aws import clients
from crm.aws.consumer import consumer
from crm.aws.deliveries import Deliveries
from crm.aws.handing_back import LONGEST_DELAY_S, send_back
from crm.composition.exports import exports
from crm.composition.workers import batch_worker
from crm.imports.dead_letters import close_dead_letter
from crm.settings import Settings

logger = Logger()


def close(record: SQSRecord) -> None:
    settings = Settings()
    if Deliveries(clients.s3(), settings.work_bucket).was_dropped(record):
        send_back(clients.sqs(), record, clients.PATIENCE.jitter(LONGEST_DELAY_S))
        metrics.message_handed_back()
        logger.warning("dead letter sent back", message_id=record.message_id)
        return
    closed = close_dead_letter(record.body, batch_worker(settings), exports(settings))
    metrics.dead_letter_closed(closed.lost_rows)
    logger.warning("dead letter closed", message_id=record.message_id, closed=closed.what, lost_rows=closed.lost_rows)


handler = consumer(close, has_dead_letters=False)
