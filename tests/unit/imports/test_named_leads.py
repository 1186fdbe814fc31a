"""Bulk changes of leads that somebody has ticked one by one (promise 2)."""

from __future__ import annotations

from typing import Any

import pytest
from crm.clock import now_iso
from crm.composition.leads import lead_table
from crm.handlers import lead_api
from crm.imports.bulk_body import MAX_LEADS, ONE_WAY
from crm.imports.wanted_leads import NamedLeads
from crm.settings import Settings

from tests.crm_in_memory import CrmInMemory, csv_bytes
from tests.unit.imports.bulk import (
    ADA,
    ALAN,
    WON,
    changed,
    lead_id_of,
    leads,
    outcomes,
    preview,
    states,
    taken_back,
)
from tests.unit.statements.conftest import key_of, recorder_for

DELETE = {"action": "delete"}


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    crm = CrmInMemory(monkeypatch)
    crm.import_file(csv_bytes([ADA, ALAN, ("Grace", "Hopper", "grace@navy.example")]))
    return crm


def ids(crm: CrmInMemory, *names: str) -> list[str]:
    return [lead_id_of(crm, name) for name in names]


def test_only_the_named_leads_are_changed(crm: CrmInMemory) -> None:
    done = changed(crm, WON, leadIds=ids(crm, "Ada", "Grace"))

    assert (done["totals"]["leads"], done["totals"]["changed"]) == (2, 2)
    assert {name: texts.get("status") for name, texts in leads(crm).items()} == {
        "Ada": "Won",
        "Alan": None,
        "Grace": "Won",
    }


def test_they_are_not_looked_for_in_the_index(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    named = ids(crm, "Ada")
    monkeypatch.setattr("crm.handlers.lead_exporter.lead_source", None)
    monkeypatch.setattr("crm.index.source.IndexSource.answer", None)

    assert preview(crm, WON, leadIds=named)[1]["total"] == 1
    assert changed(crm, WON, leadIds=named)["totals"]["changed"] == 1


def test_leads_that_are_deleted_come_back_with_the_undo(crm: CrmInMemory) -> None:
    before = states(crm)
    done = changed(crm, DELETE, leadIds=ids(crm, "Ada", "Alan"))
    assert set(leads(crm)) == {"Grace"}

    undo = taken_back(crm, done["jobId"])

    assert (undo["restored"], undo["kept"]) == (2, 0)
    assert states(crm) == before


def test_one_that_is_named_twice_counts_once(crm: CrmInMemory) -> None:
    [ada] = ids(crm, "Ada")
    assert preview(crm, WON, leadIds=[ada, ada])[1]["total"] == 1
    assert changed(crm, WON, leadIds=[ada, ada])["totals"]["leads"] == 1


def test_the_preview_shows_them_in_their_order_and_leaves_out_those_that_are_gone(crm: CrmInMemory) -> None:
    named = ids(crm, "Grace", "Ada", "Alan")
    assert crm.call(lead_api.handler, "DELETE", f"/leads/{named[1]}")[0] == 204

    status, answer = preview(crm, WON, leadIds=[*named, "unknown"])

    assert (status, answer["total"]) == (200, 2)
    assert [one["name"] for one in answer["leads"]] == ["Grace Hopper", "Alan Turing"]
    assert [one["path"] for one in answer["leads"][0]["changes"]] == ["status"]


def test_the_preview_of_a_restore_counts_what_is_in_the_bin(crm: CrmInMemory) -> None:
    named = ids(crm, "Ada", "Alan")
    assert crm.call(lead_api.handler, "DELETE", f"/leads/{named[0]}")[0] == 204

    answer = preview(crm, {"action": "restore"}, leadIds=named)[1]

    assert [one["leadId"] for one in answer["leads"]] == named[:1]


def test_what_has_been_in_the_bin_for_too_long_is_gone(crm: CrmInMemory) -> None:
    named = ids(crm, "Ada")
    assert crm.call(lead_api.handler, "DELETE", f"/leads/{named[0]}")[0] == 204
    table = lead_table(Settings())

    assert NamedLeads(named).read(table, now_iso(), in_bin=True)
    assert NamedLeads(named).read(table, "2099-01-01T00:00:00+00:00", in_bin=True) == []


def test_one_that_is_not_there_is_told(crm: CrmInMemory) -> None:
    done = changed(crm, WON, leadIds=[*ids(crm, "Ada"), "unknown"])
    assert [outcome for outcome, _ in outcomes(crm, done["jobId"])] == ["skipped", "updated"]


def test_the_id_of_a_lead_that_belongs_to_another_one_now_changes_that_one(crm: CrmInMemory) -> None:
    [ada] = ids(crm, "Ada")
    assert crm.call(lead_api.handler, "PATCH", f"/leads/{ada}", {"email": "countess@x.example"})[0] == 200
    claimed = key_of(recorder_for(crm.aws), "countess@x.example")
    assert claimed != ada

    assert preview(crm, WON, leadIds=[claimed])[1]["leads"][0]["leadId"] == ada
    assert changed(crm, WON, leadIds=[claimed, ada])["totals"]["changed"] == 1


@pytest.mark.parametrize("query", [{"q": "ada"}, {"filters": {"email": "x"}}, {"where": {"all": []}}])
def test_leads_and_a_query_together_are_refused_in_words(crm: CrmInMemory, query: dict[str, Any]) -> None:
    status, answer = preview(crm, WON, leadIds=ids(crm, "Ada"), **query)
    assert (status, answer["error"]["fields"]["leadIds"]) == (422, ONE_WAY)


@pytest.mark.parametrize("named", [[], ["../x"], [""], ["unknown"] * (MAX_LEADS + 1)])
def test_no_ids_too_many_and_what_is_no_id_are_refused(crm: CrmInMemory, named: list[str]) -> None:
    assert preview(crm, WON, leadIds=named)[0] == 422
