"""Update expressions do the same on the double as on DynamoDB."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conformance.conftest import EMULATORS, MINISTACK, MOTO, Database
from tests.doubles.shorthand import N, S, refusal

REFUSED = "refused"

ITEM: dict[str, Any] = {
    "n": N(5),
    "s": S("text"),
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["0"]},
    "things": {"L": [N(1), N(2), N(3)]},
    "m": {"M": {"k": N(1), "deep": {"M": {"x": S("y")}}}},
}


def case(expression: str, changed: dict[str, Any] | str, **values: Any) -> Any:
    """An update, what it changes of `ITEM` (None: the attribute goes) or REFUSED, its :values by keyword, and
    but=(who does otherwise than AWS)."""
    differing = values.pop("but", ())
    shown = f"{expression} {values if values else ''}".strip()
    return pytest.param(expression, values, changed, differing, id=shown)


@pytest.mark.parametrize(
    ("expression", "values", "changed", "differing"),
    [
        # SET
        case("SET a = :v", {"a": S("x")}, v=S("x")),
        case("set a = :v, n = :w", {"a": S("x"), "n": N(6)}, v=S("x"), w=N(6)),
        case("SET a = n", {"a": N(5)}),
        case("SET a = s, s = :v", {"a": S("text"), "s": S("x")}, v=S("x")),
        case("SET n = n + :v", {"n": N(7)}, v=N(2)),
        case("SET n = :v - n", {"n": N(-3)}, v=N(2)),
        case("SET n = n + :v", {"n": N("5.3")}, v=N("0.3")),
        case("SET a = if_not_exists(a, :v) + :w", {"a": N(3)}, v=N(1), w=N(2)),
        case("SET n = if_not_exists(n, :v) + :w", {"n": N(7)}, v=N(1), w=N(2)),
        case("SET n = if_not_exists(n, absent)", REFUSED, but=EMULATORS),
        case("SET things = list_append(things, :v)", {"things": {"L": [N(1), N(2), N(3), S("x")]}}, v={"L": [S("x")]}),
        case("SET things = list_append(:v, things)", {"things": {"L": [S("x"), N(1), N(2), N(3)]}}, v={"L": [S("x")]}),
        case("SET a = list_append(if_not_exists(a, :e), :v)", {"a": {"L": [S("x")]}}, e={"L": []}, v={"L": [S("x")]}),
        case("SET m.k = :v", {"m": {"M": {"k": N(2), "deep": {"M": {"x": S("y")}}}}}, v=N(2)),
        case("SET m.deep.z = :v", {"m": {"M": {"k": N(1), "deep": {"M": {"x": S("y"), "z": N(2)}}}}}, v=N(2)),
        case("SET things[1] = :v", {"things": {"L": [N(1), S("x"), N(3)]}}, v=S("x")),
        case("SET things[9] = :v", {"things": {"L": [N(1), N(2), N(3), S("x")]}}, v=S("x")),
        case("SET absent.k = :v", REFUSED, v=N(1)),
        case("SET n.k = :v", REFUSED, v=N(1), but=MOTO),
        case("SET absent[0] = :v", REFUSED, v=N(1)),
        case("SET a = absent", REFUSED),
        case("SET a = absent + :v", REFUSED, v=N(1)),
        case("SET n = s + :v", REFUSED, v=N(1), but=MINISTACK),
        case("SET n = n + :v", REFUSED, v=S("1"), but=MINISTACK),
        case("SET a = list_append(things, :v)", REFUSED, v=N(1), but=MINISTACK),
        case("SET a = list_append(s, :v)", REFUSED, v={"L": []}, but=MINISTACK),
        # REMOVE
        case("REMOVE n, s", {"n": None, "s": None}),
        case("REMOVE absent", {}),
        case("REMOVE m.k", {"m": {"M": {"deep": {"M": {"x": S("y")}}}}}),
        case("REMOVE m.absent", {}),
        case("REMOVE things[0], things[2]", {"things": {"L": [N(2)]}}, but=MINISTACK),
        case("REMOVE things[7]", {}),
        case("REMOVE absent.k", REFUSED, but=EMULATORS),
        # ADD
        case("ADD n :v", {"n": N(8)}, v=N(3)),
        case("ADD n :v", {"n": N(2)}, v=N(-3)),
        case("ADD a :v", {"a": N(3)}, v=N(3)),
        case("ADD numbers :v", {"numbers": {"NS": ["0", "4"]}}, v={"NS": ["4"]}),
        case("ADD numbers :v", {}, v={"NS": ["0"]}),
        case("ADD a :v", {"a": {"SS": ["x"]}}, v={"SS": ["x"]}),
        case("ADD m.hits :v", {"m": {"M": {"k": N(1), "hits": N(3), "deep": {"M": {"x": S("y")}}}}}, v=N(3)),
        case("ADD absent.hits :v", REFUSED, v=N(1), but=EMULATORS),
        case("ADD s :v", REFUSED, v=N(1)),
        case("ADD texts :v", REFUSED, v={"NS": ["1"]}, but=EMULATORS),
        case("ADD n :v", REFUSED, v=S("1")),
        case("ADD a :v", REFUSED, v={"L": []}),
        # DELETE
        case("DELETE texts :v", {"texts": {"SS": ["b"]}}, v={"SS": ["a", "z"]}),
        case("DELETE texts :v", {"texts": None}, v={"SS": ["a", "b"]}),
        case("DELETE absent :v", {}, v={"SS": ["a"]}),
        case("DELETE n :v", REFUSED, v={"NS": ["5"]}, but=MINISTACK),
        case("DELETE n :v", REFUSED, v=N(5), but=MINISTACK),
        # Several sections: everything is read from the item as it was.
        case("SET a = n ADD n :v REMOVE s DELETE texts :w", {"a": N(5), "n": N(6), "s": None, "texts": {"SS": ["b"]}},
             v=N(1), w={"SS": ["a"]}),
        case("SET a = :v SET b = :v", REFUSED, v=N(1), but=MINISTACK),
        case("SET a = :v, a = :v", REFUSED, v=N(1), but=MINISTACK),
        case("SET a = :v REMOVE a", REFUSED, v=N(1), but=MINISTACK),
        case("SET m = :v, m.k = :v", REFUSED, v=N(1), but=MINISTACK),
        # Values and names
        case("SET a = :v", {"a": N("12.5")}, v=N("00012.500"), but=("moto", "ministack", "local")),
        case("SET a = :v", {"a": N("100000000000000000000")}, v=N("1E+20"), but=("moto", "ministack", "local")),
        case("SET a = :v", {"a": {"M": {"empty": S(""), "l": {"L": [{"NULL": True}]}}}},
             v={"M": {"empty": S(""), "l": {"L": [{"NULL": True}]}}}),
        case("SET a = :v", REFUSED, v={"SS": []}, but=MOTO),
        case("SET a = :v", REFUSED, v={"SS": ["a", "a"]}, but=MOTO),
        case("SET a = :v", REFUSED, v={"NS": ["1", "1.0"]}, but=EMULATORS),
        case("SET a = :v", REFUSED, v=N("one"), but=MOTO),
        case("SET a = :v", REFUSED, v=N("1e126"), but=MOTO),
        case("SET a = :v", REFUSED, v=N("1e-131"), but=EMULATORS),
        case("SET a = :v", REFUSED, v=N("1" * 39), but=MOTO),
        case("SET a = :v", REFUSED, v={"NULL": False}, but=EMULATORS),
        case("SET pk = :v", REFUSED, v=S("other")),
        case("SET row = :v", REFUSED, v=N(1)),
        case("SET a = :v, ", REFUSED, v=N(1), but=MINISTACK),
        case("SET a = :v", REFUSED, v=N(1), unused=N(1)),
        case("SET a = :undefined", REFUSED),
        case("REMOVE", REFUSED, but=MINISTACK),
        case("", REFUSED),
    ],
)  # fmt: skip
def test_an_update_leaves_what_dynamodb_leaves(
    database: Database,
    expression: str,
    values: dict[str, Any],
    changed: dict[str, Any] | str,
    differing: tuple[str, ...],
) -> None:
    database.put("p", **ITEM)
    database.unless(*differing)
    request: dict[str, Any] = {"TableName": database.plain, "Key": {"pk": S("p")}, "UpdateExpression": expression}
    if values:
        request["ExpressionAttributeValues"] = {f":{name}": value for name, value in values.items()}
    expected = {"pk": S("p"), **ITEM}

    if isinstance(changed, str):
        with pytest.raises(ClientError) as raised:
            database.client.update_item(**request)
        assert refusal(raised.value) == "ValidationException"
    else:
        database.client.update_item(**request)
        expected = {name: value for name, value in (expected | changed).items() if value is not None}

    assert ordered(database.get("p")) == ordered(expected)


def ordered(item: Any) -> Any:
    """An item with its sets sorted: their order is nobody's promise."""
    return {
        name: {kind: sorted(value) if kind in ("SS", "NS") else value for kind, value in attribute.items()}
        for name, attribute in item.items()
    }


