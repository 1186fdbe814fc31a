"""What an importer does that was written in an afternoon: one look-up and one put for each lead.

It goes by boto3's table resource, as its guide does. The table has its own key and three full indexes, and the look-up
asks the index by email. Eight leads are under way at once, as `crm.leads.repository` has eight batches.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from boto3.dynamodb.conditions import Key
from crm.fields import LeadValues

from benchmarks.tables import definition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table

_THREADS = 8
INDEXES = {"EmailIndex": "email", "CompanyIndex": "company", "CreatedIndex": "createdAt"}


def create_plain_table(dynamodb: DynamoDBServiceResource, table: str) -> Table:
    """A table of leads by id with an index for each way of looking at them."""
    return dynamodb.create_table(**definition(table, "leadId", indexes=INDEXES))


def ingest_plainly(table: Table, leads: Sequence[LeadValues], file_name: str) -> None:
    """Writes the leads, each over the one that the index finds under its email."""

    def write(values: LeadValues) -> None:
        found = table.query(IndexName="EmailIndex", KeyConditionExpression=Key("email").eq(values.email))["Items"]
        existing = found[0] if found else {}
        now = datetime.now(UTC).isoformat()
        item = {
            **values.to_json(),
            "leadId": existing.get("leadId", str(uuid.uuid4())),
            "createdAt": existing.get("createdAt", now),
            "updatedAt": now,
            "sourceFile": file_name,
        }
        table.put_item(Item=item)

    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(write, leads))
