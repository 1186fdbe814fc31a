"""The batch queue: one message a batch, `{"importId", "batch", "task"}`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_MESSAGES = 10
"""The most messages that SQS takes in one call."""

_NUMBERS: list[Any] = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
]


class QueueError(RuntimeError):
    """SQS did not take some messages. Send all of them again: a batch that was sent twice counts once."""


class Task(StrEnum):
    """What a worker is to do with a batch.

    Attributes:
        TAKE_BACK: takes back what was recorded after the batch had been closed.
        DRY_RUN: looks at what all batches would do; names the batch 0.
        MEND: says mended rows anew; names the round of mending instead of a batch.
        TAKE_BACK_MEND: takes back what was recorded of a round of mending after it had been given up.
    """

    IMPORT = "import"
    UNDO = "undo"
    TAKE_BACK = "take back"
    DRY_RUN = "dry run"
    MEND = "mend"
    TAKE_BACK_MEND = "take back mend"


@dataclass(frozen=True, slots=True)
class BatchMessage:
    """Which batch a worker is to handle."""

    import_id: str
    batch: int
    task: Task = Task.IMPORT

    def to_body(self) -> str:
        return json.dumps({"importId": self.import_id, "batch": self.batch, "task": self.task.value})

    @classmethod
    def from_body(cls, body: str) -> BatchMessage:
        """Raises `ValueError` for anything that is not such a message."""
        try:
            value = json.loads(body)
            return cls(str(value["importId"]), int(value["batch"]), Task(value.get("task", Task.IMPORT)))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError("not a batch message: it takes importId and batch") from error


class BatchQueue:
    """Sends batches to the workers.

    Args:
        client: SQS, patient (`crm.aws.patient`).
        url: of the batch queue.
    """

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, import_id: str, batches: Sequence[int], task: Task = Task.IMPORT) -> None:
        """Raises `QueueError` if SQS did not take them all."""
        for start in range(0, len(batches), _MESSAGES):
            entries: list[Any] = [
                {
                    "Id": str(batch),
                    "MessageBody": BatchMessage(import_id, batch, task).to_body(),
                    # Fair queues: the messages of a quiet import overtake those of a busy one.
                    "MessageGroupId": import_id,
                }
                for batch in batches[start : start + _MESSAGES]
            ]
            answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
            if answer.get("Failed"):
                raise QueueError(f"{len(answer['Failed'])} messages of import {import_id} were not taken")


def is_empty(client: SQSClient, url: str) -> bool:
    """Whether a queue holds no message, none that is being handled or comes later included; its numbers may be out of
    date by a minute."""
    asked = client.get_queue_attributes(QueueUrl=url, AttributeNames=_NUMBERS)
    return not any(int(asked["Attributes"][name]) for name in _NUMBERS)
