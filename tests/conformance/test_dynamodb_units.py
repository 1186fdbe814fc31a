"""The double counts read and write units as DynamoDB bills them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.conftest import EMULATORS, Database
from tests.doubles.shorthand import N, S


def update(database: Database, expression: str, **values: Any) -> dict[str, Any]:
    """The units of an update of item p, per table and index."""
    request: dict[str, Any] = {":" + name: value for name, value in values.items()}
    response = database.client.update_item(
        TableName=database.plain,
        Key={"pk": S("p")},
        UpdateExpression=expression,
        ReturnConsumedCapacity="INDEXES",
        **({"ExpressionAttributeValues": request} if request else {}),
    )
    return units(response["ConsumedCapacity"])


def units(capacity: dict[str, Any]) -> dict[str, Any]:
    indexes = capacity.get("GlobalSecondaryIndexes", {})
    return {"all": capacity["CapacityUnits"], "index": sum(index["CapacityUnits"] for index in indexes.values())}


@pytest.mark.parametrize(
    ("before", "expression", "values", "expected"),
    [
        ({}, "SET a = :v", {"v": S("x")}, {"all": 1, "index": 0}),
        ({}, "SET a = :v", {"v": S("x" * 2048)}, {"all": 3, "index": 0}),
        ({"a": S("x" * 2048)}, "REMOVE a", {}, {"all": 3, "index": 0}),
        ({}, "SET team = :v, joined = :v", {"v": S("x")}, {"all": 2, "index": 1}),
        ({"team": S("x"), "joined": S("x")}, "SET a = :v", {"v": S("x")}, {"all": 1, "index": 0}),
        ({"team": S("x"), "joined": S("x")}, "SET joined = :v", {"v": S("y")}, {"all": 3, "index": 2}),
        ({"team": S("x"), "joined": S("x")}, "SET joined = :v", {"v": S("x")}, {"all": 1, "index": 0}),
        ({"team": S("x"), "joined": S("x")}, "REMOVE joined", {}, {"all": 2, "index": 1}),
    ],
)
def test_a_write_costs_its_larger_image_and_each_index_entry_that_changes(
    database: Database, before: dict[str, Any], expression: str, values: dict[str, Any], expected: dict[str, Any]
) -> None:
    database.unless(*EMULATORS)
    database.put("p", **before)
    assert update(database, expression, **values) == expected


@pytest.mark.parametrize(("number", "expected"), [(1, {"all": 1, "index": 0}), (2, {"all": 2, "index": 1})])
def test_a_full_index_costs_when_any_attribute_changes(
    database: Database, number: int, expected: dict[str, Any]
) -> None:
    database.unless(*EMULATORS)
    item = {"pk": S("p"), "sk": S("s"), "team": S("red"), "joined": S("1"), "n": N(1)}
    database.client.put_item(TableName=database.ranged, Item=item)
    response = database.client.put_item(
        TableName=database.ranged, Item={**item, "n": N(number)}, ReturnConsumedCapacity="INDEXES"
    )
    assert units(response["ConsumedCapacity"]) == expected


@pytest.mark.parametrize(("consistent", "expected"), [(True, 2), (False, 1)])
def test_a_read_costs_by_four_kilobytes_and_half_when_it_may_be_stale(
    database: Database, consistent: bool, expected: float
) -> None:
    database.unless(*EMULATORS)
    database.put("p", filler=S("x" * 5000))
    response = database.client.get_item(
        TableName=database.plain, Key={"pk": S("p")}, ConsistentRead=consistent, ReturnConsumedCapacity="TOTAL"
    )
    assert response["ConsumedCapacity"]["CapacityUnits"] == expected


def test_a_query_costs_the_sum_of_what_it_looks_at(database: Database) -> None:
    database.unless(*EMULATORS)
    for number in range(3):
        database.put_ranged("p", f"s{number}", filler=S("x" * 3000))
    response = database.client.query(
        TableName=database.ranged,
        KeyConditionExpression="pk = :p",
        FilterExpression="absent = :p",
        ExpressionAttributeValues={":p": S("p")},
        ConsistentRead=True,
        ReturnConsumedCapacity="TOTAL",
    )
    assert response["ConsumedCapacity"]["CapacityUnits"] == 3


def test_a_transaction_costs_double(database: Database) -> None:
    database.unless(*EMULATORS)
    response = database.client.transact_write_items(
        TransactItems=[{"Put": {"TableName": database.plain, "Item": {"pk": S(pk)}}} for pk in "ab"],
        ReturnConsumedCapacity="TOTAL",
    )
    assert [one["CapacityUnits"] for one in response["ConsumedCapacity"]] == [4]


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"L": [N(1), N(12345)]}, 3 + 2 + 2 + 4),
        ({"M": {"key": S("value")}}, 3 + 1 + 3 + 5),
        ({"SS": ["one", "three"]}, 8),
        ({"NS": ["1", "22"]}, 4),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        (N(-1), 3),
        (N("100000"), 2),
        (N("1.5"), 3),
        (N("150"), 3),
        (N("0.0015"), 2),
        (N("12.5"), 3),
        (N(0), 1),
        (S("é😀"), 6),
        ({"B": b"abc"}, 3),
    ],
)
def test_each_type_has_its_size(database: Database, value: dict[str, Any], size: int) -> None:
    """Filled up to one kilobyte an item costs one unit, with a byte more it costs two."""
    database.unless(*EMULATORS)

    def cost(filler: int) -> float:
        response = database.client.put_item(
            TableName=database.plain,
            Item={"pk": S("p"), "v": value, "f": S("x" * filler)},
            ReturnConsumedCapacity="TOTAL",
        )
        return float(response["ConsumedCapacity"]["CapacityUnits"])

    room = 1024 - len("pk") - len("p") - len("v") - len("f") - size
    database.client.put_item(TableName=database.plain, Item={"pk": S("p")})
    assert cost(room) == 1
    assert cost(room + 1) == 2
