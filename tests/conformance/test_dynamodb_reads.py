"""Query, Scan and Get on the double answer as DynamoDB's do."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conformance.conftest import EMULATORS, MINISTACK, MOTO, Database
from tests.doubles.shorthand import N, S, refusal


@pytest.fixture
def five(database: Database) -> Database:
    """Items s0 to s4 of partition p, with v = 0 to 4, and one item of another partition."""
    for number in range(5):
        database.put_ranged("p", f"s{number}", v=N(number), team=S("red"), joined=S(f"2026-0{9 - number}"))
    database.put_ranged("other", "s2", v=N(2), team=S("blue"), joined=S("2026-01"))
    return database


def query(database: Database, condition: str = "pk = :p", **request: Any) -> dict[str, Any]:
    """A query of partition p; :values by keyword in small letters, everything else as the API has it."""
    values = {f":{name}": request.pop(name) for name in list(request) if name.islower()}
    given = {":p": S("p"), **values}
    response: dict[str, Any] = database.client.query(
        TableName=database.ranged, KeyConditionExpression=condition, ExpressionAttributeValues=given, **request
    )
    return response


def sort_keys(response: dict[str, Any]) -> list[str]:
    return [item["sk"]["S"] for item in response["Items"]]


@pytest.mark.parametrize(
    ("condition", "values", "found"),
    [
        ("pk = :p", {}, ["s0", "s1", "s2", "s3", "s4"]),
        ("pk = :p AND sk = :a", {"a": S("s2")}, ["s2"]),
        ("pk = :p AND sk > :a", {"a": S("s2")}, ["s3", "s4"]),
        ("pk = :p AND sk >= :a", {"a": S("s2")}, ["s2", "s3", "s4"]),
        ("pk = :p AND sk < :a", {"a": S("s2")}, ["s0", "s1"]),
        ("sk <= :a AND pk = :p", {"a": S("s1")}, ["s0", "s1"]),
        ("pk = :p AND sk BETWEEN :a AND :b", {"a": S("s1"), "b": S("s3")}, ["s1", "s2", "s3"]),
        ("pk = :p AND begins_with(sk, :a)", {"a": S("s")}, ["s0", "s1", "s2", "s3", "s4"]),
        ("pk = :p AND begins_with(sk, :a)", {"a": S("t")}, []),
        ("(pk = :p) AND (sk > :a)", {"a": S("s3")}, ["s4"]),
    ],
)
def test_a_query_finds_one_partition_in_the_order_of_the_range_key(
    five: Database, condition: str, values: dict[str, Any], found: list[str]
) -> None:
    assert sort_keys(query(five, condition, **values)) == found
    assert sort_keys(query(five, condition, ScanIndexForward=False, **values)) == found[::-1]


@pytest.mark.parametrize(
    ("condition", "values", "differing"),
    [
        ("pk > :p", {}, EMULATORS),
        ("sk = :p", {}, ()),
        ("pk = :p AND v = :a", {"a": N(1)}, MINISTACK),
        ("pk = :p AND sk <> :a", {"a": S("s1")}, EMULATORS),
        ("pk = :p AND sk IN (:a)", {"a": S("s1")}, EMULATORS),
        ("pk = :p OR sk = :a", {"a": S("s1")}, EMULATORS),
        ("pk = :p AND NOT sk = :a", {"a": S("s1")}, EMULATORS),
        ("pk = :p AND sk > :a AND sk < :b", {"a": S("s1"), "b": S("s4")}, EMULATORS),
        ("pk = :p AND sk = :a", {"a": N(1)}, EMULATORS),
        ("pk = :p AND size(sk) = :a", {"a": N(2)}, EMULATORS),
        ("pk = :a AND sk = :p", {"a": S("")}, MINISTACK),
    ],
)
def test_a_query_takes_only_conditions_that_a_partition_can_answer(
    five: Database, condition: str, values: dict[str, Any], differing: tuple[str, ...]
) -> None:
    five.unless(*differing)
    with pytest.raises(ClientError) as raised:
        query(five, condition, **values)
    assert refusal(raised.value) == "ValidationException"


def test_pages_of_a_query_follow_each_other_without_gap_or_repetition(five: Database) -> None:
    found: list[str] = []
    start: dict[str, Any] = {}
    pages = 0
    while True:
        page = query(five, Limit=2, **start)
        found += sort_keys(page)
        pages += 1
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert found == ["s0", "s1", "s2", "s3", "s4"]
    assert pages == 3


def test_a_page_that_ends_exactly_at_the_limit_still_names_its_last_key(five: Database) -> None:
    five.unless(*EMULATORS)
    page = query(five, Limit=5)
    assert page["LastEvaluatedKey"] == {"pk": S("p"), "sk": S("s4")}
    assert query(five, ExclusiveStartKey=page["LastEvaluatedKey"])["Items"] == []


def test_the_limit_counts_items_before_the_filter(five: Database) -> None:
    page = query(five, FilterExpression="v > :least", least=N(2), Limit=2)
    assert (page["Count"], page["ScannedCount"]) == (0, 2)
    assert page["LastEvaluatedKey"] == {"pk": S("p"), "sk": S("s1")}


def test_a_filter_of_a_query_does_not_take_key_attributes(five: Database) -> None:
    five.unless(*EMULATORS)
    with pytest.raises(ClientError) as raised:
        query(five, FilterExpression="sk > :least", least=S("s2"))
    assert refusal(raised.value) == "ValidationException"


def test_a_projection_answers_only_what_it_names(five: Database) -> None:
    items = query(five, "pk = :p AND sk = :a", a=S("s1"), ProjectionExpression="v, absent")["Items"]
    assert items == [{"v": N(1)}]


def test_a_count_comes_without_items(five: Database) -> None:
    page = query(five, Select="COUNT")
    assert (page["Count"], page.get("Items")) == (5, None)


def test_an_index_orders_by_its_own_range_key_and_can_be_paged(five: Database) -> None:
    request: dict[str, Any] = {
        "TableName": five.ranged,
        "IndexName": "ByTeam",
        "KeyConditionExpression": "team = :t",
        "ExpressionAttributeValues": {":t": S("red")},
    }
    first = five.client.query(**request, Limit=2)
    assert sort_keys(first) == ["s4", "s3"]
    assert set(first["LastEvaluatedKey"]) == {"pk", "sk", "team", "joined"}
    rest = five.client.query(**request, ExclusiveStartKey=first["LastEvaluatedKey"])
    assert sort_keys(rest) == ["s2", "s1", "s0"]
    backward = five.client.query(**request, ScanIndexForward=False, Limit=1)
    assert sort_keys(backward) == ["s0"]


def test_an_index_holds_only_items_that_have_its_keys_and_follows_changes(database: Database) -> None:
    def found(team: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = database.client.query(
            TableName=database.plain,
            IndexName="ByTeam",
            KeyConditionExpression="team = :t",
            ExpressionAttributeValues={":t": S(team)},
        )["Items"]
        return items

    database.put("p", team=S("red"), joined=S("1"), secret=S("x"))
    database.put("q", team=S("red"))
    assert found("red") == [{"pk": S("p"), "team": S("red"), "joined": S("1")}]
    database.put("p", team=S("blue"), joined=S("1"))
    assert (len(found("red")), len(found("blue"))) == (0, 1)
    database.client.delete_item(TableName=database.plain, Key={"pk": S("p")})
    assert found("blue") == []


@pytest.mark.parametrize(
    ("request_part", "differing"),
    [
        ({"ConsistentRead": True}, ()),
        ({"IndexName": "Unknown"}, MOTO),
        ({"ProjectionExpression": "pk, secret"}, EMULATORS),
    ],
)
def test_an_index_refuses_what_it_cannot_give(
    database: Database, request_part: dict[str, Any], differing: tuple[str, ...]
) -> None:
    database.unless(*differing)
    request = {
        "TableName": database.plain,
        "IndexName": "ByTeam",
        "KeyConditionExpression": "team = :t",
        "ExpressionAttributeValues": {":t": S("red")},
    }
    with pytest.raises(ClientError) as raised:
        database.client.query(**request | request_part)
    assert refusal(raised.value) == "ValidationException"


@pytest.mark.parametrize("attribute", [S(""), N(1)])
def test_an_index_key_of_the_wrong_type_or_empty_is_refused(database: Database, attribute: dict[str, str]) -> None:
    database.unless(*(MINISTACK if attribute == S("") else MOTO))
    with pytest.raises(ClientError) as raised:
        database.put("p", team=attribute, joined=S("1"))
    assert refusal(raised.value) == "ValidationException"


def test_segments_of_a_scan_share_the_table_among_them(database: Database) -> None:
    for number in range(40):
        database.put(f"p{number}")
    found: list[str] = []
    for segment in range(3):
        paginator = database.client.get_paginator("scan")
        pages = paginator.paginate(
            TableName=database.plain, Segment=segment, TotalSegments=3, PaginationConfig={"PageSize": 7}
        )
        found += [item["pk"]["S"] for page in pages for item in page["Items"]]
    assert sorted(found) == sorted(f"p{number}" for number in range(40))


def test_a_segment_does_not_go_on_from_another_ones_key(database: Database) -> None:
    database.unless(*EMULATORS)
    for number in range(20):
        database.put(f"p{number}")
    foreign = database.client.scan(TableName=database.plain, Segment=0, TotalSegments=2, Limit=1)
    with pytest.raises(ClientError) as raised:
        database.client.scan(
            TableName=database.plain, Segment=1, TotalSegments=2, ExclusiveStartKey=foreign["LastEvaluatedKey"]
        )
    assert refusal(raised.value) == "ValidationException"


def test_a_scan_filters_also_by_keys(five: Database) -> None:
    response = five.client.scan(
        TableName=five.ranged, FilterExpression="sk >= :least", ExpressionAttributeValues={":least": S("s3")}
    )
    assert sorted(sort_keys(response)) == ["s3", "s4"]
    assert response["ScannedCount"] == 6


def test_a_scan_pages_at_a_megabyte(database: Database) -> None:
    for number in range(5):
        database.put(f"p{number}", filler=S("x" * 300_000))
    first = database.client.scan(TableName=database.plain)
    assert 3 <= first["Count"] <= 4
    rest = database.client.scan(TableName=database.plain, ExclusiveStartKey=first["LastEvaluatedKey"])
    assert first["Count"] + rest["Count"] == 5


@pytest.mark.parametrize("request_part", [{"Segment": 3, "TotalSegments": 3}, {"Segment": 0}, {"TotalSegments": 2}])
def test_a_scan_refuses_segments_that_do_not_exist(database: Database, request_part: dict[str, int]) -> None:
    database.unless(*MINISTACK)
    if request_part.get("Segment") == 3:
        database.unless(*MOTO)
    with pytest.raises(ClientError) as raised:
        database.client.scan(TableName=database.plain, **request_part)
    assert refusal(raised.value) == "ValidationException"


@pytest.mark.parametrize(
    ("projection", "names", "found"),
    [
        ("m.k, things[1]", {}, {"m": {"M": {"k": N(1)}}, "things": {"L": [N(2)]}}),
        ("#m.#k", {"#m": "m", "#k": "k"}, {"m": {"M": {"k": N(1)}}}),
        ("things[0], things[2]", {}, {"things": {"L": [N(1), N(3)]}}),
        ("absent, m.absent", {}, {}),
    ],
)
def test_a_projection_picks_parts_of_documents(
    database: Database, projection: str, names: dict[str, str], found: dict[str, Any]
) -> None:
    database.put("p", m={"M": {"k": N(1), "other": N(2)}}, things={"L": [N(1), N(2), N(3)]})
    if "absent" in projection or "things[2]" in projection:
        database.unless(*EMULATORS)
    request: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}
    response = database.client.get_item(
        TableName=database.plain, Key={"pk": S("p")}, ProjectionExpression=projection, **request
    )
    assert response["Item"] == found


def test_a_projection_refuses_paths_within_each_other(database: Database) -> None:
    database.unless(*EMULATORS)
    with pytest.raises(ClientError) as raised:
        database.client.get_item(TableName=database.plain, Key={"pk": S("p")}, ProjectionExpression="m, m.k")
    assert refusal(raised.value) == "ValidationException"


def test_an_absent_item_is_no_error(database: Database) -> None:
    assert "Item" not in database.client.get_item(TableName=database.plain, Key={"pk": S("absent")})


@pytest.mark.parametrize("key", [{}, {"pk": N(1)}, {"pk": S("p"), "sk": S("s")}, {"other": S("p")}, {"pk": S("")}])
def test_a_key_has_to_be_the_tables_key(database: Database, key: dict[str, Any]) -> None:
    database.unless(*{"": MINISTACK, "1": MOTO}.get(next(iter(key.get("pk", {"": "p"}).values())), ()))
    with pytest.raises(ClientError) as raised:
        database.client.get_item(TableName=database.plain, Key=key)
    assert refusal(raised.value) == "ValidationException"


def test_a_table_that_does_not_exist_is_not_found(database: Database) -> None:
    with pytest.raises(ClientError) as raised:
        database.client.get_item(TableName="nowhere", Key={"pk": S("p")})
    assert refusal(raised.value) == "ResourceNotFoundException"
