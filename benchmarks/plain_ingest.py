"""What an importer does that was written in an afternoon: one look-up and one put for each lead.

The table has its own key and three full indexes, the look-up asks the index by email, and the counters of the import
are updated after each batch. Eight leads are under way at once, as `crm.leads.repository` has eight batches.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crm.fields import LeadValues

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_THREADS = 8
INDEXES = {"EmailIndex": "email", "CompanyIndex": "company", "CreatedIndex": "createdAt"}


def create_plain_table(client: DynamoDBClient, table: str) -> None:
    """A table of leads by id with an index for each way of looking at them."""
    names = ("leadId", *INDEXES.values())
    indexes: list[Any] = [
        {
            "IndexName": index,
            "KeySchema": [{"AttributeName": name, "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
        for index, name in INDEXES.items()
    ]
    client.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "leadId", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
        GlobalSecondaryIndexes=indexes,
    )


def ingest_plainly(client: DynamoDBClient, table: str, leads: Sequence[LeadValues], file_name: str) -> None:
    """Writes the leads, each over the one that the index finds under its email."""

    def write(values: LeadValues) -> None:
        found = client.query(
            TableName=table,
            IndexName="EmailIndex",
            KeyConditionExpression="email = :email",
            ExpressionAttributeValues={":email": {"S": values.email}},
        )["Items"]
        now = datetime.now(UTC).isoformat()
        item: dict[str, Any] = {name: {"S": value} for name, value in values.to_json().items()}
        item["leadId"] = found[0]["leadId"] if found else {"S": str(uuid.uuid4())}
        item["createdAt"] = found[0]["createdAt"] if found else {"S": now}
        item["updatedAt"], item["sourceFile"] = {"S": now}, {"S": file_name}
        client.put_item(TableName=table, Item=item)

    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(write, leads))
