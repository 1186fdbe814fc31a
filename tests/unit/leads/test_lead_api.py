"""The API of leads: the real handler over doubles of AWS."""

from __future__ import annotations

import json
from typing import Any

import pytest
from crm.fields import LEAD_FIELDS
from crm.handlers import lead_api
from crm.leads.answers import MAX_BYTES

from tests.crm_in_memory import CrmInMemory, csv_bytes, people
from tests.unit.query.leads import in_bin, lead, many
from tests.unit.query.stored import store

FIRST, SECOND = (f"{number:032x}" for number in (1, 2))
"""Ids of the factory's leads."""


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    return CrmInMemory(monkeypatch)


def call(crm: CrmInMemory, method: str, path: str, body: Any = None, **event: Any) -> Any:
    return crm.call(lead_api.handler, method, path, body, **event)


def create(crm: CrmInMemory, **fields: Any) -> dict[str, Any]:
    status, answer = call(crm, "POST", "/leads", fields)
    assert status == 201, answer
    return dict(answer)


def test_the_table_shows_a_page_with_the_exact_total(crm: CrmInMemory) -> None:
    store(crm.aws, *many(130))
    status, answer = call(crm, "GET", "/leads", query={"page": "3", "pageSize": "50", "sort": "lastName"})
    assert status == 200
    assert (answer["total"], answer["page"], answer["pageSize"], len(answer["leads"])) == (130, 3, 50, 30)
    assert answer["freshAsOf"].endswith("Z")
    assert set(answer["leads"][0]) == {
        *LEAD_FIELDS,
        *("leadId", "version", "emails", "phones", "extras", "fields", "sourceFile"),
        *("createdAt", "updatedAt", "deletedAt", "shortened"),
    }


def test_a_lead_tells_all_that_it_has_and_nothing_where_it_has_nothing(crm: CrmInMemory) -> None:
    made = create(
        crm,
        firstName="Ada",
        email="ada@example.com",
        tags=["VIP"],
        emails=[{"value": "a@home.example", "label": "home"}],
        extras={"City": "London"},
    )
    assert made["tags"] == ["VIP"]
    assert made["emails"] == [{"value": "a@home.example", "label": "home"}]
    assert made["phones"] == []
    assert made["extras"] == {"City": "London"}
    assert len(made["version"]) == 16
    assert [made[name] for name in ("lastName", "notes", "owner", "sourceFile", "deletedAt")] == [None] * 5


def test_the_origin_of_each_value_is_told(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("Ada", "Lovelace", "ada@example.com")]), "first.csv")
    (one,) = crm.leads()
    call(crm, "PATCH", f"/leads/{one.lead_id}", {"phone": "+49 30 1234560", "protect": ["phone"]})

    _, detail = call(crm, "GET", f"/leads/{one.lead_id}")

    origin = detail["origins"]["lastName"]
    assert (origin["fileName"], origin["sheet"], origin["row"], origin["column"]) == ("first.csv", 0, 2, 1)
    assert (origin["by"], origin["isProtected"]) == ("user-1@example.com", False)
    assert origin["importId"]
    typed = detail["origins"]["phone"]
    assert (typed["by"], typed["isProtected"]) == ("user-1@example.com", True)
    assert {typed[name] for name in ("importId", "fileName", "sheet", "row", "column")} == {None}


def test_the_table_is_searched_filtered_and_sorted(crm: CrmInMemory) -> None:
    store(
        crm.aws,
        lead(1, first_name="José", company="Acme"),
        lead(2, first_name="Anna", company="Acme", title="CEO"),
        lead(3, first_name="Anna", company="Globex"),
    )
    query = {"q": "anna", "filter[company]": "ACME", "filter[title][notEmpty]": "", "sort": "-firstName"}
    _, answer = call(crm, "GET", "/leads", query=query)
    assert [found["leadId"] for found in answer["leads"]] == [SECOND]
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


def seen(lead: dict[str, Any]) -> dict[str, str]:
    """The header by which an edit names what the person saw."""
    return {"If-Match": f'"{lead["version"]}"'}


