"""DynamoDB's typed attribute values to plain Python values and back.

Own code: boto3's serializer takes 9 times as long (81 against 9 µs for a lead) and its deserializer, which makes
every number a `Decimal`, 1.7 times (docs/measurements.md). Items here hold only texts, whole numbers, booleans,
lists, maps and sets of whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def to_attribute(value: Any) -> dict[str, Any]:
    """One value as DynamoDB takes it.

    Raises:
        TypeError: for a type that no item here may hold.
    """
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if value is None:
        return {"NULL": True}
    if isinstance(value, Mapping):
        return {"M": {key: to_attribute(inner) for key, inner in value.items()}}
    if isinstance(value, (list, tuple)):
        return {"L": [to_attribute(inner) for inner in value]}
    if isinstance(value, (set, frozenset)):
        return {"NS": [str(number) for number in sorted(value)]}
    raise TypeError(f"no DynamoDB type for {type(value).__name__}")


def from_attribute(attribute: Mapping[str, Any]) -> Any:
    """The plain value of an attribute that `to_attribute` made (whole numbers stay whole)."""
    ((kind, value),) = attribute.items()
    if kind in ("S", "BOOL"):
        return value
    if kind == "N":
        return int(value) if value.lstrip("-").isdigit() else float(value)
    if kind == "NULL":
        return None
    if kind == "M":
        return {key: from_attribute(inner) for key, inner in value.items()}
    if kind == "L":
        return [from_attribute(inner) for inner in value]
    if kind == "NS":
        return {int(number) for number in value}
    if kind == "SS":
        return set(value)
    raise TypeError(f"no Python type for DynamoDB's {kind}")


def to_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """A whole item."""
    return {name: to_attribute(value) for name, value in values.items()}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """A whole item's plain values."""
    # Most are text, for which a look at the key does without a call.
    return {name: attribute["S"] if "S" in attribute else from_attribute(attribute) for name, attribute in item.items()}
