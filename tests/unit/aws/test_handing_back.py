"""A message for which AWS was too busy returns to its queue, and its delivery counts for nothing."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from crm.aws import clients
from crm.aws.consumer import RESERVE_S, DeliveryFailedError, consumer
from crm.aws.handing_back import HANDED_BACK, LONGEST_DELAY_S, MOST
from crm.patience import OutOfPatienceError, Patience

from tests.crm_in_memory import CONTEXT, RUN_SECONDS
from tests.doubles import FakeAws, fake_aws, sqs_event
from tests.doubles.sqs import Message


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    made = fake_aws()
    monkeypatch.setenv("ENVIRONMENT", "dev")
    monkeypatch.setenv("WORK_BUCKET", made.work_bucket)
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "batch_worker")
    monkeypatch.setattr(clients, "sqs", lambda: made.sqs)
    monkeypatch.setattr(clients, "s3", lambda: made.s3)
    monkeypatch.setattr(clients, "PATIENCE", Patience(made.clock, made.clock.advance, lambda: 0.5))
    return made


def waiting(aws: FakeAws) -> list[Message]:
    return list(aws.sqs.queue(aws.batch_queue_url).messages.values())


def deliver(aws: FakeAws, handle: Any, size: int = 1) -> int:
    """Delivers messages and deletes what succeeded, as Lambda does; returns how many failed."""
    aws.clock.advance(LONGEST_DELAY_S)
    received = aws.sqs.receive_message(QueueUrl=aws.batch_queue_url, MaxNumberOfMessages=size)["Messages"]
    queue = aws.sqs.queue(aws.batch_queue_url)
    event = sqs_event(queue, [queue.messages[message["MessageId"]] for message in received])
    try:
        failed = [failure["itemIdentifier"] for failure in consumer(handle)(event, CONTEXT)["batchItemFailures"]]
    except DeliveryFailedError:
        return len(received)
    for message in received:
        if message["MessageId"] not in failed:
            aws.sqs.delete_message(QueueUrl=aws.batch_queue_url, ReceiptHandle=message["ReceiptHandle"])
    return len(failed)


def counted(capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    """The metrics of this function that were written, with their sums."""
    sums: Counter[str] = Counter()
    for text in capsys.readouterr().out.splitlines():
        line = json.loads(text)
        if line.get("service") == "batch_worker":
            for metrics in line.get("_aws", {}).get("CloudWatchMetrics", []):
                sums.update({metric["Name"]: int(line[metric["Name"]][0]) for metric in metrics["Metrics"]})
    return dict(sums)


def throttled(_record: SQSRecord) -> None:
    raise OutOfPatienceError


def test_the_message_waits_again_as_if_it_had_never_been_delivered(aws: FakeAws) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="work", MessageGroupId="import1")
    for _ in range(20):
        assert deliver(aws, throttled) == 0
    (message,) = waiting(aws)
    assert (message.body, message.group, message.receives) == ("work", "import1", 0)


def test_each_time_it_is_handed_back_counts_and_is_no_failure(aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="work")
    for _ in range(3):
        deliver(aws, throttled)
    assert counted(capsys) == {"MessagesHandedBack": 3}


def test_what_is_not_handed_back_counts_as_a_failure_only(aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    times = {"DataType": "Number", "StringValue": str(MOST)}
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="work", MessageAttributes={HANDED_BACK: times})
    deliver(aws, throttled)
    assert counted(capsys) == {"MessagesFailed": 1}


def test_it_comes_back_after_a_part_of_a_minute(aws: FakeAws) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="work")
    deliver(aws, throttled)
    (message,) = waiting(aws)
    assert message.visible_at - aws.clock() == LONGEST_DELAY_S / 2


def test_throttling_for_a_day_is_a_failure(aws: FakeAws) -> None:
    times = {"DataType": "Number", "StringValue": str(MOST)}
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="work", MessageAttributes={HANDED_BACK: times})
    assert deliver(aws, throttled) == 1
    (message,) = waiting(aws)
    assert message.receives == 1


def test_messages_that_the_time_does_not_suffice_for_are_not_begun(aws: FakeAws) -> None:
    for number in range(3):
        aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody=str(number))
    begun: list[str] = []

    def long(record: SQSRecord) -> None:
        begun.append(record.body)
        aws.clock.advance(RUN_SECONDS - RESERVE_S)

    assert deliver(aws, long, size=3) == 0
    assert begun == ["0"]
    assert [(message.body, message.receives) for message in waiting(aws)] == [("1", 0), ("2", 0)]


def test_if_the_queue_does_not_take_it_back_the_delivery_fails(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="work")

    def refuse(**_request: Any) -> None:
        raise OutOfPatienceError

    monkeypatch.setattr(aws.sqs, "send_message", refuse)
    assert deliver(aws, throttled) == 1
    assert [message.receives for message in waiting(aws)] == [1]
