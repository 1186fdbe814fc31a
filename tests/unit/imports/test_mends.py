"""Somebody mends rows of an import that has ended: they join it, as if the file had held them so (docs/leads.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from crm.handlers import import_api, lead_api
from crm.imports import mender
from crm.imports.mender import NOT_MENDED, Mender
from crm.imports.recording_rows import record_rows

from tests.crm_in_memory import CrmInMemory, assert_adds_up, csv_bytes
from tests.factories import texts_of

HEADER = ("Email", "Phone", "First name")
ADA, ALAN = "ada@initech.example", "alan@initech.example"
ROWS = [("", "soon", ""), (ADA, "030 1234567", "Ada"), ("alan at initech", "030 7654321", "Alan")]
"""One that is nobody, one that is as it should be, and one whose email is none."""


def ask(crm: CrmInMemory, method: str, path: str, body: Any = None, **event: Any) -> tuple[int, Any]:
    status, answer = crm.call(import_api.handler, method, f"/imports/{path}", body, **event)
    return int(status), answer


def imported(crm: CrmInMemory, rows: Sequence[tuple[str, ...]] = ROWS, header: tuple[str, ...] = HEADER) -> str:
    return str(crm.import_file(csv_bytes(rows, header))["importId"])


def to_mend(crm: CrmInMemory, import_id: str) -> dict[str, Any]:
    status, answer = ask(crm, "GET", f"{import_id}/mend")
    assert status == 200, answer
    return dict(answer)


def wanted(row: int, cells: dict[str, str] | None = None, *, mends: int = 0, **more: Any) -> dict[str, Any]:
    return {"mends": mends, "rows": [{"batch": 1, "row": row, "cells": cells or {}, **more}]}


def mended(crm: CrmInMemory, import_id: str, body: dict[str, Any]) -> dict[str, Any]:
    status, answer = ask(crm, "POST", f"{import_id}/mend", body)
    assert (status, answer.get("isMending")) == (202, True), answer
    crm.run()
    assert_adds_up(crm, import_id)
    return crm.status(import_id)


def undone(crm: CrmInMemory, import_id: str) -> dict[str, Any]:
    assert ask(crm, "POST", f"{import_id}/undo")[0] == 202
    crm.run()
    return dict(crm.status(import_id)["undo"])


def refusal(crm: CrmInMemory, import_id: str, body: dict[str, Any], action: str = "mend") -> tuple[int, str]:
    status, answer = ask(crm, "POST", f"{import_id}/{action}", body)
    return status, answer["error"]["code"]


def emails(crm: CrmInMemory) -> list[str]:
    return sorted(texts_of(lead).get("email") or "" for lead in crm.leads())


def test_rows_that_need_mending_are_listed_with_their_cells_and_the_columns_at_fault(crm: CrmInMemory) -> None:
    import_id = imported(crm)

    found = to_mend(crm, import_id)

    assert [(one["row"], one["outcome"], one["columns"]) for one in found["rows"]] == [
        (2, "rejected", [1]),
        (4, "created", [0]),
    ]
    assert found["rows"][1]["cells"] == list(ROWS[2])
    assert "\u201calan at initech\u201d (Email) is no email address." in found["rows"][1]["reason"]
    assert (found["mends"], found["cursor"], found["refusal"]) == (0, None, None)
    assert crm.status(import_id)["doubtfulRows"] == 1


def test_a_rejected_row_becomes_a_lead_of_the_same_import(crm: CrmInMemory) -> None:
    import_id = imported(crm)

    record = mended(crm, import_id, wanted(2, {"0": "eve@initech.example", "1": ""}))

    assert (record["totals"]["created"], record["totals"]["rejected"], record["mends"]) == (3, 0, 1)
    eve = next(lead for lead in crm.leads() if texts_of(lead).get("email") == "eve@initech.example")
    assert eve.standing.state is not None
    origin = eve.standing.state.held["email"].origin
    assert (origin.name, origin.place.row) == (import_id, 2)


def test_a_value_that_did_not_fit_comes_into_its_field_and_the_lead_stays_a_new_one(crm: CrmInMemory) -> None:
    import_id = imported(crm)

    record = mended(crm, import_id, wanted(4, {"0": ALAN}))

    assert emails(crm) == [ADA, ALAN]
    assert all("extras/Email" not in texts_of(lead) for lead in crm.leads())
    assert (record["totals"]["created"], record["doubtfulRows"]) == (2, 0)
    assert [one["row"] for one in to_mend(crm, import_id)["rows"]] == [2]


def test_a_lead_that_gets_its_address_by_mending_stays_the_same_with_what_was_typed(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    alan = next(lead.lead_id for lead in crm.leads() if texts_of(lead)["firstName"] == "Alan")
    crm.call(lead_api.handler, "PATCH", f"/leads/{alan}", {"title": "Logician"})

    mended(crm, import_id, wanted(4, {"0": ALAN}))
    crm.import_file(csv_bytes([(ALAN, "Turing")], ("Email", "Last name")))

    lead = next(texts_of(lead) for lead in crm.leads() if lead.lead_id == alan)
    assert (lead["email"], lead["title"], lead["lastName"]) == (ALAN, "Logician", "Turing")
    assert len(crm.leads()) == 2


def test_a_row_that_is_left_out_is_skipped_and_its_lead_goes(crm: CrmInMemory) -> None:
    import_id = imported(crm)

    record = mended(crm, import_id, wanted(4, isDropped=True))

    assert (record["totals"]["skipped"], record["totals"]["created"]) == (1, 1)
    assert emails(crm) == [ADA]


def test_taking_the_import_back_takes_back_what_was_mended(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    mended(crm, import_id, wanted(2, {"0": "eve@initech.example"}))
    mended(crm, import_id, wanted(4, {"0": ALAN}, mends=1))

    assert undone(crm, import_id)["removed"] == 3
    assert crm.leads() == []
    assert refusal(crm, import_id, wanted(2, {"0": ADA}, mends=2)) == (409, "already_undone")


def test_a_repeated_request_begins_nothing_and_another_one_is_told_to_look(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    body = wanted(2, {"0": "eve@initech.example"})
    mended(crm, import_id, body)
    before = crm.table()

    status, answer = ask(crm, "POST", f"{import_id}/mend", body)
    crm.run()

    assert (status, answer["mends"]) == (202, 1)
    assert crm.table() == before
    assert refusal(crm, import_id, wanted(4, {"0": ALAN})) == (409, "mended")


def test_what_would_disturb_waits_for_it(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    assert ask(crm, "POST", f"{import_id}/mend", wanted(2, {"0": "eve@initech.example"}))[0] == 202

    assert refusal(crm, import_id, {}, "undo") == (409, "mending")
    assert refusal(crm, import_id, {}, "remap") == (409, "mending")
    assert refusal(crm, import_id, wanted(4, {"0": ALAN}, mends=1)) == (409, "mending")
    crm.run()
    assert crm.status(import_id)["totals"]["created"] == 3


def test_a_row_that_stays_wrong_is_listed_again_as_it_was_mended(crm: CrmInMemory) -> None:
    import_id = imported(crm)

    mended(crm, import_id, wanted(2, {"0": "eve at initech"}))

    (row, _) = to_mend(crm, import_id)["rows"]
    assert (row["cells"][0], row["columns"]) == ("eve at initech", [0, 1])
    _, report = ask(crm, "GET", f"{import_id}/report.csv")
    assert "eve at initech" in report


def test_rows_that_cannot_be_imported_are_as_they_were(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = imported(crm)
    before = crm.texts()

    def die_afterwards(*arguments: Any) -> Any:
        record_rows(*arguments)
        raise ValueError("a defect")

    with monkeypatch.context() as patch:
        patch.setattr(mender, "record_rows", die_afterwards)
        record = mended(crm, import_id, wanted(4, {"0": ALAN}))

    assert NOT_MENDED in record["notes"]
    assert (record["isMending"], record["totals"]["created"], crm.texts()) == (False, 2, before)
    mended(crm, import_id, wanted(4, {"0": ALAN}, mends=1))
    assert emails(crm) == [ADA, ALAN]


def test_rows_that_a_worker_records_after_their_round_was_given_up_and_dies_are_as_they_were(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = imported(crm)
    before = crm.texts()

    def die_after_all_others(self: Mender, import_id: str, number: int) -> bool:
        record = self.worker.imports.get(import_id)
        assert record is not None
        if not self.is_given_up(record, number):
            self.worker.files.write_mend_ledger(import_id, record.mends[0].mend_id, [])
            self._say(record, number)
        raise ValueError("a defect")

    with monkeypatch.context() as patch:
        patch.setattr(Mender, "handle", die_after_all_others)
        record = mended(crm, import_id, wanted(4, {"0": ALAN}))

    assert (record["isMending"], record["totals"]["created"], crm.texts()) == (False, 2, before)


def test_another_mapping_afterwards_keeps_what_was_mended_and_can_be_taken_back(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    mended(crm, import_id, wanted(4, {"0": ALAN}))
    before = crm.texts()
    _, again = ask(crm, "POST", f"{import_id}/remap")
    crm.run()
    draft = ask(crm, "GET", f"{again['importId']}/draft")[1]
    assert draft["sheets"][0]["cells"] == {"4": {"0": ALAN}}
    assert ask(crm, "PUT", f"{again['importId']}/mapping", {"draftId": draft["draftId"]})[0] == 202
    crm.run()

    assert refusal(crm, import_id, wanted(2, mends=1)) == (409, "remapped")
    mended(crm, again["importId"], wanted(2, {"0": "eve@initech.example"}))
    assert emails(crm) == [ADA, ALAN, "eve@initech.example"]
    undone(crm, again["importId"])
    assert crm.texts() == before
    undone(crm, import_id)
    assert crm.leads() == []


def test_a_mapping_that_was_begun_before_rows_were_mended_is_refused(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    _, again = ask(crm, "POST", f"{import_id}/remap")
    crm.run()
    mended(crm, import_id, wanted(4, {"0": ALAN}))

    status, answer = ask(crm, "PUT", f"{again['importId']}/mapping", {"draftId": None})

    assert (status, answer["error"]["code"]) == (409, "mended")


def test_only_rows_that_need_it_are_mended(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    twice = {"mends": 0, "rows": [{"batch": 1, "row": 2}] * 2}

    for body in (wanted(3, {"0": ALAN}), wanted(9), {"mends": 0, "rows": [{"batch": 9, "row": 2}]}, twice):
        assert refusal(crm, import_id, body) == (422, "invalid"), body
    assert len(crm.leads()) == 2


def test_a_person_who_may_not_control_the_import_mends_nothing(crm: CrmInMemory) -> None:
    import_id = imported(crm)

    status, _ = ask(crm, "POST", f"{import_id}/mend", wanted(2, {"0": ADA}), user="somebody-else")

    assert status == 403


def test_rows_that_name_leads_by_their_id_are_shown_and_refused(crm: CrmInMemory) -> None:
    import_id = imported(crm, [("0" * 32, "")], ("Lead ID", "Email"))

    assert to_mend(crm, import_id)["refusal"]["code"] == "rows_name_leads"
    assert refusal(crm, import_id, wanted(2, {"1": ADA})) == (409, "rows_name_leads")


def test_too_much_is_mended_better_in_the_file(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = imported(crm)
    monkeypatch.setattr("crm.imports.late_mends.MAX_MENDS", 1)

    assert refusal(crm, import_id, wanted(2, {"0": ADA, "1": ""})) == (422, "invalid")
