"""A file becomes leads, and every row is accounted for (promises 1 and 2)."""

from __future__ import annotations

import csv
import io
import random
from typing import Any

import pytest
from crm.handlers import batch_worker, dead_letter, import_api, lead_splitter
from crm.imports.batches import BATCH_ROWS as BATCH
from crm.imports.queue import BatchMessage
from crm.query.exports import ExportRequest, ExportStore
from crm.query.lead_query import LeadQuery

from tests.crm_in_memory import (
    CONTEXT,
    CrmInMemory,
    assert_adds_up,
    assert_nobody_twice,
    csv_bytes,
    people,
    xlsx_bytes,
)
from tests.doubles import fake_aws, sqs_event

HEADER = ("First name", "Last name", "Email")


def test_every_sheet_of_a_workbook_becomes_leads(crm: CrmInMemory) -> None:
    sheets = {name: [HEADER, *people(40, start=100 * n)] for n, name in enumerate(("North", "South", "West"))}
    record = crm.import_file(xlsx_bytes(sheets), "book.xlsx")
    assert record["status"] == "completed"
    assert record["totals"]["created"] == record["totals"]["rows"] == len(crm.leads()) == 120
    assert [sheet["dataRows"] for sheet in record["sheets"]] == [40, 40, 40]
    assert_adds_up(crm, record["importId"])


def test_the_same_file_twice_leaves_every_row_unchanged(crm: CrmInMemory) -> None:
    content = csv_bytes([*people(30), ("Nobody", "Without", "")])
    crm.import_file(content)
    before = [lead.standing.state for lead in crm.leads()]
    again = crm.import_file(content)
    assert again["totals"]["unchanged"] == again["totals"]["rows"] == 31
    assert again["changedValues"] == 0
    assert [lead.standing.state for lead in crm.leads()] == before


@pytest.mark.parametrize("seed", range(4))
def test_a_file_whose_rows_contradict_each_other_changes_nothing_the_second_time(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("crm.imports.splitter.BATCH_ROWS", 2)
    crm = CrmInMemory(monkeypatch, fake_aws(message_order=random.Random(seed)))
    same = [(name, "Byron", "ada@initech.example") for name in ("Ada", "Augusta", "Countess")]
    content = csv_bytes([same[0], *people(7), *same[1:]])
    crm.import_file(content)
    before = [lead.standing.state for lead in crm.leads()]
    again = crm.import_file(content)
    assert again["totals"]["unchanged"] == again["totals"]["rows"] == 10
    assert [lead.standing.state for lead in crm.leads()] == before
    assert "Countess" in {lead["firstName"] for lead in crm.texts()}


def test_the_same_file_with_another_mapping_says_something_new(crm: CrmInMemory) -> None:
    header = ("Name", "Called", "Email")
    same = [("Ada", "Countess", "ada@initech.example"), ("Augusta", "", "ada@initech.example")]
    content = csv_bytes(same, header)
    crm.import_file(content)
    import_id = crm.upload(content, review=True)
    crm.run()
    body = {"sheets": [{"index": 0, "columns": {"0": "remarks", "1": "firstName"}}]}
    assert crm.call(import_api.handler, "PUT", f"/imports/{import_id}/mapping", body)[0] == 202
    crm.run()
    assert [lead["firstName"] for lead in crm.texts()] == ["Countess"]


def test_a_newer_file_changes_what_it_says_and_tells_how_many_values_differ(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("Ada", "Byron", "ada@initech.example")]), "old.csv")
    record = crm.import_file(csv_bytes([("Ada", "Lovelace", "ADA@initech.example")]), "new.csv")
    (lead,) = crm.leads()
    held = lead.standing.state.held if lead.standing.state else {}
    assert (record["totals"]["updated"], record["changedValues"]) == (1, 1)
    assert [row["changed"] for row in crm.ledger(record["importId"])] == [1]
    assert {path: (one.text, one.origin.file_name) for path, one in held.items()} == {
        "firstName": ("Ada", "old.csv"),
        "lastName": ("Lovelace", "new.csv"),
        "email": ("ada@initech.example", "old.csv"),
    }


def test_rows_without_identity_are_rejected_with_a_reason_and_in_the_report(crm: CrmInMemory) -> None:
    header = ("First name", "Email", "Notes")
    record = crm.import_file(csv_bytes([("Ada", "ada@initech.example", ""), ("", "", "call back")], header))
    assert record["status"] == "completed_with_errors"
    assert record["totals"]["rejected"] == 1
    (row,) = [row for row in crm.ledger(record["importId"]) if row["outcome"] == "rejected"]
    assert row["reason"]
    _, report = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/report.csv")
    assert "call back" in report
    assert row["reason"] in report


def test_rows_that_say_that_they_are_nobody_are_skipped(crm: CrmInMemory) -> None:
    header = ("Post", "Name", "Email")
    rows = [("Chair", "Ada Byron", "ada@initech.example"), ("Treasurer", "TBC", "-"), ("Auditor", "-", "ask ada")]
    record = crm.import_file(csv_bytes(rows, header))
    assert [row["outcome"] for row in crm.ledger(record["importId"])] == ["created", "skipped", "rejected"]


