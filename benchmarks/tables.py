"""Tables for measurements: billed by request, with keys of text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def definition(name: str, *keys: str, indexes: Mapping[str, str] | None = None, projection: str = "ALL") -> Any:
    """What `create_table` takes.

    Args:
        name: of the table.
        keys: the partition key, and the sort key if there is one.
        indexes: name of each index to the attribute that is its key.
        projection: what the indexes hold.
    """
    by_index = indexes or {}
    table: dict[str, Any] = {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _key(*keys),
        "AttributeDefinitions": [{"AttributeName": each, "AttributeType": "S"} for each in (*keys, *by_index.values())],
    }
    if by_index:
        table["GlobalSecondaryIndexes"] = [
            {"IndexName": index, "KeySchema": _key(key), "Projection": {"ProjectionType": projection}}
            for index, key in by_index.items()
        ]
    return table


def _key(*names: str) -> list[dict[str, str]]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"), strict=False)]
