"""A retry imports the rejected rows of an import, and no others (promise 1)."""

from __future__ import annotations

from typing import Any

import pytest
from crm.handlers import dead_letter, import_api
from crm.imports import retry
from crm.imports.dead_letters import RETRY_FAILED

from tests.crm_in_memory import CrmInMemory, assert_adds_up, csv_bytes, people

HEADER = ("First name", "Last name", "Email")
NOBODY = ("", "", "somewhere")


def rejecting(crm: CrmInMemory, *rows: tuple[str, str, str]) -> str:
    """An import whose rejected rows are the last of the file."""
    return str(crm.import_file(csv_bytes([*people(2), *rows], HEADER))["importId"])


def tried_again(crm: CrmInMemory, import_id: str) -> dict[str, Any]:
    status, started = crm.call(import_api.handler, "POST", f"/imports/{import_id}/retry")
    assert (status, started["status"]) == (201, "reading")
    return dict(started)


def test_of_a_batch_only_the_rejected_rows_are_imported_again(crm: CrmInMemory) -> None:
    rows = [*people(2), NOBODY, *people(2, start=2), ("", "", "elsewhere")]
    first = crm.import_file(csv_bytes(rows, HEADER))
    assert first["totals"]["rejected"] == 2

    second = tried_again(crm, first["importId"])
    crm.run()

    assert [row["row"] for row in crm.ledger(second["importId"])] == [4, 7]
    assert crm.status(second["importId"])["totals"]["rows"] == 2


def test_rows_of_many_batches_are_cut_a_few_at_a_time(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.imports.splitter.BATCH_ROWS", 2)
    monkeypatch.setattr(retry, "_FILES_AT_ONCE", 2)
    import_id = rejecting(crm, *[NOBODY] * 9)

    second = tried_again(crm, import_id)
    crm.run()

    assert [row["row"] for row in crm.ledger(second["importId"])] == list(range(4, 13))
    assert_adds_up(crm, second["importId"])


def test_a_retry_that_is_delivered_twice_is_cut_once(crm: CrmInMemory) -> None:
    second = tried_again(crm, rejecting(crm, NOBODY))
    (body,) = [message.body for message in crm.aws.sqs.queue(crm.aws.intake_queue_url).messages.values()]

    for _ in range(2):
        crm.run()
        crm.aws.sqs.send_message(QueueUrl=crm.aws.intake_queue_url, MessageBody=body)
    crm.run()

    assert crm.status(second["importId"])["totals"]["rows"] == 1
    assert_adds_up(crm, second["importId"])


def test_a_retry_whose_rows_are_gone_fails_with_a_sentence(crm: CrmInMemory) -> None:
    import_id = rejecting(crm, NOBODY)
    second = tried_again(crm, import_id)
    crm.aws.s3.delete_object(Bucket=crm.aws.work_bucket, Key=f"imports/{import_id}/batches/000001.json.gz")

    crm.run()

    failed = crm.status(second["importId"])
    assert (failed["status"], failed["reason"]) == ("failed", retry.NOTHING_LEFT)


def test_a_retry_that_fails_for_good_is_told(crm: CrmInMemory) -> None:
    second = tried_again(crm, rejecting(crm, NOBODY))
    intake = crm.aws.sqs.queue(crm.aws.intake_queue_url).messages
    crm.aws.sqs.send_message(QueueUrl=crm.aws.intake_dead_url, MessageBody=intake.popitem()[1].body)

    crm.deliver(crm.aws.intake_dead_url, dead_letter.handler, 1)

    failed = crm.status(second["importId"])
    assert (failed["status"], failed["reason"]) == ("failed", RETRY_FAILED)


def test_an_import_that_rejected_nothing_has_nothing_to_try_again(crm: CrmInMemory) -> None:
    status, answer = crm.call(import_api.handler, "POST", f"/imports/{rejecting(crm)}/retry")

    assert (status, answer["error"]["code"]) == (409, "nothing_to_retry")
