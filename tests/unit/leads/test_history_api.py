"""The history of a lead through the API: never more than one answer holds, and refused where it is not stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from crm.compact_json import compact_json
from crm.handlers import import_api, lead_api
from crm.leads.answers import MAX_BYTES, SHORT
from crm.leads.history import Change, Event, EventKind
from crm.leads.history_answers import LeadHistory
from crm.statements.statement import Source

from tests.crm_in_memory import CrmInMemory, csv_bytes, people


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    return CrmInMemory(monkeypatch)


def call(crm: CrmInMemory, method: str, path: str, body: Any = None) -> Any:
    return crm.call(lead_api.handler, method, path, body)


def edits(count: int, notes: str) -> list[Event]:
    """Edits of the notes by one person; each begins with its number."""
    by = Source("user", "2026-03-01T08:00:00.000Z", "bob@owner.example")
    changes = [Change("notes", None, f"{number} {notes}") for number in range(count)]
    return [Event(EventKind.EDITED, by, None, None, (change,)) for change in changes]


def shown(history: LeadHistory) -> dict[str, Any]:
    """The answer as the page gets it."""
    text = compact_json(history.model_dump(mode="json", by_alias=True))
    assert len(text.encode()) <= MAX_BYTES + 100
    return dict(json.loads(text))


def test_a_history_that_fits_is_shown_whole() -> None:
    answer = shown(LeadHistory.of(edits(3, "x" * 5_000)))

    assert [len(event["changes"][0]["after"]) for event in answer["events"]] == [5_002] * 3
    assert not any(event["changes"][0]["shortened"] for event in answer["events"])
    assert answer["leftOut"] == 0


def test_of_a_long_history_the_newest_events_are_whole_and_the_texts_of_older_ones_cut() -> None:
    answer = shown(LeadHistory.of(edits(600, "字" * 3_000)))

    changes = [event["changes"][0] for event in answer["events"]]
    assert (len(changes), answer["leftOut"]) == (600, 0)
    assert (len(changes[-1]["after"]), changes[-1]["shortened"]) == (len("599 ") + 3_000, False)
    assert (len(changes[0]["after"]), changes[0]["shortened"]) == (SHORT + 1, True)
    assert [one["shortened"] for one in changes] == sorted((one["shortened"] for one in changes), reverse=True)


def test_the_oldest_events_are_left_out_and_counted_where_there_is_no_room() -> None:
    answer = shown(LeadHistory.of(edits(6_000, "字" * 3_000)))

    assert len(answer["events"]) + answer["leftOut"] == 6_000
    assert answer["leftOut"] > 0
    assert answer["events"][-1]["changes"][0]["after"].startswith("5999 ")


def test_a_lead_whose_chain_is_gone_is_refused_its_history_and_its_restoration_in_words(crm: CrmInMemory) -> None:
    _, made = call(crm, "POST", "/leads", {"firstName": "Ada"})
    path = f"/leads/{made['leadId']}"
    call(crm, "DELETE", path)
    crm.forget_chains()

    for method, what in (("GET", "history"), ("POST", "restore")):
        status, answer = call(crm, method, f"{path}/{what}")
        assert (status, answer["error"]["code"]) == (409, "history_expired")
        assert answer["error"]["message"].startswith("What was said of this lead earlier")


def test_an_edit_that_needs_a_chain_that_is_gone_is_refused_in_words(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes(people(1)))
    (one,) = crm.leads()
    path = f"/leads/{one.lead_id}"
    call(crm, "PATCH", path, {"notes": "called"})
    crm.call(import_api.handler, "POST", f"/imports/{record['importId']}/undo")
    crm.run()
    crm.forget_chains()

    status, answer = call(crm, "PATCH", path, {"notes": "called again"})

    assert (status, answer["error"]["code"]) == (409, "history_expired")
