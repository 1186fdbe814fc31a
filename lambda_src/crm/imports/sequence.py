"""The numbers of imports: they are counted up as imports are announced, and places of statements begin with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEY = "#sequence"
"""Key of the item of the imports table that holds the last number."""


def next_sequence(client: DynamoDBClient, imports_table: str) -> int:
    """Counts up: the number of an import that is being announced."""
    counter = client.update_item(
        TableName=imports_table,
        Key={"importId": {"S": KEY}},
        UpdateExpression="ADD #value :one",
        ExpressionAttributeNames={"#value": "value"},
        ExpressionAttributeValues={":one": {"N": "1"}},
        ReturnValues="UPDATED_NEW",
    )
    return int(counter["Attributes"]["value"]["N"])


def newest_sequence(client: DynamoDBClient, imports_table: str) -> int:
    """The number of the import announced last, read consistently; 0 before the first."""
    answer = client.get_item(TableName=imports_table, Key={"importId": {"S": KEY}}, ConsistentRead=True)
    return int(answer["Item"]["value"]["N"]) if "Item" in answer else 0
