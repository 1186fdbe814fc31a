"""Turns of index writers: while one works, another leaves the work to it.

Two at once would do no harm, but everything twice. So a turn is a wish, not a lock: it ends by itself, and what is
missed between two looks is found within a minute (`crm.handlers.index_writer`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.aws.conditional import is_unmet
from crm.statements.change_log import MANIFEST

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TURN_S = 60.0
"""Seconds after which a turn is over though nobody has ended it: taking up takes seconds, a large snapshot a minute."""
_KEY: dict[str, Any] = {"log": {"S": MANIFEST[0]}, "entry": {"S": "turn"}}


class Turns:
    """Takes turns.

    Args:
        client: DynamoDB, patient (`crm.aws.patient`).
        table: name of the table of changes.
        now: seconds since 1970.
    """

    def __init__(self, client: DynamoDBClient, table: str, now: Callable[[], float] = time.time) -> None:
        self._client = client
        self._table = table
        self._now = now

    def work(self, take_up: Callable[[], int], *, until: float) -> int:
        """Takes up what there is, again and again until there is nothing; nothing while it is somebody else's turn.

        Args:
            take_up: returns how many changes it has taken up.
            until: when to stop, in seconds since 1970.

        Returns:
            How many changes were taken up in all.
        """
        total = 0
        while self._begin():
            try:
                changes = take_up()
            finally:
                self._end()
            total += changes
            if not changes or self._now() > until:
                break
        return total

    def _begin(self) -> bool:
        now = self._now()
        try:
            self._client.put_item(
                TableName=self._table,
                Item=_KEY | {"until": {"N": f"{now + TURN_S:.3f}"}},
                ConditionExpression="attribute_not_exists(#until) OR #until < :now",
                ExpressionAttributeNames={"#until": "until"},
                ExpressionAttributeValues={":now": {"N": f"{now:.3f}"}},
            )
        except ClientError as error:
            if not is_unmet(error):
                raise
            return False
        return True

    def _end(self) -> None:
        self._client.delete_item(TableName=self._table, Key=_KEY)
