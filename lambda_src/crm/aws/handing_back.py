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
RETURNED = "returned"
"""The message attribute that counts how often it came back from the dead letters (`crm.aws.deliveries`)."""
_COUNTS = (HANDED_BACK, RETURNED)
MOST = 300
"""After so many times it counts as a failure: a worker's two minutes each, so that a whole day of throttling, which is
no throttling any more, is heard."""
LONGEST_DELAY_S = 60.0
"""Seconds until the copy can be received; a random part of them, so that the workers do not come back together."""


def may_hand_back(record: SQSRecord) -> bool:
    """Whether the message has not come back too often."""
    return times(record, HANDED_BACK) < MOST


def was_delivered_before(record: SQSRecord) -> bool:
    """Whether a function has had this message, or the one of which it is a copy."""
    receives = int(record.attributes.approximate_receive_count)
    return receives > 1 or any(times(record, name) for name in _COUNTS)


def hand_back(sqs: SQSClient, record: SQSRecord, delay_s: float) -> None:
    """Sends the copy to the queue that the message comes from.

    Args:
        delay_s: seconds until it can be received, up to 900.
    """
    _send_copy(sqs, record, record.event_source_arn, delay_s, HANDED_BACK)


def send_back(sqs: SQSClient, record: SQSRecord, delay_s: float) -> None:
    """Sends the copy of a dead letter to the queue that gave it up.

    Args:
        record: names that queue.
        delay_s: seconds until it can be received, up to 900.
    """
    _send_copy(sqs, record, record.attributes.dead_letter_queue_source_arn or "", delay_s, RETURNED)


def times(record: SQSRecord, count: str) -> int:
    """One of the counts that copies of a message carry on."""
    attribute = record.message_attributes[count]
    return int(attribute.string_value or 0) if attribute else 0


def _send_copy(sqs: SQSClient, record: SQSRecord, queue_arn: str, delay_s: float, counted: str) -> None:
    counts = {name: times(record, name) + (name == counted) for name in _COUNTS}
    optional: dict[str, Any] = {}
    if group := record.attributes.message_group_id:
        optional["MessageGroupId"] = group
    sqs.send_message(
        QueueUrl=_url_of(sqs, queue_arn),
        MessageBody=record.body,
        DelaySeconds=int(delay_s),
        MessageAttributes={
            name: {"DataType": "Number", "StringValue": str(count)} for name, count in counts.items() if count
        },
        **optional,
    )


def queue_url(sqs: SQSClient, record: SQSRecord) -> str:
    """The address of the queue that a message comes from."""
    return _url_of(sqs, record.event_source_arn)


def _url_of(sqs: SQSClient, arn: str) -> str:
    *_, account, name = arn.split(":")
    return sqs.get_queue_url(QueueName=name, QueueOwnerAWSAccountId=account)["QueueUrl"]
