"""Claims of identities: which lead an address belongs to that is not the one by which the lead was first known.

A claim is an item `{leadId, claims}` of the leads table. It is given up only in one transaction with the proof that
nobody has changed its lead meanwhile, and a lead comes to an address only in one transaction with the proof that it has
claimed it (`crm.statements.lead_table`): so no lead is left with an address that is not its own.

The item of a lead that becomes one with another turns into a claim, `{leadId, claims, merged}`, so that whatever led to
the one leads to the other (`crm.statements.joining`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import ClientError

from crm.aws.conditional import is_unmet

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from crm.statements.lead import Lead

_REFUSED = {"None", "ConditionalCheckFailed", "TransactionConflict"}
"""What the actions of a transaction answer when another writer was there first."""

ROUNDS = 20
"""How often something is worked out anew because other writers were first; each round means that another succeeded."""


class ContentionError(RuntimeError):
    """Some leads kept changing under the writer: the batch is to be delivered again."""


class Claim(NamedTuple):
    """Where a key leads to.

    Args:
        lead_id: the lead that has claimed it, or into which the key's own lead was merged.
        merge_id: of that merge, "" for an address.
    """

    lead_id: str
    merge_id: str = ""

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Claim:
        """Reads an item of the leads table that has `claims`."""
        return cls(item["claims"]["S"], item["merged"]["S"] if "merged" in item else "")


class LeadWriteError(RuntimeError):
    """DynamoDB refused some writes, and neither because it was busy nor because another writer was first; names the
    codes, never the data."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Makes, moves and gives up claims.

    Args:
        client: DynamoDB, patient (`crm.aws.patient`).
        table: name of the leads table.
    """

    client: DynamoDBClient
    table: str

    def take(self, key: str, lead_id: str) -> bool:
        """Claims the identity behind a key for a lead; returns False when a lead has it already, or has claimed it."""
        try:
            self.client.put_item(
                TableName=self.table,
                Item={"leadId": {"S": key}, "claims": {"S": lead_id}},
                ConditionExpression="attribute_not_exists(leadId)",
            )
        except ClientError as error:
            if not is_unmet(error):
                raise
            return False
        return True

    def take_from_gone(self, key: str, claim: str, gone: str, lead_id: str) -> bool:
        """Moves a claim from a lead that is gone to another; returns False when somebody was faster.

        Args:
            claim: the lead that the claim names.
            gone: the lead that it leads to, see `Found.owner`.
        """
        values = {":new": {"S": lead_id}, ":old": {"S": claim}}
        update = self._on(key, "claims = :old", values) | {"UpdateExpression": "SET claims = :new REMOVE merged"}
        return written(self.client, [{"Update": update}, self._unchanged(gone, None)])

    def release(self, key: str, claim: str, lead_id: str, lead: Lead | None) -> bool:
        """Gives up a claim.

        Args:
            claim: the lead that the claim names.
            lead_id: the lead that it leads to, see `Found.owner`.
            lead: as it was when it was seen that nothing of it says the address; None if it was gone.

        Returns:
            False when somebody has changed the lead or the claim since, and nothing was done.
        """
        delete = self._on(key, "claims = :owner", {":owner": {"S": claim}})
        return written(self.client, [{"Delete": delete}, self._unchanged(lead_id, lead)])

    def holds(self, key: str, lead_ids: Collection[str]) -> dict[str, Any]:
        """The part of a transaction that holds only while one of these leads, which are one, has claimed the key."""
        owners = {f":owner{number}": {"S": lead_id} for number, lead_id in enumerate(sorted(lead_ids))}
        return {"ConditionCheck": self._on(key, f"claims IN ({', '.join(owners)})", owners)}

    def _unchanged(self, lead_id: str, lead: Lead | None) -> dict[str, Any]:
        if lead is None:
            return {"ConditionCheck": self._on(lead_id, "attribute_not_exists(leadId)")}
        return {"ConditionCheck": self._at(lead_id) | as_read(lead)}

    def _at(self, key: str) -> dict[str, Any]:
        return {"TableName": self.table, "Key": {"leadId": {"S": key}}}

    def _on(self, key: str, condition: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
        return (
            self._at(key)
            | {"ConditionExpression": condition}
            | ({"ExpressionAttributeValues": values} if values else {})
        )


def as_read(lead: Lead) -> dict[str, Any]:
    """The condition of an action of a transaction that holds only while nobody has written a lead since it was read.

    Of its text only the beginning, which no other has: the texts of many leads may be too long for a transaction.
    """
    return {
        "ConditionExpression": "begins_with(#lead, :beginning)",
        "ExpressionAttributeNames": {"#lead": "lead"},
        "ExpressionAttributeValues": {":beginning": {"S": lead.beginning}},
    }


def written(client: DynamoDBClient, actions: list[Any]) -> bool:
    """Carries out a transaction; returns False when another writer was first, and nothing was done.

    Raises:
        LeadWriteError: when DynamoDB refused it for another reason.
    """
    try:
        client.transact_write_items(TransactItems=actions)
    except client.exceptions.TransactionCanceledException as error:
        codes = {reason.get("Code", "None") for reason in error.response.get("CancellationReasons", ())}
        if not codes <= _REFUSED:
            raise LeadWriteError(f"DynamoDB did not take a transaction: {', '.join(sorted(codes))}") from error
        return False
    return True