def test_a_lead_is_created_read_changed_deleted_and_restored(crm: CrmInMemory) -> None:
    made = create(crm, firstName="Bob", email="bob@example.com")
    path = f"/leads/{made['leadId']}"
    status, detail = call(crm, "GET", path)
    assert (status, {name: detail[name] for name in made}) == (200, made)
    status, changed = call(crm, "PATCH", path, {"email": "rob@example.com"}, headers=seen(made))
    assert (status, changed["email"]) == (200, "rob@example.com")
    assert changed["version"] != made["version"]
    assert call(crm, "DELETE", path, headers=seen(changed))[0] == 204
    assert call(crm, "GET", path)[1]["deletedAt"].endswith("Z")
    assert call(crm, "PATCH", path, {"title": "CEO"})[0] == 404
    status, restored = call(crm, "POST", f"{path}/restore")
    assert (status, restored) == (200, changed)
    _, history = call(crm, "GET", f"{path}/history")
    assert [event["event"] for event in history["events"]] == ["created", "edited", "deleted", "restored"]
    edited = history["events"][1]
    assert edited["by"] == "user-1@example.com"
    assert edited["changes"] == [
        {"path": "email", "before": "bob@example.com", "after": "rob@example.com", "shortened": False}
    ]


def test_the_bin_is_a_list_of_its_own(crm: CrmInMemory) -> None:
    kept, deleted = create(crm, firstName="Ada"), create(crm, firstName="Bob")
    call(crm, "DELETE", f"/leads/{deleted['leadId']}")

    def listed(**query: str) -> list[str]:
        return [one["leadId"] for one in call(crm, "GET", "/leads", query=query)[1]["leads"]]

    assert (listed(), listed(bin="true")) == ([kept["leadId"]], [deleted["leadId"]])


def test_what_has_been_in_the_bin_for_thirty_days_is_gone(crm: CrmInMemory) -> None:
    store(crm.aws, in_bin(lead(1, first_name="Ann")))
    assert call(crm, "GET", f"/leads/{FIRST}")[0] == 404
    assert call(crm, "GET", "/leads", query={"bin": "true"})[1]["total"] == 0


def test_the_history_of_an_imported_lead_names_the_files(crm: CrmInMemory) -> None:
    for number, name in enumerate(("Lovelace", "King", "King")):
        crm.import_file(csv_bytes([("Ada", name, "ada@example.com")]), f"file{number}.csv")
    (one,) = crm.leads()
    _, history = call(crm, "GET", f"/leads/{one.lead_id}/history")
    created, updated = history["events"]
    assert (created["event"], created["fileName"]) == ("created", "file0.csv")
    assert (updated["event"], updated["fileName"], updated["sheet"], updated["row"]) == ("updated", "file1.csv", 0, 2)
    assert updated["changes"] == [{"path": "lastName", "before": "Lovelace", "after": "King", "shortened": False}]


def test_a_taken_address_is_refused_with_the_lead_that_holds_it(crm: CrmInMemory) -> None:
    holder = create(crm, email="bob@example.com")
    status, answer = call(crm, "POST", "/leads", {"email": "BOB@example.com"})
    assert (status, answer["error"]["code"]) == (409, "email_taken")
    assert answer["error"]["fields"]["leadId"] == holder["leadId"]


def test_an_edit_of_what_somebody_has_changed_since_is_refused(crm: CrmInMemory) -> None:
    made = create(crm, firstName="Bob")
    path = f"/leads/{made['leadId']}"
    call(crm, "PATCH", path, {"firstName": "Rob"}, headers=seen(made))
    for method, body in (("PATCH", {"firstName": "Bobby"}), ("DELETE", None)):
        status, answer = call(crm, method, path, body, headers=seen(made))
        assert (status, answer["error"]["code"]) == (412, "edited_meanwhile")
    assert call(crm, "PATCH", path, {"firstName": "Bobby"}, headers={"If-Match": "*"})[0] == 200
    assert call(crm, "PATCH", path, {"firstName": "Robert"})[1]["firstName"] == "Robert"


