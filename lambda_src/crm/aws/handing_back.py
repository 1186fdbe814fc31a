"""Hands a message back to its queue without counting an attempt.

SQS counts every delivery and takes none back. So a copy of the message goes to the queue, for which nothing has been
counted, and the message itself is reported as done. If the function dies in between there are two of them, as there may
be of any message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

HANDED_BACK = "handedBack"
"""The message attribute that counts how often it was."""
MOST = 300
"""After so many times it counts as a failure: a worker's two minutes each, so that a whole day of throttling, which is
no throttling any more, is heard."""
LONGEST_DELAY_S = 60.0
"""Seconds until the copy can be received; a random part of them, so that the workers do not come back together."""


def may_hand_back(record: SQSRecord) -> bool:
    """Whether the message has not come back too often."""
    return _times(record) < MOST


def was_delivered_before(record: SQSRecord) -> bool:
    """Whether a function has had this message, or the one of which it is a copy."""
    return int(record.attributes.approximate_receive_count) > 1 or _times(record) > 0


def hand_back(sqs: SQSClient, record: SQSRecord, delay_s: float) -> None:
    """Sends the copy.

    Args:
        delay_s: seconds until it can be received, up to 900.
    """
    optional: dict[str, Any] = {}
    if group := record.attributes.message_group_id:
        optional["MessageGroupId"] = group
    sqs.send_message(
        QueueUrl=queue_url(sqs, record),
        MessageBody=record.body,
        DelaySeconds=int(delay_s),
        MessageAttributes={HANDED_BACK: {"DataType": "Number", "StringValue": str(_times(record) + 1)}},
        **optional,
    )


def queue_url(sqs: SQSClient, record: SQSRecord) -> str:
    """The address of the queue that a message comes from."""
    *_, account, name = record.event_source_arn.split(":")
    return sqs.get_queue_url(QueueName=name, QueueOwnerAWSAccountId=account)["QueueUrl"]


def _times(record: SQSRecord) -> int:
    attribute = record.message_attributes[HANDED_BACK]
    return int(attribute.string_value or 0) if attribute else 0
