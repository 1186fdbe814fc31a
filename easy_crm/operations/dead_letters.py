"""Lists the messages in the dead-letter queues, and sends them back to their work queues.

Normally these queues are empty: the function `dead_letter` closes each message, and the import ends with its rows
rejected. Only messages that this function could not close stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crm.imports.intake import arrivals_of

from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment

_LOOK_SECONDS = 30


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that failed too often.

    Attributes:
        queue: its work queue, `Batches`.
        message_id: the id from SQS.
        received: how often it was received, in this queue and in its work queue.
        sent: when it was first sent.
        about: the import or export that it belongs to, if the message says so.
    """

    queue: str
    message_id: str
    received: int
    sent: datetime
    about: str


@dataclass(frozen=True, slots=True)
class DeadLetterQueue:
    """A dead-letter queue and its work queue.

    Attributes:
        name: the work queue's name, `Batches`.
        url: the dead-letter queue's URL.
        source_url: the work queue's URL.
        waiting: number of visible messages.
        taken: number of messages in flight.
    """

    name: str
    url: str
    source_url: str
    waiting: int
    taken: int


def queues(deployment: Deployment) -> list[DeadLetterQueue]:
    """All dead-letter queues in the templates."""
    sqs = deployment.account.client("sqs")
    by_name = {resource.logical_id: resource for resource in deployment.of_type("AWS::SQS::Queue")}
    found = []
    for source in by_name.values():
        match source.properties.get("RedrivePolicy"):
            case {"deadLetterTargetArn": {"Fn::GetAtt": [str(target), "Arn"]}}:
                url = by_name[target].physical_id
                names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
                counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
                waiting, taken = (int(counts[name]) for name in names)
                name = re.sub(r"Queue[0-9A-F]{8}$", "", source.logical_id)
                found.append(DeadLetterQueue(name, url, source.physical_id, waiting, taken))
    return sorted(found, key=lambda queue: queue.name)


def waiting(deployment: Deployment, queue: DeadLetterQueue) -> list[DeadLetter]:
    """The messages in a queue. Each is received and made visible again."""
    sqs = deployment.account.client("sqs")
    taken = list(_take(sqs, queue.url))
    for message in taken:
        sqs.change_message_visibility(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    return [_dead_letter(queue.name, message) for message in taken]


def redrive(deployment: Deployment, queue: DeadLetterQueue) -> int:
    """Sends all messages in a dead-letter queue back to its work queue.

    Returns:
        The number of messages; in AWS they move shortly afterwards.
    """
    sqs = deployment.account.client("sqs")
    if not deployment.account.is_emulated:
        arn = sqs.get_queue_attributes(QueueUrl=queue.url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sqs.start_message_move_task(SourceArn=arn)
        return queue.waiting
    # The emulator does not implement message move tasks.
    moved = 0
    for message in _take(sqs, queue.url):
        sqs.send_message(QueueUrl=queue.source_url, MessageBody=message["Body"])
        sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])
        moved += 1
    return moved


def chosen(deployment: Deployment, name: str | None) -> list[DeadLetterQueue]:
    """All queues, or the one with this name.

    Raises:
        CommandFailed: when no queue has it.
    """
    every = queues(deployment)
    found = [queue for queue in every if name in (None, queue.name)]
    if not found:
        raise CommandFailed(f'There is no queue "{name}". There are {", ".join(queue.name for queue in every)}.')
    return found


def _take(sqs: Any, url: str) -> Iterator[Any]:
    while messages := sqs.receive_message(
        QueueUrl=url,
        MaxNumberOfMessages=10,
        VisibilityTimeout=_LOOK_SECONDS,
        MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
    ).get("Messages", []):
        yield from messages


def _dead_letter(queue: str, message: Any) -> DeadLetter:
    attributes = message["Attributes"]
    return DeadLetter(
        queue,
        message["MessageId"],
        int(attributes["ApproximateReceiveCount"]),
        datetime.fromtimestamp(int(attributes["SentTimestamp"]) / 1000, UTC),
        about(message["Body"]),
    )


def about(body: str) -> str:
    """What a message belongs to, without any text that a person wrote: `import 01J…, batch 3`."""
    try:
        match json.loads(body):
            case {"importId": str(import_id), **rest}:
                return f"import {import_id}" + (f", batch {rest['batch']}" if "batch" in rest else "")
            case {"exportId": str(export_id)}:
                return f"export {export_id}"
            case {"Records": [*_]}:
                imports = [arrival.import_id for arrival in arrivals_of(body)]
                return f"import {imports[0]}, its file" if imports else "an object that is not an upload"
            case {"Event": "s3:TestEvent"}:
                return "a test event from S3"
    except ValueError:
        pass
    return "not one of our messages"
