"""Condition expressions mean the same on the double as on DynamoDB."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conformance.conftest import EMULATORS, MINISTACK, MOTO, Database
from tests.doubles.shorthand import N, S, refusal

HOLDS, FAILS, REFUSED = "holds", "fails", "refused"

ITEM: dict[str, Any] = {
    "n": {"N": "5"},
    "five": {"N": "5.0"},
    "ten": {"N": "10"},
    "s": {"S": "x\U0001f600é"},
    "word": {"S": "pear"},
    "flag": {"BOOL": True},
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["0", "7"]},
    "items": {"L": [{"N": "1"}, {"S": "p"}]},
    "m": {"M": {"k": {"N": "1"}, "deep": {"M": {"x": {"S": "y"}}}}},
    "nothing": {"NULL": True},
    "bytes": {"B": b"abc"},
}


def case(expression: str, outcome: str, names: dict[str, str] | None = None, **values: Any) -> Any:
    """An expression, its :values by keyword, and what it says of `ITEM`, but=(who says otherwise than AWS)."""
    differing = values.pop("but", ())
    shown = f"{expression} {values if values else ''}".strip()
    return pytest.param(expression, values, names, outcome, differing, id=shown)


@pytest.mark.parametrize(
    ("expression", "values", "names", "outcome", "differing"),
    [
        # Comparisons are strict about types.
        case("n = :v", HOLDS, v=N(5)),
        case("n = :v", HOLDS, v=N("5.00")),
        case("n = five", HOLDS),
        case("n = :v", FAILS, v=S("5")),
        case("n <> :v", HOLDS, v=S("5")),
        case("n < :v", FAILS, v=S("9"), but=MOTO),
        case("n < ten", HOLDS),
        case("word < ten", FAILS, but=MOTO),
        case("n > :v", FAILS, v=N(10)),
        case("word < :v", HOLDS, v=S("peas")),
        case("bytes = :v", HOLDS, v={"B": b"abc"}),
        case("texts = :v", HOLDS, v={"SS": ["b", "a"]}),
        case("m = :v", HOLDS, v={"M": {"deep": {"M": {"x": S("y")}}, "k": N(1)}}),
        case("flag = :v", HOLDS, v={"BOOL": True}),
        case("n < :v", REFUSED, v={"BOOL": True}, but=EMULATORS),
        case("n = n", REFUSED, but=EMULATORS),
        # Missing attributes.
        case("absent = :v", FAILS, v=N(5)),
        case("absent <> :v", HOLDS, v=N(5)),
        case("absent < :v", FAILS, v=N(5)),
        case("NOT absent = :v", HOLDS, v=N(5)),
        case("absent <> gone", HOLDS, but=EMULATORS),
        # BETWEEN and IN.
        case("n BETWEEN :a AND :b", HOLDS, a=N(5), b=N(6)),
        case("n BETWEEN :a AND :b", FAILS, a=N(6), b=N(7)),
        case("n BETWEEN :a AND :b", REFUSED, a=N(9), b=N(1), but=MOTO),
        case("n BETWEEN :a AND :b", REFUSED, a=N(1), b=S("9"), but=EMULATORS),
        case("word BETWEEN :a AND :b", HOLDS, a=S("p"), b=S("q")),
        case("n IN (:a, :b)", HOLDS, a=S("5"), b=N(5)),
        case("n IN (:a, :b)", FAILS, a=S("5"), b=N(6)),
        # Functions.
        case("attribute_exists(n)", HOLDS),
        case("attribute_exists(absent)", FAILS),
        case("attribute_not_exists(absent)", HOLDS),
        case("attribute_not_exists(n)", FAILS),
        case("attribute_exists(m.deep.x)", HOLDS),
        case("attribute_not_exists(m.absent.x)", HOLDS),
        case("attribute_exists(#l[1])", HOLDS, {"#l": "items"}),
        case("attribute_exists(#l[2])", FAILS, {"#l": "items"}),
        case("attribute_exists(:v)", REFUSED, v=N(1), but=MOTO),
        case("attribute_type(n, :v)", HOLDS, v=S("N")),
        case("attribute_type(n, :v)", FAILS, v=S("S")),
        case("attribute_type(n, :v)", REFUSED, v=S("Q"), but=EMULATORS),
        case("begins_with(word, :v)", HOLDS, v=S("pe")),
        case("begins_with(n, :v)", FAILS, v=S("5"), but=MINISTACK),
        case("begins_with(word, :v)", REFUSED, v=N(5), but=EMULATORS),
        case("contains(word, :v)", HOLDS, v=S("ea")),
        case("contains(texts, :v)", HOLDS, v=S("a")),
        case("contains(texts, :v)", FAILS, v=N(1)),
        case("contains(numbers, :v)", HOLDS, v=N(7)),
        case("contains(numbers, :v)", FAILS, v=S("7")),
        case("NOT contains(numbers, :v)", HOLDS, v=N(8)),
        case("NOT contains(absent, :v)", HOLDS, v=N(8)),
        case("contains(#l, :v)", HOLDS, {"#l": "items"}, v=S("p")),
        case("contains(#l, :v)", FAILS, {"#l": "items"}, v=S("q")),
        case("contains(n, :v)", FAILS, v=S("5")),
        case("size(s) = :v", HOLDS, v=N(4), but=EMULATORS),
        case("size(texts) = :v", HOLDS, v=N(2)),
        case("size(#l) = :v", HOLDS, {"#l": "items"}, v=N(2)),
        case("size(m) = :v", HOLDS, v=N(2)),
        case("size(bytes) = :v", HOLDS, v=N(3)),
        case("size(n) = :v", FAILS, v=N(1), but=MOTO),
        case("size(absent) < :v", FAILS, v=N(1), but=MOTO),
        case("size(texts) < n", HOLDS),
        case("size(numbers) = size(texts)", HOLDS),
        case("size(texts) < size(numbers)", FAILS),
        # Logic.
        case("n = :a AND word = :b", FAILS, a=N(5), b=S("x")),
        case("n = :a OR word = :b", HOLDS, a=N(5), b=S("x")),
        case("n = :a OR n = :a AND word = :b", HOLDS, a=N(5), b=S("x")),
        case("(n = :a OR n = :a) AND word = :b", FAILS, a=N(5), b=S("x")),
        case("NOT n = :a AND n = :a", FAILS, a=N(5)),
        case("not (n = :a and word = :b)", HOLDS, a=N(5), b=S("x")),
        case("NOT NOT n = :a", HOLDS, a=N(5), but=MOTO),
        case("((n = :a) AND (word <> :b))", HOLDS, a=N(5), b=S("x")),
        case("((n = :a))", REFUSED, a=N(5)),
        case("(n) <= (:a)", HOLDS, a=N(5), but=EMULATORS),
        # Names and syntax.
        case("#a.#b = :v", HOLDS, {"#a": "m", "#b": "k"}, v=N(1)),
        case("#a = :v", FAILS, {"#a": "m.k"}, v=N(1)),
        case("status = :v", REFUSED, v=N(1)),
        case("Order = :v", REFUSED, v=N(1)),
        case("#a = :v", REFUSED, {"#a": "n", "#b": "n"}, v=N(1)),
        case("n = :v", REFUSED, v=N(1), unused=N(1), but=MOTO),
        case("n = :undefined", REFUSED, v=N(1), but=MOTO),
        case("#undefined = :v", REFUSED, v=N(1), but=MOTO),
        case("n = 5", REFUSED, but=MOTO),
        case("n == :v", REFUSED, v=N(1), but=MOTO),
        case("n = :v AND", REFUSED, v=N(1), but=MOTO),
        case("(n = :v", REFUSED, v=N(1), but=MOTO),
        case("", REFUSED, but=MOTO),
        case("unknown(n)", REFUSED),
        case("ATTRIBUTE_EXISTS(n)", REFUSED, but=EMULATORS),
    ],
)
def test_a_condition_says_of_an_item_what_dynamodb_says(
    database: Database,
    expression: str,
    values: dict[str, Any],
    names: dict[str, str] | None,
    outcome: str,
    differing: tuple[str, ...],
) -> None:
    database.put("p", **ITEM)
    request: dict[str, Any] = {"TableName": database.plain, "Key": {"pk": S("p")}, "ConditionExpression": expression}
    if names:
        request["ExpressionAttributeNames"] = names
    if values:
        request["ExpressionAttributeValues"] = {f":{name}": value for name, value in values.items()}
    database.unless(*differing)

    seen = HOLDS
    try:
        database.client.delete_item(**request)
    except ClientError as error:
        seen = {"ConditionalCheckFailedException": FAILS, "ValidationException": REFUSED}[refusal(error)]

    assert seen == outcome
    assert (database.get("p") is None) == (outcome == HOLDS)


def test_a_condition_on_an_absent_item_sees_no_attributes(database: Database) -> None:
    def delete(expression: str) -> None:
        database.client.delete_item(TableName=database.plain, Key={"pk": S("p")}, ConditionExpression=expression)

    delete("attribute_not_exists(pk)")
    with pytest.raises(ClientError) as raised:
        delete("attribute_exists(pk)")
    assert refusal(raised.value) == "ConditionalCheckFailedException"


@pytest.mark.parametrize("operation", ["put_item", "update_item", "delete_item"])
def test_a_failed_condition_shows_the_item_only_when_asked(database: Database, operation: str) -> None:
    database.put("p", n=N(5))
    request: dict[str, Any] = {
        "TableName": database.plain,
        "ConditionExpression": "n > :v",
        "ExpressionAttributeValues": {":v": N(7)},
    }
    request |= {"Item": {"pk": S("p")}} if operation == "put_item" else {"Key": {"pk": S("p")}}

    with pytest.raises(ClientError) as silent:
        getattr(database.client, operation)(**request)
    with pytest.raises(ClientError) as telling:
        getattr(database.client, operation)(**request, ReturnValuesOnConditionCheckFailure="ALL_OLD")

    assert refusal(silent.value) == refusal(telling.value) == "ConditionalCheckFailedException"
    assert "Item" not in silent.value.response
    assert telling.value.response["Item"] == {"pk": S("p"), "n": N(5)}  # type: ignore[typeddict-item]


def test_a_failed_condition_on_an_absent_item_has_no_item_to_show(database: Database) -> None:
    with pytest.raises(ClientError) as raised:
        database.client.update_item(
            TableName=database.plain,
            Key={"pk": S("p")},
            ConditionExpression="attribute_exists(pk)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    assert "Item" not in raised.value.response
