"""The index queue: what the index writer is asked to do, `{"task"}`."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

from crm.patience import OutOfPatienceError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

logger = Logger()


class IndexTask(StrEnum):
    """What the index writer is to do.

    Attributes:
        TAKE_UP: takes up what is new in the log of changes.
        REBUILD: makes the index anew from the leads table.
    """

    TAKE_UP = "take up"
    REBUILD = "rebuild"


class IndexQueue:
    """Sends messages to the index writer.

    Args:
        client: SQS, patient (`crm.aws.patient`).
        url: of the index queue.
    """

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, task: IndexTask) -> None:
        self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps({"task": task.value}))

    def tell(self) -> None:
        """Says that the log has something new.

        A message that cannot be sent is logged, and fails nothing: the changes are in the log, where readers see them,
        and the index writer looks each minute.
        """
        try:
            self.send(IndexTask.TAKE_UP)
        except (BotoCoreError, ClientError, OutOfPatienceError) as error:
            logger.warning("the index writer was not told", error_type=type(error).__name__)


def task_of(body: str) -> IndexTask:
    """What a message asks for.

    Raises:
        ValueError: for anything else than `IndexQueue` sends.
    """
    try:
        return IndexTask(json.loads(body)["task"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("not a message of the index queue") from error