def test_a_protection_that_somebody_has_set_since_is_not_taken_away(crm: CrmInMemory) -> None:
    made = create(crm, firstName="Bob", phone="+49 30 901820")
    path = f"/leads/{made['leadId']}"
    protected = call(crm, "PATCH", path, {"protect": ["phone"]}, headers=seen(made))[1]

    assert call(crm, "PATCH", path, {"protect": ["firstName"]}, headers=seen(made))[0] == 412
    assert call(crm, "PATCH", path, {"protect": ["firstName", "phone"]}, headers=seen(protected))[0] == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"firstName": "x" * 2001}, "firstName"),
        ({"email": "not an address"}, "email"),
        ({"firstName": "Bob", "role": "admin"}, "role"),
        ({"firstName": 5}, "firstName"),
        ({"tags": "VIP"}, "tags"),
        ({"emails": ["a@x.example"]}, "emails"),
        ({"extras": {"City": 5}}, "extras"),
        ({"firstName": "Bob", "protect": ["phone"]}, "phone"),
        ({}, "firstName"),
        ([], "body"),
        ("{garbage", ""),
    ],
)
def test_a_body_that_does_not_fit_is_refused_with_the_field(crm: CrmInMemory, body: Any, field: str) -> None:
    status, answer = call(crm, "POST", "/leads", body)
    assert status in (400, 422), answer
    assert not field or any(name.startswith(field) for name in answer["error"]["fields"])
    assert crm.leads() == []


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
    ],
)
def test_a_viewer_reads_and_changes_nothing(crm: CrmInMemory, method: str, path: str, body: Any) -> None:
    store(crm.aws, lead(1, first_name="Ann"))
    assert call(crm, method, path, body, groups="viewer")[0] == 403
    assert call(crm, "GET", "/leads", groups="viewer")[1]["total"] == 1
    assert call(crm, "GET", f"/leads/{FIRST}", groups="viewer")[0] == 200


def test_a_user_without_a_group_sees_nothing(crm: CrmInMemory) -> None:
    assert call(crm, "GET", "/leads", groups="")[0] == 403


@pytest.mark.slow
def test_a_page_of_very_long_values_fits_into_one_response(crm: CrmInMemory) -> None:
    store(crm.aws, *(lead(number, notes="ü" * 40_000, extras={"Story": "ü" * 40_000}) for number in range(1, 101)))
    _, answer = call(crm, "GET", "/leads", query={"pageSize": "100"})
    assert answer["total"] == len(answer["leads"]) == 100
    assert all(found["shortened"] == ["notes", "extras/Story"] for found in answer["leads"])
    assert all(found["notes"].endswith("ü…") for found in answer["leads"])
    assert sum(len(str(found).encode()) for found in answer["leads"]) < MAX_BYTES
    whole = call(crm, "GET", f"/leads/{FIRST}")[1]
    assert (len(whole["notes"]), whole["shortened"]) == (40_000, [])


@pytest.mark.slow
def test_many_long_extras_fit_as_well(crm: CrmInMemory) -> None:
    extras = {f"Column {number}": "x" * 2_000 for number in range(60)}
    store(crm.aws, *(lead(number, notes="short", extras=extras) for number in range(1, 101)))
    _, answer = call(crm, "GET", "/leads", query={"pageSize": "100"})
    found = answer["leads"][0]
    assert found["notes"] == "short"
    assert len(found["extras"]) == len(found["shortened"]) == 60
    assert len(str(found)) < 10_000


@pytest.mark.slow
def test_leads_with_thousands_of_values_fit_as_well_and_say_what_is_left_out(crm: CrmInMemory) -> None:
    extras = {f"{number} {'x' * 60}": "y" for number in range(2_000)}
    store(crm.aws, *(lead(number, notes="short", extras=extras) for number in range(1, 101)))
    _, answer = call(crm, "GET", "/leads", query={"pageSize": "100"})
    found = answer["leads"][0]
    assert (found["notes"], found["shortened"]) == ("short", ["extras"])
    assert 0 < len(found["extras"]) < len(extras)
    assert len(json.dumps(answer)) < 6_000_000
    assert len(call(crm, "GET", f"/leads/{FIRST}")[1]["extras"]) == len(extras)
