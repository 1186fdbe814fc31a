"""What only the double can do: exactness under threads, stale reads on demand, streams, strictness."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from tests.doubles import FakeClock, FakeDynamoDB, Index, fake_aws
from tests.doubles.shorthand import N, S, refusal


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads take turns so often that whatever is not atomic shows."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.fixture
def dynamodb() -> FakeDynamoDB:
    dynamodb = FakeDynamoDB()
    dynamodb.add_table("table", "pk", indexes=[Index("ByTeam", ("team",), "KEYS_ONLY")], stream=True)
    return dynamodb


@pytest.mark.usefixtures("eager_threads")
def test_additions_of_many_threads_are_all_counted(dynamodb: FakeDynamoDB) -> None:
    def add(number: int) -> None:
        dynamodb.update_item(
            TableName="table",
            Key={"pk": S("p")},
            UpdateExpression="ADD n :one, done :number",
            ExpressionAttributeValues={":one": N(1), ":number": {"NS": [str(number)]}},
        )

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(add, range(640)))

    [item] = dynamodb.all_items("table")
    assert item["n"] == N(640)
    assert len(item["done"]["NS"]) == 640


@pytest.mark.usefixtures("eager_threads")
def test_of_many_threads_that_create_one_item_one_succeeds(dynamodb: FakeDynamoDB) -> None:
    def create(number: int) -> bool:
        try:
            dynamodb.put_item(
                TableName="table",
                Item={"pk": S("p"), "n": N(number)},
                ConditionExpression="attribute_not_exists(pk)",
            )
        except ClientError:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(create, range(200))) == 1


def test_others_may_come_in_between_the_items_of_a_batch(dynamodb: FakeDynamoDB) -> None:
    seen: list[int] = []
    dynamodb.between = lambda: seen.append(len(dynamodb.all_items("table")))
    entries: Any = [{"PutRequest": {"Item": {"pk": S(pk)}}} for pk in "abc"]
    dynamodb.batch_write_item(RequestItems={"table": entries})
    assert seen == [1, 2, 3]


def test_a_batch_get_does_not_answer_in_the_order_asked(dynamodb: FakeDynamoDB) -> None:
    """DynamoDB promises none, so code that relies on the order shall fail here."""
    asked: Any = [{"pk": S(pk)} for pk in "abc"]
    for key in asked:
        dynamodb.put_item(TableName="table", Item=key)
    found = dynamodb.batch_get_item(RequestItems={"table": {"Keys": asked}})["Responses"]["table"]
    assert found == asked[::-1]


class TestStaleReads:
    @pytest.fixture
    def stale(self) -> FakeDynamoDB:
        dynamodb = FakeDynamoDB(stale_read=lambda: True)
        dynamodb.add_table("table", "pk", indexes=[Index("ByTeam", ("team",), "KEYS_ONLY")])
        dynamodb.put_item(TableName="table", Item={"pk": S("p"), "team": S("red")})
        dynamodb.settle()
        dynamodb.put_item(TableName="table", Item={"pk": S("p"), "team": S("blue")})
        dynamodb.put_item(TableName="table", Item={"pk": S("new"), "team": S("blue")})
        return dynamodb

    def test_an_eventually_consistent_read_may_see_the_item_before_its_latest_write(self, stale: FakeDynamoDB) -> None:
        assert stale.get_item(TableName="table", Key={"pk": S("p")})["Item"]["team"] == S("red")
        assert "Item" not in stale.get_item(TableName="table", Key={"pk": S("new")})
        assert [item["pk"] for item in stale.scan(TableName="table")["Items"]] == [S("p")]

    def test_a_consistent_read_and_a_condition_never_do(self, stale: FakeDynamoDB) -> None:
        assert stale.get_item(TableName="table", Key={"pk": S("p")}, ConsistentRead=True)["Item"]["team"] == S("blue")
        assert stale.scan(TableName="table", ConsistentRead=True)["Count"] == 2
        with pytest.raises(ClientError):
            stale.put_item(TableName="table", Item={"pk": S("new")}, ConditionExpression="attribute_not_exists(pk)")

    def test_an_index_lags_behind_its_table(self, stale: FakeDynamoDB) -> None:
        def found(team: str) -> list[Any]:
            response = stale.query(
                TableName="table",
                IndexName="ByTeam",
                KeyConditionExpression="team = :t",
                ExpressionAttributeValues={":t": S(team)},
            )
            return [item["pk"] for item in response["Items"]]

        assert (found("red"), found("blue")) == ([S("p")], [])
        stale.settle()
        assert (found("red"), found("blue")) == ([], [S("new"), S("p")])


def test_a_stream_tells_every_change_and_nothing_else(dynamodb: FakeDynamoDB) -> None:
    dynamodb.put_item(TableName="table", Item={"pk": S("p"), "n": N(1)})
    dynamodb.put_item(TableName="table", Item={"pk": S("p"), "n": N(1)})
    dynamodb.put_item(TableName="table", Item={"pk": S("p"), "n": N(2)})
    dynamodb.delete_item(TableName="table", Key={"pk": S("p")})
    stream = dynamodb.table("table").stream or []
    assert [record["eventName"] for record in stream] == ["INSERT", "MODIFY", "REMOVE"]
    change = stream[1]["dynamodb"]
    assert (change["Keys"], change["OldImage"]["n"], change["NewImage"]["n"]) == ({"pk": S("p")}, N(1), N(2))


def test_a_transactions_token_is_forgotten_after_ten_minutes() -> None:
    clock = FakeClock()
    dynamodb = FakeDynamoDB(clock=clock)
    dynamodb.add_table("table", "pk")
    update = {
        "TableName": "table",
        "Key": {"pk": S("p")},
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": N(1)},
    }
    for seconds in (0, 599, 2):
        clock.advance(seconds)
        dynamodb.transact_write_items(TransactItems=[{"Update": update}], ClientRequestToken="token")
    assert dynamodb.all_items("table") == [{"pk": S("p"), "n": N(2)}]


def test_a_transaction_in_which_an_update_does_not_fit_is_cancelled_for_that_reason(dynamodb: FakeDynamoDB) -> None:
    update = {"TableName": "table", "Key": {"pk": S("p")}, "UpdateExpression": "SET a = absent"}
    with pytest.raises(ClientError) as raised:
        dynamodb.transact_write_items(
            TransactItems=[{"Put": {"TableName": "table", "Item": {"pk": S("q")}}}, {"Update": update}]
        )
    assert refusal(raised.value) == "TransactionCanceledException"
    reasons: Any = raised.value.response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "ValidationError"]
    assert dynamodb.all_items("table") == []


def test_a_request_that_is_too_large_on_its_way_is_refused(dynamodb: FakeDynamoDB) -> None:
    def write(letter: str) -> None:
        items = [{"pk": S(f"p{number}"), "text": S(letter * 199_000)} for number in range(20)]
        dynamodb.batch_write_item(RequestItems={"table": [{"PutRequest": {"Item": one}} for one in items]})

    write("x")
    with pytest.raises(ClientError) as raised:
        write("ж")
    assert refusal(raised.value) == "RequestEntityTooLarge"


def test_a_misspelt_argument_fails_as_with_boto3(dynamodb: FakeDynamoDB) -> None:
    with pytest.raises(ParamValidationError):
        dynamodb.put_item(TableName="table", Items={"pk": S("p")})
    with pytest.raises(ParamValidationError):
        dynamodb.put_item(TableName="table", Item={"pk": {"N": 1}})


def test_arguments_from_before_expressions_are_not_passed_over(dynamodb: FakeDynamoDB) -> None:
    with pytest.raises(NotImplementedError):
        dynamodb.put_item(TableName="table", Item={"pk": S("p")}, Expected={"pk": {"Exists": False}})


def test_errors_are_boto3s_own_classes(dynamodb: FakeDynamoDB) -> None:
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException) as raised:
        dynamodb.put_item(TableName="table", Item={"pk": S("p")}, ConditionExpression="attribute_exists(pk)")
    assert isinstance(raised.value, ClientError)
    assert raised.value.operation_name == "PutItem"


def test_calls_are_counted_by_their_name(dynamodb: FakeDynamoDB) -> None:
    dynamodb.put_item(TableName="table", Item={"pk": S("p")})
    dynamodb.scan(TableName="table")
    assert dynamodb.calls == {"PutItem": 1, "Scan": 1}


def test_what_the_caller_holds_is_not_what_is_stored() -> None:
    """Changing a request or an answer afterwards changes nothing in the table."""
    dynamodb = FakeDynamoDB()
    dynamodb.add_table("table", "pk")
    tags = {"M": {"k": {"L": [S("one")]}}}
    dynamodb.put_item(TableName="table", Item={"pk": S("p"), "tags": tags})
    tags["M"]["k"]["L"].append(S("two"))
    read = dynamodb.get_item(TableName="table", Key={"pk": S("p")})["Item"]
    read["tags"]["M"]["k"]["L"].append(S("three"))
    assert dynamodb.all_items("table") == [{"pk": S("p"), "tags": {"M": {"k": {"L": [S("one")]}}}}]


def test_all_calls_add_up_by_table_and_index() -> None:
    dynamodb = FakeDynamoDB()
    dynamodb.add_table("people", "pk", indexes=[Index("ByTeam", ("team",), "KEYS_ONLY")])
    dynamodb.put_item(TableName="people", Item={"pk": S("p"), "team": S("red")})
    dynamodb.get_item(TableName="people", Key={"pk": S("p")})
    with pytest.raises(ClientError):
        dynamodb.put_item(TableName="people", Item={"pk": S("p")}, ConditionExpression="attribute_not_exists(pk)")

    assert dynamodb.consumed.writes == {"people": 2, "people/ByTeam": 1}
    assert dynamodb.consumed.reads == {"people": 0.5}
    assert (dynamodb.consumed.write_units, dynamodb.consumed.read_units) == (3, 0.5)
    dynamodb.consumed.reset()
    assert dynamodb.consumed.write_units == 0


def test_a_batch_of_statements_costs_what_its_writes_cost() -> None:
    dynamodb = FakeDynamoDB()
    dynamodb.add_table("people", "pk", indexes=[Index("ByTeam", ("team",), "KEYS_ONLY")])
    dynamodb.batch_execute_statement(
        Statements=[
            {"Statement": "INSERT INTO people VALUE {'pk': ?, 'team': ?}", "Parameters": [S(f"p{number}"), S("red")]}
            for number in range(25)
        ]
    )
    assert dynamodb.consumed.writes == {"people": 25, "people/ByTeam": 25}


def test_the_whole_crm_has_its_tables_buckets_and_queues() -> None:
    aws = fake_aws()
    assert aws.dynamodb.list_tables()["TableNames"] == ["changes", "imports", "leads", "mappings"]
    for url in (aws.intake_queue_url, aws.batch_queue_url, aws.export_queue_url):
        assert aws.sqs.queue(url).max_receives == 6
    for bucket in (aws.uploads_bucket, aws.work_bucket):
        assert aws.s3.objects(bucket) == {}
