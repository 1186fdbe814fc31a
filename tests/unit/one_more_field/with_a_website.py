"""What a built-in field does that only the table knows; `test_one_more_field.py` runs it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from crm.chat.language_model_reader import SYSTEM as QUESTION_PROMPT
from crm.fields import FIELD_BY_NAME
from crm.handlers import chatbot, import_api, lead_api, lead_exporter
from crm.leads.answers import Lead
from crm.mapping.decision import decide_mapping
from crm.mapping.language_model.column_proposal import ModelMapping
from crm.preview import preview_file
from crm.spreadsheets.model import SheetHead

from easy_crm.reference.openapi import openapi_document
from tests import crm_in_memory
from tests.contract import Contract
from tests.crm_in_memory import CrmInMemory, csv_bytes
from tests.unit.mapping.doubles import Model, sheet

HEADER = ("First name", "Email", "Website", "City")
ROWS = (
    ("Ada", "ada@acme.example", "https://acme.example", "London"),
    ("Bo", "bo@globex.example", "globex.example", "Berlin"),
    ("Cy", "cy@initech.example", "", "Paris"),
)


@pytest.fixture(scope="session")
def contract() -> Contract:
    """Of this table of fields."""
    return Contract(json.loads(json.dumps(openapi_document())))


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch, contract: Contract) -> CrmInMemory:
    monkeypatch.setattr(crm_in_memory, "documented", lambda: contract)
    return CrmInMemory(monkeypatch)


def leads(crm: CrmInMemory, **query: str) -> list[dict[str, Any]]:
    status, page = crm.call(lead_api.handler, "GET", "/leads", query=query)
    assert status == 200, page
    return list(page["leads"])


def names(found: list[dict[str, Any]]) -> list[str]:
    return [lead["firstName"] for lead in found]


def exported(crm: CrmInMemory) -> bytes:
    _, answer = crm.call(lead_exporter.handler, "POST", "/exports", {})
    assert crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    return crm.aws.s3.objects(crm.aws.work_bucket)[f"exports/{answer['exportId']}/file.csv"]


def counted(record: dict[str, Any]) -> dict[str, int]:
    return {name: number for name, number in record["totals"].items() if number and name != "rows"}


def target(head: SheetHead, **options: Any) -> str:
    options = {"memory": None, "model": None, "region": None, **options}
    return decide_mapping(head, **options).mapping.columns[1].field


def test_the_table_has_the_field() -> None:
    assert "website" in FIELD_BY_NAME


@pytest.mark.parametrize("header", ["Website", "web-site", "HOMEPAGE", "Webseite", "网站"])
def test_a_whole_header_leads_to_the_field(header: str) -> None:
    assert target(sheet(["Email", header], ["ada@acme.example", "acme.example"])) == "website"


def test_a_header_that_says_more_does_not() -> None:
    assert target(sheet(["Email", "Website of the agency"], ["ada@acme.example", "acme.example"])) == "remarks"


def test_values_that_another_field_needs_stay_with_that() -> None:
    assert target(sheet(["Name", "Website"], ["Ada Byron", "ada@acme.example"])) == "email"


def test_the_model_may_propose_the_field() -> None:
    answer = {"columns": [{"column": 1, "field": "website", "confidence": 0.9}]}
    double = Model(answer)
    head = sheet(["Email", "Zorp"], *(["ada@acme.example", "Acme"] for _ in range(3)))
    assert target(head, model=ModelMapping(lambda: double)) == "website"


def test_a_file_fills_the_field_and_a_list_finds_it(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes(ROWS, HEADER))
    (columns,) = (one["mapping"] for one in record["sheets"])
    assert [column["field"] for column in columns] == ["firstName", "email", "website", "remarks"]
    websites = [lead["website"] for lead in leads(crm, sort="firstName")]
    assert websites == ["https://acme.example", "globex.example", None]
    assert all(lead["extras"].keys() == {"City"} for lead in leads(crm))
    assert names(leads(crm, q="globex.example")) == ["Bo"]
    assert names(leads(crm, sort="website")) == ["Bo", "Ada", "Cy"]
    assert names(leads(crm, sort="-website")) == ["Ada", "Bo", "Cy"]
    assert names(leads(crm, **{"filter[website][startsWith]": "https"})) == ["Ada"]
    assert names(leads(crm, **{"filter[website][empty]": ""})) == ["Cy"]


def test_a_field_of_several_lines_keeps_them_on_their_way_out_and_back(crm: CrmInMemory) -> None:
    told = "Met in Oslo.\n" + "Asks for prices. " * 200
    crm.import_file(csv_bytes([("ada@acme.example", f'"{told}"')], ("Email", "Biography")))
    (ada,) = crm.leads()
    assert Lead.of(ada).model_dump()["story"] == told.strip()
    assert Lead.of(ada, shorten=True).shortened == ["story"]
    assert counted(crm.import_file(exported(crm), "leads.csv")) == {"unchanged": 1}


def test_fields_are_listed_with_it(crm: CrmInMemory) -> None:
    _, fields = crm.call(lead_api.handler, "GET", "/fields")
    assert {"key": "website", "label": "Website", "type": "text"} in fields["builtIn"]


def test_a_second_column_of_the_field_stays_an_extra_and_fills_gaps(crm: CrmInMemory) -> None:
    header = ("Email", "Website", "Homepage")
    crm.import_file(
        csv_bytes([("ada@acme.example", "a.example", "b.example"), ("bo@x.example", "", "c.example")], header)
    )
    ada, bo = leads(crm, sort="email")
    assert (ada["website"], ada["extras"]) == ("a.example", {"Homepage": "b.example"})
    assert (bo["website"], bo["extras"]) == ("c.example", {})


def test_a_person_may_choose_the_field_for_a_column_and_it_is_remembered(crm: CrmInMemory) -> None:
    rows, header = [("ada@acme.example", "acme.example")], ("Email", "Zorp")
    import_id = crm.upload(csv_bytes(rows, header), review=True)
    crm.run()
    correction = {"sheets": [{"index": 0, "columns": {"1": "website"}}]}
    status, answer = crm.call(import_api.handler, "PUT", f"/imports/{import_id}/mapping", correction)
    assert status == 202, answer
    crm.run()
    assert [lead["website"] for lead in leads(crm)] == ["acme.example"]
    again = crm.import_file(csv_bytes([("bo@x.example", "x.example")], header))
    (columns,) = (one["mapping"] for one in again["sheets"])
    assert (columns[1]["field"], columns[1]["decidedBy"]) == ("website", "memory")


def test_an_import_may_have_a_rule_for_the_field(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes(ROWS, HEADER))
    changed = [("Ada", "ada@acme.example", "https://new.example", "London")]
    assert counted(crm.import_file(csv_bytes(changed, HEADER), rules={"website": "never"})) == {"unchanged": 1}
    assert counted(crm.import_file(csv_bytes(changed, HEADER))) == {"updated": 1}


def test_people_edit_the_field_and_its_origin_and_history_are_told(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes(ROWS, HEADER))
    (cy,) = leads(crm, q="cy@initech.example")
    path = f"/leads/{cy['leadId']}"
    status, edited = crm.call(lead_api.handler, "PATCH", path, {"website": " initech.example ", "protect": ["website"]})
    assert (status, edited["website"]) == (200, "initech.example")
    _, detail = crm.call(lead_api.handler, "GET", path)
    assert detail["origins"]["website"]["isProtected"]
    _, history = crm.call(lead_api.handler, "GET", f"{path}/history")
    assert history["events"][-1]["changes"] == [
        {"path": "website", "before": None, "after": "initech.example", "shortened": False}
    ]
    status, made = crm.call(lead_api.handler, "POST", "/leads", {"email": "di@x.example", "website": "x.example"})
    assert (status, made["website"]) == (201, "x.example")


def test_an_export_has_the_field_and_reads_back_unchanged(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes(ROWS, HEADER))
    content = exported(crm)
    written = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert sorted(row["Website"] for row in written) == ["", "globex.example", "https://acme.example"]
    before = crm.texts()
    assert counted(crm.import_file(content, "leads.csv")) == {"unchanged": 3}
    assert crm.texts() == before


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("How many leads have a website?", 2),
        ("How many leads without homepage?", 1),
        ("Wie viele Leads haben keine Webseite?", 1),
        ("leads whose website contains globex", 1),
        ("有多少客户没有网站？", 1),
        ("有多少客户有网站？", 2),
    ],
)
def test_a_question_calls_the_field_by_its_label_and_headers(crm: CrmInMemory, question: str, count: int) -> None:
    crm.import_file(csv_bytes(ROWS, HEADER))
    status, answer = crm.call(chatbot.handler, "POST", "/chat", {"question": question})
    assert (status, answer["count"], answer["readBy"]) == (200, count, "rules"), answer


def test_leads_are_counted_by_the_field(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes(ROWS, HEADER))
    _, answer = crm.call(chatbot.handler, "POST", "/chat", {"question": "Group leads by website"})
    assert {group["values"][0]: group["count"] for group in answer["groups"]} == {
        "https://acme.example": 1,
        "globex.example": 1,
        None: 1,
    }
    assert "by “Website”" in answer["text"]
    assert "website" in QUESTION_PROMPT


def test_a_preview_shows_the_value_beside_the_seven_parts_of_old(tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_bytes(csv_bytes(ROWS[:1], HEADER))
    (shown,) = preview_file(file).sheets
    (row,) = shown["rows"]
    assert row["values"]["website"] == "https://acme.example"
    assert "Website: https://acme.example" in row["lead"]["remarks"]
    assert (shown["mapping"][2]["field"], shown["mapping"][2]["target"]) == ("remarks", "website")
