"""SQS in memory, behind the methods of boto3's low-level client, and the events that it sends to a function.

Standard queues: at least once, in any order. Time is the clock's, so visibility is a matter of advancing it.
"""

from __future__ import annotations

import hashlib
import json
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.client import ACCOUNT, REGION, FakeClient, Refused, Request, Response, operation

MAX_ENTRIES = 10
MAX_MESSAGE_BYTES = 1024 * 1024
"""Of one message and of a whole batch; AWS raised it from 256 KiB in August 2025."""


@dataclass(slots=True)
class Message:
    """A message on its way.

    Attributes:
        visible_at: from when it can be received.
        receives: how often it was.
        receipt: the handle of the latest receive, "" before the first.
        group: "" when it was sent without.
        given_up_by: ARN of the queue of which it is a dead letter, "" when it is none.
    """

    message_id: str
    body: str
    attributes: Mapping[str, Any]
    sent_at: float
    visible_at: float
    receives: int = 0
    first_received_at: float = 0.0
    receipt: str = ""
    group: str = ""
    given_up_by: str = ""


@dataclass(slots=True)
class Queue:
    """A queue.

    Attributes:
        visibility: seconds that a received message stays hidden.
        dead_letter: the queue for what was received too often, None when there is none.
        max_receives: after how many receives.
    """

    name: str
    visibility: float = 30.0
    dead_letter: Queue | None = None
    max_receives: int = 0
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{self.name}"

    @property
    def url(self) -> str:
        return f"https://sqs.{REGION}.fake.invalid/{ACCOUNT}/{self.name}"


class FakeSQS(FakeClient):
    """A double of `boto3.client("sqs")`.

    Args:
        clock: seconds since the epoch.
        order: chooses which of the visible messages is received next; without it the oldest. A seeded generator
            here makes a queue as unordered as AWS's may be.
        max_message_bytes: the limit of a message and of a batch.
        check_parameters: see `FakeClient`.
    """

    service = "sqs"

    def __init__(
        self,
        *,
        clock: Callable[[], float] = lambda: 0.0,
        order: random.Random | None = None,
        max_message_bytes: int = MAX_MESSAGE_BYTES,
        check_parameters: bool = True,
    ) -> None:
        super().__init__(check_parameters=check_parameters)
        self._clock = clock
        self._order = order
        self._limit = max_message_bytes
        self._queues: dict[str, Queue] = {}
        self._sent = 0
        self._lock = threading.RLock()

    def add_queue(
        self, name: str, *, visibility: float = 30.0, dead_letter: str | None = None, max_receives: int = 3
    ) -> str:
        """Creates a queue and answers its URL.

        Args:
            name: its name.
            visibility: seconds that a received message stays hidden.
            dead_letter: the URL of the queue for what was received `max_receives` times without being deleted.
            max_receives: how often that is.
        """
        target = self.queue(dead_letter) if dead_letter else None
        queue = Queue(name, visibility, target, max_receives if target else 0)
        with self._lock:
            self._queues[queue.url] = queue
        return queue.url

    def queue(self, url: str) -> Queue:
        """The queue with this URL, its messages included.

        Raises:
            Refused: QueueDoesNotExist.
        """
        queue = self._queues.get(url)
        if queue is None:
            raise Refused("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")
        return queue

    @operation("GetQueueUrl")
    def get_queue_url(self, request: Request) -> Response:
        for queue in self._queues.values():
            if queue.name == request["QueueName"]:
                return {"QueueUrl": queue.url}
        raise Refused("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")

    @operation("SendMessage")
    def send_message(self, request: Request) -> Response:
        if _size(request) > self._limit:
            raise Refused(
                "InvalidParameterValue",
                f"One or more parameters are invalid. Reason: Message must be shorter than {self._limit} bytes.",
            )
        with self._lock:
            return self._accepted(self.queue(request["QueueUrl"]), request)

    @operation("SendMessageBatch")
    def send_message_batch(self, request: Request) -> Response:
        entries = _entries(request)
        if sum(map(_size, entries)) > self._limit:
            raise Refused(
                "AWS.SimpleQueueService.BatchRequestTooLong",
                f"Batch requests cannot be longer than {self._limit} bytes.",
            )
        with self._lock:
            queue = self.queue(request["QueueUrl"])
            accepted = [{"Id": entry["Id"], **self._accepted(queue, entry)} for entry in entries]
        return {"Successful": accepted}

    def _accepted(self, queue: Queue, entry: Request) -> Response:
        if not entry["MessageBody"]:
            raise Refused("MissingParameter", "The request must contain the parameter MessageBody.")
        self._sent += 1
        now = self._clock()
        message = Message(
            f"00000000-0000-4000-8000-{self._sent:012d}",
            entry["MessageBody"],
            entry.get("MessageAttributes", {}),
            group=entry.get("MessageGroupId", ""),
            sent_at=now,
            visible_at=now + entry.get("DelaySeconds", 0),
        )
        queue.messages[message.message_id] = message
        return {"MessageId": message.message_id, "MD5OfMessageBody": _md5(message.body)}

    @operation("ReceiveMessage")
    def receive_message(self, request: Request) -> Response:
        with self._lock:
            queue = self.queue(request["QueueUrl"])
            received = self._received(
                queue,
                request.get("MaxNumberOfMessages", 1),
                request.get("VisibilityTimeout", queue.visibility),
            )
            messages = [
                {
                    "MessageId": message.message_id,
                    "ReceiptHandle": message.receipt,
                    "MD5OfBody": _md5(message.body),
                    "Body": message.body,
                    "Attributes": _attributes(message),
                    "MessageAttributes": dict(message.attributes),
                }
                for message in received
            ]
        return {"Messages": messages} if messages else {}

    def _received(self, queue: Queue, limit: int, visibility: float) -> list[Message]:
        now = self._clock()
        visible = [message for message in queue.messages.values() if message.visible_at <= now]
        if self._order is not None:
            self._order.shuffle(visible)
        received: list[Message] = []
        for message in visible:
            if queue.dead_letter is not None and message.receives >= queue.max_receives:
                del queue.messages[message.message_id]
                message.visible_at = now
                message.given_up_by = queue.arn
                queue.dead_letter.messages[message.message_id] = message
                continue
            if len(received) == limit:
                break
            message.receives += 1
            message.first_received_at = message.first_received_at or now
            message.visible_at = now + visibility
            message.receipt = f"{message.message_id}#{message.receives}"
            received.append(message)
        return received

    @operation("DeleteMessage")
    def delete_message(self, request: Request) -> Response:
        with self._lock:
            # An older handle may delete the message too, as a standard queue allows.
            self.queue(request["QueueUrl"]).messages.pop(request["ReceiptHandle"].partition("#")[0], None)
        return {}

    @operation("DeleteMessageBatch")
    def delete_message_batch(self, request: Request) -> Response:
        entries = _entries(request)
        with self._lock:
            queue = self.queue(request["QueueUrl"])
            for entry in entries:
                queue.messages.pop(entry["ReceiptHandle"].partition("#")[0], None)
        return {"Successful": [{"Id": entry["Id"]} for entry in entries]}

    @operation("ChangeMessageVisibility")
    def change_message_visibility(self, request: Request) -> Response:
        with self._lock:
            queue = self.queue(request["QueueUrl"])
            message = queue.messages.get(request["ReceiptHandle"].partition("#")[0])
            if message is None or message.visible_at <= self._clock():
                raise Refused(
                    "InvalidParameterValue", "Message does not exist or is not available for visibility change."
                )
            message.visible_at = self._clock() + request["VisibilityTimeout"]
        return {}

    @operation("PurgeQueue")
    def purge_queue(self, request: Request) -> Response:
        with self._lock:
            self.queue(request["QueueUrl"]).messages.clear()
        return {}

    @operation("GetQueueAttributes")
    def get_queue_attributes(self, request: Request) -> Response:
        with self._lock:
            queue = self.queue(request["QueueUrl"])
            now = self._clock()
            hidden = sum(message.visible_at > now for message in queue.messages.values())
            attributes = {
                "QueueArn": queue.arn,
                "VisibilityTimeout": str(int(queue.visibility)),
                "ApproximateNumberOfMessages": str(len(queue.messages) - hidden),
                "ApproximateNumberOfMessagesNotVisible": str(hidden),
                "ApproximateNumberOfMessagesDelayed": "0",
            }
            if queue.dead_letter is not None:
                policy = {"deadLetterTargetArn": queue.dead_letter.arn, "maxReceiveCount": queue.max_receives}
                attributes["RedrivePolicy"] = json.dumps(policy)
        wanted = request.get("AttributeNames", [])
        return {"Attributes": attributes if "All" in wanted else {k: v for k, v in attributes.items() if k in wanted}}


