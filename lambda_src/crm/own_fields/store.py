"""The own fields as they are stored: one item of the leads table, written only over the version that was read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from crm.aws.conditional import is_unmet
from crm.compact_json import compact_json
from crm.errors import Conflict, Invalid
from crm.own_fields.definition import MAX_BYTES, OwnField, OwnFields

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEY = "#fields"
"""Key of the item; no lead's key has such a sign."""


@dataclass(frozen=True, slots=True)
class StoredFields:
    """The own fields, and how often they have been written: 0 where there never were any."""

    fields: OwnFields
    version: int


class OwnFieldStore:
    """Reads and writes the own fields.

    Args:
        client: DynamoDB.
        table: name of the leads table.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def read(self) -> StoredFields:
        """The own fields, read consistently."""
        answer = self._client.get_item(TableName=self._table, Key={"leadId": {"S": KEY}}, ConsistentRead=True)
        if "Item" not in answer:
            return StoredFields((), 0)
        item = answer["Item"]
        fields = tuple(OwnField.from_json(one) for one in json.loads(item["fields"]["S"]))
        return StoredFields(fields, int(item["version"]["N"]))

    def write(self, fields: OwnFields, read: StoredFields) -> None:
        """Writes the fields in place of those that were read.

        Raises:
            Conflict: `busy`, when somebody else was first.
            Invalid: when they are more than an item holds.
        """
        text = compact_json([field.to_json() for field in fields])
        if len(text.encode()) > MAX_BYTES:
            raise Invalid("All fields together are too long. Please shorten the lists of choices.")
        try:
            self._client.put_item(
                TableName=self._table,
                Item={"leadId": {"S": KEY}, "fields": {"S": text}, "version": {"N": str(read.version + 1)}},
                ConditionExpression="attribute_not_exists(leadId) OR #version = :read",
                ExpressionAttributeNames={"#version": "version"},
                ExpressionAttributeValues={":read": {"N": str(read.version)}},
            )
        except ClientError as error:
            if not is_unmet(error):
                raise
            raise Conflict("busy", "Someone else is changing the fields. Please try again.") from error
