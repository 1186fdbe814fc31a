"""The review of an import says how many of its new leads look like people who are there; nothing is written (10, 8)."""

from __future__ import annotations

from typing import Any

import pytest
from crm.handlers import lead_api, lead_exporter
from crm.imports.batches import BATCH_ROWS as BATCH

from tests.crm_in_memory import CrmInMemory, csv_bytes
from tests.factories import texts_of
from tests.unit.duplicates.test_duplicates_api import PEOPLE
from tests.unit.imports.test_dry_run import ask, reviewed, saved, tried

HEADER = ("First name", "Last name", "Email", "Phone", "Company")
BOB = ("Bob", "Lerner", "bob.l@acme.example", "+493012345678", "Acme GmbH")
ZOE_ITSELF = ("Zoe", "Quince", "zoe@quince.example", "", "Quince")
STRANGER = ("Yuki", "Xanthos", "yuki@xanthos.example", "+493099999999", "Xanthos")


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    crm = CrmInMemory(monkeypatch)
    crm.import_file(PEOPLE.encode())
    return crm


def look_alikes(crm: CrmInMemory, import_id: str) -> Any:
    status, answer = ask(crm, "GET", import_id, "look-alikes")
    assert status == 200, answer
    return answer


def compared(crm: CrmInMemory, rows: list[tuple[str, ...]]) -> Any:
    """What is said of a file with these rows."""
    import_id = reviewed(crm, csv_bytes(rows, HEADER))
    tried(crm, import_id)
    while crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5):
        pass
    return look_alikes(crm, import_id)


def test_a_new_lead_that_looks_like_one_that_is_there_is_counted_and_shown(crm: CrmInMemory) -> None:
    before = crm.table()

    answer = compared(crm, [BOB, STRANGER])

    assert (answer["isReady"], answer["rows"], answer["isWhole"], answer["count"]) == (True, 2, True, 1)
    [example] = answer["examples"]
    assert (example["name"], example["leadName"], example["band"]) == ("Bob Lerner", "Robert Lerner", "certain")
    assert example["leadId"] in {lead.lead_id for lead in crm.leads() if texts_of(lead)["lastName"] == "Lerner"}
    assert "same phone" in example["reasons"]
    assert any({"Bob", "Robert"} <= set(reason.split()) for reason in example["reasons"])
    assert crm.table() == before


def test_neither_rows_of_leads_that_are_there_nor_namesakes_nor_rows_like_each_other_are_counted(
    crm: CrmInMemory,
) -> None:
    namesake = ("Robert", "Lerner", "", "", "")
    twin = ("Yuki", "Xanthos", "y.xanthos@gmail.com", "+493099999999", "Xanthos")

    assert compared(crm, [ZOE_ITSELF, namesake, STRANGER, twin])["count"] == 0


@pytest.mark.slow
def test_of_a_large_file_the_first_rows_are_compared_and_the_answer_says_so(crm: CrmInMemory) -> None:
    others = [(f"Xa{n}vier", f"Quill{n}on", f"x{n}@quill{n}.example", "", f"Quill{n}") for n in range(BATCH)]

    answer = compared(crm, [BOB, *others])

    assert (answer["rows"], answer["isWhole"], answer["count"]) == (BATCH, False, 1)


def test_each_draft_has_an_answer_of_its_own(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes([BOB], HEADER))
    tried(crm, import_id)
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    assert look_alikes(crm, import_id)["count"] == 1

    saved(crm, import_id, policy="fill")

    assert not look_alikes(crm, import_id)["isReady"]


def test_what_was_compared_leaves_no_trace_in_the_list_of_leads(crm: CrmInMemory) -> None:
    compared(crm, [BOB])

    _, answer = crm.call(lead_api.handler, "GET", "/leads")

    assert answer["total"] == 2
