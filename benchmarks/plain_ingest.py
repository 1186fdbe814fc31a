"""A simple importer for comparison: one lookup and one put per lead.

It uses boto3's table resource, as boto3's guide does. The table has a generated key and three full indexes; the lookup
queries the index by email. It writes eight leads at once, as `crm.statements.lead_table` writes eight batches at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from boto3.dynamodb.conditions import Key

from benchmarks.tables import definition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table

_THREADS = 8
INDEXES = {"EmailIndex": "email", "CompanyIndex": "company", "CreatedIndex": "createdAt"}


def create_plain_table(dynamodb: DynamoDBServiceResource, table: str) -> Table:
    """Creates a table of leads by id, with one index per access path."""
    return dynamodb.create_table(**definition(table, "leadId", indexes=INDEXES))


def ingest_plainly(table: Table, leads: Sequence[Mapping[str, str]], file_name: str) -> None:
    """Writes the leads, given by their values; each replaces the lead that the index finds by its email."""

    def write(values: Mapping[str, str]) -> None:
        found = table.query(IndexName="EmailIndex", KeyConditionExpression=Key("email").eq(values["email"]))["Items"]
        existing = found[0] if found else {}
        now = datetime.now(UTC).isoformat()
        item = {
            **values,
            "leadId": existing.get("leadId", str(uuid.uuid4())),
            "createdAt": existing.get("createdAt", now),
            "updatedAt": now,
            "sourceFile": file_name,
        }
        table.put_item(Item=item)

    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(write, leads))
