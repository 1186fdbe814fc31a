"""Promise 9: each way in which a message can fail sets off an alarm that can fire.

Our own code runs on the doubles and writes its metrics; what Lambda and SQS record beside them is from their
documentation. A response that names failed messages is a success for Lambda, and a queue that is consumed at once
never shows its messages as visible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from botocore.exceptions import ClientError
from crm.aws.consumer import DeliveryFailedError, consumer
from crm.handlers import batch_worker, dead_letter, index_writer, lead_exporter, lead_splitter
from crm.patience import OutOfPatienceError

from easy_crm.templates import Place, System
from tests.crm_in_memory import CONTEXT, CrmInMemory
from tests.doubles import sqs_event
from tests.infra.alarms import Samples, embedded_metrics, gone_off
from tests.infra.synthesis import Synthesized

CONSUMERS = {
    "lead_splitter": ("intake", lead_splitter.handler),
    "batch_worker": ("batches", batch_worker.handler),
    "lead_exporter": ("exports", lead_exporter.handler),
    "index_writer": ("index", index_writer.handler),
}
"""Function to its queue and its code."""
WAIT_MINUTES = {"intake": 30, "batches": 30, "exports": 15, "index": 15}


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> Iterator[CrmInMemory]:
    made = CrmInMemory(monkeypatch)
    # The monitoring of prod is looked at.
    monkeypatch.setenv("ENVIRONMENT", "prod")
    yield made


class Listener:
    """Calls functions as Lambda does, and says which alarms go off."""

    def __init__(
        self, system: System, crm: CrmInMemory, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.system = system
        self._crm = crm
        self._patch = patch
        self._capsys = capsys

    def alarms_after(self, function: str, handler: Callable[..., Any], *bodies: str) -> set[str]:
        """The alarms after one run of a function with these messages."""
        self._patch.setenv("POWERTOOLS_SERVICE_NAME", function)
        self._capsys.readouterr()
        queue = self._crm.aws.sqs.queue(self._crm.aws.batch_queue_url)
        try:
            handler(sqs_event(queue, list(bodies)), CONTEXT)
            errors = 0.0
        except DeliveryFailedError:
            errors = 1.0
        written = embedded_metrics(self._capsys.readouterr().out)
        return gone_off(self.system, [*written, self.run(function, errors)])

    def run(self, function: str, errors: float) -> Samples:
        """What Lambda records of one run, at an hour at which nothing else runs."""
        return Samples("AWS/Lambda", "Errors", f"easy-crm-{function}-prod", ((errors,),))

    def dead_letters(self, queue: str) -> Place:
        function = next(name for name, (its_queue, _) in CONSUMERS.items() if its_queue == queue)
        place = self.queue(function)
        target = self.system.properties(place)["RedrivePolicy"]["deadLetterTargetArn"]
        found = self.system.follow(place.stack, target)
        assert found is not None
        return found

    def queue(self, function: str) -> Place:
        return next(place for name, place, _ in self.system.pollers() if name == function)


@pytest.fixture
def listener(
    prod: Synthesized, crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Listener:
    return Listener(prod.system, crm, monkeypatch, capsys)


def _heard(function: str) -> set[str]:
    return {f"failures-{function}-message-failed", f"{function}-Fault-Count"}


def _denied(_record: SQSRecord) -> None:
    raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": ""}}, "UpdateItem")


def _wrong(_record: SQSRecord) -> None:
    raise KeyError("does not work")


@pytest.mark.parametrize("function", CONSUMERS)
@pytest.mark.parametrize("fails", [_denied, _wrong], ids=["a missing right", "an error in its code"])
def test_a_message_that_the_function_cannot_handle(
    function: str, fails: Callable[[SQSRecord], None], listener: Listener
) -> None:
    assert listener.alarms_after(function, consumer(fails), "{}") == _heard(function)


def _busy(_record: SQSRecord) -> None:
    raise OutOfPatienceError


@pytest.mark.parametrize("function", [*CONSUMERS, "dead_letter"])
def test_messages_for_which_aws_is_too_busy_for_long(function: str, listener: Listener) -> None:
    """Each comes back as a new message, so no message ever gets old, and Lambda sees no error."""
    assert listener.alarms_after(function, consumer(_busy), "{}") == set()
    for_long = Samples("EasyCRM", "MessagesHandedBack", function, ((1.0,), (2.0,), (1.0,)))
    assert gone_off(listener.system, [for_long]) == {f"failures-{function}-messages-handed-back"}


@pytest.mark.parametrize("function", CONSUMERS)
def test_messages_for_which_aws_was_too_busy_for_a_while(function: str, listener: Listener) -> None:
    for_a_while = Samples("EasyCRM", "MessagesHandedBack", function, ((9.0,), (9.0,), ()))
    assert gone_off(listener.system, [for_a_while]) == set()


@pytest.mark.parametrize("function", CONSUMERS)
def test_a_message_that_nobody_understands(function: str, listener: Listener) -> None:
    _, handler = CONSUMERS[function]
    assert listener.alarms_after(function, handler, "no message of ours") == _heard(function)


@pytest.mark.parametrize("function", [*CONSUMERS, "dead_letter", "sweeper"])
def test_a_run_that_is_ended_by_its_time_or_its_memory(function: str, listener: Listener) -> None:
    """Lambda ends the process: only its own metric says so."""
    assert gone_off(listener.system, [listener.run(function, 1)]) == {f"{function}-Fault-Count"}


@pytest.mark.parametrize("queue", WAIT_MINUTES)
def test_a_message_that_failed_for_good(queue: str, listener: Listener) -> None:
    """It is taken out of the dead-letter queue at once, so that nobody ever sees it there."""
    letters = listener.dead_letters(queue)
    taken = [
        Samples("AWS/SQS", "NumberOfMessagesReceived", letters, ((1,),)),
        Samples("AWS/SQS", "ApproximateNumberOfMessagesVisible", letters, ((0, 0, 0, 0, 0),)),
    ]
    assert gone_off(listener.system, taken) == {f"failures-{queue}-dead-letter"}
    closed = listener.alarms_after("dead_letter", dead_letter.handler, "no message of ours")
    assert closed == {"failures-dead-letter-closed"}


def test_rows_that_are_lost_with_their_batch(crm: CrmInMemory, listener: Listener) -> None:
    import_id = crm.upload(b"Email\nann@example.com\n")
    crm.deliver(crm.aws.intake_queue_url, lead_splitter.handler, 1)
    body = f'{{"importId": "{import_id}", "batch": 1}}'
    closed = listener.alarms_after("dead_letter", dead_letter.handler, body)
    assert closed == {"failures-dead-letter-closed", "failures-rows-lost"}


def test_an_undo_that_fails_for_good(crm: CrmInMemory, listener: Listener) -> None:
    import_id = crm.import_file(b"Email\nann@example.com\n")["importId"]
    body = f'{{"importId": "{import_id}", "batch": 1, "task": "undo"}}'
    assert listener.alarms_after("dead_letter", dead_letter.handler, body) == {"failures-dead-letter-closed"}


def test_dead_letters_of_which_one_cannot_be_closed(listener: Listener) -> None:
    """The delivery as a whole is a success for Lambda."""

    def close(record: SQSRecord) -> None:
        if record.body == "this one":
            raise KeyError("does not work")

    heard = listener.alarms_after("dead_letter", consumer(close), "this one", "another")
    assert heard == {"failures-dead_letter-message-failed"}


@pytest.mark.parametrize("queue", WAIT_MINUTES)
def test_a_dead_letter_that_can_never_be_closed(queue: str, listener: Listener) -> None:
    """It is hidden for minutes after each try, so it shows as in flight."""
    tried = [Samples("AWS/SQS", "ApproximateNumberOfMessagesNotVisible", listener.dead_letters(queue), ((1.0,),) * 3)]
    assert listener.alarms_after("dead_letter", consumer(_wrong), "{}") == _heard("dead_letter")
    assert gone_off(listener.system, tried) == {f"failures-{queue}-dead-letter-stays"}


@pytest.mark.parametrize("queue", WAIT_MINUTES)
def test_a_dead_letter_that_is_closed_at_once_does_not_count_as_one_that_cannot(queue: str, listener: Listener) -> None:
    letters = listener.dead_letters(queue)
    closed = Samples("AWS/SQS", "ApproximateNumberOfMessagesNotVisible", letters, ((1.0,), (0.0,), (0.0,)))
    assert gone_off(listener.system, [closed]) == set()


@pytest.mark.parametrize("function", CONSUMERS)
def test_messages_that_nobody_takes(function: str, listener: Listener) -> None:
    """The event source is disabled, or has lost the right to poll."""
    queue, _ = CONSUMERS[function]
    seconds = 60.0 * WAIT_MINUTES[queue] + 1
    waiting = Samples("AWS/SQS", "ApproximateAgeOfOldestMessage", listener.queue(function), ((seconds,),))
    assert gone_off(listener.system, [waiting]) == {f"{queue}-Queue-Message-Age-Max"}
    left = Samples("AWS/SQS", "ApproximateNumberOfMessagesVisible", listener.dead_letters(queue), ((1.0,),))
    assert gone_off(listener.system, [left]) == {f"{queue}-DLQ-Queue-Message-Count-Max"}


@pytest.mark.parametrize("function", [*CONSUMERS, "dead_letter", "sweeper"])
def test_runs_that_the_account_refuses(function: str, listener: Listener) -> None:
    refused = Samples("AWS/Lambda", "Throttles", f"easy-crm-{function}-prod", ((2.0,), (1.0,), (5.0,)))
    assert gone_off(listener.system, [refused]) == {f"{function}-Throttled-Count"}


def test_nothing_goes_off_while_all_is_well(crm: CrmInMemory, listener: Listener) -> None:
    import_id = crm.upload(b"Email\nann@example.com\n")
    crm.deliver(crm.aws.intake_queue_url, lead_splitter.handler, 1)
    body = f'{{"importId": "{import_id}", "batch": 1}}'
    assert listener.alarms_after("batch_worker", batch_worker.handler, body) == set()
