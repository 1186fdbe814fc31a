"""The API of leads: the real handler over doubles of AWS."""

from __future__ import annotations

from typing import Any

import pytest
from crm.handlers import lead_api
from crm.leads.answers import MAX_BYTES

from tests.crm_in_memory import CrmInMemory, csv_bytes, people
from tests.unit.query.leads import lead, many


def call(crm: CrmInMemory, method: str, path: str, body: Any = None, **event: Any) -> Any:
    return crm.call(lead_api.handler, method, path, body, **event)


def create(crm: CrmInMemory, **fields: str) -> dict[str, Any]:
    status, answer = call(crm, "POST", "/leads", fields)
    assert status == 201, answer
    return dict(answer)


def store(crm: CrmInMemory, *leads: Any) -> None:
    for one in leads:
        crm.aws.dynamodb.put_item(TableName=crm.aws.leads_table, Item=one.to_item())


def test_the_table_shows_a_page_with_the_exact_total(crm: CrmInMemory) -> None:
    store(crm, *many(130))
    status, answer = call(crm, "GET", "/leads", query={"page": "3", "pageSize": "50", "sort": "lastName"})
    assert status == 200
    assert (answer["total"], answer["page"], answer["pageSize"], len(answer["leads"])) == (130, 3, 50, 30)
    assert answer["freshAsOf"].endswith("Z")
    assert set(answer["leads"][0]) == {
        "leadId",
        "firstName",
        "lastName",
        "title",
        "company",
        "email",
        "phone",
        "remarks",
        "sourceFile",
        "createdAt",
        "updatedAt",
        "version",
        "shortened",
    }


def test_the_table_is_searched_filtered_and_sorted(crm: CrmInMemory) -> None:
    store(
        crm,
        lead(1, first_name="José", company="Acme"),
        lead(2, first_name="Anna", company="Acme", title="CEO"),
        lead(3, first_name="Anna", company="Globex"),
    )
    query = {"q": "anna", "filter[company]": "ACME", "filter[title][notEmpty]": "", "sort": "-firstName"}
    _, answer = call(crm, "GET", "/leads", query=query)
    assert [found["leadId"] for found in answer["leads"]] == ["lead00002"]
    _, answer = call(crm, "GET", "/leads", query={"q": "jose"})
    assert answer["total"] == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"page": "0"}, "page"),
        ({"page": "two"}, "page"),
        ({"pageSize": "201"}, "pageSize"),
        ({"sort": "salary"}, "sort"),
        ({"filter[salary]": "x"}, "filter[salary]"),
        ({"filter[company]": "x" * 201}, "filter[company]"),
        ({"filter[company][like]": "x"}, "filter[company][like]"),
        ({"q": "x" * 201}, "q"),
    ],
)
def test_an_invalid_search_names_the_wrong_part(crm: CrmInMemory, query: dict[str, str], field: str) -> None:
    status, answer = call(crm, "GET", "/leads", query=query)
    assert status == 422
    assert field in answer["error"]["fields"]


def test_a_change_is_in_the_table_at_once(crm: CrmInMemory) -> None:
    call(crm, "GET", "/leads")
    made = create(crm, firstName="Bob", email="Bob@Example.com")
    _, answer = call(crm, "GET", "/leads")
    assert answer["leads"] == [made]
    call(crm, "PATCH", f"/leads/{made['leadId']}", {"company": "Acme"})
    _, answer = call(crm, "GET", "/leads", query={"filter[company]": "acme"})
    assert answer["total"] == 1
    call(crm, "DELETE", f"/leads/{made['leadId']}")
    _, answer = call(crm, "GET", "/leads")
    assert answer["total"] == 0


def test_imported_leads_are_in_the_table_at_once(crm: CrmInMemory) -> None:
    call(crm, "GET", "/leads")
    crm.import_file(csv_bytes(people(25)))
    _, answer = call(crm, "GET", "/leads")
    assert answer["total"] == 25


def test_a_lead_is_created_read_changed_deleted_and_restored(crm: CrmInMemory) -> None:
    made = create(crm, firstName="Bob", email="bob@example.com")
    path = f"/leads/{made['leadId']}"
    assert call(crm, "GET", path) == (200, made)
    status, changed = call(crm, "PATCH", path, {"email": "rob@example.com", "version": 1})
    assert (status, changed["email"], changed["version"]) == (200, "rob@example.com", 2)
    assert call(crm, "DELETE", path)[0] == 204
    assert call(crm, "GET", path)[0] == 404
    status, restored = call(crm, "POST", f"{path}/restore")
    assert (status, restored["email"]) == (200, "rob@example.com")
    status, history = call(crm, "GET", f"{path}/history")
    assert [event["event"] for event in history["events"]] == ["created", "edited", "deleted", "restored"]
    edited = history["events"][1]
    assert (edited["by"], edited["before"]["email"], edited["after"]["email"]) == (
        "user-1@example.com",
        "bob@example.com",
        "rob@example.com",
    )


