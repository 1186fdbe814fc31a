"""The API of fields, and own fields in leads, lists and exports: the real handlers over doubles of AWS."""

from __future__ import annotations

from typing import Any

import pytest
from crm.handlers import lead_api, lead_exporter
from crm.handlers.routes import fields

from tests.crm_in_memory import CrmInMemory
from tests.unit.query.leads import lead
from tests.unit.query.stored import store

LEADS = [
    lead(1, company="A", extras={"Renewal": "3/4/2026", "Tier": "gold"}),
    lead(2, company="B", extras={"Renewal": "31/1/2026", "Tier": "Silver"}),
    lead(3, company="C", extras={"Renewal": "soon"}),
    lead(4, company="D"),
]


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    crm = CrmInMemory(monkeypatch)
    store(crm.aws, *LEADS)
    return crm


def call(crm: CrmInMemory, method: str, path: str, body: Any = None, **event: Any) -> Any:
    return crm.call(lead_api.handler, method, path, body, **{"groups": "admin", **event})


def make(crm: CrmInMemory, **field: Any) -> dict[str, Any]:
    status, answer = call(crm, "POST", "/fields", field)
    assert status == 201, answer
    return dict(answer)


def companies(crm: CrmInMemory, **query: str) -> list[str]:
    status, answer = call(crm, "GET", "/leads", query={"sort": "company", **query})
    assert status == 200, answer
    return [one["company"] for one in answer["leads"]]


def test_the_fields_are_the_built_in_ones_and_the_owners(crm: CrmInMemory) -> None:
    made = make(crm, label="Renewal", type="date", dayFirst=True)
    status, answer = call(crm, "GET", "/fields", groups="viewer")
    assert status == 200
    assert answer["builtIn"][0] == {"key": "firstName", "label": "First name", "type": "text"}
    assert answer["fields"] == [made]
    assert made == {
        "version": made["version"],
        "key": "renewal",
        "label": "Renewal",
        "type": "date",
        "headers": [],
        "choices": [],
        "dayFirst": True,
        "decimalComma": None,
    }


def test_an_extra_becomes_a_field_for_leads_that_are_there_already(crm: CrmInMemory) -> None:
    before = crm.table()
    make(crm, label="Next renewal", type="date", headers=["Renewal"], dayFirst=True)
    status, answer = call(crm, "GET", "/leads", query={"sort": "-nextRenewal"})
    assert status == 200
    shown = [(one["company"], one["fields"]["nextRenewal"]) for one in answer["leads"]]
    assert shown == [("A", "2026-04-03"), ("B", "2026-01-31"), ("C", "soon"), ("D", None)]
    assert [item for item in crm.table() if "lead" in item] == [item for item in before if "lead" in item]


def test_an_own_field_is_filtered_and_searched_like_a_built_in_one(crm: CrmInMemory) -> None:
    make(crm, label="Renewal", type="date", dayFirst=True)
    assert companies(crm, **{"filter[renewal][startsWith]": "2026-04"}) == ["A"]
    assert companies(crm, **{"filter[renewal][empty]": ""}) == ["D"]
    assert companies(crm, q="2026-01-31") == ["B"]


def test_a_filter_by_a_field_that_is_not_there_is_refused(crm: CrmInMemory) -> None:
    for query in ({"filter[renewal]": "x"}, {"sort": "renewal"}):
        status, answer = call(crm, "GET", "/leads", query=query)
        assert (status, answer["error"]["code"]) == (422, "invalid")


def test_the_type_is_proposed_from_what_the_leads_have(crm: CrmInMemory) -> None:
    status, answer = call(crm, "GET", "/fields/proposal", query={"header": "Tier"}, groups="viewer")
    assert (status, answer["type"], answer["values"]) == (200, "text", 2)
    status, answer = call(crm, "GET", "/fields/proposal", query={"header": "Nothing"})
    assert (answer["type"], answer["values"], answer["reason"]) == ("text", 0, "No lead has a value here yet.")
    assert call(crm, "GET", "/fields/proposal")[0] == 422


