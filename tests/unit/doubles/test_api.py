"""The double of the API, which stands in for it in the browser's tests, answers as the document of the API says."""

from __future__ import annotations

from typing import Any

import pytest

from easy_crm.routes import ROUTES
from tests.contract import documented
from tests.doubles.api import Call, FakeApi, count_by
from tests.doubles.api_answers import ApiError
from tests.doubles.api_mends import row_to_mend
from tests.doubles.cognito import FakeUser

MEMBER = FakeUser("member@example.com", "Correct-horse-battery-7")
COLUMN = {
    "column": 0,
    "header": "Firma",
    "field": "company",
    "transform": "",
    "confidence": 0.9,
    "decidedBy": "rules",
    "because": "The header says so.",
}
SHEET = {"index": 0, "name": "Kunden", "skipped": None, "headerRows": [1], "dataRows": 3, "mapping": [COLUMN]}


@pytest.fixture
def api() -> FakeApi:
    api = FakeApi(upload_url="http://127.0.0.1/")
    api.add_lead(firstName="Anna", company="Acme", email="anna@acme.example")
    api.add_lead(firstName="Zoë", extras={"City": "Berlin"}, emails=["zoe@home.example"], tags=["VIP"])
    api.histories["lead-00000"] = [
        {
            "event": "created",
            "at": "2026-11-20T10:00:00.000Z",
            "changes": [{"path": "company", "before": None, "after": "Acme"}],
        }
    ]
    api.add_import(MEMBER, status="review", sheets=[SHEET], totals={"rows": 3})
    api.add_import(MEMBER, [{"status": "reading"}, {"status": "importing", "progress": 10}])
    api.add_import(MEMBER, status="completed", progress=100, totals={"rows": 4, "created": 3, "rejected": 1})
    reason = "Nothing in this row identifies a person."
    api.ledgers["import-002"] = [
        {"sheet": 0, "sheetName": "Kunden", "row": row, "outcome": "rejected", "reason": reason, "leadId": None}
        for row in range(2, 80)
    ]
    api.mends.rows["import-002"] = [row_to_mend(2, ["bob"])]
    return api


def ask(api: FakeApi, method: str, path: str, body: Any = None, **query: str) -> Any:
    return api.answer(Call(method, path, query, body, MEMBER))[1]


HEADER_IN_ROW_2 = {"sheet": 0, "row": 2, "draftId": None}


def review(api: FakeApi, path: str) -> str:
    """Decides something of an import and lets it begin; returns its path then."""
    api.review.files[path.removeprefix("/imports/")] = {0: {2: ["Acme"], 3: ["Globex"]}}
    ask(api, "GET", f"{path}/file-rows", **{"from": "3"})
    draft = {"basedOn": None, "sheets": [{"index": 0, "droppedRows": [3]}]}
    path = f"/imports/{ask(api, 'POST', f'{path}/header-row', HEADER_IN_ROW_2)['importId']}"
    saved = ask(api, "PUT", f"{path}/draft", draft)["draftId"]
    assert ask(api, "GET", f"{path}/draft")["sheets"][0]["droppedRows"] == [3]
    assert ask(api, "POST", f"{path}/dry-run")["totals"]["skipped"] == 1
    ask(api, "GET", f"{path}/dry-run")
    ask(api, "PUT", f"{path}/mapping", {"draftId": saved})
    return path


def _restore_and_merge(api: FakeApi, lead_id: str) -> None:
    """Restores a lead, makes it one with another, and takes them apart."""
    ask(api, "POST", f"/leads/{lead_id}/restore")
    other = ask(api, "POST", "/leads", {"firstName": "Rob"})["leadId"]
    merge_id = ask(api, "POST", "/merges", {"leads": [lead_id, other]})["mergeId"]
    assert ask(api, "GET", f"/leads/{other}")["mergedFrom"][0]["leads"] == [{"leadId": other, "name": "Rob"}]
    assert [one["leadId"] for one in ask(api, "POST", f"/merges/{merge_id}/undo")["leads"]] == [lead_id, other]


