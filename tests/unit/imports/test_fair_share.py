"""Few batches of one import are under way at once, so that others come soon; a cancel ends the rest in one write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from crm.aws import clients
from crm.aws.patient import patient
from crm.composition.workers import sweeper
from crm.handlers import batch_worker, import_api, lead_splitter
from crm.imports import repository
from crm.imports.queue import BatchQueue
from crm.imports.sweep import LONGEST, STILL, UPLOAD_BUDGET
from crm.imports.work_files import WorkFiles
from crm.settings import Settings

from tests.crm_in_memory import CrmInMemory, assert_adds_up, csv_bytes, people
from tests.doubles.faults import Fault, FaultPlan, inject
from tests.unit.imports.announcing import announced, listed

ROWS = 2
AT_ONCE = 3
BATCHES = 20


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.imports.splitter.BATCH_ROWS", ROWS)
    monkeypatch.setattr(repository, "AT_ONCE", AT_ONCE)


def split(crm: CrmInMemory) -> None:
    crm.deliver(crm.aws.intake_queue_url, lead_splitter.handler, 1)


def work(crm: CrmInMemory, batches: int = 1) -> None:
    for _ in range(batches):
        crm.deliver(crm.aws.batch_queue_url, batch_worker.handler, 1)


def waiting(crm: CrmInMemory) -> int:
    return len(crm.aws.sqs.queue(crm.aws.batch_queue_url).messages)


def started(crm: CrmInMemory, batches: int = BATCHES) -> str:
    import_id = crm.upload(csv_bytes(people(ROWS * batches)))
    split(crm)
    return import_id


def post(crm: CrmInMemory, import_id: str, action: str) -> str:
    status, answer = crm.call(import_api.handler, "POST", f"/imports/{import_id}/{action}")
    assert status == 202, answer
    return str(answer["status"])


def test_never_more_than_a_few_batches_are_under_way(crm: CrmInMemory) -> None:
    import_id = started(crm)
    for _ in range(BATCHES - AT_ONCE):
        assert waiting(crm) == AT_ONCE
        work(crm)
    crm.run()
    assert crm.status(import_id)["status"] == "completed"
    assert_adds_up(crm, import_id)


def test_a_short_import_ends_while_a_long_one_before_it_goes_on(crm: CrmInMemory) -> None:
    long = started(crm, 100)
    short = crm.upload(csv_bytes(people(ROWS, company="Globex")))
    split(crm)
    work(crm, AT_ONCE + 1)
    assert crm.status(short)["status"] == "completed"
    assert crm.status(long)["status"] == "importing"


def test_messages_of_an_import_are_a_group_of_their_own(crm: CrmInMemory) -> None:
    import_id = started(crm)
    assert {message.group for message in crm.aws.sqs.queue(crm.aws.batch_queue_url).messages.values()} == {import_id}


def test_the_next_batch_is_sent_even_if_the_worker_died_before_it_could(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = started(crm)
    with monkeypatch.context() as broken:

        def die(*_: object, **__: object) -> None:
            raise ConnectionError

        broken.setattr("crm.imports.queue.BatchQueue.send", die)
        work(crm, AT_ONCE)
    assert crm.status(import_id)["batches"]["done"] == AT_ONCE
    crm.run()
    assert crm.status(import_id)["status"] == "completed"


def counting_is_done_twice(crm: CrmInMemory, patch: pytest.MonkeyPatch, parts: str) -> None:
    """The answer to the next write that counts a batch is lost, and boto3 asks again."""

    def counts(_service: str, _operation: str, request: dict[str, Any]) -> bool:
        return f"NOT contains(#{parts}" in request.get("ConditionExpression", "")

    plan = FaultPlan(0, rate=1, faults=[Fault.REPEATED], limit=1, only=counts)
    made = patient(inject(crm.aws.dynamodb, plan), clients.PATIENCE)
    patch.setattr(clients, "dynamodb", lambda: made)


def test_the_next_batch_is_sent_even_if_the_answer_that_named_it_was_lost(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = started(crm)
    counting_is_done_twice(crm, monkeypatch, "doneBatches")
    crm.run()
    assert crm.status(import_id)["status"] == "completed"
    assert_adds_up(crm, import_id)


def test_an_undo_goes_on_even_if_the_answer_that_named_its_next_batch_was_lost(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = started(crm)
    crm.run()
    counting_is_done_twice(crm, monkeypatch, "undoBatches")
    post(crm, import_id, "undo")
    crm.run()
    assert crm.status(import_id)["undo"]["status"] == "undone"


def test_a_message_that_was_delivered_twice_sends_nothing(crm: CrmInMemory) -> None:
    import_id = started(crm)
    work(crm)
    BatchQueue(crm.aws.sqs, crm.aws.batch_queue_url).send(import_id, [1])  # type: ignore[arg-type]
    work(crm, AT_ONCE + 1)
    assert waiting(crm) == AT_ONCE


def test_a_cancel_is_one_write_however_many_batches_wait(crm: CrmInMemory) -> None:
    counts = []
    for batches in (10, 100):
        import_id = started(crm, batches)
        before = crm.aws.dynamodb.calls["UpdateItem"], crm.aws.s3.calls["PutObject"]
        assert post(crm, import_id, "cancel") == "cancelling"
        work(crm, AT_ONCE)
        record = crm.status(import_id)
        assert (record["status"], record["totals"]["cancelled"]) == ("cancelled", ROWS * batches)
        assert_adds_up(crm, import_id)
        counts.append((crm.aws.dynamodb.calls["UpdateItem"] - before[0], crm.aws.s3.calls["PutObject"] - before[1]))
        assert waiting(crm) == 0
    assert counts[0] == counts[1]


def test_ending_by_hand_takes_as_long_whatever_waits(crm: CrmInMemory) -> None:
    import_id = started(crm, 100)
    work(crm)
    before = crm.aws.s3.calls["PutObject"]
    assert post(crm, import_id, "force-complete") == "completed_with_errors"
    assert crm.aws.s3.calls["PutObject"] - before == AT_ONCE
    assert crm.status(import_id)["totals"]["rejected"] == ROWS * 99
    crm.run()
    assert_adds_up(crm, import_id)


def test_rows_of_batches_that_never_began_are_reported_and_can_be_retried(crm: CrmInMemory) -> None:
    import_id = started(crm)
    work(crm)
    post(crm, import_id, "force-complete")
    _, report = crm.call(import_api.handler, "GET", f"/imports/{import_id}/report.csv")
    assert report.count("ended by hand") == ROWS * (BATCHES - 1)
    status, second = crm.call(import_api.handler, "POST", f"/imports/{import_id}/retry")
    assert status == 201
    crm.run()
    assert crm.status(second["importId"])["totals"]["created"] == ROWS * (BATCHES - 1)


def test_an_undo_takes_few_batches_at_once_and_only_those_that_began(crm: CrmInMemory) -> None:
    import_id = started(crm)
    work(crm, 7)
    post(crm, import_id, "cancel")
    crm.run()
    assert crm.leads()
    post(crm, import_id, "undo")
    assert waiting(crm) == AT_ONCE
    crm.run()
    assert crm.status(import_id)["undo"]["status"] == "undone"
    assert crm.leads() == []


def test_a_worker_reads_the_plan_of_an_import_once(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = WorkFiles._read

    def counted(files: WorkFiles, key: str) -> bytes | None:
        read.append(key)
        return original(files, key)

    monkeypatch.setattr(WorkFiles, "_read", counted)
    import_id = started(crm)
    work(crm, BATCHES // 2)
    post(crm, import_id, "force-complete")
    # Once by the workers, and once to answer the request.
    assert read.count(f"imports/{import_id}/plan.json") == 2


# The sweeper


def sweep(later: timedelta, seconds: float = 60) -> int:
    return len(sweeper(Settings(), seconds=seconds).sweep(datetime.now(UTC) + later))


def test_an_import_that_waits_behind_another_is_left_alone(crm: CrmInMemory) -> None:
    import_id = started(crm)
    assert sweep(LONGEST - timedelta(minutes=1)) == 0
    assert crm.status(import_id)["status"] == "importing"


def test_an_import_of_which_nothing_waits_is_ended_soon(crm: CrmInMemory) -> None:
    import_id = started(crm)
    work(crm)
    crm.aws.sqs.purge_queue(QueueUrl=crm.aws.batch_queue_url)
    assert sweep(STILL - timedelta(minutes=1)) == 0
    assert sweep(STILL + timedelta(minutes=1)) == 1
    record = crm.status(import_id)
    assert (record["status"], record["totals"]["rejected"]) == ("completed_with_errors", ROWS * (BATCHES - 1))
    assert_adds_up(crm, import_id)


def test_an_import_ends_after_half_a_day_even_if_the_queue_is_never_empty(crm: CrmInMemory) -> None:
    import_id = started(crm)
    crm.aws.sqs.purge_queue(QueueUrl=crm.aws.batch_queue_url)
    crm.aws.sqs.send_message(QueueUrl=crm.aws.batch_queue_url, MessageBody="of somebody else")
    assert sweep(LONGEST + timedelta(minutes=1)) == 1
    assert crm.status(import_id)["status"] == "completed_with_errors"


def test_a_sweep_that_had_no_time_left_goes_on_with_the_next(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = started(crm)
    crm.aws.sqs.purge_queue(QueueUrl=crm.aws.batch_queue_url)
    moments: Iterator[float] = iter([0.0, 0.0, 0.0, 100.0])
    monkeypatch.setattr("crm.imports.control.Controller.is_out_of_time", lambda _: next(moments) > 60)
    assert sweep(STILL + timedelta(minutes=1)) == 1
    assert crm.status(import_id)["status"] == "importing"
    monkeypatch.setattr("crm.imports.control.Controller.is_out_of_time", lambda _: False)
    # It has just been changed, and yet it is not begun anew.
    assert sweep(timedelta(0)) == 1
    assert crm.status(import_id)["status"] == "completed_with_errors"


def test_a_sweep_without_time_changes_nothing(crm: CrmInMemory) -> None:
    import_id = started(crm)
    crm.aws.sqs.purge_queue(QueueUrl=crm.aws.batch_queue_url)
    assert sweep(STILL + timedelta(minutes=1), seconds=-1) == 0
    assert crm.status(import_id)["status"] == "importing"


def test_a_sweep_reads_only_imports_that_have_not_ended(crm: CrmInMemory) -> None:
    for _ in range(5):
        crm.import_file(csv_bytes(people(1)))
    crm.upload(csv_bytes(people(1)))
    answers = []
    original = crm.aws.dynamodb.query

    def query(**request: object) -> object:
        answers.append(original(**request))
        return answers[-1]

    crm.aws.dynamodb.query = query  # type: ignore[method-assign, assignment]
    sweep(timedelta(0))
    assert [answer["Count"] for answer in answers] == [1]


def test_an_announcement_without_a_file_ends_after_the_hour_of_its_form(crm: CrmInMemory) -> None:
    import_id = announced(crm)
    # However long others wait to be read.
    crm.aws.sqs.send_message(QueueUrl=crm.aws.intake_queue_url, MessageBody="of somebody else")
    sweep(UPLOAD_BUDGET - timedelta(minutes=1))
    assert crm.status(import_id)["status"] == "announced"
    assert sweep(UPLOAD_BUDGET + timedelta(minutes=1)) == 0, "nothing has failed, so no alarm goes off"
    assert crm.status(import_id)["status"] == "cancelled"
    assert listed(crm) == []
    assert timedelta(hours=1) < UPLOAD_BUDGET < timedelta(hours=2)
