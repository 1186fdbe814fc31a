"""Faults happen where a plan says, do what their name says, and can be told and repeated."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, ReadTimeoutError

from tests.doubles import FakeAws, Fault, FaultPlan, ScriptedFaults, SimulatedCrash, fake_aws, inject
from tests.doubles.client import FakeClient
from tests.doubles.shorthand import N, S, refusal

ADD: dict[str, Any] = {
    "TableName": "imports",
    "Key": {"importId": S("i")},
    "UpdateExpression": "ADD created :one",
    "ExpressionAttributeValues": {":one": N(1)},
}


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws()


def first(client: FakeClient, fault: Fault) -> Any:
    """The client with this fault at its first call."""
    return inject(client, ScriptedFaults({1: fault}))


def added(aws: FakeAws) -> int:
    """How often ADD was done."""
    return sum(int(item["created"]["N"]) for item in aws.dynamodb.all_items("imports"))


@pytest.mark.parametrize(
    ("fault", "raised", "done"),
    [
        (Fault.CRASH_BEFORE, SimulatedCrash, 0),
        (Fault.CRASH_AFTER, SimulatedCrash, 1),
        (Fault.UNREACHABLE, EndpointConnectionError, 0),
        (Fault.LOST_ANSWER, (ReadTimeoutError, ConnectionClosedError), 1),
        (Fault.THROTTLED, ClientError, 0),
        (Fault.CONFLICT, ClientError, 0),
    ],
)
def test_a_fault_is_seen_as_an_error_and_the_call_is_done_or_not(
    aws: FakeAws, fault: Fault, raised: type[BaseException], done: int
) -> None:
    with pytest.raises(raised):
        first(aws.dynamodb, fault).update_item(**ADD)
    assert added(aws) == done


def test_a_repeated_call_is_done_twice_and_answers_for_the_second_time(aws: FakeAws) -> None:
    response = first(aws.dynamodb, Fault.REPEATED).update_item(**ADD, ReturnValues="ALL_NEW")
    assert response["Attributes"]["created"] == N(2)
    with pytest.raises(ClientError) as raised:
        first(aws.dynamodb, Fault.REPEATED).put_item(
            TableName="leads", Item={"leadId": S("x")}, ConditionExpression="attribute_not_exists(#i)",
            ExpressionAttributeNames={"#i": "leadId"},
        )  # fmt: skip
    assert refusal(raised.value) == "ConditionalCheckFailedException"
    assert len(aws.dynamodb.all_items("leads")) == 1


def test_a_repeated_transaction_is_done_once(aws: FakeAws) -> None:
    first(aws.dynamodb, Fault.REPEATED).transact_write_items(TransactItems=[{"Update": ADD}])
    assert added(aws) == 1


def test_a_crash_is_not_caught_by_a_handler_of_errors(aws: FakeAws) -> None:
    with pytest.raises(SimulatedCrash), contextlib.suppress(Exception):
        first(aws.dynamodb, Fault.CRASH_BEFORE).update_item(**ADD)


def test_a_transaction_is_cancelled_by_throttling_and_conflicts_with_a_reason(aws: FakeAws) -> None:
    for fault, code in ((Fault.THROTTLED, "ThrottlingError"), (Fault.CONFLICT, "TransactionConflict")):
        with pytest.raises(ClientError) as raised:
            first(aws.dynamodb, fault).transact_write_items(TransactItems=[{"Update": ADD}])
        reasons: Any = raised.value.response["CancellationReasons"]
        assert [reason["Code"] for reason in reasons] == [code]


def test_each_service_throttles_in_its_own_words(aws: FakeAws) -> None:
    with pytest.raises(ClientError) as s3:
        first(aws.s3, Fault.THROTTLED).put_object(Bucket="work", Key="k", Body=b"")
    with pytest.raises(ClientError) as sqs:
        first(aws.sqs, Fault.THROTTLED).send_message(QueueUrl=aws.batch_queue_url, MessageBody="x")
    assert (refusal(s3.value), refusal(sqs.value)) == ("SlowDown", "RequestThrottled")


class TestPartialResults:
    def test_a_batch_write_leaves_out_some_and_names_them(self, aws: FakeAws) -> None:
        entries: Any = [{"PutRequest": {"Item": {"leadId": S(str(number))}}} for number in range(9)]
        response = first(aws.dynamodb, Fault.PARTIAL).batch_write_item(RequestItems={"leads": entries})
        left = [one["PutRequest"]["Item"]["leadId"]["S"] for one in response["UnprocessedItems"]["leads"]]
        written = [item["leadId"]["S"] for item in aws.dynamodb.all_items("leads")]
        assert sorted(left + written) == [str(number) for number in range(9)]
        assert left
        assert written

    def test_a_batch_get_leaves_out_some_and_can_be_asked_again(self, aws: FakeAws) -> None:
        for number in range(9):
            aws.dynamodb.put_item(TableName="leads", Item={"leadId": S(str(number))})
        keys: Any = [{"leadId": S(str(number))} for number in range(9)]
        request: Any = {"leads": {"Keys": keys, "ConsistentRead": True}}
        response = first(aws.dynamodb, Fault.PARTIAL).batch_get_item(RequestItems=request)
        rest = aws.dynamodb.batch_get_item(RequestItems=response["UnprocessedKeys"])
        assert response["UnprocessedKeys"]["leads"]["ConsistentRead"] is True
        found = response["Responses"]["leads"] + rest["Responses"]["leads"]
        assert sorted(item["leadId"]["S"] for item in found) == [str(number) for number in range(9)]

    def test_a_batch_of_statements_fails_for_some(self, aws: FakeAws) -> None:
        statements = [
            {"Statement": """INSERT INTO "leads" VALUE {'leadId': ?}""", "Parameters": [S(str(number))]}
            for number in range(9)
        ]
        response = first(aws.dynamodb, Fault.PARTIAL).batch_execute_statement(Statements=statements)
        failed = [number for number, one in enumerate(response["Responses"]) if "Error" in one]
        written = {int(item["leadId"]["S"]) for item in aws.dynamodb.all_items("leads")}
        assert 0 < len(failed) < 9
        assert written == set(range(9)) - set(failed)

    def test_a_batch_of_messages_fails_for_some(self, aws: FakeAws) -> None:
        entries: Any = [{"Id": str(number), "MessageBody": str(number)} for number in range(9)]
        response = first(aws.sqs, Fault.PARTIAL).send_message_batch(QueueUrl=aws.batch_queue_url, Entries=entries)
        sent = {one["Id"] for one in response["Successful"]}
        failed = {one["Id"] for one in response["Failed"]}
        assert {message.body for message in aws.sqs.queue(aws.batch_queue_url).messages.values()} == sent
        assert sent | failed == {str(number) for number in range(9)}
        assert sent
        assert failed

    def test_a_page_ends_early_and_the_next_one_goes_on(self, aws: FakeAws) -> None:
        for number in range(9):
            aws.dynamodb.put_item(TableName="leads", Item={"leadId": S(str(number))})
        client = first(aws.dynamodb, Fault.PARTIAL)
        pages = list(client.get_paginator("scan").paginate(TableName="leads"))
        assert len(pages[0]["Items"]) <= 3
        assert sum(len(page["Items"]) for page in pages) == 9

    def test_a_single_item_is_never_partial(self, aws: FakeAws) -> None:
        entries: Any = [{"PutRequest": {"Item": {"leadId": S("x")}}}]
        response = first(aws.dynamodb, Fault.PARTIAL).batch_write_item(RequestItems={"leads": entries})
        assert response["UnprocessedItems"] == {}


def run(plan: FaultPlan) -> list[str]:
    """The same calls under a plan; answers how each ended."""
    aws = fake_aws(check_parameters=False)
    dynamodb, s3 = inject(aws.dynamodb, plan), inject(aws.s3, plan)
    ends: list[str] = []
    for number in range(200):
        try:
            dynamodb.update_item(**ADD)
            s3.put_object(Bucket="work", Key=str(number), Body=b"")
            ends.append("done")
        except (Exception, SimulatedCrash) as error:
            ends.append(repr(error))
    return ends


def test_the_same_seed_brings_the_same_faults() -> None:
    assert run(FaultPlan(7, rate=0.3, limit=100)) == run(FaultPlan(7, rate=0.3, limit=100))
    assert run(FaultPlan(7, rate=0.3, limit=100)) != run(FaultPlan(8, rate=0.3, limit=100))


def test_every_kind_of_fault_comes_at_its_rate_until_the_limit() -> None:
    plan = FaultPlan(7, rate=0.5, limit=100)
    run(plan)
    kinds = Counter(fault for *_, fault in plan.log if fault)
    assert set(kinds) == set(Fault) - {Fault.PARTIAL}
    assert kinds.total() == 100


def test_a_plan_keeps_to_the_faults_and_the_calls_that_it_is_given() -> None:
    plan = FaultPlan(7, rate=1, faults={Fault.THROTTLED}, limit=1000, only=lambda service, *_: service == "s3")
    ends = run(plan)
    assert "done" not in ends
    assert {(service, fault) for service, _, _, fault in plan.log} == {("dynamodb", None), ("s3", Fault.THROTTLED)}


def test_a_plan_tells_every_call_and_marks_its_faults(aws: FakeAws) -> None:
    plan = ScriptedFaults({2: Fault.CRASH_BEFORE})
    inject(aws.dynamodb, plan).update_item(**ADD)
    with pytest.raises(SimulatedCrash):
        inject(aws.s3, plan).put_object(Bucket="work", Key="a/b", Body=b"")
    assert str(plan).splitlines() == [
        "   1 dynamodb.UpdateItem imports i",
        "   2 s3.PutObject work/a/b  <-- crash before",
    ]
    assert str(FaultPlan(41)).startswith("seed 41")


def test_others_may_act_before_each_call(aws: FakeAws) -> None:
    seen: list[int] = []
    plan = FaultPlan(1, rate=0, before_call=lambda: seen.append(added(aws)))
    client = inject(aws.dynamodb, plan)
    for _ in range(3):
        client.update_item(**ADD)
    assert seen == [0, 1, 2]


def test_everything_else_is_the_clients_own(aws: FakeAws) -> None:
    client = inject(aws.s3, ScriptedFaults({1: Fault.CRASH_BEFORE}))
    assert client.generate_presigned_url("get_object", Params={"Bucket": "work", "Key": "k"})
    assert client.objects("work") == {}
    assert client.exceptions is aws.s3.exceptions
