"""Dead letters are listed and sent back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from easy_crm.errors import CommandFailed
from easy_crm.operations import dead_letters
from easy_crm.operations.deployment import Deployment
from tests.doubles import FakeAws, fake_aws
from tests.unit.operations.deployed_in_memory import deployment

TEMPLATE = {
    "Resources": {
        "BatchesDeadLetters1A2B3C4D": {"Type": "AWS::SQS::Queue"},
        "BatchesQueue46024A5C": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["BatchesDeadLetters1A2B3C4D", "Arn"]}}
            },
        },
    }
}


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws()


def system(aws: FakeAws, sqs: Any = None) -> Deployment:
    names = {"BatchesDeadLetters1A2B3C4D": aws.batch_dead_url, "BatchesQueue46024A5C": aws.batch_queue_url}
    endpoint = "http://127.0.0.1:1" if sqs is None else None
    return deployment({"storage": TEMPLATE}, names=names, endpoint=endpoint, sqs=sqs or aws.sqs)


def test_dead_letters_are_listed_and_stay_in_the_queue(aws: FakeAws) -> None:
    aws.sqs.send_message(QueueUrl=aws.batch_dead_url, MessageBody=json.dumps({"importId": "a1", "batch": 3}))

    (queue,) = dead_letters.queues(system(aws))
    (letter,) = dead_letters.waiting(system(aws), queue)

    assert (queue.name, queue.waiting) == ("Batches", 1)
    assert (letter.about, letter.received) == ("import a1, batch 3", 1)
    assert dead_letters.queues(system(aws))[0].waiting == 1


def test_redriving_moves_every_message_back_to_its_work_queue(aws: FakeAws) -> None:
    for batch in range(12):
        body = json.dumps({"importId": "a1", "batch": batch})
        aws.sqs.send_message(QueueUrl=aws.batch_dead_url, MessageBody=body)

    (queue,) = dead_letters.queues(system(aws))

    assert dead_letters.redrive(system(aws), queue) == 12
    assert dead_letters.queues(system(aws))[0].waiting == 0
    attributes = aws.sqs.get_queue_attributes(QueueUrl=aws.batch_queue_url, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessages"] == "12"


def test_in_aws_sqs_itself_moves_the_messages(aws: FakeAws) -> None:
    moved: list[str] = []

    class Sqs:
        def get_queue_attributes(self, **request: Any) -> Any:
            return aws.sqs.get_queue_attributes(**request)

        def start_message_move_task(self, *, SourceArn: str) -> None:  # noqa: N803
            moved.append(SourceArn)

    aws.sqs.send_message(QueueUrl=aws.batch_dead_url, MessageBody="{}")
    deployed = system(aws, Sqs())
    (queue,) = dead_letters.queues(deployed)

    assert dead_letters.redrive(deployed, queue) == 1
    assert moved == [aws.sqs.queue(aws.batch_dead_url).arn]


def test_an_unknown_queue_is_refused_with_the_known_ones(aws: FakeAws) -> None:
    with pytest.raises(CommandFailed, match=r'no queue "Odd"\. There are Batches'):
        dead_letters.chosen(system(aws), "Odd")


@pytest.mark.parametrize(
    "body,about",
    [
        ({"importId": "a1", "batch": 3, "task": "import"}, "import a1, batch 3"),
        ({"exportId": "e1"}, "export e1"),
        ({"Records": [{"s3": {"object": {"key": "uploads/a1/file"}}}]}, "import a1, its file"),
        ({"importId": "a1"}, "import a1"),
        ({"Event": "s3:TestEvent"}, "a test event from S3"),
        ("no json", "not one of our messages"),
        ([], "not one of our messages"),
    ],
)
def test_a_message_is_described_by_its_import_or_export(body: Any, about: str) -> None:
    assert dead_letters.about(body if isinstance(body, str) else json.dumps(body)) == about
