"""Table definitions for benchmarks: on-demand billing, keys of type string."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def definition(name: str, *keys: str, indexes: Mapping[str, str] | None = None, projection: str = "ALL") -> Any:
    """The arguments for `create_table`.

    Args:
        name: the table's name.
        keys: the partition key, and the sort key if there is one.
        indexes: the key attribute of each index, by the index's name.
        projection: the projection type of the indexes.
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