def test_the_history_of_an_imported_lead_names_the_files(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("Ada", "Lovelace", "ada@example.com")]), "first.csv")
    crm.import_file(csv_bytes([("Ada", "King", "ada@example.com")]), "second.csv")
    crm.import_file(csv_bytes([("Ada", "King", "ada@example.com")]), "third.csv")
    (one,) = crm.leads()
    _, history = call(crm, "GET", f"/leads/{one.lead_id}/history")
    (event,) = history["events"]
    assert event["event"] == "overwritten"
    assert event["sourceFile"] == {"before": "first.csv", "after": "second.csv"}
    assert (event["before"]["lastName"], event["after"]["lastName"], event["row"]) == ("Lovelace", "King", 2)


def test_a_taken_address_is_refused_with_the_lead_that_holds_it(crm: CrmInMemory) -> None:
    holder = create(crm, email="bob@example.com")
    status, answer = call(crm, "POST", "/leads", {"email": "BOB@example.com"})
    assert (status, answer["error"]["code"]) == (409, "email_taken")
    assert answer["error"]["fields"]["leadId"] == holder["leadId"]


def test_an_edit_of_an_outdated_version_is_refused(crm: CrmInMemory) -> None:
    path = f"/leads/{create(crm, firstName='Bob')['leadId']}"
    call(crm, "PATCH", path, {"firstName": "Rob"})
    status, answer = call(crm, "PATCH", path, {"firstName": "Bobby", "version": 1})
    assert (status, answer["error"]["code"]) == (409, "edited_meanwhile")
    assert call(crm, "DELETE", path, query={"version": "1"})[0] == 409


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"firstName": "x" * 1001}, "firstName"),
        ({"email": "not an address"}, "email"),
        ({"firstName": "Bob", "role": "admin"}, "role"),
        ({"firstName": 5}, "firstName"),
        ({}, "firstName"),
        ([], "body"),
        ("{garbage", ""),
    ],
)
def test_a_body_that_does_not_fit_is_refused_with_the_field(crm: CrmInMemory, body: Any, field: str) -> None:
    status, answer = call(crm, "POST", "/leads", body)
    assert status in (400, 422), answer
    assert not field or field in answer["error"]["fields"]
    assert crm.leads() == []


def test_leads_are_deleted_in_bulk_and_missing_ones_are_named(crm: CrmInMemory) -> None:
    ids = [create(crm, company=f"C{number}")["leadId"] for number in range(3)]
    status, answer = call(crm, "POST", "/leads/bulk", {"action": "delete", "leadIds": [*ids[:2], "gone", "../x"]})
    assert (status, answer["deleted"]) == (200, ids[:2])
    assert [(failed["leadId"], failed["code"]) for failed in answer["failed"]] == [
        ("gone", "not_found"),
        ("../x", "not_found"),
    ]
    assert [one.lead_id for one in crm.leads()] == ids[2:]


@pytest.mark.parametrize("body", [{"action": "merge", "leadIds": ["a"]}, {"action": "delete", "leadIds": []}])
def test_other_bulk_actions_are_refused(crm: CrmInMemory, body: dict[str, Any]) -> None:
    assert call(crm, "POST", "/leads/bulk", body)[0] == 422


@pytest.mark.parametrize("lead_id", ["nobody", "a b", "x" * 65, "%2e%2e"])
def test_an_unknown_id_is_not_found(crm: CrmInMemory, lead_id: str) -> None:
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/restore"), ("GET", "/history")):
        status, answer = call(crm, method, f"/leads/{lead_id}{path}")
        assert (status, answer["error"]["code"]) == (404, "not_found")
    assert call(crm, "PATCH", f"/leads/{lead_id}", {"firstName": "x"})[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/leads", {"firstName": "Bob"}),
        ("PATCH", "/leads/some", {"firstName": "Bob"}),
        ("DELETE", "/leads/some", None),
        ("POST", "/leads/some/restore", None),
        ("POST", "/leads/bulk", {"action": "delete", "leadIds": ["some"]}),
    ],
)
def test_a_viewer_reads_and_changes_nothing(crm: CrmInMemory, method: str, path: str, body: Any) -> None:
    store(crm, lead(1, first_name="Ann"))
    assert call(crm, method, path, body, groups="viewer")[0] == 403
    assert call(crm, "GET", "/leads", groups="viewer")[1]["total"] == 1
    assert call(crm, "GET", "/leads/lead00001", groups="viewer")[0] == 200


def test_a_user_without_a_group_sees_nothing(crm: CrmInMemory) -> None:
    assert call(crm, "GET", "/leads", groups="")[0] == 403


def test_a_page_of_very_long_remarks_fits_into_one_response(crm: CrmInMemory) -> None:
    store(crm, *(lead(number, remarks="ü" * 40_000) for number in range(1, 101)))
    _, answer = call(crm, "GET", "/leads", query={"pageSize": "100"})
    assert answer["total"] == len(answer["leads"]) == 100
    assert all(found["shortened"] == ["remarks"] for found in answer["leads"])
    assert sum(len(str(found).encode()) for found in answer["leads"]) < MAX_BYTES
    assert len(call(crm, "GET", "/leads/lead00001")[1]["remarks"]) == 40_000
