"""Small documents, each in an item of a table, written only over the version that was read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.aws.conditional import is_unmet
from crm.compact_json import compact_json

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MAX_BYTES = 300_000
"""Bytes of a document as JSON; an item of DynamoDB may have 400 KB."""


class WrittenMeanwhileError(Exception):
    """Somebody else has written the document since it was read."""


class DocumentTooLargeError(Exception):
    """The document has more than `MAX_BYTES`."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a document holds, and how often it has been written: None and 0 where there never was one."""

    content: Any
    version: int


class VersionedItems:
    """Reads and writes documents of the leads table.

    Args:
        client: DynamoDB.
        table: name of the leads table.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def read(self, key: str) -> Document:
        """The document, read consistently.

        Args:
            key: begins with `#`, as no lead's key does.
        """
        answer = self._client.get_item(TableName=self._table, Key={"leadId": {"S": key}}, ConsistentRead=True)
        if "Item" not in answer:
            return Document(None, 0)
        item = answer["Item"]
        return Document(json.loads(item["content"]["S"]), int(item["version"]["N"]))

    def write(self, key: str, content: Any, read: Document) -> None:
        """Writes the document in place of the one that was read.

        Raises:
            DocumentTooLargeError: when it is more than an item holds.
            WrittenMeanwhileError: when somebody else was first.
        """
        text = compact_json(content)
        if len(text.encode()) > MAX_BYTES:
            raise DocumentTooLargeError
        try:
            self._client.put_item(
                TableName=self._table,
                Item={"leadId": {"S": key}, "content": {"S": text}, "version": {"N": str(read.version + 1)}},
                ConditionExpression="attribute_not_exists(leadId) OR #version = :read",
                ExpressionAttributeNames={"#version": "version"},
                ExpressionAttributeValues={":read": {"N": str(read.version)}},
            )
        except ClientError as error:
            if not is_unmet(error):
                raise
            raise WrittenMeanwhileError from error
