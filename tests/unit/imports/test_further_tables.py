"""A sheet with several tables: each is mapped, checked and counted like a sheet, and its rows keep their places."""

from __future__ import annotations

from typing import Any

from crm.handlers import import_api, lead_api
from crm.table_numbers import number_of

from tests.crm_in_memory import CrmInMemory, csv_bytes, xlsx_bytes

TENANTS = [
    ("Name", "Flat", "Email"),
    ("Ada Lovelace", "A1", "ada@initech.example"),
    ("Alan Turing", "A2", "alan@initech.example"),
    ("Mary Noone", "A3", ""),
]
CRAFTSMEN = [
    ("Company", "Contact", "Email"),
    ("Hopper Ltd", "Grace Hopper", "grace@hopper.example"),
    ("Curie SA", "Marie Curie", "marie@curie.example"),
    ("", "", ""),
    ("Boole & Co", "George Boole", "george@boole.example"),
]
BOTH = csv_bytes([*TENANTS[1:], ("", "", ""), ("Craftsmen", "", ""), *CRAFTSMEN], header=TENANTS[0])
SECOND = number_of(0, 2)


def ask(crm: CrmInMemory, method: str, path: str, body: Any = None, **query: str) -> Any:
    status, answer = crm.call(import_api.handler, method, f"/imports/{path}".rstrip("/"), body=body, query=query)
    assert status < 300, answer
    return answer


def names(crm: CrmInMemory) -> dict[str, str]:
    """First and last name by company."""
    found = {f"{lead.get('firstName')} {lead.get('lastName')}": lead.get("company", "") for lead in crm.texts()}
    return dict(sorted(found.items()))


def test_every_row_has_one_outcome_at_its_place_in_the_file(crm: CrmInMemory) -> None:
    record = crm.import_file(BOTH)

    totals = record["totals"]
    assert (totals["rows"], totals["created"], totals["skipped"]) == (9, 6, 3)
    assert [(row["sheet"], row["row"], row["outcome"]) for row in crm.ledger(record["importId"])] == [
        (0, 5, "skipped"),
        (0, 6, "skipped"),
        (SECOND, 10, "skipped"),
        *((0, row, "created") for row in (2, 3, 4)),
        *((SECOND, row, "created") for row in (8, 9, 11)),
    ]
    assert names(crm)["Grace Hopper"] == "Hopper Ltd"
    assert [(sheet["index"], sheet["table"], sheet["headerRows"], sheet["dataRows"]) for sheet in record["sheets"]] == [
        (0, 1, [1], 3),
        (SECOND, 2, [7], 3),
    ]


def test_a_value_of_a_further_table_comes_from_the_sheet_that_people_see(crm: CrmInMemory) -> None:
    crm.import_file(xlsx_bytes({"Notes": [], "House": [*TENANTS, (), *CRAFTSMEN]}), "house.xlsx")
    grace = next(lead for lead in crm.leads() if lead.standing.state and "Hopper" in str(lead.standing.state))

    _, detail = crm.call(lead_api.handler, "GET", f"/leads/{grace.lead_id}")

    origin = detail["origins"]["company"]
    assert (origin["sheet"], origin["row"], origin["column"]) == (1, 7, 0)


def test_its_columns_are_corrected_and_remembered_apart(crm: CrmInMemory) -> None:
    import_id = crm.upload(BOTH, review=True)
    crm.run()
    sheets = [{"index": SECOND, "columns": {"1": "title"}}]
    ask(crm, "PUT", f"{import_id}/mapping", {"sheets": sheets})
    crm.run()

    again = crm.import_file(csv_bytes(CRAFTSMEN[1:], header=CRAFTSMEN[0]), "craftsmen.csv")

    assert [column["field"] for column in again["sheets"][0]["mapping"]] == ["company", "title", "email"]
    assert again["totals"]["unchanged"] == 3


def test_it_can_be_left_out_and_read_without_its_header(crm: CrmInMemory) -> None:
    import_id = crm.upload(BOTH, review=True)
    crm.run()
    again = ask(crm, "POST", f"{import_id}/header-row", {"sheet": SECOND, "row": None, "draftId": None})["importId"]
    crm.run()

    assert [row["cells"] for row in ask(crm, "GET", f"{again}/file-rows", sheet=str(SECOND))["rows"]][:2] == [
        list(CRAFTSMEN[0]),
        list(CRAFTSMEN[1]),
    ]
    left_out = {"sheets": [{"index": SECOND, "leftOut": True}], "basedOn": None, "policy": None, "rules": None}
    draft = ask(crm, "PUT", f"{again}/draft", left_out)["draftId"]
    ask(crm, "PUT", f"{again}/mapping", {"sheets": [], "draftId": draft})
    crm.run()
    assert list(names(crm)) == ["Ada Lovelace", "Alan Turing", "Mary Noone"]


def test_undo_takes_back_the_leads_of_all_tables(crm: CrmInMemory) -> None:
    record = crm.import_file(BOTH)

    ask(crm, "POST", f"{record['importId']}/undo")
    crm.run()

    assert crm.texts() == []
