"""The leads table: reads many leads, and writes them on the condition that no other writer came first.

Writes are PartiQL batches of 25: an `INSERT` fails where the key is taken, and an `UPDATE` holds only for the version
of the lead that was read. Each costs one write unit, and no other writer's change can be lost (docs/measurements.md,
"Writing leads").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from crm.aws.items import to_attribute
from crm.concurrency import chunks, parallel_map
from crm.leads.model import ATTRIBUTES, Lead

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

STATEMENTS = 25
"""The most statements that DynamoDB takes in one batch."""
KEYS = 100
"""The most keys that DynamoDB takes in one BatchGetItem."""
_AS_READ = 'WHERE "identity" = ? AND "leadId" = ? AND "version" = ?'
_REFUSED = {"DuplicateItem", "ConditionalCheckFailed", "TransactionConflict"}
"""Error codes that mean: another writer came first, so read and decide again."""


LeadChange = tuple[Lead | None, Lead | None]
"""(lead as it was read or None, lead to write or None to delete it)."""


class LeadWriteError(RuntimeError):
    """DynamoDB refused some writes that may succeed later; the message names the codes, never the data."""


class LeadStore:
    """Reads and writes leads by identity.

    Args:
        client: DynamoDB.
        table: name of the leads table.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table
        values = ", ".join(f"'{name}': ?" for name in ATTRIBUTES)
        self._insert = f'INSERT INTO "{table}" VALUE {{{values}}}'
        self._update = f'UPDATE "{table}" SET "lead" = ? SET "version" = ? {_AS_READ}'  # noqa: S608
        self._delete = f'DELETE FROM "{table}" {_AS_READ}'  # noqa: S608

    def get_many(self, identities: Iterable[str]) -> dict[str, Lead]:
        """The leads that exist, by identity, read consistently."""
        return {lead.identity: lead for lead in map(Lead.from_item, self._items(identities))}

    def identity_of(self, lead_id: str) -> str | None:
        """The identity of the lead with this id; None if there is none."""
        answer = self._client.query(
            TableName=self._table,
            IndexName="LeadIdIndex",
            KeyConditionExpression="leadId = :leadId",
            ExpressionAttributeValues={":leadId": {"S": lead_id}},
        )
        return answer["Items"][0]["identity"]["S"] if answer["Items"] else None

    def by_ids(self, lead_ids: Sequence[str]) -> dict[str, Lead]:
        """The leads that exist, by id. Each takes a query of the index, so ask for a page at most."""
        identities = parallel_map(self.identity_of, lead_ids)
        return {lead.lead_id: lead for lead in self.get_many({i for i in identities if i}).values()}

    def write(self, changes: Sequence[LeadChange]) -> list[str]:
        """Inserts new leads, and replaces or deletes the versions that were read.

        Args:
            changes: each identity once.

        Returns:
            Identities that another writer has changed in between; nothing was written for them.

        Raises:
            LeadWriteError: if DynamoDB could not take some writes; the others are written.
        """
        refused = parallel_map(self._write_group, chunks(changes, STATEMENTS))
        return [identity for identities in refused for identity in identities]

    def adopt(self, identities: Iterable[str]) -> None:
        """Gives items that were put into the table by hand the id and the version that conditions need.

        Without them every write of such a lead would be refused for ever. Leads that have both stay unchanged.
        """
        for item in self._items(identities):
            if "S" in item.get("leadId", {}) and "N" in item.get("version", {}):
                continue
            lead = Lead.from_item(item)
            self._client.update_item(
                TableName=self._table,
                Key={"identity": item["identity"]},
                UpdateExpression="SET leadId = :leadId, version = :version",
                ExpressionAttributeValues={
                    ":leadId": to_attribute(lead.lead_id),
                    ":version": to_attribute(lead.version),
                },
            )

    def _items(self, identities: Iterable[str]) -> list[Any]:
        found = parallel_map(self._get_group, chunks(list(identities), KEYS))
        return [item for items in found for item in items]

    def _get_group(self, identities: Sequence[str]) -> list[Any]:
        keys: list[Any] = [{"identity": {"S": identity}} for identity in identities]
        found: list[Any] = []
        while keys:
            answer: Any = self._client.batch_get_item(
                RequestItems={self._table: {"Keys": keys, "ConsistentRead": True}}
            )
            found += answer["Responses"].get(self._table, [])
            keys = answer.get("UnprocessedKeys", {}).get(self._table, {}).get("Keys", [])
        return found

    def _write_group(self, changes: Sequence[LeadChange]) -> list[str]:
        statements: list[Any] = [self._statement(before, after) for before, after in changes]
        answer = self._client.batch_execute_statement(Statements=statements)
        refused, failed = [], set()
        for (before, after), response in zip(changes, answer["Responses"], strict=True):
            code = response.get("Error", {}).get("Code")
            if code in _REFUSED:
                refused.append(_identity(before, after))
            elif code:
                failed.add(code)
        if failed:
            raise LeadWriteError(f"DynamoDB did not take some leads: {', '.join(sorted(failed))}")
        return refused

    def _statement(self, before: Lead | None, after: Lead | None) -> dict[str, Any]:
        if before is not None and after is None:
            return {"Statement": self._delete, "Parameters": _as_read(before)}
        if after is None:
            raise ValueError("a change with neither a lead before nor after")
        item = after.to_item()
        if before is None:
            return {"Statement": self._insert, "Parameters": [item[name] for name in ATTRIBUTES]}
        return {"Statement": self._update, "Parameters": [item["lead"], item["version"], *_as_read(before)]}


def _as_read(lead: Lead) -> list[Any]:
    """The parameters of `_AS_READ`. A lead that was deleted and created again has another leadId."""
    return [to_attribute(lead.identity), to_attribute(lead.lead_id), to_attribute(lead.version)]


def _identity(before: Lead | None, after: Lead | None) -> str:
    lead = after or before
    return lead.identity if lead else ""
