"""Consumes a queue with Powertools' batch processor; logs and reports failures.

The response names each failed message, so that the queue delivers it again and, after five tries, gives it up to the
dead-letter queue (`crm.aws.deliveries`); the other messages of the delivery are done (`ReportBatchItemFailures`). The
queue hides a message for six times the function's time-out, in case the function died. A function that knows of its
failure shortens that.

A message for which AWS was too busy goes back to its queue as if it had never been delivered, and counts in a metric.

Lambda takes a response for a success, whatever it names, and its metric `Errors` stays 0. So each failed message counts
in a metric of its own, and a delivery of which nothing succeeded ends with an exception.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import BotoCoreError, ClientError

from crm import log_safe, metrics
from crm.aws import clients
from crm.aws.deliveries import Deliveries
from crm.aws.handing_back import LONGEST_DELAY_S, hand_back, may_hand_back, queue_url
from crm.patience import OutOfPatienceError
from crm.settings import Settings

logger = Logger()

RETRY_DELAYS_S = (10, 30, 120, 480, 480)
"""Seconds until the next delivery after the first failure, the second, and so on: what is broken may recover."""

RESERVE_S = 10.0
"""Seconds of a run in which nothing is waited for any more: enough to hand messages back."""


class DeliveryFailedError(RuntimeError):
    """No message of a delivery could be handled. Lambda logs its text, so it says nothing of the messages."""

    def __init__(self, messages: int) -> None:
        super().__init__(f"none of the {messages} messages of this delivery could be handled: see the log before this")


def consumer(
    handle: Callable[[SQSRecord], None], *, has_dead_letters: bool = True
) -> Callable[[dict[str, Any], LambdaContext], Any]:
    """Makes a Lambda handler from a function that handles one message and raises if it fails.

    Args:
        has_dead_letters: whether the queue gives messages up, so that the deliveries that begin are noted.

    The handler raises `DeliveryFailedError` if every message failed.
    """

    def logged(record: SQSRecord) -> None:
        try:
            if clients.PATIENCE.seconds_left <= 0:
                raise OutOfPatienceError("the message before this one has taken up the time")
            if has_dead_letters:
                Deliveries(clients.s3(), Settings().work_bucket).note(record)
            handle(record)
        except Exception as error:
            if isinstance(error, OutOfPatienceError) and _is_handed_back(record):
                return
            logger.error(
                "message failed",
                message_id=record.message_id,
                receives=record.attributes.approximate_receive_count,
                **log_safe.error_fields(error),
            )
            metrics.message_failed()
            _shorten_visibility_timeout(record)
            raise

    def handler(event: dict[str, Any], context: LambdaContext) -> Any:
        clients.PATIENCE.begin(context.get_remaining_time_in_millis() / 1000 - RESERVE_S)
        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        response = process_partial_response(event=event, record_handler=logged, processor=processor, context=context)
        failed = len(response["batchItemFailures"])
        if failed == len(event["Records"]):
            raise DeliveryFailedError(failed)
        return response

    return handler


def _is_handed_back(record: SQSRecord) -> bool:
    """Whether the message is in its queue again; if not, its delivery counts as a failure."""
    if not may_hand_back(record):
        return False
    left = clients.PATIENCE.seconds_left
    # Handing back may wait, too, for a part of what is left of the run.
    clients.PATIENCE.begin(max(left, 0) + RESERVE_S / 2)
    try:
        hand_back(clients.sqs(), record, clients.PATIENCE.jitter(LONGEST_DELAY_S))
    except (OutOfPatienceError, BotoCoreError, ClientError) as error:
        logger.warning("message not handed back", message_id=record.message_id, error_type=type(error).__name__)
        return False
    finally:
        clients.PATIENCE.begin(left)
    logger.info("message handed back", message_id=record.message_id)
    metrics.message_handed_back()
    return True


def _shorten_visibility_timeout(record: SQSRecord) -> None:
    receives = int(record.attributes.approximate_receive_count)
    if not 1 <= receives <= len(RETRY_DELAYS_S):
        return
    try:
        sqs = clients.sqs()
        url = queue_url(sqs, record)
        asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])
        usual = int(asked["Attributes"]["VisibilityTimeout"])
        sqs.change_message_visibility(
            QueueUrl=url,
            ReceiptHandle=record.receipt_handle,
            VisibilityTimeout=min(usual, RETRY_DELAYS_S[receives - 1]),
        )
    except (OutOfPatienceError, BotoCoreError, ClientError) as error:
        # The queue delivers it again in any case, only later.
        logger.warning("redelivery not hastened", message_id=record.message_id, error_type=type(error).__name__)
