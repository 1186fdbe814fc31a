"""The history table: what each lead was before each change (promise 2).

An entry is its key and one JSON text: no query asks DynamoDB for a part of it, and a worker writes text in a tenth of
the time that attributes take (ADR 4).

The key of an import's entry consists of the import's creation time and the row's order, so that a repeated delivery
writes the same entry again. The entry is written before the lead, so that no change lacks its before-image.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm.aws.items import from_item, to_attribute, to_item
from crm.compact_json import compact_json
from crm.concurrency import chunks, parallel_map
from crm.leads.merging import Change, Source
from crm.leads.model import Lead
from crm.outcomes import Outcome

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Key = tuple[str, str]
"""(leadId, at)."""

_KEYS = ("leadId", "at")
_WRITES = 25
"""The most writes that DynamoDB takes in one batch."""


class HistoryStore:
    """Writes and reads the changes of leads.

    Args:
        client: DynamoDB.
        table: name of the history table.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def record(self, changes: Iterable[Change], source: Source) -> set[Key]:
        """Stores the before-images of changes that are about to be made; returns the entries' keys."""
        entries = [_entry(change, source) for change in changes]
        self._write([{"PutRequest": {"Item": entry_item(entry)}} for entry in entries])
        return {(entry["leadId"], entry["at"]) for entry in entries}

    def note_undone(
        self, changes: Iterable[tuple[Lead, Lead | None]], *, at: str, time: str, by: str, by_email: str, import_id: str
    ) -> None:
        """Records that an undo is about to revert leads.

        Args:
            changes: (present lead, lead after the undo or None if it is deleted).
            at: when the undo was requested; a repeated delivery writes the same entries again.
        """
        entries = [
            {
                "leadId": before.lead_id,
                "at": f"{at}#undo",
                "event": "undone",
                "time": time,
                "by": by,
                "byEmail": by_email,
                "undoneImportId": import_id,
                "before": before.to_record(),
                "after": after.to_record() if after else {},
            }
            for before, after in changes
        ]
        self._write([{"PutRequest": {"Item": entry_item(entry)}} for entry in entries])

    def forget(self, keys: Iterable[Key]) -> None:
        """Deletes entries of changes that were not made after all."""
        self._write([{"DeleteRequest": {"Key": to_item({"leadId": lead, "at": at})}} for lead, at in keys])

    def of_lead(self, lead_id: str) -> list[dict[str, Any]]:
        """All entries of a lead, oldest first."""
        entries: list[dict[str, Any]] = []
        start: dict[str, Any] = {}
        while True:
            answer: Any = self._client.query(
                TableName=self._table,
                KeyConditionExpression="leadId = :lead",
                ExpressionAttributeValues={":lead": to_attribute(lead_id)},
                ConsistentRead=True,
                **start,
            )
            entries += [_from_entry_item(item) for item in answer["Items"]]
            if "LastEvaluatedKey" not in answer:
                return entries
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _write(self, requests: Sequence[dict[str, Any]]) -> None:
        parallel_map(self._write_group, chunks(requests, _WRITES))

    def _write_group(self, requests: Sequence[dict[str, Any]]) -> None:
        left: Any = requests
        while left:
            answer: Any = self._client.batch_write_item(RequestItems={self._table: left})
            left = answer.get("UnprocessedItems", {}).get(self._table, [])


def entry_item(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as an item. It stores only what differs afterwards, so that most entries cost one write unit."""
    rest = {name: value for name, value in entry.items() if name not in _KEYS}
    before, after = rest["before"], rest["after"]
    gone = dict.fromkeys(before.keys() - after.keys())
    difference = {**{name: value for name, value in after.items() if before.get(name) != value}, **gone}
    rest["after"] = difference if after else None
    return to_item(
        {
            **{name: entry[name] for name in _KEYS},
            "entry": compact_json(rest),
        }
    )


def _from_entry_item(item: Mapping[str, Any]) -> dict[str, Any]:
    attributes = from_item(item)
    entry = {**json.loads(attributes.pop("entry")), **attributes}
    before, difference = entry["before"], entry["after"]
    after = {} if difference is None else {**before, **difference}
    return {**entry, "after": {name: value for name, value in after.items() if value is not None}}


def entry_key(lead_id: str, order: str, source: Source) -> Key:
    """The key of the entry about the change by the row with this order."""
    return lead_id, f"{source.created_at}#{order}"


def order_of_entry(entry: Mapping[str, Any]) -> str:
    """The order of the row that an import's entry is about; the reverse of `entry_key`."""
    return str(entry["at"]).partition("#")[2]


def outcome_by_history(entries: Iterable[dict[str, Any]], order: str) -> Outcome:
    """What the row with this order did to the lead; the row is known to have been applied."""
    own = next((entry for entry in entries if order_of_entry(entry) == order), None)
    return Outcome.UPDATED if own and own["event"] == "overwritten" else Outcome.UNCHANGED


def _entry(change: Change, source: Source) -> dict[str, Any]:
    lead_id, at = entry_key(change.before.lead_id, change.order, source)
    return {
        "leadId": lead_id,
        "at": at,
        "event": "overwritten" if change.outcome is Outcome.UPDATED else "unchanged",
        "time": source.now,
        "by": source.user,
        "byEmail": source.user_email,
        "importId": source.import_id,
        "sheet": change.row.sheet,
        "row": change.row.row,
        "before": change.before.to_record(),
        "after": change.after.to_record(),
    }
