"""Pairs of which somebody has said that they are not the same person: remembered for ever, in the table of changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LOG = "dismissed"
"""The partition of the table; the sort key is the pair's id."""


class Dismissals:
    """Reads and writes what was dismissed.

    Args:
        client: DynamoDB, patient (`crm.aws.patient`).
        table: name of the table of changes.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def dismiss(self, pair_id: str, by: str, at: str) -> None:
        """Remembers that a pair is two people; a second time changes nothing but who said it.

        Args:
            by: the id of the person who says so.
            at: ISO 8601.
        """
        item = {"log": {"S": LOG}, "entry": {"S": pair_id}, "by": {"S": by}, "at": {"S": at}}
        self._client.put_item(TableName=self._table, Item=item)

    def all(self) -> set[str]:
        """The ids of all pairs that were dismissed."""
        return self._within("#log = :log", {})

    def among(self, pair_ids: Iterable[str]) -> set[str]:
        """Those of these pairs that were dismissed."""
        wanted = sorted(pair_ids)
        if not wanted:
            return set()
        edges = {":first": {"S": wanted[0]}, ":last": {"S": wanted[-1]}}
        return self._within("#log = :log AND #entry BETWEEN :first AND :last", edges, "#entry") & set(wanted)

    def _within(self, condition: str, values: dict[str, Any], *names: str) -> set[str]:
        found: set[str] = set()
        start: dict[str, Any] = {}
        while True:
            page = self._client.query(
                TableName=self._table,
                KeyConditionExpression=condition,
                ExpressionAttributeNames={name: name[1:] for name in ("#log", *names)},
                ExpressionAttributeValues={":log": {"S": LOG}, **values},
                ConsistentRead=True,
                **start,
            )
            found |= {item["entry"]["S"] for item in page["Items"]}
            if "LastEvaluatedKey" not in page:
                return found
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
