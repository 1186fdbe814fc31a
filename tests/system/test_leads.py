"""Leads through the API: the table, changes by hand, exports and questions."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx
import pytest

from tests.system.deployed import Client, eventually
from tests.system.files import HEADER, csv_file, people


def export(client: Client, **wanted: Any) -> list[dict[str, str]]:
    """The rows of an export, once it is ready."""
    export_id = client.post("/exports", wanted, status=202)["exportId"]
    ready = eventually(lambda: client.get(f"/exports/{export_id}"), lambda seen: seen["status"] != "pending")
    assert ready["status"] == "ready"
    text = httpx.get(ready["url"]).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert ready["rows"] == len(rows)
    return rows


def test_a_lead_is_listed_until_it_is_deleted_and_again_once_it_is_restored(member: Client, domain: str) -> None:
    lead = member.post("/leads", {"firstName": "Ada", "email": f"ada@{domain}"}, status=201)
    assert member.leads(**{"filter[email]": domain}) == [lead]
    assert lead["lastName"] is None

    assert member.call("DELETE", f"/leads/{lead['leadId']}").status_code == 204
    assert member.leads(**{"filter[email]": domain}) == []
    assert member.get(f"/leads/{lead['leadId']}")["deletedAt"]
    assert [found["leadId"] for found in member.leads(bin="true", **{"filter[email]": domain})] == [lead["leadId"]]

    member.post(f"/leads/{lead['leadId']}/restore")
    assert [found["leadId"] for found in member.leads(**{"filter[email]": domain})] == [lead["leadId"]]


def test_a_change_is_stored_with_its_history(member: Client, domain: str) -> None:
    lead = member.post("/leads", {"lastName": "Byron", "email": f"ada@{domain}"}, status=201)

    seen = {"If-Match": f'"{lead["version"]}"'}
    changed = member.call("PATCH", f"/leads/{lead['leadId']}", json={"lastName": "Lovelace"}, headers=seen).json()

    assert changed["lastName"] == "Lovelace"
    events = member.get(f"/leads/{lead['leadId']}/history")["events"]
    assert [event["event"] for event in events] == ["created", "edited"]
    changes = [(one["path"], one["before"], one["after"]) for one in events[1]["changes"]]
    assert changes == [("lastName", "Byron", "Lovelace")]
    late = member.call("PATCH", f"/leads/{lead['leadId']}", json={"lastName": "King"}, headers=seen)
    assert (late.status_code, late.json()["error"]["code"]) == (412, "edited_meanwhile")


def test_a_taken_address_is_refused_with_the_lead_that_has_it(member: Client, domain: str) -> None:
    holder = member.post("/leads", {"email": f"ada@{domain}"}, status=201)
    other = member.post("/leads", {"email": f"eva@{domain}"}, status=201)

    for answer in (
        member.call("POST", "/leads", json={"email": f" ADA@{domain} "}),
        member.call("PATCH", f"/leads/{other['leadId']}", json={"email": f"ada@{domain}"}),
    ):
        assert answer.status_code == 409
        error = answer.json()["error"]
        assert (error["code"], error["fields"]["leadId"]) == ("email_taken", holder["leadId"])


def test_leads_are_filtered_sorted_and_paged_with_exact_totals(member: Client, domain: str) -> None:
    member.import_file("many.csv", csv_file(HEADER, people(25, domain)))

    second = member.get("/leads", **{"filter[email]": domain, "sort": "lastName", "page": 2, "pageSize": 10})

    assert second["total"] == 25
    expected = sorted(f"Last{index}" for index in range(25))[10:20]
    assert [lead["lastName"] for lead in second["leads"]] == expected
    backwards = member.get("/leads", **{"filter[email]": domain, "sort": "-lastName", "pageSize": 10})
    assert [lead["lastName"] for lead in backwards["leads"]] == sorted(f"Last{index}" for index in range(25))[:14:-1]


def test_searching_ignores_case_and_accents(member: Client, domain: str) -> None:
    member.post("/leads", {"firstName": "Zoë", "lastName": "Ærtebjerg", "email": f"zoe@{domain}"}, status=201)

    assert len(member.leads(q="ZOE", **{"filter[email]": domain})) == 1


@pytest.mark.parametrize("parameters", [{"sort": "colour"}, {"page": 0}, {"pageSize": 100_000}, {"filter[x]": "y"}])
def test_an_invalid_search_is_refused(member: Client, parameters: dict[str, Any]) -> None:
    answer = member.call("GET", "/leads", params=parameters)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")


def test_an_export_holds_the_leads_that_match_its_filter(member: Client, domain: str) -> None:
    member.import_file("many.csv", csv_file(HEADER, people(30, domain)))

    rows = export(member, filters={"email": domain})

    assert len(rows) == 30
    assert len(export(member, filters={"email": f"person1@{domain}"})) == 1


def test_an_export_holds_no_formula_and_imports_unchanged(member: Client, domain: str) -> None:
    member.post("/leads", {"firstName": '=HYPERLINK("http://evil.example")', "email": f"ada@{domain}"}, status=201)
    rows = export(member, filters={"email": domain})

    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
    again = member.import_file("export.csv", csv_file(list(rows[0]), [list(row.values()) for row in rows]))
    assert again["totals"]["unchanged"] == again["totals"]["rows"] == 1


def test_questions_are_answered_exactly_without_a_model(member: Client, domain: str) -> None:
    company = domain.removesuffix(".example").replace("-", " ").replace(".", " ").title()
    rows = [(f"F{n}", f"L{n}", f"p{n}@{domain}", company if n < 3 else f"{company} Two") for n in range(5)]
    member.import_file("asked.csv", csv_file(HEADER, rows))

    found = member.post("/chat", {"question": f'show leads at "{company} Two"'})
    assert found["count"] == 2
    assert {lead["company"] for lead in found["rows"]} == {f"{company} Two"}

    groups = member.post("/chat", {"question": "group by company"})["groups"]
    assert {(group["values"][0], group["count"]) for group in groups} >= {(company, 3), (f"{company} Two", 2)}

    total = member.get("/leads")["total"]
    assert member.post("/chat", {"question": "How many leads do we have?"})["count"] == total


def test_people_of_two_lists_are_made_one_imported_again_and_taken_apart(member: Client, domain: str) -> None:
    shop, fair = ("Email", "Phone", "First name"), ("E-Mail", "Telephone", "Company")
    member.import_file("shop.csv", csv_file(shop, [(f"ada@{domain}", "+493090182010", "Ada")]))
    member.import_file("fair.csv", csv_file(fair, [(f"al@fair.{domain}", "+493090182010", "Initech")]))
    ada, al = (member.leads(**{"filter[phone]": "+493090182010", "filter[email]": one})[0] for one in ("ada@", "al@"))

    merge = member.post("/merges", {"leads": [ada["leadId"], al["leadId"]], "into": ada["leadId"]}, status=201)
    again = member.import_file("fair.csv", csv_file(("Email", "Job title"), [(f"al@fair.{domain}", "CEO")]))
    member.call("PATCH", f"/leads/{al['leadId']}", json={"firstName": "Ada Maria"}).raise_for_status()

    assert (again["totals"]["created"], again["totals"]["updated"]) == (0, 1)
    (one,) = member.leads(**{"filter[phone]": "+493090182010", "filter[email]": domain})
    assert one["leadId"] == ada["leadId"] == member.get(f"/leads/{al['leadId']}")["leadId"]
    assert (one["firstName"], one["company"], one["title"]) == ("Ada Maria", "Initech", "CEO")
    assert {one["email"], *(further["value"] for further in one["emails"])} == {f"ada@{domain}", f"al@fair.{domain}"}
    (merged,) = member.get(f"/leads/{ada['leadId']}")["mergedFrom"]
    assert (merged["mergeId"], merged["leads"][0]["leadId"]) == (merge["mergeId"], al["leadId"])

    apart = member.post(f"/merges/{merge['mergeId']}/undo")

    assert apart["ofSeveral"] == []
    assert apart["leads"] == [member.leads(**{"filter[email]": one})[0] for one in (f"ada@{domain}", f"fair.{domain}")]
    assert [(lead["firstName"], lead["company"], lead["title"], lead["emails"]) for lead in apart["leads"]] == [
        ("Ada Maria", None, None, []),
        (None, "Initech", "CEO", []),
    ]
    events = [member.get(f"/leads/{lead['leadId']}/history")["events"] for lead in (ada, al)]
    assert [[event["event"] for event in history] for history in events] == [
        ["created", "merged", "edited", "takenApart"],
        ["created", "merged", "updated", "takenApart"],
    ]
