"""Batches, transactions and PartiQL on the double do as DynamoDB's do."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conformance.conftest import MINISTACK, MOTO, Database
from tests.doubles.shorthand import N, S, refusal

INSERT = """INSERT INTO "{table}" VALUE {{'pk': ?, 'n': ?}}"""
UPDATE = """UPDATE "{table}" SET n=?, "order"=? REMOVE gone WHERE pk=? AND n=?"""
SELECT = """SELECT * FROM "{table}" WHERE pk=?"""


def put(pk: str, **attributes: Any) -> dict[str, Any]:
    return {"PutRequest": {"Item": {"pk": S(pk), **attributes}}}


class TestBatches:
    def test_a_batch_writes_and_deletes(self, database: Database) -> None:
        database.put("old")
        entries = [put("a", n=N(1)), put("b"), {"DeleteRequest": {"Key": {"pk": S("old")}}}]
        response = database.client.batch_write_item(RequestItems={database.plain: entries})
        assert response["UnprocessedItems"] == {}
        assert database.get("a") == {"pk": S("a"), "n": N(1)}
        assert database.get("old") is None

    @pytest.mark.parametrize(
        ("entries", "differing"),
        [
            ([put("a"), put("a")], ()),
            ([put("a"), {"DeleteRequest": {"Key": {"pk": S("a")}}}], MOTO),
            ([put(f"p{number}") for number in range(26)], MOTO),
            ([put("a"), put("b", filler=S("x" * 410_000))], MOTO),
            ([put("a"), put("")], ()),
        ],
        ids=["twice", "put and delete", "26", "too large", "empty key"],
    )
    def test_a_wrong_batch_writes_nothing(
        self, database: Database, entries: list[Any], differing: tuple[str, ...]
    ) -> None:
        database.unless(*differing)
        with pytest.raises(ClientError) as raised:
            database.client.batch_write_item(RequestItems={database.plain: entries})
        assert refusal(raised.value) == "ValidationException"
        assert database.get("a") is None

    def test_a_batch_get_answers_what_is_there(self, database: Database) -> None:
        for number in range(3):
            database.put(f"p{number}", n=N(number))
        keys = [{"pk": S(f"p{number}")} for number in (2, 0, 9)]
        request = {"Keys": keys, "ProjectionExpression": "#v", "ExpressionAttributeNames": {"#v": "n"}}
        response = database.client.batch_get_item(RequestItems={database.plain: request})
        assert sorted(item["n"]["N"] for item in response["Responses"][database.plain]) == ["0", "2"]
        assert response["UnprocessedKeys"] == {}

    @pytest.mark.parametrize("keys", [["a", "a"], [str(number) for number in range(101)]], ids=["twice", "101"])
    def test_a_wrong_batch_get_is_refused(self, database: Database, keys: list[str]) -> None:
        with pytest.raises(ClientError) as raised:
            database.client.batch_get_item(RequestItems={database.plain: {"Keys": [{"pk": S(key)} for key in keys]}})
        assert refusal(raised.value) == "ValidationException"


def action(database: Database, kind: str, pk: str, **request: Any) -> dict[str, Any]:
    key = {"Item": {"pk": S(pk)}} if kind == "Put" else {"Key": {"pk": S(pk)}}
    return {kind: {"TableName": database.plain, **key, **request}}


def increment(database: Database, pk: str, **request: Any) -> dict[str, Any]:
    values = {":one": N(1), **request.pop("values", {})}
    return action(
        database,
        "Update",
        pk,
        UpdateExpression="SET n = if_not_exists(n, :one) + :one",
        ExpressionAttributeValues=values,
        **request,
    )


class TestTransactions:
    def test_all_actions_happen_together(self, database: Database) -> None:
        database.put("check", n=N(1))
        database.put("gone")
        database.client.transact_write_items(
            TransactItems=[
                action(database, "Put", "new", ConditionExpression="attribute_not_exists(pk)"),
                increment(database, "counted"),
                action(database, "Delete", "gone"),
                action(database, "ConditionCheck", "check", ConditionExpression="attribute_exists(n)"),
            ]
        )
        assert database.get("new") == {"pk": S("new")}
        assert database.get("counted") == {"pk": S("counted"), "n": N(2)}
        assert database.get("gone") is None
        assert database.get("check") == {"pk": S("check"), "n": N(1)}

    def test_a_failed_condition_undoes_all_and_says_which_it_was(self, database: Database) -> None:
        database.put("taken", n=N(1))
        request = {"ConditionExpression": "attribute_not_exists(pk)"}
        with pytest.raises(ClientError) as raised:
            database.client.transact_write_items(
                TransactItems=[
                    action(database, "Put", "new"),
                    action(database, "Put", "taken", ReturnValuesOnConditionCheckFailure="ALL_OLD", **request),
                    action(database, "ConditionCheck", "absent", ConditionExpression="attribute_exists(pk)"),
                ]
            )
        assert refusal(raised.value) == "TransactionCanceledException"
        reasons: Any = raised.value.response["CancellationReasons"]
        assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed", "ConditionalCheckFailed"]
        assert reasons[1]["Item"] == {"pk": S("taken"), "n": N(1)}
        assert "Item" not in reasons[2]
        assert database.get("new") is None

    def test_a_token_makes_the_same_transaction_happen_once(self, database: Database) -> None:
        database.unless(*MOTO)
        request: dict[str, Any] = {"ClientRequestToken": f"token-{database.plain}"}
        for _ in range(2):
            database.client.transact_write_items(TransactItems=[increment(database, "p")], **request)
        assert database.get("p") == {"pk": S("p"), "n": N(2)}
        with pytest.raises(ClientError) as raised:
            database.client.transact_write_items(TransactItems=[increment(database, "other")], **request)
        assert refusal(raised.value) == "IdempotentParameterMismatchException"

    def test_a_cancelled_transaction_may_be_tried_again_with_its_token(self, database: Database) -> None:
        transaction: dict[str, Any] = {
            "TransactItems": [
                increment(database, "p"),
                action(database, "ConditionCheck", "later", ConditionExpression="attribute_exists(pk)"),
            ],
            "ClientRequestToken": f"again-{database.plain}",
        }
        with pytest.raises(ClientError):
            database.client.transact_write_items(**transaction)
        database.put("later")
        database.client.transact_write_items(**transaction)
        assert database.get("p") == {"pk": S("p"), "n": N(2)}

    def test_one_item_has_one_action(self, database: Database) -> None:
        with pytest.raises(ClientError) as raised:
            database.client.transact_write_items(
                TransactItems=[
                    increment(database, "p"),
                    action(database, "ConditionCheck", "p", ConditionExpression="attribute_exists(pk)"),
                ]
            )
        assert refusal(raised.value) == "ValidationException"

    def test_more_than_a_hundred_actions_are_refused(self, database: Database) -> None:
        database.unless(*MOTO)
        with pytest.raises(ClientError) as raised:
            database.client.transact_write_items(
                TransactItems=[action(database, "Put", f"p{number}") for number in range(101)]
            )
        assert refusal(raised.value) == "ValidationException"

    def test_a_transaction_reads_items_in_the_order_asked(self, database: Database) -> None:
        database.unless(*MOTO)
        database.put("a", n=N(1), other=N(2))
        gets = [action(database, "Get", "absent"), action(database, "Get", "a", ProjectionExpression="n")]
        response = database.client.transact_get_items(TransactItems=gets)
        assert response["Responses"] == [{}, {"Item": {"n": N(1)}}]


class TestStatements:
    @pytest.fixture(autouse=True)
    def known(self, database: Database) -> None:
        """moto needs a further package for PartiQL."""
        database.unless(*MOTO)

    def run(self, database: Database, statement: str, *parameters: Any, **request: Any) -> Any:
        text = statement.format(table=database.plain)
        if parameters:
            request["Parameters"] = list(parameters)
        return database.client.execute_statement(Statement=text, **request)["Items"]

    def batch(self, database: Database, *statements: tuple[str, list[Any]], **request: Any) -> list[Any]:
        """Runs a batch; answers per statement its error code, its item, or None."""
        response = database.client.batch_execute_statement(
            Statements=[
                {"Statement": text.format(table=database.plain), "Parameters": parameters, **request}
                for text, parameters in statements
            ]
        )
        return [
            one["Error"]["Code"].removesuffix("Exception") if "Error" in one else one.get("Item")
            for one in response["Responses"]
        ]

    def test_a_statement_inserts_updates_selects_and_deletes(self, database: Database) -> None:
        self.run(database, INSERT, S("p"), N(1))
        self.run(database, UPDATE, N(2), S("x"), S("p"), N(1))
        assert self.run(database, SELECT, S("p")) == [{"pk": S("p"), "n": N(2), "order": S("x")}]
        self.run(database, """DELETE FROM "{table}" WHERE pk=? AND n=?""", S("p"), N(2))
        assert self.run(database, SELECT, S("p")) == []

    def test_an_insert_never_replaces(self, database: Database) -> None:
        database.put("p", n=N(1))
        with pytest.raises(ClientError) as raised:
            self.run(database, INSERT, S("p"), N(2))
        # DynamoDB Local leaves out the second word.
        assert refusal(raised.value) in ("DuplicateItemException", "DuplicateItem")
        assert database.get("p") == {"pk": S("p"), "n": N(1)}

    @pytest.mark.parametrize("present", [True, False])
    def test_an_update_needs_an_item_that_fits_its_where(self, database: Database, present: bool) -> None:
        if present:
            database.put("p", n=N(1))
        with pytest.raises(ClientError) as raised:
            self.run(database, UPDATE, N(2), S("x"), S("p"), N(7), ReturnValuesOnConditionCheckFailure="ALL_OLD")
        assert refusal(raised.value) == "ConditionalCheckFailedException"
        expected = {"pk": S("p"), "n": N(1)} if present else None
        assert raised.value.response.get("Item") == expected
        assert database.get("p") == expected

    @pytest.mark.parametrize(
        ("returning", "answer"),
        [
            ("ALL OLD", {"pk": S("p"), "n": N(1), "s": S("x")}),
            ("ALL NEW", {"pk": S("p"), "n": N(3), "s": S("x")}),
            ("MODIFIED OLD", {"n": N(1)}),
            ("MODIFIED NEW", {"n": N(3)}),
        ],
    )
    def test_an_update_returns_what_was_asked_for(
        self, database: Database, returning: str, answer: dict[str, Any]
    ) -> None:
        database.put("p", n=N(1), s=S("x"))
        statement = """UPDATE "{table}" SET n = n + ? WHERE pk=? RETURNING """ + returning + " *"  # noqa: S608
        assert self.run(database, statement, N(2), S("p")) == [answer]

    @pytest.mark.parametrize(
        ("statement", "parameters"),
        [
            ("""UPDATE "{table}" SET order=? WHERE pk=?""", [N(1), S("p")]),
            ("""UPDATE "{table}" SET n=? WHERE n=?""", [N(1), N(1)]),
            ("""UPDATE "{table}" SET n=? WHERE pk=? OR n=?""", [N(1), S("p"), N(1)]),
            ("""UPDATE "{table}" SET n=? WHERE pk=?""", [N(1)]),
            ("""UPDATE "{table}" SET pk=? WHERE pk=?""", [S("q"), S("p")]),
            ("""UPDATE "{table}" SET absent.n=? WHERE pk=?""", [N(1), S("p")]),
            ("""INSERT INTO "{table}" VALUE ?""", [{"M": {"pk": S("q")}}]),
            ("""INSERT INTO "{table}" VALUE {{'pk': ?, 'm': {{'k': ?}}}}""", [S("q"), N(1)]),
            ("""INSERT INTO "{table}" VALUE {{'n': ?}}""", [N(1)]),
            ("""INSERT INTO "{table}" VALUE {{'pk': ?}}""", [N(1)]),
            ("nonsense", [N(1)]),
        ],
    )
    def test_a_wrong_statement_is_refused(self, database: Database, statement: str, parameters: list[Any]) -> None:
        database.unless(*MINISTACK)
        database.put("p", n=N(1))
        with pytest.raises(ClientError) as raised:
            self.run(database, statement, *parameters)
        assert refusal(raised.value) == "ValidationException"
        assert database.get("p") == {"pk": S("p"), "n": N(1)}
        assert database.get("q") is None

    def test_a_list_in_a_select_finds_each_item(self, database: Database) -> None:
        for pk in "abc":
            database.put(pk)
        items = self.run(database, """SELECT pk FROM "{table}" WHERE pk IN [?,?,?]""", S("a"), S("c"), S("z"))
        assert sorted(item["pk"]["S"] for item in items) == ["a", "c"]

    def test_each_statement_of_a_batch_succeeds_or_fails_by_itself(self, database: Database) -> None:
        database.unless(*MINISTACK)
        database.put("taken", n=N(1))
        outcomes = self.batch(
            database,
            (INSERT, [S("new"), N(1)]),
            (INSERT, [S("taken"), N(2)]),
            (UPDATE, [N(2), S("x"), S("absent"), N(1)]),
            ("nonsense", [S("p")]),
            (INSERT, [S("large"), S("x" * 410_000)]),
            (INSERT, [N(1), N(1)]),
            (INSERT.replace("{table}", "nowhere"), [S("p"), N(1)]),
        )
        assert outcomes == [
            None,
            "DuplicateItem",
            "ConditionalCheckFailed",
            "ValidationError",
            "ValidationError",
            "ValidationError",
            "ResourceNotFound",
        ]
        assert database.get("new") == {"pk": S("new"), "n": N(1)}
        assert database.get("taken") == {"pk": S("taken"), "n": N(1)}

    def test_a_batch_of_selects_answers_in_order(self, database: Database) -> None:
        database.put("a")
        database.put("b")
        assert self.batch(database, *((SELECT, [S(pk)]) for pk in ("b", "absent", "a"))) == [
            {"pk": S("b")},
            None,
            {"pk": S("a")},
        ]

    @pytest.mark.parametrize(
        ("statements"),
        [
            [(INSERT, [S("p"), N(1)]), (INSERT, [S("p"), N(2)])],
            [(INSERT, [S("p"), N(1)]), (SELECT, [S("q")])],
            [(INSERT, [S(f"p{number}"), N(1)]) for number in range(26)],
        ],
        ids=["one item twice", "reads beside writes", "26"],
    )
    def test_a_wrong_batch_of_statements_is_refused_as_a_whole(
        self, database: Database, statements: list[tuple[str, list[Any]]]
    ) -> None:
        database.unless(*MINISTACK)
        with pytest.raises(ClientError) as raised:
            self.batch(database, *statements)
        assert refusal(raised.value) == "ValidationException"

    def test_a_batch_does_not_select_by_anything_but_the_whole_key(self, database: Database) -> None:
        assert self.batch(database, ("""SELECT * FROM "{table}" WHERE n=?""", [N(1)])) == ["ValidationError"]


class TestSizes:
    def test_an_item_may_have_400_kilobytes_and_no_byte_more(self, database: Database) -> None:
        database.unless(*MINISTACK, *MOTO)
        names = len("pk") + len("p") + len("filler")
        database.put("p", filler=S("x" * (400 * 1024 - names)))
        with pytest.raises(ClientError) as raised:
            database.put("p", filler=S("x" * (400 * 1024 - names + 1)))
        assert refusal(raised.value) == "ValidationException"

    def test_an_update_may_not_grow_an_item_beyond_the_limit(self, database: Database) -> None:
        database.put("p", filler=S("x" * 300_000))
        with pytest.raises(ClientError) as raised:
            database.client.update_item(
                TableName=database.plain,
                Key={"pk": S("p")},
                UpdateExpression="SET more = :more",
                ExpressionAttributeValues={":more": S("x" * 200_000)},
            )
        assert refusal(raised.value) == "ValidationException"
        assert "more" not in (database.get("p") or {})
