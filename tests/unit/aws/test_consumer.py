"""Failed messages are delivered again, soon if the function knows of the failure, and end as dead letters."""

from __future__ import annotations

from typing import Any

import pytest
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from crm.aws import clients
from crm.aws.consumer import RETRY_DELAYS_S, consumer

from tests.crm_in_memory import CONTEXT
from tests.doubles import FakeAws, fake_aws, sqs_event


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    made = fake_aws()
    monkeypatch.setattr(clients, "sqs", lambda: made.sqs)
    return made


def deliver(aws: FakeAws, *, fails: bool) -> Any:
    """Hands the next message to a function; returns its response, or None if no message is visible."""

    def handle(_record: SQSRecord) -> None:
        if fails:
            raise RuntimeError("does not work")

    aws.sqs.receive_message(QueueUrl=aws.batch_queue_url)
    queue = aws.sqs.queue(aws.batch_queue_url)
    messages = list(queue.messages.values())
    return consumer(handle)(sqs_event(queue, messages), CONTEXT) if messages else None


def seconds_hidden(aws: FakeAws) -> float:
    (message,) = aws.sqs.queue(aws.batch_queue_url).messages.values()
    return message.visible_at - aws.clock()


def test_a_failed_message_is_reported_and_delivered_again_soon_and_then_later(aws: FakeAws) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="{}")
    for seconds in RETRY_DELAYS_S:
        answer = deliver(aws, fails=True)
        assert len(answer["batchItemFailures"]) == 1
        assert seconds_hidden(aws) == seconds
        aws.clock.advance(seconds + 1)


def test_after_the_last_failure_the_queue_keeps_its_own_visibility_timeout(aws: FakeAws) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="{}")
    for seconds in RETRY_DELAYS_S:
        deliver(aws, fails=True)
        aws.clock.advance(seconds + 1)
    deliver(aws, fails=True)
    assert seconds_hidden(aws) > max(RETRY_DELAYS_S)


def test_a_failed_message_is_never_hidden_longer_than_the_queue_would_hide_it(aws: FakeAws) -> None:
    aws.sqs.queue(aws.batch_queue_url).visibility = 7
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="{}")
    deliver(aws, fails=True)
    assert seconds_hidden(aws) == 7


def test_a_message_that_succeeds_is_left_alone(aws: FakeAws) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="{}")
    answer = deliver(aws, fails=False)
    assert answer["batchItemFailures"] == []
    assert seconds_hidden(aws) > max(RETRY_DELAYS_S)


def test_a_failure_is_reported_even_if_the_queue_does_not_answer(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="{}")
    monkeypatch.setattr(aws.sqs, "change_message_visibility", aws.sqs.receive_message, raising=False)
    assert len(deliver(aws, fails=True)["batchItemFailures"]) == 1