def test_of_many_leads_a_sample_is_looked_at_and_the_answer_says_so(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "SAMPLE", 1)
    _, answer = call(crm, "GET", "/fields/proposal", query={"header": "Tier"})
    assert (answer["values"], answer["leads"]) == (1, 2)


def test_an_edit_writes_the_value_in_one_spelling_and_an_export_shows_what_the_leads_have(crm: CrmInMemory) -> None:
    make(crm, label="Renewal", type="date", dayFirst=True)
    address = f"/leads/{LEADS[3].lead_id}"
    status, answer = call(crm, "PATCH", address, {"extras": {"Renewal": "1/2/2027"}})
    assert status == 200, answer
    assert (answer["fields"], answer["extras"]) == ({"renewal": "2027-02-01"}, {"Renewal": "2027-02-01"})
    status, answer = call(crm, "PATCH", address, {"extras": {"Renewal": "some day"}})
    assert (status, list(answer["error"]["fields"])) == (422, ["extras.Renewal"])
    body = {"columns": ["company", "renewal"], "sort": "company"}
    export_id = crm.call(lead_exporter.handler, "POST", "/exports", body)[1]["exportId"]
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    content = crm.aws.s3.objects(crm.aws.work_bucket)[f"exports/{export_id}/file.csv"].decode("utf-8-sig")
    assert content.split() == ["Company,Renewal", "A,3/4/2026", "B,31/1/2026", "C,soon", "D,2027-02-01"]


@pytest.mark.parametrize("header", ["Turnover", "turnover", "turnover :", "Revenue", "RE VENUE"])
def test_an_edit_has_to_fit_whatever_header_of_the_field_it_names(crm: CrmInMemory, header: str) -> None:
    make(crm, label="Turnover", type="number", headers=["Revenue"])
    address = f"/leads/{LEADS[0].lead_id}"

    status, answer = call(crm, "PATCH", address, {"extras": {header: "bad"}})
    assert (status, list(answer["error"]["fields"])) == (422, [f"extras.{header}"])

    status, answer = call(crm, "PATCH", address, {"extras": {header: "1,234.5"}, "protect": [f"extras/{header}"]})
    assert (status, answer["fields"]["turnover"], answer["extras"]["Turnover"]) == (200, 1234.5, "1234.5")
    assert sorted(answer["extras"]) == ["Renewal", "Tier", "Turnover"]


@pytest.mark.parametrize("nothing", ["N/A", "-", " ", None])
def test_what_says_that_there_is_nothing_takes_the_value_of_an_own_field_away(
    crm: CrmInMemory, nothing: str | None
) -> None:
    make(crm, label="Turnover", type="number")
    address = f"/leads/{LEADS[0].lead_id}"
    call(crm, "PATCH", address, {"extras": {"Turnover": "5"}})

    status, answer = call(crm, "PATCH", address, {"extras": {"Turnover": nothing}})

    assert (status, answer["fields"]["turnover"], "Turnover" in answer["extras"]) == (200, None, False)


def test_of_two_headers_of_a_field_in_one_edit_the_first_counts_that_says_something(crm: CrmInMemory) -> None:
    make(crm, label="Turnover", type="number", headers=["Revenue"])

    for extras in ({"Turnover": None, "Revenue": "5"}, {"Revenue": "7", "Turnover": "5"}):
        status, answer = call(crm, "PATCH", f"/leads/{LEADS[0].lead_id}", {"extras": extras})
        assert (status, answer["fields"]["turnover"], "Revenue" in answer["extras"]) == (200, 5, False)


def test_emptying_an_own_field_empties_all_that_it_reads(crm: CrmInMemory) -> None:
    make(crm, label="Next renewal", type="date", headers=["Renewal"], dayFirst=True)
    status, answer = call(crm, "PATCH", f"/leads/{LEADS[0].lead_id}", {"extras": {"Next renewal": None}})
    assert (status, answer["fields"], answer["extras"]) == (200, {"nextRenewal": None}, {"Tier": "gold"})


