"""Stores mappings in DynamoDB under their header signature."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from crm.clock import now_iso
from crm.mapping.mapping import SheetMapping

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class MappingTable:
    """The mappings table as a `crm.mapping.ports.MappingMemory`.

    Args:
        client: DynamoDB.
        table: name of the mappings table.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def recall(self, signature: str) -> SheetMapping | None:
        """The mapping that was last used or corrected for this header; None for a new header."""
        item = self._client.get_item(TableName=self._table, Key={"signature": {"S": signature}}).get("Item")
        return SheetMapping.from_json(json.loads(item["mapping"]["S"])) if item else None

    def remember(self, mapping: SheetMapping) -> None:
        """Keeps the mapping for the next file with this header, without what belongs to this file's values."""
        kept = replace(mapping, region=None, label_ranks={}, ours={})
        self._client.put_item(
            TableName=self._table,
            Item={
                "signature": {"S": mapping.signature},
                "mapping": {"S": json.dumps(kept.to_json(), ensure_ascii=False)},
                "updatedAt": {"S": now_iso()},
            },
        )