def sqs_event(queue: Queue, messages: Sequence[Message | str]) -> dict[str, Any]:
    """The event with which Lambda hands messages to a function.

    Args:
        queue: where they come from.
        messages: received messages, or bare bodies for a first delivery.
    """
    records = []
    for number, message in enumerate(messages, 1):
        if isinstance(message, str):
            message_id = f"00000000-0000-4000-9000-{number:012d}"
            message = Message(message_id, message, {}, 0.0, 0.0, receives=1, receipt=f"{message_id}#1")
        records.append(
            {
                "messageId": message.message_id,
                "receiptHandle": message.receipt,
                "body": message.body,
                "attributes": _attributes(message),
                "messageAttributes": {name: _in_event(value) for name, value in message.attributes.items()},
                "md5OfBody": _md5(message.body),
                "eventSource": "aws:sqs",
                "eventSourceARN": queue.arn,
                "awsRegion": REGION,
            }
        )
    return {"Records": records}


def _in_event(attribute: Mapping[str, Any]) -> dict[str, Any]:
    """A message attribute as Lambda names its parts."""
    return {name[0].lower() + name[1:]: value for name, value in attribute.items()}


def _attributes(message: Message) -> dict[str, str]:
    optional = {"MessageGroupId": message.group, "DeadLetterQueueSourceArn": message.given_up_by}
    return {name: value for name, value in optional.items() if value} | {
        "ApproximateReceiveCount": str(message.receives),
        "SentTimestamp": str(int(message.sent_at * 1000)),
        "SenderId": "AIDAFAKE",
        "ApproximateFirstReceiveTimestamp": str(int(message.first_received_at * 1000)),
    }


def _entries(request: Request) -> list[Request]:
    entries: list[Request] = request["Entries"]
    if not entries:
        raise Refused("AWS.SimpleQueueService.EmptyBatchRequest", "There should be at least one entry in the request.")
    if len(entries) > MAX_ENTRIES:
        raise Refused(
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
            f"Maximum number of entries per request are {MAX_ENTRIES}. You have sent {len(entries)}.",
        )
    if len({entry["Id"] for entry in entries}) != len(entries):
        raise Refused("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", "Two or more batch entries have the same Id.")
    return entries


def _size(entry: Request) -> int:
    attributes = entry.get("MessageAttributes", {})
    extra = sum(
        len(name) + len(value["DataType"]) + len(value.get("StringValue", "").encode())
        for name, value in attributes.items()
    )
    return len(entry["MessageBody"].encode()) + extra


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