def test_a_lead_by_hand_may_have_own_fields(crm: CrmInMemory) -> None:
    make(crm, label="Tier", type="choice", choices=["Gold", "Silver"])
    status, answer = call(crm, "POST", "/leads", {"company": "E", "extras": {"Tier": "GOLD"}})
    assert (status, answer["fields"]) == (201, {"tier": "Gold"})
    status, answer = call(crm, "POST", "/leads", {"company": "E", "extras": {"Tier": "Bronze"}})
    assert answer["error"]["fields"] == {"extras.Tier": "Choose from Gold, Silver."}


def test_a_field_can_be_changed_and_removed_and_its_values_stay_as_extras(crm: CrmInMemory) -> None:
    make(crm, label="Renewal", type="date", dayFirst=True)
    status, answer = call(crm, "PATCH", "/fields/renewal", {"label": "Due", "dayFirst": False, "type": None})
    assert (status, answer["label"], answer["headers"], answer["dayFirst"]) == (200, "Due", ["Renewal"], False)
    assert companies(crm, **{"filter[renewal]": "2026-03-04"}) == ["A"]
    assert call(crm, "DELETE", "/fields/renewal") == (204, "")
    assert call(crm, "GET", "/fields")[1]["fields"] == []
    assert companies(crm, **{"filter[extras/Renewal]": "3/4"}) == ["A"]
    for method, body in (("PATCH", {"label": "X"}), ("DELETE", None)):
        assert call(crm, method, "/fields/renewal", body)[0] == 404


def test_a_change_that_names_what_was_seen_is_refused_once_somebody_has_changed_the_field(crm: CrmInMemory) -> None:
    seen = {"If-Match": f'"{make(crm, label="Tier", type="text")["version"]}"'}
    make(crm, label="City", type="text")
    assert call(crm, "PATCH", "/fields/tier", {"label": "Level"}, headers=seen)[0] == 200

    status, answer = call(crm, "PATCH", "/fields/tier", {"label": "Rank"}, headers=seen)

    assert (status, answer["error"]["code"]) == (412, "edited_meanwhile")
    assert call(crm, "GET", "/fields")[1]["fields"][0]["label"] == "Level"
    assert call(crm, "PATCH", "/fields/tier", {"label": "Rank"})[0] == 200


def test_only_an_admin_makes_changes_and_removes_fields(crm: CrmInMemory) -> None:
    make(crm, label="Tier", type="text")
    for method, path, body in (
        ("POST", "/fields", {"label": "X", "type": "text"}),
        ("PATCH", "/fields/tier", {"label": "X"}),
        ("DELETE", "/fields/tier", None),
    ):
        assert call(crm, method, path, body, groups="member")[0] == 403
    assert call(crm, "GET", "/fields", groups="")[0] == 403


@pytest.mark.parametrize(
    ("field", "status"),
    [
        ({"label": "Tier", "type": "text"}, 409),
        ({"label": "Email", "type": "text"}, 422),
        ({"label": "X", "type": "money"}, 422),
        ({"label": "X", "type": "text", "choices": ["a"]}, 422),
        ({"label": "X", "type": "text", "key": "x"}, 422),
        ({"type": "text"}, 422),
    ],
)
def test_a_field_that_does_not_fit_is_refused(crm: CrmInMemory, field: dict[str, Any], status: int) -> None:
    make(crm, label="Tier", type="text")
    assert call(crm, "POST", "/fields", field)[0] == status


def test_a_lead_says_which_extras_a_field_reads_and_which_of_them_counts(crm: CrmInMemory) -> None:
    make(crm, label="Next renewal", type="text", headers=["Renewal"])
    store(crm.aws, lead(5, company="E", extras={"RENEWAL": "2027", "City": "Rome"}))

    status, answer = call(crm, "GET", f"/leads/{lead(5).lead_id}")

    assert status == 200
    assert answer["fieldPaths"] == {"nextRenewal": ["extras/RENEWAL"]}
