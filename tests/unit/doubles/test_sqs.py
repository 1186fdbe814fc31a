"""The SQS double does as SQS does, on a clock that the test moves."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.doubles import FakeClock, FakeSQS, sqs_event
from tests.doubles.shorthand import refusal


class Queues:
    """A queue with a dead-letter queue, and the clock."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.sqs = FakeSQS(clock=self.clock)
        self.dead = self.sqs.add_queue("dead")
        self.url = self.sqs.add_queue("work", visibility=60, dead_letter=self.dead, max_receives=3)

    def receive(self, most: int = 10) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=most).get(
            "Messages", []
        )
        return messages

    def send(self, *bodies: str) -> None:
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.url, MessageBody=body)

    def waiting(self) -> dict[str, str]:
        attributes: dict[str, str] = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])[
            "Attributes"
        ]
        return attributes


@pytest.fixture
def queues() -> Queues:
    return Queues()


def test_a_received_message_hides_until_its_time_is_over(queues: Queues) -> None:
    queues.send("a")
    assert [message["Body"] for message in queues.receive()] == ["a"]
    assert queues.receive() == []
    queues.clock.advance(59)
    assert queues.receive() == []
    queues.clock.advance(1)
    [again] = queues.receive()
    assert again["Attributes"]["ApproximateReceiveCount"] == "2"


def test_a_deleted_message_does_not_come_back(queues: Queues) -> None:
    queues.send("a", "b")
    first = queues.receive(1)[0]
    queues.sqs.delete_message(QueueUrl=queues.url, ReceiptHandle=first["ReceiptHandle"])
    queues.clock.advance(60)
    assert [message["Body"] for message in queues.receive()] == ["b"]


def test_a_message_that_fails_too_often_goes_to_the_dead_letter_queue(queues: Queues) -> None:
    queues.send("a")
    for _ in range(3):
        assert len(queues.receive()) == 1
        queues.clock.advance(60)
    assert queues.receive() == []
    [message] = queues.sqs.receive_message(QueueUrl=queues.dead)["Messages"]
    assert message["Body"] == "a"


def test_a_visibility_may_be_changed_while_the_message_is_hidden(queues: Queues) -> None:
    queues.send("a")
    handle = queues.receive()[0]["ReceiptHandle"]
    queues.sqs.change_message_visibility(QueueUrl=queues.url, ReceiptHandle=handle, VisibilityTimeout=0)
    assert len(queues.receive()) == 1
    queues.clock.advance(60)
    with pytest.raises(ClientError) as raised:
        queues.sqs.change_message_visibility(QueueUrl=queues.url, ReceiptHandle=handle, VisibilityTimeout=9)
    assert refusal(raised.value) == "InvalidParameterValue"


def test_a_delayed_message_waits(queues: Queues) -> None:
    queues.sqs.send_message(QueueUrl=queues.url, MessageBody="a", DelaySeconds=10)
    assert queues.receive() == []
    queues.clock.advance(10)
    assert len(queues.receive()) == 1


def test_the_attributes_tell_what_waits_and_what_is_under_way(queues: Queues) -> None:
    queues.send("a", "b", "c")
    queues.receive(1)
    attributes = queues.waiting()
    assert attributes["ApproximateNumberOfMessages"] == "2"
    assert attributes["ApproximateNumberOfMessagesNotVisible"] == "1"
    assert json.loads(attributes["RedrivePolicy"])["maxReceiveCount"] == 3


def test_a_batch_answers_each_entry(queues: Queues) -> None:
    entries: Any = [{"Id": str(number), "MessageBody": f"m{number}"} for number in range(10)]
    response = queues.sqs.send_message_batch(QueueUrl=queues.url, Entries=entries)
    assert [one["Id"] for one in response["Successful"]] == [str(number) for number in range(10)]
    received = queues.receive()
    assert len(received) == 10
    queues.sqs.delete_message_batch(
        QueueUrl=queues.url,
        Entries=[{"Id": str(n), "ReceiptHandle": one["ReceiptHandle"]} for n, one in enumerate(received)],
    )
    queues.clock.advance(60)
    assert queues.receive() == []


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([], "AWS.SimpleQueueService.EmptyBatchRequest"),
        ([("x", "b")] * 2, "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"),
        ([(str(n), "b") for n in range(11)], "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"),
        ([(str(n), "b" * 150_000) for n in range(8)], "AWS.SimpleQueueService.BatchRequestTooLong"),
    ],
    ids=["empty", "one id twice", "eleven", "too long together"],
)
def test_a_wrong_batch_sends_nothing(queues: Queues, entries: list[tuple[str, str]], code: str) -> None:
    with pytest.raises(ClientError) as raised:
        queues.sqs.send_message_batch(
            QueueUrl=queues.url, Entries=[{"Id": id_, "MessageBody": body} for id_, body in entries]
        )
    assert refusal(raised.value) == code
    assert queues.receive() == []


def test_a_message_has_a_largest_size(queues: Queues) -> None:
    with pytest.raises(ClientError) as raised:
        queues.send("é" * 600_000)
    assert refusal(raised.value) == "InvalidParameterValue"


def test_a_queue_that_does_not_exist_is_an_error(queues: Queues) -> None:
    with pytest.raises(ClientError) as raised:
        queues.sqs.send_message(QueueUrl=queues.url + "x", MessageBody="a")
    assert refusal(raised.value) == "AWS.SimpleQueueService.NonExistentQueue"


def test_messages_come_in_any_order_when_asked_and_the_same_for_the_same_seed() -> None:
    def received(seed: int) -> list[str]:
        sqs = FakeSQS(order=random.Random(seed))
        url = sqs.add_queue("work")
        for number in range(20):
            sqs.send_message(QueueUrl=url, MessageBody=str(number))
        return [
            one["Body"]
            for _ in range(2)
            for one in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
        ]

    assert received(1) == received(1) != received(2)
    assert sorted(received(1), key=int) == [str(number) for number in range(20)]


def test_an_event_holds_messages_as_lambda_hands_them_over(queues: Queues) -> None:
    queues.send("a")
    queues.receive()
    queue = queues.sqs.queue(queues.url)
    [record] = sqs_event(queue, list(queue.messages.values()))["Records"]
    assert (record["body"], record["eventSourceARN"]) == ("a", queue.arn)
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    queues.sqs.delete_message(QueueUrl=queues.url, ReceiptHandle=record["receiptHandle"])
    assert queue.messages == {}


def test_an_event_may_be_made_of_bare_bodies(queues: Queues) -> None:
    records = sqs_event(queues.sqs.queue(queues.url), ["a", "b"])["Records"]
    assert [record["body"] for record in records] == ["a", "b"]
    assert len({record["messageId"] for record in records}) == 2
