"""Exports from the request to the file, with the real handler over doubles of AWS."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import IO, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from crm.aws import clients
from crm.composition.queries import lead_source
from crm.handlers import lead_api, lead_exporter
from crm.own_fields.definition import FieldType
from crm.own_fields.editing import OwnFieldEditor
from crm.own_fields.store import OwnFieldStore
from crm.query import export_files
from crm.query import exports as exports_module
from crm.query.export_files import FIELD_IS_GONE, write_leads
from crm.query.exports import UNWRITTEN, ExportRequest, ExportStore, Tell, export_of_message
from crm.settings import Settings
from crm.statements.lead import Lead
from openpyxl import load_workbook

from tests.crm_in_memory import CrmInMemory, people
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


def file_of(crm: CrmInMemory, export_id: str, kind: str = "csv") -> bytes:
    return crm.aws.s3.objects(crm.aws.work_bucket)[f"exports/{export_id}/file.{kind}"]


def state(crm: CrmInMemory, export_id: str) -> dict[str, Any]:
    """An export as the API shows it, without its address."""
    status, answer = call(crm, "GET", f"/exports/{export_id}")
    assert status == 200, answer
    return {name: value for name, value in answer.items() if name != "url"}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def unfinished(rows: int, total: int | None) -> dict[str, Any]:
    return {"status": "pending", "rows": rows, "total": total, "reason": None, "reasonMessages": []}


def ready(rows: int) -> dict[str, Any]:
    return {**unfinished(rows, rows), "status": "ready"}


def test_an_export_is_pending_until_its_file_is_written_and_then_can_be_fetched(crm: CrmInMemory) -> None:
    store(crm.aws, *many(40))
    export_id = start(crm)
    assert call(crm, "GET", f"/exports/{export_id}")[1]["url"] is None
    assert state(crm, export_id) == unfinished(0, None)
    assert work(crm)
    status, answer = call(crm, "GET", f"/exports/{export_id}")
    assert status == 200
    assert state(crm, export_id) == ready(40)
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


def test_a_workbook_is_named_and_served_as_one(crm: CrmInMemory) -> None:
    store(crm.aws, *many(30))
    export_id = start(crm, format="xlsx", columns=["company", "email"], sort="company")
    work(crm)
    sheet = load_workbook(io.BytesIO(file_of(crm, export_id, "xlsx"))).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["Company", "Email"]
    assert sheet.max_row == 31
    asked = parse_qs(urlsplit(call(crm, "GET", f"/exports/{export_id}")[1]["url"]).query)
    assert asked["ResponseContentDisposition"][0].endswith('.xlsx"')
    assert asked["ResponseContentType"] == ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]


def test_while_a_file_is_written_its_export_tells_the_rows_that_are_written_and_all(
    crm: CrmInMemory,
) -> None:
    store(crm.aws, *many(3))
    export_id = start(crm)
    seen = []

    def slowly(request: ExportRequest, target: IO[bytes], tell: Tell) -> int:
        for rows in range(4):
            tell(rows, 3)
            seen.append(state(crm, export_id))
        return write_leads(lead_source(Settings()), request, target, tell)

    seconds = iter(range(0, 1000, 3))
    kept = ExportStore(clients.s3(), crm.aws.work_bucket, now=lambda: next(seconds))
    assert kept.write(export_id, slowly) == 3
    assert seen == [unfinished(rows, 3) for rows in range(4)]
    assert state(crm, export_id)["status"] == "ready"


def test_progress_is_told_every_few_seconds_only(crm: CrmInMemory) -> None:
    export_id = start(crm)
    told = []

    def often(_request: ExportRequest, _target: IO[bytes], tell: Tell) -> int:
        for rows in range(100):
            tell(rows, 100)
            told.append(state(crm, export_id)["rows"])
        return 100

    seconds = iter(range(1000))
    ExportStore(clients.s3(), crm.aws.work_bucket, now=lambda: next(seconds) / 10).write(export_id, often)
    assert 2 <= len(set(told)) <= 10


def test_a_second_delivery_does_not_make_a_ready_export_pending(crm: CrmInMemory) -> None:
    export_id = start(crm)
    kept = ExportStore(clients.s3(), crm.aws.work_bucket)

    def overtaken(_request: ExportRequest, _target: IO[bytes], tell: Tell) -> int:
        work(crm)
        tell(1, 5)
        assert state(crm, export_id)["status"] == "ready"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        kept.write(export_id, overtaken)
    assert state(crm, export_id) == ready(0)


def test_an_export_by_a_field_that_was_removed_meanwhile_fails_with_a_sentence(crm: CrmInMemory) -> None:
    editor = OwnFieldEditor(OwnFieldStore(clients.dynamodb(), crm.aws.leads_table))
    key = editor.add("Renewal", FieldType.DATE).key
    export_id = start(crm, sort=key)
    editor.remove(key)
    assert work(crm)
    messages = [{"code": "exportFieldGone", "values": {}}]
    failed = {"status": "failed", "rows": 0, "total": None, "reason": FIELD_IS_GONE, "reasonMessages": messages}
    assert state(crm, export_id) == failed
    assert crm.aws.sqs.queue(crm.aws.export_queue_url).messages == {}


def values_and_times(item: Any) -> Any:
    """What a person sees of an item of the leads table; a confirmed lead has a later place and another chain."""
    if "lead" not in item:
        return item
    state = Lead.from_item(item).standing.state
    assert state is not None
    held = {path: (held.text, held.label, held.is_protected) for path, held in state.held.items()}
    return held, state.created_at, state.updated_at


HEADER = (
    *("First name", "Last name", "Email", "Phone", "Work phone", "Company", "Notes", "Tags", "City"),
    *("Renewal", "Due", "Next call", "Revenue", "Active", "Tier", "Groups", "Site", "Customer no"),
)
ROWS = [
    "José|Müller|jose@example.com; j@example.org|+852 9123 4567|+49 30 123456|=Acme|likes “trains”|VIP|Berlin"
    "|3/4/2026||2026-01-31T14:30|1.234,50|yes|gold|a; b|www.example.com|00012",
    "Ann|Null||020 7946 0018||NA|@home||||soon|2026-01-31 00:00:00|€ 12|nein|Silver|a|https://x.example/a?b|=1+1",
    "Bo|Li|bo@example.com|||Initech||VIP; fair|Bonn|31.12.2026|||-5|x||||12345678901234567890",
    "Cy|Ng|cy@example.com|||||||2026-02-03||3/4/2026 9:05|1000||||ftp://x|+49 1",
]
OWN = [
    ("Next renewal", FieldType.DATE, ("Renewal", "Due")),
    ("Next call", FieldType.DATE_TIME, ()),
    ("Revenue", FieldType.NUMBER, ()),
    ("Active", FieldType.YES_NO, ()),
    ("Tier", FieldType.CHOICE, ()),
    ("Groups", FieldType.CHOICES, ()),
    ("Site", FieldType.LINK, ()),
    ("Address", FieldType.ADDRESS, ("City",)),
]


def with_leads_of_every_kind(crm: CrmInMemory) -> None:
    """Leads of a file, some of them changed and protected by hand, and own fields of every type."""
    people_of_a_file = [(*person, *[""] * (len(HEADER) - 3)) for person in people(20)]
    lines = io.StringIO()
    csv.writer(lines).writerows([HEADER, *(row.split("|") for row in ROWS), *people_of_a_file])
    crm.import_file(lines.getvalue().encode())
    editor = OwnFieldEditor(OwnFieldStore(clients.dynamodb(), crm.aws.leads_table))
    for label, kind, headers in OWN:
        editor.add(label, kind, headers=headers, day_first=True, decimal_comma=True)
    by_hand = {
        "firstName": "Dee",
        "email": "dee@example.com",
        "emails": [{"value": "d2@example.com", "label": "work"}, {"value": "d3@example.com", "label": ""}],
        "phones": [{"value": "+4930999999", "label": "home (evening)"}, {"value": "call me", "label": ""}],
        "tags": ["x-y", "VIP"],
        "extras": {
            "Next renewal": "31.1.2026",
            "Next call": "2026-05-06 07:08",
            "Revenue": "1.000",
            "Free text": "'=1",
        },
        "protect": ["email", "extras/Next renewal"],
    }
    status, answer = crm.call(lead_api.handler, "POST", "/leads", by_hand)
    assert status == 201, answer


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_importing_an_own_export_changes_nothing(crm: CrmInMemory, kind: str) -> None:
    with_leads_of_every_kind(crm)
    before = crm.table()
    export_id = start(crm, format=kind)
    work(crm)
    record = crm.import_file(file_of(crm, export_id, kind), f"leads.{kind}")
    assert record["status"] == "completed"
    assert {name: number for name, number in record["totals"].items() if number} == {"rows": 25, "unchanged": 25}
    assert [values_and_times(item) for item in crm.table()] == [values_and_times(item) for item in before]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "columns",
    [
        ["company", "leadId"],
        ["phone", "leadId"],
        ["notes", "leadId"],
        ["leadId"],
        ["leadId", "tags", "owner", "lastName"],
    ],
    ids=",".join,
)
def test_importing_some_columns_of_an_export_changes_nothing_either(
    crm: CrmInMemory, kind: str, columns: list[str]
) -> None:
    """Rows with nothing but an id, and words such as `Sum`, look like parts of the rows around them elsewhere."""
    for number in range(8):
        lead = {"email": f"p{number}@x.example"}
        said = {"company": f"Acme {number} GmbH", "phone": f"+4930901820{number}", "notes": "later", "lastName": "Sum"}
        status, answer = crm.call(lead_api.handler, "POST", "/leads", lead | said if number % 3 else lead)
        assert status == 201, answer
    export_id = start(crm, format=kind, columns=columns)
    work(crm)
    record = crm.import_file(file_of(crm, export_id, kind), f"leads.{kind}")
    assert {name: number for name, number in record["totals"].items() if number} == {"rows": 8, "unchanged": 8}


@pytest.mark.slow
def test_a_file_is_the_same_whether_the_database_makes_its_lines(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_leads_of_every_kind(crm)
    files = []
    for most_in_python in (0, 100):
        monkeypatch.setattr(export_files, "FEW_LEADS", most_in_python)
        export_id = start(crm)
        work(crm)
        files.append(file_of(crm, export_id))
    assert files[0] == files[1]
    assert files[0].count(b"\r\n") > 25


def test_a_workbook_of_leads_of_every_kind_has_typed_cells(crm: CrmInMemory) -> None:
    with_leads_of_every_kind(crm)
    export_id = start(crm, format="xlsx", q="müller")
    work(crm)
    header, row = load_workbook(io.BytesIO(file_of(crm, export_id, "xlsx"))).worksheets[0].values
    cells = dict(zip(header, row, strict=True))
    assert cells["Renewal"] == datetime(2026, 4, 3)
    assert cells["Next call"] == datetime(2026, 1, 31, 14, 30)
    assert cells["Revenue"] == 1234.5
    assert cells["Customer no"] == "00012"
    assert cells["Company"] == "=Acme"
    assert isinstance(cells["Created at"], datetime)


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
        ({"format": "pdf"}, "format"),
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
    assert kept.fail(given_up, "It is broken.")
    assert state(crm, given_up) == {**unfinished(0, None), "status": "failed", "reason": "It is broken."}
    work(crm)
    assert call(crm, "GET", f"/exports/{given_up}")[1]["status"] == "ready"
    assert not kept.fail(given_up, UNWRITTEN)
    assert not kept.fail("unknown", UNWRITTEN)


def test_a_message_about_an_unknown_export_stays_in_the_queue(crm: CrmInMemory) -> None:
    crm.aws.sqs.send_message(QueueUrl=crm.aws.export_queue_url, MessageBody=json.dumps({"exportId": "unknown"}))
    work(crm)
    assert len(crm.aws.sqs.queue(crm.aws.export_queue_url).messages) == 1


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"exportId": 5}', '{"exportId": "../imports/x"}'])
def test_other_messages_are_refused(body: str) -> None:
    with pytest.raises(ValueError, match="export"):
        export_of_message(body)