def invite_and_remove(api: FakeApi) -> None:
    api.people.add("ann@crm.example", "admin", user_id="ann")
    invited = ask(api, "POST", "/users", {"email": "bob@crm.example", "role": "viewer"})["userId"]
    assert ask(api, "PATCH", f"/users/{invited}", {"role": "member"})["role"] == "member"
    assert [user["userId"] for user in ask(api, "GET", "/users")["users"]] == ["ann", invited]
    ask(api, "DELETE", f"/users/{invited}")


def keep_a_field(api: FakeApi) -> None:
    key = ask(api, "POST", "/fields", {"label": "City", "type": "text"})["key"]
    ask(api, "GET", "/fields")
    ask(api, "GET", "/fields/proposal", header="City")
    ask(api, "PATCH", f"/fields/{key}", {"label": "Town"})
    ask(api, "DELETE", f"/fields/{key}")


def keep_a_view(api: FakeApi) -> None:
    view = ask(api, "POST", "/views", {"name": "New ones", "columns": [{"field": "email", "width": 200}]})["viewId"]
    ask(api, "GET", "/views")
    ask(api, "PATCH", f"/views/{view}", {"shared": True})
    ask(api, "DELETE", f"/views/{view}")


def ask_questions(api: FakeApi) -> None:
    ask_of_duplicates(api)
    for question in ("by company", "hello", "How many leads?"):
        ask(api, "POST", "/chat", {"question": question})


def ask_of_duplicates(api: FakeApi) -> None:
    ask(api, "POST", "/duplicates/searches")
    one, other, *_ = api.leads
    api.duplicates.pairs = [(one, other, "certain", ["same phone"])]
    [group] = ask(api, "GET", "/duplicates")["groups"]
    ask(api, "POST", f"/duplicates/{group['pairs'][0]['pairId']}/dismiss")


