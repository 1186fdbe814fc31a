"""Failed messages are counted and delivered again, soon if the function knows of the failure."""

from __future__ import annotations

import traceback

import pytest
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from crm.aws import clients
from crm.aws.consumer import RETRY_DELAYS_S, DeliveryFailedError, consumer

from tests.crm_in_memory import CONTEXT
from tests.doubles import FakeAws, fake_aws, sqs_event


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    made = fake_aws()
    monkeypatch.setenv("ENVIRONMENT", "dev")
    monkeypatch.setenv("WORK_BUCKET", made.work_bucket)
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "batch_worker")
    monkeypatch.setattr(clients, "sqs", lambda: made.sqs)
    monkeypatch.setattr(clients, "s3", lambda: made.s3)
    return made


def deliver(aws: FakeAws, *, fails: bool) -> None:
    """Hands the next message to a function, which raises `DeliveryFailedError` when it fails."""

    def handle(_record: SQSRecord) -> None:
        if fails:
            raise RuntimeError("ann@example.com does not work")

    aws.sqs.receive_message(QueueUrl=aws.batch_queue_url)
    queue = aws.sqs.queue(aws.batch_queue_url)
    answer = consumer(handle)(sqs_event(queue, list(queue.messages.values())), CONTEXT)
    assert answer == {"batchItemFailures": []}


def fail(aws: FakeAws) -> None:
    with pytest.raises(DeliveryFailedError):
        deliver(aws, fails=True)


def seconds_hidden(aws: FakeAws) -> float:
    (message,) = aws.sqs.queue(aws.batch_queue_url).messages.values()
    return message.visible_at - aws.clock()


def test_a_failed_message_is_reported_and_delivered_again_soon_and_then_later(aws: FakeAws) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="{}")
    for seconds in RETRY_DELAYS_S:
        fail(aws)
        assert seconds_hidden(aws) == seconds
        aws.clock.advance(seconds + 1)


def test_after_the_last_failure_the_queue_keeps_its_own_visibility_timeout(aws: FakeAws) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="{}")
    for seconds in RETRY_DELAYS_S:
        fail(aws)
        aws.clock.advance(seconds + 1)
    fail(aws)
    assert seconds_hidden(aws) > max(RETRY_DELAYS_S)


def test_a_failed_message_is_never_hidden_longer_than_the_queue_would_hide_it(aws: FakeAws) -> None:
    aws.sqs.queue(aws.batch_queue_url).visibility = 7
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="{}")
    fail(aws)
    assert seconds_hidden(aws) == 7


def test_a_message_that_succeeds_is_left_alone(aws: FakeAws) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="{}")
    deliver(aws, fails=False)
    assert seconds_hidden(aws) > max(RETRY_DELAYS_S)


def test_a_failure_is_reported_even_if_the_queue_does_not_answer(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="{}")
    monkeypatch.setattr(aws.sqs, "change_message_visibility", aws.sqs.receive_message, raising=False)
    fail(aws)


def test_one_failed_message_of_several_is_named_and_the_others_are_done(
    aws: FakeAws, capsys: pytest.CaptureFixture[str]
) -> None:
    def handle(record: SQSRecord) -> None:
        if record.body == "bad":
            raise RuntimeError("does not work")

    queue = aws.sqs.queue(aws.batch_queue_url)
    event = sqs_event(queue, ["good", "bad"])
    answer = consumer(handle)(event, CONTEXT)
    assert answer == {"batchItemFailures": [{"itemIdentifier": event["Records"][1]["messageId"]}]}
    assert capsys.readouterr().out.count('"MessagesFailed"') == 2  # once as a name and once with its value


def test_what_lambda_logs_of_a_failed_delivery_says_nothing_of_the_message(
    aws: FakeAws, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_queue_url, MessageBody="{}")
    with pytest.raises(DeliveryFailedError) as raised:
        deliver(aws, fails=True)
    logged = "".join(traceback.format_exception(raised.value)) + capsys.readouterr().out
    assert "ann@example.com" not in logged