@pytest.mark.parametrize("expression", ["SET a = :v", "ADD a :v"])
def test_an_update_of_an_absent_item_creates_it_with_its_key(database: Database, expression: str) -> None:
    database.client.update_item(
        TableName=database.plain,
        Key={"pk": S("p")},
        UpdateExpression=expression,
        ExpressionAttributeValues={":v": N(1)},
    )
    assert database.get("p") == {"pk": S("p"), "a": N(1)}


def test_an_update_without_an_expression_creates_the_bare_item(database: Database) -> None:
    database.unless(*MOTO)
    database.client.update_item(TableName=database.plain, Key={"pk": S("p")})
    assert database.get("p") == {"pk": S("p")}


@pytest.mark.parametrize(
    ("wanted", "attributes"),
    [
        ("NONE", None),
        ("ALL_OLD", {"pk": S("p"), "n": N(5), "s": S("x")}),
        ("ALL_NEW", {"pk": S("p"), "n": N(6), "a": N(1)}),
        ("UPDATED_OLD", {"n": N(5), "s": S("x")}),
        ("UPDATED_NEW", {"n": N(6), "a": N(1)}),
    ],
)
def test_an_update_returns_what_was_asked_for(
    database: Database, wanted: str, attributes: dict[str, Any] | None
) -> None:
    database.put("p", n=N(5), s=S("x"))
    if wanted.startswith("UPDATED"):
        database.unless(*MINISTACK)
    response = database.client.update_item(
        TableName=database.plain,
        Key={"pk": S("p")},
        UpdateExpression="SET a = :one REMOVE s ADD n :one",
        ExpressionAttributeValues={":one": N(1)},
        ReturnValues=wanted,
    )
    assert response.get("Attributes") == attributes
