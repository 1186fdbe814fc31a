"""Exports from the request to the file, with the real handler over doubles of AWS."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from crm.aws import clients
from crm.handlers import lead_exporter
from crm.own_fields.definition import FieldType
from crm.own_fields.editing import OwnFieldEditor
from crm.own_fields.store import OwnFieldStore
from crm.query import exports as exports_module
from crm.query.exports import ExportStore, export_of_message
from crm.statements.lead import Lead

from tests.crm_in_memory import CrmInMemory, csv_bytes, people
from tests.doubles.aws import MAX_RECEIVES
from tests.unit.query.leads import lead, many
from tests.unit.query.stored import store


def call(crm: CrmInMemory, method: str, path: str, body: Any = None, **event: Any) -> Any:
    return crm.call(lead_exporter.handler, method, path, body, **event)


def start(crm: CrmInMemory, **body: Any) -> str:
    status, answer = call(crm, "POST", "/exports", body)
    assert status == 202, answer
    return str(answer["exportId"])


def work(crm: CrmInMemory) -> bool:
    return crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)


def file_of(crm: CrmInMemory, export_id: str) -> bytes:
    return crm.aws.s3.objects(crm.aws.work_bucket)[f"exports/{export_id}/file.csv"]


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_an_export_is_pending_until_its_file_is_written_and_then_can_be_fetched(crm: CrmInMemory) -> None:
    store(crm.aws, *many(40))
    export_id = start(crm)
    assert call(crm, "GET", f"/exports/{export_id}") == (200, {"status": "pending", "url": None, "rows": None})
    assert work(crm)
    status, answer = call(crm, "GET", f"/exports/{export_id}")
    assert (status, answer["status"], answer["rows"]) == (200, "ready", 40)
    address = urlsplit(answer["url"])
    assert address.path == f"/exports/{export_id}/file.csv"
    disposition = parse_qs(address.query)["ResponseContentDisposition"][0]
    assert disposition.startswith('attachment; filename="leads-20')
    assert len(rows(file_of(crm, export_id))) == 40


def test_an_export_holds_all_leads_of_the_view_in_its_order(crm: CrmInMemory) -> None:
    store(crm.aws, *(lead(n, company="Acme" if n % 2 else "Globex", last_name=f"L{n:03}") for n in range(1, 501)))
    export_id = start(crm, q="l", filters={"company": "acme", "title": ""}, sort="-lastName")
    work(crm)
    assert [row["Last name"] for row in rows(file_of(crm, export_id))] == [f"L{n:03}" for n in range(499, 0, -2)]


def test_columns_can_be_chosen(crm: CrmInMemory) -> None:
    store(crm.aws, lead(1, email="a@example.com"))
    export_id = start(crm, columns=["email", "leadId"])
    work(crm)
    assert rows(file_of(crm, export_id)) == [{"Email": "a@example.com", "Lead ID": lead(1).lead_id}]


def test_an_empty_export_has_a_header(crm: CrmInMemory) -> None:
    export_id = start(crm, q="nobody")
    work(crm)
    assert call(crm, "GET", f"/exports/{export_id}")[1]["rows"] == 0
    assert file_of(crm, export_id).startswith(b"\xef\xbb\xbfLead ID,")


def test_an_export_larger_than_the_memory_buffer_is_written(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports_module, "IN_MEMORY_BYTES", 1000)
    store(crm.aws, *many(300))
    export_id = start(crm)
    work(crm)
    assert len(rows(file_of(crm, export_id))) == 300


def values_and_times(item: Any) -> Any:
    """What a person sees of an item of the leads table; a confirmed lead has a later place and another chain."""
    if "lead" not in item:
        return item
    state = Lead.from_item(item).standing.state
    assert state is not None
    return {path: (held.text, held.label) for path, held in state.held.items()}, state.created_at, state.updated_at


def test_importing_an_own_export_changes_nothing(crm: CrmInMemory) -> None:
    header = ("First name", "Last name", "Email", "Phone", "Company", "Notes", "Tags", "City", "Renewal")
    crm.import_file(
        csv_bytes(
            [
                (
                    "José",
                    "Müller",
                    "jose@example.com; j@example.org",
                    "+852 9123 4567",
                    "=Acme",
                    "likes “trains”",
                    "VIP",
                    "Berlin",
                    "3/4/2026",
                ),
                ("Ann", "Null", "", "020 7946 0018", "NA", "@home", "", "", "soon"),
                *((*person, "", "", "", "VIP; fair", "Bonn", "") for person in people(20)),
            ],
            header,
        )
    )
    OwnFieldEditor(OwnFieldStore(clients.dynamodb(), crm.aws.leads_table)).add(
        "Next renewal", FieldType.DATE, headers=("Renewal",), day_first=True
    )
    before = crm.table()
    export_id = start(crm)
    work(crm)
    record = crm.import_file(file_of(crm, export_id), "leads.csv")
    assert record["status"] == "completed"
    assert {name: number for name, number in record["totals"].items() if number} == {"rows": 22, "unchanged": 22}
    assert [values_and_times(item) for item in crm.table()] == [values_and_times(item) for item in before]


def test_only_its_owner_and_an_admin_can_download_an_export(crm: CrmInMemory) -> None:
    export_id = start(crm)
    work(crm)
    path = f"/exports/{export_id}"
    assert call(crm, "GET", path, user="user-2")[0] == 404
    assert call(crm, "GET", path, user="user-2", groups="admin")[1]["status"] == "ready"
    assert call(crm, "GET", path, groups="viewer")[1]["status"] == "ready"
    assert call(crm, "GET", path, groups="")[0] == 403


def test_a_viewer_may_export(crm: CrmInMemory) -> None:
    assert call(crm, "POST", "/exports", {}, groups="viewer")[0] == 202


@pytest.mark.parametrize("export_id", ["nothing", "..", "%2e%2e%2fimports", "x" * 65])
def test_an_unknown_id_or_a_path_is_not_found(crm: CrmInMemory, export_id: str) -> None:
    status, answer = call(crm, "GET", f"/exports/{export_id}")
    assert (status, answer["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sort": "salary"}, "sort"),
        ({"filters": {"salary": "1"}}, "filters.salary"),
        ({"where": {"any": [{"field": "salary", "op": "empty"}]}}, "where.any[0].field"),
        ({"where": {"not": {"field": "email", "op": "like", "value": "x"}}}, "where.not.op"),
        ({"where": []}, "where"),
        ({"columns": ["renewal"]}, "columns"),
        ({"filters": {"company": 5}}, "filters.company"),
        ({"columns": ["email", "email"]}, "columns"),
        ({"columns": ["identity"]}, "columns"),
        ({"columns": []}, "columns"),
        ({"all": True}, "all"),
    ],
)
def test_an_invalid_export_is_refused_with_the_field(crm: CrmInMemory, body: dict[str, Any], field: str) -> None:
    status, answer = call(crm, "POST", "/exports", body)
    assert status == 422
    assert field in answer["error"]["fields"]
    assert not work(crm)


def test_a_message_delivered_twice_writes_one_file(crm: CrmInMemory) -> None:
    store(crm.aws, lead(1))
    export_id = start(crm)
    crm.aws.sqs.send_message(QueueUrl=crm.aws.export_queue_url, MessageBody=json.dumps({"exportId": export_id}))
    work(crm)
    store(crm.aws, lead(2))
    work(crm)
    assert call(crm, "GET", f"/exports/{export_id}")[1]["rows"] == 1


def test_a_failed_export_returns_to_the_queue_and_after_five_failures_to_the_dead_letters(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = start(crm)
    monkeypatch.setattr(clients.s3(), "upload_fileobj", broken)
    for _ in range(MAX_RECEIVES + 1):
        work(crm)
        crm.aws.clock.advance(6000)
    dead = crm.aws.sqs.queue(crm.aws.export_dead_url)
    assert [export_of_message(message.body) for message in dead.messages.values()] == [export_id]
    assert call(crm, "GET", f"/exports/{export_id}")[1]["status"] == "pending"


def broken(*_: Any, **__: Any) -> None:
    raise ConnectionError


def test_an_export_in_the_dead_letters_fails_and_a_ready_one_stays_ready(crm: CrmInMemory) -> None:
    kept = ExportStore(clients.s3(), crm.aws.work_bucket)
    given_up = start(crm)
    assert kept.fail(given_up)
    assert call(crm, "GET", f"/exports/{given_up}")[1]["status"] == "failed"
    work(crm)
    assert call(crm, "GET", f"/exports/{given_up}")[1]["status"] == "ready"
    assert not kept.fail(given_up)
    assert not kept.fail("unknown")


def test_a_message_about_an_unknown_export_stays_in_the_queue(crm: CrmInMemory) -> None:
    crm.aws.sqs.send_message(QueueUrl=crm.aws.export_queue_url, MessageBody=json.dumps({"exportId": "unknown"}))
    work(crm)
    assert len(crm.aws.sqs.queue(crm.aws.export_queue_url).messages) == 1


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"exportId": 5}', '{"exportId": "../imports/x"}'])
def test_other_messages_are_refused(body: str) -> None:
    with pytest.raises(ValueError, match="export"):
        export_of_message(body)