def test_a_report_runs_no_formula_and_its_corrected_rows_come_back_as_they_were(crm: CrmInMemory) -> None:
    text = "'call; '=1+1;=2\n@SUM(1)"
    record = crm.import_file(f'First name,Email,Notes\r\n,,"{text}"\r\n'.encode())
    _, report = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/report.csv")
    for separator in ",;\t":
        rows = list(csv.reader(io.StringIO(report.lstrip("\ufeff"), newline=""), delimiter=separator))
        assert not [cell for row in rows for cell in row if cell.lstrip(' "').startswith(("=", "@"))]
    crm.import_file(report.replace("\r\n,,", "\r\nAda,ada@initech.example,").encode())
    (lead,) = crm.texts()
    assert (lead["email"], lead["notes"]) == ("ada@initech.example", text)


def test_every_message_delivered_twice_changes_nothing(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes([*people(BATCH + 100), *people(20)]))
    intake = crm.aws.sqs.queue(crm.aws.intake_queue_url)
    event = sqs_event(intake, list(intake.messages.values()))
    lead_splitter.handler(event, CONTEXT)
    batches = list(crm.aws.sqs.queue(crm.aws.batch_queue_url).messages.values())
    for message in [*batches, *reversed(batches)]:
        batch_worker.handler(sqs_event(intake, [message.body]), CONTEXT)
    lead_splitter.handler(event, CONTEXT)
    crm.run()
    assert crm.status(import_id)["totals"]["created"] == len(crm.leads()) == BATCH + 100
    assert crm.status(import_id)["totals"]["unchanged"] == 20
    assert_adds_up(crm, import_id)
    assert_nobody_twice(crm)


def test_a_batch_that_fails_three_times_is_closed_and_the_import_ends_with_errors(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(people(BATCH + 100)))
    crm.deliver(crm.aws.intake_queue_url, lead_splitter.handler, 1)
    key = f"imports/{import_id}/batches/000002.json.gz"
    crm.aws.s3.put_object(Bucket="work", Key=key, Body=b"damaged")
    crm.run()
    record = crm.status(import_id)
    assert record["status"] == "completed_with_errors"
    assert (record["totals"]["created"], record["totals"]["rejected"]) == (BATCH, 100)
    assert_adds_up(crm, import_id)


def test_a_splitter_that_crashes_three_times_fails_the_import_with_a_reason(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("crm.imports.splitter.open_spreadsheet", broken)
    record = crm.import_file(csv_bytes(people(3)))
    assert record["status"] == "failed"
    assert "five times" in record["reason"]


def test_a_file_that_is_no_spreadsheet_fails_with_a_clear_sentence(crm: CrmInMemory) -> None:
    record = crm.import_file(b"MZ\x90\x00\x03" + bytes(range(256)) * 20, "setup.xlsx")
    assert record["status"] == "failed"
    assert record["reason"].endswith((".", "again.", "file."))
    assert crm.leads() == []


def test_a_message_of_an_unknown_import_becomes_a_dead_letter_and_blocks_nothing(crm: CrmInMemory) -> None:
    crm.aws.sqs.send_message(QueueUrl=crm.aws.batch_queue_url, MessageBody=BatchMessage("nobody", 1).to_body())
    crm.aws.sqs.send_message(QueueUrl=crm.aws.batch_queue_url, MessageBody="{garbage")
    record = crm.import_file(csv_bytes(people(3)))
    assert record["status"] == "completed"
    assert crm.pending() == 0


def test_of_two_rows_of_one_person_the_second_changes_only_what_it_says(crm: CrmInMemory) -> None:
    rows = [("Ada", "Byron", "ada@initech.example"), ("", "Lovelace", " Ada@Initech.example ")]
    record = crm.import_file(csv_bytes(rows))
    assert crm.texts() == [{"firstName": "Ada", "lastName": "Lovelace", "email": "ada@initech.example"}]
    assert (record["totals"]["created"], record["totals"]["updated"]) == (1, 1)


def test_no_write_replaces_a_whole_import_item(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    put_item = crm.aws.dynamodb.put_item

    def refused(**request: Any) -> Any:
        assert request["TableName"] != crm.aws.imports_table, "an import is only ever updated"
        return put_item(**request)

    monkeypatch.setattr(crm.aws.dynamodb, "put_item", refused)
    assert crm.import_file(csv_bytes(people(5)))["status"] == "completed"


def test_an_export_that_fails_three_times_is_reported_as_failed(crm: CrmInMemory) -> None:
    exports = ExportStore(crm.aws.s3, crm.aws.work_bucket)  # type: ignore[arg-type]
    request = ExportRequest("export1", "user-1", "2026-11-24T08:00:00.000Z", LeadQuery())
    exports.start(request, crm.aws.sqs, crm.aws.export_dead_url)  # type: ignore[arg-type]
    crm.deliver(crm.aws.export_dead_url, dead_letter.handler, 1)
    found = exports.find("export1")
    assert found is not None
    assert found[1].status == "failed"
