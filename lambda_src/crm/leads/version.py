"""One number that tells whether any lead has changed: how a reader knows that what it keeps in memory still holds.

It is the item `#leadsVersion` of the imports table. Every writer of leads raises it *after* writing, and a reader
notes it *before* reading: so a reader that finds the number it noted has missed nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEY = "#leadsVersion"

logger = Logger()


def raise_leads_version(client: DynamoDBClient, imports_table: str) -> None:
    """Says that leads have changed; call it after the write, once for many leads.

    Args:
        client: DynamoDB.
        imports_table: name of the imports table.

    Raises:
        ClientError: when DynamoDB does not take it.
    """
    client.update_item(
        TableName=imports_table,
        Key={"importId": {"S": KEY}},
        UpdateExpression="ADD #version :one",
        ExpressionAttributeNames={"#version": "version"},
        ExpressionAttributeValues={":one": {"N": "1"}},
    )


def bump_leads_version(client: DynamoDBClient, imports_table: str) -> None:
    """The same for a function that has written leads.

    The leads are written by then, so a failure here is logged and not raised: a reader then sees the change when
    its snapshot is a minute old (`crm.query.table_source.MAX_AGE_S`).
    """
    try:
        raise_leads_version(client, imports_table)
    except (ClientError, BotoCoreError) as error:
        logger.warning("the version of the leads could not be raised", error_type=type(error).__name__)


def read_leads_version(client: DynamoDBClient, imports_table: str) -> int:
    """The number as it stands, 0 before the first change; read consistently."""
    answer = client.get_item(TableName=imports_table, Key={"importId": {"S": KEY}}, ConsistentRead=True)
    return int(answer["Item"]["version"]["N"]) if "Item" in answer else 0
