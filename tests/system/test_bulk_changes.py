"""Changing many leads at once, on the deployed system."""

from __future__ import annotations

from typing import Any

from tests.system.deployed import FINAL, Client, eventually
from tests.system.files import HEADER, csv_file, people

LEADS = 2_000
"""Several batches, and more than one page of the list."""


def ended(client: Client, job_id: str) -> Any:
    return eventually(lambda: client.get(f"/jobs/{job_id}"), lambda seen: seen["status"] in FINAL)


def undone(client: Client, job_id: str) -> Any:
    """The undo of a bulk change, once it has ended."""
    client.post(f"/jobs/{job_id}/undo", status=202)
    return eventually(lambda: client.get(f"/jobs/{job_id}")["undo"], lambda seen: seen["status"] == "undone")


def total(client: Client, domain: str, **filters: str) -> int:
    return int(client.get("/leads", pageSize=1, **{"filter[email]": domain}, **filters)["total"])


def test_all_leads_of_a_filter_are_edited_and_the_list_shows_it_at_once_and_so_with_the_undo(
    member: Client, domain: str
) -> None:
    member.import_file("many.csv", csv_file(HEADER, people(LEADS, domain)))
    won = {"filter[status][equals]": "Won"}
    wanted = {
        "filters": {"email": domain},
        "change": {"action": "edit", "values": {"status": "Won"}, "addTags": ["fair"]},
    }
    assert member.post("/jobs/preview", wanted)["total"] == LEADS

    job = ended(member, member.post("/jobs", wanted, status=202)["jobId"])

    assert total(member, domain, **won) == LEADS
    assert (job["status"], job["totals"]["changed"], job["progress"]) == ("completed", LEADS, 100)
    undo = undone(member, job["jobId"])
    assert total(member, domain, **won) == 0
    assert (undo["restored"], undo["kept"], undo["gone"]) == (LEADS, 0, 0)


def test_named_leads_are_deleted_and_come_back_with_the_undo(member: Client, domain: str) -> None:
    member.import_file("few.csv", csv_file(HEADER, people(5, domain)))
    named = [lead["leadId"] for lead in member.leads(**{"filter[email]": domain})[:3]]

    job = ended(member, member.post("/jobs", {"leadIds": named, "change": {"action": "delete"}}, status=202)["jobId"])

    assert job["totals"]["changed"] == 3
    assert total(member, domain) == 2
    assert total(member, domain, bin="true") == 3
    undone(member, job["jobId"])
    assert total(member, domain) == 5
