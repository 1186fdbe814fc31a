"""A message that Lambda dropped for lack of concurrency keeps its tries (promise 9)."""

from __future__ import annotations

from typing import Any

import pytest
from crm.aws.deliveries import FOLDER, MOST_RETURNS, TRIES
from crm.handlers import batch_worker, dead_letter, lead_splitter

from easy_crm.constructs.work_queue import RECEIVES
from tests.crm_in_memory import CrmInMemory, csv_bytes, people
from tests.doubles.aws import MAX_RECEIVES

HIDDEN_S = 6000.0


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    return CrmInMemory(monkeypatch)


def split(crm: CrmInMemory) -> str:
    """The id of an import whose one batch waits for a worker."""
    import_id = crm.upload(csv_bytes(people(3)))
    crm.deliver(crm.aws.intake_queue_url, lead_splitter.handler, 1)
    return import_id


def drop(crm: CrmInMemory, url: str) -> None:
    """A poller receives a message, and Lambda has no concurrent execution left for it."""
    crm.aws.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1)
    crm.aws.clock.advance(HIDDEN_S)


def work(crm: CrmInMemory) -> None:
    crm.deliver(crm.aws.batch_queue_url, batch_worker.handler, 1)
    crm.aws.clock.advance(HIDDEN_S)


def close(crm: CrmInMemory) -> bool:
    crm.aws.sqs.receive_message(QueueUrl=crm.aws.batch_queue_url, MaxNumberOfMessages=1)
    done = crm.deliver(crm.aws.batch_dead_url, dead_letter.handler, 1)
    crm.aws.clock.advance(HIDDEN_S)
    return done


def failing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lets every batch fail; lists those that begin."""
    begun: list[str] = []

    def fail(*arguments: Any, **_: Any) -> None:
        begun.append(str(arguments))
        raise ConnectionError

    monkeypatch.setattr("crm.imports.batch_worker.BatchWorker.handle", fail)
    return begun


def test_a_batch_that_was_only_dropped_is_imported_in_the_end(crm: CrmInMemory) -> None:
    import_id = split(crm)
    for _ in range(2 * MAX_RECEIVES):
        drop(crm, crm.aws.batch_queue_url)
        crm.deliver(crm.aws.batch_dead_url, dead_letter.handler, 1)
    crm.run()
    record = crm.status(import_id)
    assert (record["status"], record["totals"]["created"]) == ("completed", 3)


def test_a_file_that_was_only_dropped_is_read_in_the_end(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(people(3)))
    for _ in range(MAX_RECEIVES + 1):
        drop(crm, crm.aws.intake_queue_url)
    crm.run()
    assert crm.status(import_id)["status"] == "completed"


@pytest.mark.parametrize("dropped", [set(), {0}, {2}, {0, 1, 2, 3, 4}, {5}])
def test_what_fails_for_good_has_begun_as_often_as_it_may_try(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch, dropped: set[int]
) -> None:
    import_id, begun = split(crm), failing(monkeypatch)
    for number in range(3 * MAX_RECEIVES):
        (drop(crm, crm.aws.batch_queue_url) if number in dropped else work(crm))
        if number % MAX_RECEIVES == MAX_RECEIVES - 1:
            close(crm)
        if crm.status(import_id)["status"] == "completed_with_errors":
            break
    assert crm.status(import_id)["totals"]["rejected"] == 3
    assert len(begun) >= TRIES


def test_what_never_fails_but_is_never_begun_is_heard_of(crm: CrmInMemory) -> None:
    """An account in which nothing runs for days: the batch is closed, and its alarm goes off."""
    import_id = split(crm)
    for _ in range((MOST_RETURNS + 1) * (MAX_RECEIVES + 2)):
        drop(crm, crm.aws.batch_queue_url)
        crm.deliver(crm.aws.batch_dead_url, dead_letter.handler, 1)
    assert crm.status(import_id)["status"] == "completed_with_errors"


def test_a_first_delivery_costs_nothing(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes(people(3)))
    assert not [key for key in crm.aws.s3.objects(crm.aws.work_bucket) if key.startswith(FOLDER)]


def test_a_dead_letter_of_an_unknown_queue_is_closed(crm: CrmInMemory) -> None:
    """Without the name of the queue that gave it up, there is nowhere to send it back to."""
    import_id = split(crm)
    (message,) = crm.aws.sqs.queue(crm.aws.batch_queue_url).messages.values()
    crm.aws.sqs.send_message(QueueUrl=crm.aws.batch_dead_url, MessageBody=message.body)
    crm.deliver(crm.aws.batch_dead_url, dead_letter.handler, 1)
    assert crm.status(import_id)["status"] == "completed_with_errors"


def test_a_queue_receives_once_more_than_there_are_tries() -> None:
    assert RECEIVES == MAX_RECEIVES == TRIES + 1
