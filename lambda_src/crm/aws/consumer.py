"""Consumes a queue with Powertools' batch processor; logs and reports failures.

The response names each failed message, so that the queue delivers it again and, after three failures, moves it to the
dead-letter queue; the other messages of the delivery are done (`ReportBatchItemFailures`). The queue hides a message
for six times the function's time-out, in case the function died. A function that knows of its failure shortens that.

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

logger = Logger()

RETRY_DELAYS_S = (30, 600)
"""Seconds until the next delivery after the first and the second failure: time for a throttled service to recover."""


class DeliveryFailedError(RuntimeError):
    """No message of a delivery could be handled. Lambda logs its text, so it says nothing of the messages."""

    def __init__(self, messages: int) -> None:
        super().__init__(f"none of the {messages} messages of this delivery could be handled: see the log before this")


def consumer(handle: Callable[[SQSRecord], None]) -> Callable[[dict[str, Any], LambdaContext], Any]:
    """Makes a Lambda handler from a function that handles one message and raises if it fails.

    The handler raises `DeliveryFailedError` if every message failed.
    """

    def logged(record: SQSRecord) -> None:
        try:
            handle(record)
        except Exception as error:
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
        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        response = process_partial_response(event=event, record_handler=logged, processor=processor, context=context)
        failed = len(response["batchItemFailures"])
        if failed == len(event["Records"]):
            raise DeliveryFailedError(failed)
        return response

    return handler


def _shorten_visibility_timeout(record: SQSRecord) -> None:
    receives = int(record.attributes.approximate_receive_count)
    if not 1 <= receives <= len(RETRY_DELAYS_S):
        return
    *_, account, name = record.event_source_arn.split(":")
    try:
        sqs = clients.sqs()
        url = sqs.get_queue_url(QueueName=name, QueueOwnerAWSAccountId=account)["QueueUrl"]
        asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])
        usual = int(asked["Attributes"]["VisibilityTimeout"])
        sqs.change_message_visibility(
            QueueUrl=url,
            ReceiptHandle=record.receipt_handle,
            VisibilityTimeout=min(usual, RETRY_DELAYS_S[receives - 1]),
        )
    except (BotoCoreError, ClientError) as error:
        # The queue delivers it again in any case, only later.
        logger.warning("redelivery not hastened", message_id=record.message_id, error_type=type(error).__name__)
