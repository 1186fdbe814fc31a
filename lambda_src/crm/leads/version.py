"""The version of all leads: a number by which a reader knows whether its copy in memory is still current.

It is the item `#leadsVersion` of the imports table. A writer of leads raises it *after* writing, and a reader
notes it *before* reading. A reader that later finds the same number has therefore missed nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEY = "#leadsVersion"

logger = Logger()


def raise_version(client: DynamoDBClient, imports_table: str) -> None:
    """Announces that leads have changed; call it after the write, once for many leads.

    Args:
        client: DynamoDB.
        imports_table: name of the imports table.

    Raises:
        ClientError: if DynamoDB refuses the write.
    """
    client.update_item(
        TableName=imports_table,
        Key={"importId": {"S": KEY}},
        UpdateExpression="ADD #version :one",
        ExpressionAttributeNames={"#version": "version"},
        ExpressionAttributeValues={":one": {"N": "1"}},
    )


def try_raise_version(client: DynamoDBClient, imports_table: str) -> None:
    """Raises the version after a function has written leads; logs a failure instead of raising it.

    The leads are written by then. If this fails, a reader sees the change once its snapshot is a minute old
    (`crm.query.table_source.MAX_AGE_S`).
    """
    try:
        raise_version(client, imports_table)
    except (ClientError, BotoCoreError) as error:
        logger.warning("the version of the leads could not be raised", error_type=type(error).__name__)


def read_leads_version(client: DynamoDBClient, imports_table: str) -> int:
    """The version, read consistently; 0 before the first change."""
    answer = client.get_item(TableName=imports_table, Key={"importId": {"S": KEY}}, ConsistentRead=True)
    return int(answer["Item"]["version"]["N"]) if "Item" in answer else 0
