"""Cancel, force-complete, sweep, retry and review: each import ends once, as requested (promise 1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from crm.composition.workers import sweeper
from crm.handlers import batch_worker, import_api, lead_splitter
from crm.imports.batches import BATCH_ROWS as BATCH
from crm.settings import Settings

from tests.crm_in_memory import CrmInMemory, assert_adds_up, csv_bytes, people


def post(crm: CrmInMemory, import_id: str, action: str, **event: str) -> tuple[int, dict]:  # type: ignore[type-arg]
    status, answer = crm.call(import_api.handler, "POST", f"/imports/{import_id}/{action}", **event)
    return status, answer


def split(crm: CrmInMemory) -> None:
    crm.deliver(crm.aws.intake_queue_url, lead_splitter.handler, 1)


def work(crm: CrmInMemory, batches: int = 1) -> None:
    crm.deliver(crm.aws.batch_queue_url, batch_worker.handler, batches)


def test_cancelling_before_the_file_is_read_ends_the_import_at_once(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(people(3)))
    assert post(crm, import_id, "cancel")[1]["status"] == "cancelled"
    crm.run()
    assert crm.status(import_id)["status"] == "cancelled"
    assert crm.leads() == []


def test_cancelling_stops_new_batches_and_keeps_written_leads(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(people(BATCH + 700)))
    split(crm)
    work(crm)
    assert post(crm, import_id, "cancel")[1]["status"] == "cancelling"
    crm.run()
    record = crm.status(import_id)
    assert record["status"] == "cancelled"
    assert record["totals"]["created"] == len(crm.leads()) == BATCH
    assert record["totals"]["cancelled"] == 700
    assert_adds_up(crm, import_id)


def test_cancelling_leaves_other_imports_alone(crm: CrmInMemory) -> None:
    rows = BATCH + 100
    first, second = crm.upload(csv_bytes(people(rows))), crm.upload(csv_bytes(people(rows, start=rows)))
    split(crm)
    split(crm)
    post(crm, first, "cancel")
    crm.run()
    assert crm.status(second)["status"] == "completed"
    assert crm.status(second)["totals"]["created"] == rows


def test_an_import_that_has_ended_cannot_be_cancelled(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes(people(3)))
    status, answer = post(crm, record["importId"], "cancel")
    assert (status, answer["error"]["code"]) == (409, "import_ended")
    assert crm.status(record["importId"])["status"] == "completed"


def test_force_complete_rejects_rows_without_an_outcome(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(people(BATCH + 700)))
    split(crm)
    work(crm)
    status, answer = post(crm, import_id, "force-complete")
    assert (status, answer["status"]) == (202, "completed_with_errors")
    assert (answer["totals"]["created"], answer["totals"]["rejected"]) == (BATCH, 700)
    crm.run()
    assert crm.status(import_id)["totals"] == answer["totals"]
    assert_adds_up(crm, import_id)


def test_force_complete_reports_rows_that_a_crashed_worker_had_written(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = crm.upload(csv_bytes(people(10)))
    split(crm)
    with monkeypatch.context() as broken:

        def die(*_: object, **__: object) -> None:
            raise ConnectionError

        broken.setattr("crm.imports.work_files.WorkFiles.write_ledger", die)
        work(crm)
    assert len(crm.leads()) == 10
    _, answer = post(crm, import_id, "force-complete")
    assert answer["totals"]["created"] == 10
    assert answer["status"] == "completed"


def test_only_the_owner_or_an_admin_controls_an_import(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(people(3)))
    assert post(crm, import_id, "cancel", user="somebody")[0] == 403
    assert post(crm, import_id, "cancel", user="user-1", groups="viewer")[0] == 403
    assert post(crm, import_id, "cancel", user="somebody", groups="admin")[0] == 202


@pytest.mark.parametrize("action", ["cancel", "force-complete", "retry", "undo"])
def test_an_unknown_import_is_not_found(crm: CrmInMemory, action: str) -> None:
    assert post(crm, "unknown", action)[0] == 404
    assert post(crm, "%2e%2e", action)[0] == 404


def sweep(later: timedelta) -> None:
    sweeper(Settings(), seconds=60).sweep(datetime.now(UTC) + later)


def test_the_sweeper_ends_an_import_whose_messages_were_lost(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(people(BATCH + 100)))
    split(crm)
    work(crm)
    crm.aws.sqs.purge_queue(QueueUrl=crm.aws.batch_queue_url)
    sweep(timedelta(minutes=5))
    assert crm.status(import_id)["status"] == "importing"
    sweep(timedelta(hours=2))
    record = crm.status(import_id)
    assert record["status"] == "completed_with_errors"
    assert (record["totals"]["created"], record["totals"]["rejected"]) == (BATCH, 100)
    assert_adds_up(crm, import_id)


def test_the_sweeper_fails_an_import_whose_file_is_there_and_was_never_read(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(people(3)))
    crm.aws.sqs.purge_queue(QueueUrl=crm.aws.intake_queue_url)
    sweep(timedelta(days=2))
    assert crm.status(import_id)["status"] == "waiting"
    sweep(timedelta(days=2))
    record = crm.status(import_id)
    assert record["status"] == "failed"
    assert "stopped without an answer" in record["reason"]


def test_only_the_rejected_rows_can_be_retried(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(people(BATCH + 100)))
    split(crm)
    work(crm)
    post(crm, import_id, "force-complete")
    status, second = post(crm, import_id, "retry")
    assert status == 201
    crm.run()
    record = crm.status(second["importId"])
    assert record["status"] == "completed"
    assert record["totals"]["created"] == record["totals"]["rows"] == 100
    assert [row["row"] for row in crm.ledger(second["importId"])] == list(range(BATCH + 2, BATCH + 102))
    assert len(crm.leads()) == BATCH + 100


def test_a_mapping_under_review_waits_and_the_correction_is_used_and_remembered(crm: CrmInMemory) -> None:
    content = csv_bytes([("Ada", "Lovelace", "ada@initech.example")], ("First name", "Blurb", "Email"))
    import_id = crm.upload(content, review=True)
    crm.run()
    assert crm.status(import_id)["status"] == "review"
    correction = {"sheets": [{"index": 0, "columns": {"1": "company"}}]}
    status, _ = crm.call(import_api.handler, "PUT", f"/imports/{import_id}/mapping", correction)
    assert status == 202
    crm.run()
    assert crm.texts()[0]["company"] == "Lovelace"
    again = crm.import_file(content, "next.csv")
    decided = {column["column"]: column for column in again["sheets"][0]["mapping"]}
    assert decided[1]["field"] == "company"


def test_cancelling_in_review_gives_every_row_the_outcome_cancelled(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(people(3)), review=True)
    crm.run()
    post(crm, import_id, "cancel")
    crm.run()
    record = crm.status(import_id)
    assert (record["status"], record["totals"]["cancelled"]) == ("cancelled", 3)
    assert_adds_up(crm, import_id)
