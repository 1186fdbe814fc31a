"""A client that is throttled asks again for what is left, and gives up when the function's time is nearly over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.model import Shape
from botocore.parsers import create_parser
from crm.aws.patient import is_busy, patient, tries_before
from crm.patience import LONGEST_S, OutOfPatienceError, Patience

from tests.doubles import FakeAws, Fault, ScriptedFaults, fake_aws, inject
from tests.doubles.client import FakeClient

INSERT = "INSERT INTO \"leads\" VALUE {'leadId': ?}"
TIME_S = 60.0


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws()


def client(aws: FakeAws, of: FakeClient, fault: Fault, calls: int = 3) -> Any:
    """The client, patient, with this fault at each of its first calls."""
    patience = Patience(aws.clock, aws.clock.advance, lambda: 0.5)
    patience.begin(TIME_S)
    return patient(inject(of, ScriptedFaults(dict.fromkeys(range(1, calls + 1), fault))), patience)


def statement(number: int) -> dict[str, Any]:
    return {"Statement": INSERT, "Parameters": [{"S": f"lead{number}"}]}


def test_statements_that_were_throttled_are_repeated_by_themselves(aws: FakeAws) -> None:
    dynamodb = client(aws, aws.dynamodb, Fault.PARTIAL)
    answer = dynamodb.batch_execute_statement(Statements=[statement(number) for number in range(25)])
    # A statement that was done and is asked for again would be refused as a duplicate.
    assert not [response for response in answer["Responses"] if "Error" in response]
    assert len(answer["Responses"]) == len(aws.dynamodb.all_items("leads")) == 25


def test_a_transaction_of_which_an_action_was_throttled_is_repeated(aws: FakeAws) -> None:
    put = {"Put": {"TableName": "leads", "Item": {"leadId": {"S": "lead1"}}}}
    client(aws, aws.dynamodb, Fault.THROTTLED).transact_write_items(TransactItems=[put])
    assert len(aws.dynamodb.all_items("leads")) == 1


def test_the_answers_of_statements_keep_their_places(aws: FakeAws) -> None:
    aws.dynamodb.put_item(TableName="leads", Item={"leadId": {"S": "lead7"}})
    dynamodb = client(aws, aws.dynamodb, Fault.PARTIAL)
    answer = dynamodb.batch_execute_statement(Statements=[statement(number) for number in range(25)])
    codes = {place: one["Error"]["Code"] for place, one in enumerate(answer["Responses"]) if "Error" in one}
    assert codes == {7: "DuplicateItem"}


def test_keys_that_were_not_read_are_asked_for_again(aws: FakeAws) -> None:
    keys = [{"leadId": {"S": f"lead{number}"}} for number in range(50)]
    for key in keys:
        aws.dynamodb.put_item(TableName="leads", Item=key)
    answer = client(aws, aws.dynamodb, Fault.PARTIAL).batch_get_item(RequestItems={"leads": {"Keys": keys}})
    assert len(answer["Responses"]["leads"]) == len(keys)
    assert not answer["UnprocessedKeys"]


def test_items_that_were_not_written_are_written(aws: FakeAws) -> None:
    puts = [{"PutRequest": {"Item": {"leadId": {"S": f"lead{number}"}}}} for number in range(25)]
    client(aws, aws.dynamodb, Fault.PARTIAL).batch_write_item(RequestItems={"leads": puts})
    assert len(aws.dynamodb.all_items("leads")) == len(puts)


def test_messages_that_were_not_taken_are_sent_again(aws: FakeAws) -> None:
    entries = [{"Id": str(number), "MessageBody": str(number)} for number in range(10)]
    sqs = client(aws, aws.sqs, Fault.PARTIAL)
    answer = sqs.send_message_batch(QueueUrl=aws.batch_queue_url, Entries=entries)
    assert not answer["Failed"]
    bodies = [message.body for message in aws.sqs.queue(aws.batch_queue_url).messages.values()]
    assert sorted(bodies) == [entry["MessageBody"] for entry in entries]


CALLS: dict[str, Callable[[FakeAws, int], Any]] = {
    "DynamoDB": lambda aws, calls: client(aws, aws.dynamodb, Fault.THROTTLED, calls).get_item(
        TableName="leads", Key={"leadId": {"S": "lead"}}
    ),
    "S3": lambda aws, calls: client(aws, aws.s3, Fault.THROTTLED, calls).put_object(
        Bucket=aws.work_bucket, Key="key", Body=b""
    ),
    "SQS": lambda aws, calls: client(aws, aws.sqs, Fault.THROTTLED, calls).send_message(
        QueueUrl=aws.batch_queue_url, MessageBody="body"
    ),
}


@pytest.mark.parametrize("service", CALLS)
def test_a_throttled_call_is_repeated(aws: FakeAws, service: str) -> None:
    assert CALLS[service](aws, 5)["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_refusal_without_a_body_is_no_failure_either(status: int) -> None:
    # As S3 answers HEAD, with which boto3 begins a download.
    answer = {"headers": {}, "body": b"", "status_code": status}
    response = create_parser("rest-xml").parse(answer, Shape("HeadObjectOutput", {"type": "structure"}))
    assert is_busy(ClientError(response, "HeadObject"))


def test_a_write_waits_for_a_transaction_on_its_item(aws: FakeAws) -> None:
    client(aws, aws.dynamodb, Fault.CONFLICT).put_item(TableName="leads", Item={"leadId": {"S": "lead"}})
    assert len(aws.dynamodb.all_items("leads")) == 1


def test_a_refusal_tells_how_often_the_call_was_made_before(aws: FakeAws) -> None:
    put = {"TableName": "leads", "Item": {"leadId": {"S": "lead"}}}
    new = {"ConditionExpression": "attribute_not_exists(leadId)"}
    aws.dynamodb.put_item(**put)
    for calls in (0, 2):
        with pytest.raises(ClientError) as raised:
            client(aws, aws.dynamodb, Fault.THROTTLED, calls).put_item(**put, **new)
        assert tries_before(raised.value) == calls


@pytest.mark.parametrize("service", CALLS)
def test_it_gives_up_when_the_time_is_nearly_over_and_not_before(aws: FakeAws, service: str) -> None:
    began = aws.clock()
    with pytest.raises(OutOfPatienceError):
        CALLS[service](aws, 1_000)
    assert TIME_S - LONGEST_S < aws.clock() - began <= TIME_S


def test_pages_are_read_patiently(aws: FakeAws) -> None:
    for number in range(5):
        aws.dynamodb.put_item(TableName="leads", Item={"leadId": {"S": f"lead{number}"}})
    pages = client(aws, aws.dynamodb, Fault.THROTTLED, 2).get_paginator("scan").paginate(TableName="leads", Limit=2)
    assert sum(len(page["Items"]) for page in pages) == 5


def test_other_refusals_are_raised_at_once(aws: FakeAws) -> None:
    began = aws.clock()
    with pytest.raises(ClientError, match="NoSuchKey"):
        client(aws, aws.s3, Fault.THROTTLED, 0).get_object(Bucket=aws.work_bucket, Key="none")
    assert aws.clock() == began


def test_a_file_of_which_a_part_may_be_sent_is_not_sent_again(aws: FakeAws, tmp_path: Any) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"content")
    with path.open("rb") as file, pytest.raises(OutOfPatienceError):
        client(aws, aws.s3, Fault.THROTTLED, 1).put_object(Bucket=aws.work_bucket, Key="key", Body=file)


def test_pauses_have_full_jitter_and_grow_to_a_limit() -> None:
    for chance, longest in ((1, LONGEST_S), (0, 0.0)):
        pauses: list[float] = []
        patience = Patience(lambda: 0.0, pauses.append, float(chance).__abs__)
        for refused in range(50):
            patience.pause(refused)
        assert pauses == sorted(pauses)
        assert pauses[-1] == longest
