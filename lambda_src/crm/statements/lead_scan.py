"""Reading the whole leads table, page by page; no request of a user may wait for that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crm.concurrency import parallel_map
from crm.statements.changes import Change
from crm.statements.lead import Lead

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PARTS = 8
"""Parts of the table that are read at once."""


def scanned(client: DynamoDBClient, table: str, parts: int = PARTS) -> Iterator[list[Change]]:
    """Every lead of the table as the change that has made it what it is, read consistently; some pages at a time.

    What is written meanwhile may be in it or not.

    Args:
        client: DynamoDB, patient (`crm.aws.patient`).
        table: name of the leads table.
        parts: of the table, read at once; each page is up to 1 MB.
    """

    def page(part: tuple[int, Any]) -> tuple[list[Change], Any]:
        number, start = part
        more: dict[str, Any] = {"ExclusiveStartKey": start} if start else {}
        answer = client.scan(TableName=table, Segment=number, TotalSegments=parts, ConsistentRead=True, **more)
        # Claims, the salt and the own fields are items of this table too.
        leads = [Change.stored(one["leadId"]["S"], one["lead"]["S"]) for one in answer["Items"] if "lead" in one]
        return leads, answer.get("LastEvaluatedKey")

    pending: list[tuple[int, Any]] = [(number, None) for number in range(parts)]
    while pending:
        pages = parallel_map(page, pending, parts)
        yield [change for leads, _ in pages for change in leads]
        pending = [(number, after) for (number, _), (_, after) in zip(pending, pages, strict=True) if after]


def all_leads(client: DynamoDBClient, table: str) -> Iterator[Lead]:
    """Every lead of the table that is there, in no order; arguments as of `scanned`."""
    for changes in scanned(client, table):
        for change in changes:
            lead = Lead.from_text(change.lead_id, change.text or "{}")
            if lead.standing.state is not None and lead.standing.state.is_there:
                yield lead
