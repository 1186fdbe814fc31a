"""All that are certainly one person become one, as a bulk change: previewed, exactly once, taken back (promise 10)."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest
from crm.duplicates import search as searching
from crm.handlers import batch_worker, import_api, lead_api, lead_exporter
from crm.imports.work_files import WorkFiles
from crm.leads.group_merging import CHANGED_SINCE, GONE, ONE_ALREADY

from tests.crm_in_memory import CrmInMemory
from tests.factories import texts_of
from tests.unit.duplicates.test_duplicates_api import PEOPLE, THE_SAME, call, search
from tests.unit.imports.bulk import found, job, outcomes, states, taken_back

TWINS = "First name,Last name,Email,Phone,Company\nZoe,Quince,zoe.q@gmail.com,+493087654321,Quince\n"


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    """Two people, each of which is two leads: Lerner and Quince."""
    crm = CrmInMemory(monkeypatch)
    for text in (PEOPLE, THE_SAME, TWINS):
        crm.import_file(text.encode())
    search(crm)
    return crm


def started(crm: CrmInMemory) -> str:
    """Starts merging all; returns the id of the job, whose groups wait to be cut into batches."""
    search_id = call(crm, "GET", "/duplicates/certain")[1]["searchId"]
    status, answer = crm.call(lead_exporter.handler, "POST", "/duplicates/certain/merges", {"searchId": search_id})
    assert status == 202, answer
    return str(answer["jobId"])


def merged_all(crm: CrmInMemory) -> dict[str, Any]:
    job_id = started(crm)
    found(crm)
    crm.run()
    return job(crm, job_id)


def ids_of(crm: CrmInMemory, name: str) -> list[str]:
    return [lead.lead_id for lead in crm.leads() if texts_of(lead)["lastName"] == name]


def test_the_preview_counts_groups_shows_the_surest_and_writes_nothing(crm: CrmInMemory) -> None:
    before = crm.table()

    answer = call(crm, "GET", "/duplicates/certain")[1]

    assert (answer["groups"], answer["leads"], answer["leftOut"]) == (2, 4, 0)
    assert sorted(group["leads"][0]["lastName"] for group in answer["sample"]) == ["Lerner", "Quince"]
    assert all(group["band"] == "certain" and group["agrees"] for group in answer["sample"])
    assert crm.table() == before


def test_all_groups_become_one_lead_each_and_are_not_proposed_again(crm: CrmInMemory) -> None:
    done = merged_all(crm)

    assert (done["action"], done["status"], done["progress"]) == ("merge", "completed", 100)
    assert (done["totals"]["leads"], done["totals"]["changed"]) == (2, 2)
    assert len(ids_of(crm, "Lerner")) == len(ids_of(crm, "Quince")) == 1
    assert call(crm, "GET", "/duplicates/certain")[1]["groups"] == 0


def test_a_repeated_delivery_merges_nothing_again_even_what_somebody_has_taken_apart(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = started(crm)
    found(crm)
    with monkeypatch.context() as failing:
        failing.setattr(WorkFiles, "write_ledger", Mock(side_effect=RuntimeError("before its outcomes are stored")))
        crm.deliver(crm.aws.batch_queue_url, batch_worker.handler, 5)
    [lead] = [lead for lead in crm.leads() if texts_of(lead)["lastName"] == "Lerner"]
    crm.call(lead_api.handler, "POST", f"/merges/{lead.merged[0].merge_id}/undo")
    before = states(crm)

    crm.run()

    assert states(crm) == before
    assert outcomes(crm, job_id) == [("updated", None)] * 2


def test_undo_takes_each_group_apart_and_keeps_what_was_typed_since(crm: CrmInMemory) -> None:
    before = states(crm)
    done = merged_all(crm)
    [lead_id] = ids_of(crm, "Lerner")
    crm.call(lead_api.handler, "PATCH", f"/leads/{lead_id}", {"title": "CEO"})

    undo = taken_back(crm, done["jobId"])

    assert (undo["status"], undo["restored"]) == ("undone", 2)
    titles = {texts_of(lead).get("title") for lead in crm.leads() if texts_of(lead)["lastName"] == "Lerner"}
    assert "CEO" in titles
    after = states(crm)
    assert after.keys() == before.keys()
    assert {one: after[one] for one in ids_of(crm, "Quince")} == {one: before[one] for one in ids_of(crm, "Quince")}


@pytest.mark.slow
def test_what_was_taken_apart_is_proposed_again(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    done = merged_all(crm)
    # The search that follows a bulk change finds that nobody is there twice any more.
    crm.aws.clock.advance(6_000)
    while crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5):
        pass
    assert call(crm, "GET", "/duplicates")[1]["groups"] == []

    # As if the leads had been made long before the last search.
    monkeypatch.setattr(searching, "OVERLAP_S", -3_600)
    taken_back(crm, done["jobId"])
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)

    assert len(call(crm, "GET", "/duplicates")[1]["groups"]) == 2


def test_groups_whose_leads_were_changed_deleted_or_merged_since_are_left_alone(crm: CrmInMemory) -> None:
    job_id = started(crm)
    crm.call(lead_api.handler, "PATCH", f"/leads/{ids_of(crm, 'Quince')[0]}", {"phone": "+4930111111111"})
    crm.call(lead_api.handler, "POST", "/merges", {"leads": ids_of(crm, "Lerner")})
    found(crm)
    crm.run()

    assert outcomes(crm, job_id) == [("superseded", CHANGED_SINCE), ("unchanged", ONE_ALREADY)]
    assert len(ids_of(crm, "Quince")) == 2


def test_a_group_of_which_a_lead_is_gone_is_skipped(crm: CrmInMemory) -> None:
    job_id = started(crm)
    for name in ("Quince", "Lerner"):
        crm.call(lead_api.handler, "DELETE", f"/leads/{ids_of(crm, name)[0]}")
    found(crm)
    crm.run()

    assert outcomes(crm, job_id) == [("skipped", GONE)] * 2


@pytest.mark.slow
def test_what_was_not_looked_at_is_not_merged(crm: CrmInMemory) -> None:
    seen = call(crm, "GET", "/duplicates/certain")[1]["searchId"]
    crm.aws.clock.advance(600)
    search(crm)

    status, refused = crm.call(lead_exporter.handler, "POST", "/duplicates/certain/merges", {"searchId": seen})

    assert (status, refused["error"]["code"]) == (409, "searched_again")


def test_nobody_merges_by_asking_for_a_bulk_change(crm: CrmInMemory) -> None:
    body = {"change": {"action": "merge"}, "leadIds": ids_of(crm, "Lerner")}

    assert crm.call(import_api.handler, "POST", "/jobs", body)[0] == 422