def test_the_double_answers_every_operation_as_documented(api: FakeApi) -> None:
    query = {"where": {"field": "company", "op": "equals", "value": "Acme"}, "groupBy": ["company"], "intent": "group"}
    api.answers["by company"] = {
        "query": query,
        "text": "2 leads.",
        "count": 2,
        "groups": count_by(api.leads, "company"),
    }
    api.answers["hello"] = {"query": None, "text": "Ask about leads.", "count": None, "examples": ["How many leads?"]}

    ask(api, "GET", "/health")
    ask(api, "GET", "/leads", q="anna", page="1", pageSize="10")
    made = ask(api, "POST", "/leads", {"firstName": "Bob", "email": None})["leadId"]
    ask(api, "GET", f"/leads/{made}")
    ask(api, "PATCH", f"/leads/{made}", {"title": "CEO", "phone": "", "protect": ["title"]})
    ask(api, "GET", f"/leads/{made}/history")
    ask(api, "GET", "/leads/lead-00000/history")
    ask(api, "DELETE", f"/leads/{made}")
    assert [lead["leadId"] for lead in ask(api, "GET", "/leads", bin="true")["leads"]] == [made]
    _restore_and_merge(api, made)
    change = {"action": "edit", "values": {"status": "Won", "title": None}, "addTags": ["vip"], "removeTags": ["old"]}
    ask(api, "POST", "/jobs/preview", {"change": change, "q": "bob"})
    job = ask(api, "POST", "/jobs", {"change": change, "filters": {"firstName": "bob"}})["jobId"]
    ask(api, "GET", f"/jobs/{job}")
    assert ask(api, "GET", f"/leads/{made}")["status"] == "Won"
    ask(api, "GET", "/jobs")
    ask(api, "GET", f"/jobs/{job}/leads")
    ask(api, "POST", f"/jobs/{job}/undo")
    assert ask(api, "GET", f"/jobs/{job}")["undo"]["restored"] == 1
    assert ask(api, "GET", f"/leads/{made}")["status"] is None
    gone = ask(api, "POST", "/jobs", {"change": {"action": "delete"}, "leadIds": [made]})["jobId"]
    ask(api, "POST", f"/jobs/{gone}/cancel")
    keep_a_field(api)
    keep_a_view(api)
    ask(api, "POST", "/imports", {"fileName": "a.csv", "size": 10})
    ask(api, "GET", "/imports")
    for number in range(3):
        ask(api, "GET", f"/imports/import-00{number}")
    for path in ("001", "002/sheets"):
        ask(api, "GET", f"/imports/import-{path}")
    invite_and_remove(api)
    reviewed = review(api, "/imports/import-000")
    ask(api, "GET", "/imports/import-002/rows", outcome="rejected")
    ask(api, "GET", "/imports/import-002/report.csv")
    ask(api, "POST", "/imports/import-002/report")
    to_mend = ask(api, "GET", "/imports/import-002/mend")["rows"][0]
    mended = {"batch": to_mend["batch"], "row": to_mend["row"], "cells": {"0": "bob@acme.example"}}
    ask(api, "POST", "/imports/import-002/mend", {"mends": 0, "rows": [mended]})
    assert [ask(api, "GET", "/imports/import-002")["isMending"] for _ in range(2)] == [True, False]
    for action in ("retry", "remap", "undo"):
        ask(api, "POST", f"/imports/import-002/{action}")
    ask(api, "GET", "/imports/import-002/undo", result="kept")
    ask(api, "POST", f"{reviewed}/cancel")
    ask(api, "POST", "/imports/import-001/force-complete")
    export_id = ask(api, "POST", "/exports", {})["exportId"]
    assert [ask(api, "GET", f"/exports/{export_id}")["status"] for _ in range(2)] == ["pending", "ready"]
    ask_questions(api)

    asked = {operation.name for call in api.calls if (operation := documented().find(call.method, call.path))}
    assert asked == {operation.name for operation in documented().operations}
    assert len(asked) == len(ROUTES)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/leads/unknown", None, 404),
        ("POST", "/leads/unknown/restore", None, 404),
        ("POST", "/merges", {"leads": ["lead-00000", "unknown"]}, 404),
        ("POST", "/merges/unknown/undo", None, 404),
        ("GET", "/imports/unknown", None, 404),
        ("GET", "/exports/unknown", None, 404),
        ("GET", "/jobs/unknown", None, 404),
        ("POST", "/leads", {"email": "anna@acme.example"}, 409),
        ("DELETE", "/users/unknown", None, 404),
        ("POST", "/imports/import-002/cancel", None, 409),
        ("GET", "/imports/import-000/draft", None, 404),
        ("GET", "/imports/import-000/dry-run", None, 409),
        ("GET", "/imports/import-000/file-rows", None, 409),
        ("PUT", "/imports/import-000/draft", {"basedOn": "draft-7", "sheets": []}, 409),
        ("PUT", "/imports/import-000/mapping", {"draftId": "draft-7"}, 409),
        ("POST", "/imports/import-000/header-row", HEADER_IN_ROW_2 | {"draftId": "draft-7"}, 409),
        ("POST", "/imports/import-002/dry-run", None, 409),
    ],
)
def test_it_refuses_as_documented(api: FakeApi, method: str, path: str, body: Any, status: int) -> None:
    with pytest.raises(ApiError) as refused:
        ask(api, method, path, body)
    assert refused.value.status == status


def test_an_edit_that_names_what_was_seen_is_refused_once_somebody_has_changed_it(api: FakeApi) -> None:
    seen = {"if-match": f'"{api.leads["lead-00000"]["version"]}"'}
    path = "/leads/lead-00000"
    api.answer(Call("PATCH", path, {}, {"title": "CEO"}, MEMBER, seen))

    for method in ("PATCH", "DELETE"):
        with pytest.raises(ApiError) as refused:
            api.answer(Call(method, path, {}, {"title": "CFO"}, MEMBER, seen))
        assert (refused.value.status, refused.value.body["error"]["code"]) == (412, "edited_meanwhile")


def test_what_a_person_typed_has_their_name_and_may_be_protected(api: FakeApi) -> None:
    ask(api, "PATCH", "/leads/lead-00000", {"title": "CEO", "protect": ["title"]})

    origins = ask(api, "GET", "/leads/lead-00000")["origins"]

    assert (origins["title"]["by"], origins["title"]["isProtected"]) == (MEMBER.email, True)
    assert (origins["company"]["fileName"], origins["company"]["isProtected"]) == ("contacts.xlsx", False)


def test_what_a_test_makes_up_beyond_the_document_fails(api: FakeApi) -> None:
    api.add_import(MEMBER, status="paused")
    with pytest.raises(AssertionError, match="paused"):
        ask(api, "GET", "/imports/import-003")
