"""DynamoDB transactions: all writes or none, and which of them was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.aws.items import to_attribute, to_item
from crm.leads.history import entry_item
from crm.leads.model import Lead

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REFUSED = "ConditionalCheckFailed"
BUSY = "TransactionConflict"
"""Another transaction was writing the same item; a retry suffices."""


class Cancelled(Exception):
    """Nothing was written.

    Args:
        reasons: one per write, in their order: REFUSED, BUSY, or "" for a write that was not the reason.
    """

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = tuple(reasons)


def transact(client: DynamoDBClient, writes: Sequence[dict[str, Any]]) -> None:
    """Makes all the writes or none.

    Raises:
        Cancelled: if a condition did not hold or another transaction was in the way.
        ClientError: for anything else, such as throttling.
    """
    items: list[Any] = list(writes)
    try:
        client.transact_write_items(TransactItems=items)
    except ClientError as error:
        codes = [str(reason.get("Code", "None")) for reason in error.response.get("CancellationReasons", [])]
        if not codes or not set(codes) <= {"None", REFUSED, BUSY}:
            raise
        raise Cancelled(["" if code == "None" else code for code in codes]) from None


def put_new(table: str, lead: Lead) -> dict[str, Any]:
    """Puts a lead whose identity must be free."""
    return {
        "Put": {
            "TableName": table,
            "Item": lead.to_item(),
            "ConditionExpression": "attribute_not_exists(#identity)",
            "ExpressionAttributeNames": {"#identity": "identity"},
        }
    }


def put_over(table: str, before: Lead, after: Lead) -> dict[str, Any]:
    """Replaces the version of a lead that was read."""
    return {"Put": {"TableName": table, "Item": after.to_item(), **_unchanged(before)}}


def remove(table: str, lead: Lead) -> dict[str, Any]:
    """Deletes the version of a lead that was read."""
    return {"Delete": {"TableName": table, "Key": to_item({"identity": lead.identity}), **_unchanged(lead)}}


def put_entry(table: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Adds an entry to the history."""
    return {"Put": {"TableName": table, "Item": entry_item(entry)}}


def _unchanged(lead: Lead) -> dict[str, Any]:
    return {
        "ConditionExpression": "#leadId = :leadId AND #version = :version",
        "ExpressionAttributeNames": {"#leadId": "leadId", "#version": "version"},
        "ExpressionAttributeValues": {
            ":leadId": to_attribute(lead.lead_id),
            ":version": to_attribute(lead.version),
        },
    }
