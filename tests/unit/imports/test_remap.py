"""Somebody changes the mapping of an import that has ended: exactly what came from it changes (docs/leads.md)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from crm.composition.imports import import_store
from crm.handlers import import_api, lead_api
from crm.imports import batch_worker, remapping
from crm.imports.recording_rows import record_rows
from crm.settings import Settings
from crm.users import User

from tests.crm_in_memory import CrmInMemory, assert_adds_up, csv_bytes
from tests.factories import texts_of

HEADER = ("Email", "City", "Position")
ADA, ALAN = "ada@initech.example", "alan@initech.example"
ROWS = [(ADA, "Rome", "Countess"), (ALAN, "Oslo", "Logician")]
TO_COMPANY = {"1": "company"}


def ask(crm: CrmInMemory, method: str, path: str, body: Any = None, **event: Any) -> tuple[int, Any]:
    status, answer = crm.call(import_api.handler, method, f"/imports/{path}", body, **event)
    return int(status), answer


def begun(crm: CrmInMemory, import_id: str, columns: dict[str, str] | None = None) -> str:
    """Begins to change the mapping of an import; returns the import that waits for its review."""
    status, started = ask(crm, "POST", f"{import_id}/remap")
    assert (status, started["status"]) == (201, "reading"), started
    crm.run()
    if columns:
        draft = {"basedOn": crm.status(started["importId"])["draftId"], "sheets": [{"index": 0, "columns": columns}]}
        assert ask(crm, "PUT", f"{started['importId']}/draft", draft)[0] == 200
    return str(started["importId"])


def confirmed(crm: CrmInMemory, import_id: str) -> dict[str, Any]:
    status, answer = ask(crm, "PUT", f"{import_id}/mapping", {"draftId": crm.status(import_id)["draftId"]})
    assert status == 202, answer
    crm.run()
    assert_adds_up(crm, import_id)
    return crm.status(import_id)


def remapped(crm: CrmInMemory, import_id: str, columns: dict[str, str]) -> dict[str, Any]:
    return confirmed(crm, begun(crm, import_id, columns))


def undone(crm: CrmInMemory, import_id: str) -> dict[str, Any]:
    status, answer = ask(crm, "POST", f"{import_id}/undo")
    assert status == 202, answer
    crm.run()
    return dict(crm.status(import_id)["undo"])


def imported(crm: CrmInMemory, rows: Sequence[tuple[str, ...]] = ROWS, header: tuple[str, ...] = HEADER) -> str:
    return str(crm.import_file(csv_bytes(rows, header))["importId"])


def refusal(crm: CrmInMemory, import_id: str, action: str = "remap") -> tuple[int, str]:
    status, answer = ask(crm, "POST", f"{import_id}/{action}")
    return status, answer["error"]["code"]


def test_the_leads_are_as_if_the_file_had_been_imported_so_from_the_start(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    before = crm.leads()

    again = remapped(crm, import_id, TO_COMPANY)

    assert (again["totals"]["updated"], again["remapOf"]) == (2, import_id)
    assert [texts_of(lead) for lead in crm.leads()] == [
        {"email": lead["email"], "title": lead["title"], "company": lead["extras/City"]}
        for lead in map(texts_of, before)
    ]
    held = crm.leads()[0].standing.state
    assert held is not None
    assert held.held["company"].origin.name == import_id
    assert held.created_at == before[0].standing.state.created_at  # type: ignore[union-attr]


def test_what_was_said_since_stays(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    ada = next(lead.lead_id for lead in crm.leads() if texts_of(lead)["email"] == ADA)
    crm.call(lead_api.handler, "PATCH", f"/leads/{ada}", {"company": "Typed"})
    imported(crm, [(ALAN, "Later")], ("Email", "Company"))

    again = remapped(crm, import_id, TO_COMPANY)

    assert {texts_of(lead)["company"] for lead in crm.leads()} == {"Typed", "Later"}
    assert all("extras/City" not in texts_of(lead) for lead in crm.leads())
    assert again["totals"]["updated"] == 2


def test_nothing_changes_before_it_is_confirmed_and_the_preview_says_what_would(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    before = crm.table()

    again = begun(crm, import_id, TO_COMPANY)
    status, found = ask(crm, "POST", f"{again}/dry-run")

    assert status == 200
    assert (found["changingCount"], found["goingCount"], found["newLeads"]) == (2, 0, [])
    changes = [(one["path"], one["before"], one["after"]) for one in found["changingLeads"][0]["changes"]]
    assert changes in ([("company", None, city), ("extras/City", city, None)] for city in ("Rome", "Oslo"))
    assert ask(crm, "POST", f"{again}/cancel")[0] == 202
    assert crm.table() == before
    assert remapped(crm, import_id, TO_COMPANY)["totals"]["updated"] == 2


def test_it_can_be_taken_back_and_so_can_the_import_then(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    before = crm.texts()
    again = remapped(crm, import_id, TO_COMPANY)["importId"]

    assert refusal(crm, import_id, "undo") == (409, "remapped")
    assert undone(crm, again)["restored"] == 2
    assert crm.texts() == before

    assert undone(crm, import_id)["removed"] == 2
    assert crm.table() == [item for item in crm.table() if item["leadId"]["S"].startswith("#")]


def test_another_address_makes_another_lead_and_the_one_before_comes_back(crm: CrmInMemory) -> None:
    import_id = imported(crm, [(ADA, "ada@home.example", "Ada")], ("Email", "Note", "First name"))
    before = crm.texts()

    again = begun(crm, import_id, {"0": "nothing", "1": "email"})
    _, found = ask(crm, "POST", f"{again}/dry-run")
    assert (len(found["newLeads"]), found["goingCount"]) == (1, 1)
    confirmed(crm, again)

    assert crm.texts() == [{"email": "ada@home.example", "firstName": "Ada"}]
    undone(crm, again)
    assert crm.texts() == before


def test_a_row_without_an_address_stays_the_same_lead_and_is_found_again(crm: CrmInMemory) -> None:
    rows, header = [("Ada", "Rome"), ("Alan", "Oslo")], ("First name", "Hobby")
    import_id = imported(crm, rows, header)
    before = {lead.lead_id for lead in crm.leads()}

    remapped(crm, import_id, {"1": "title"})
    once_more = crm.import_file(csv_bytes(rows, header))

    assert {lead.lead_id for lead in crm.leads()} == before
    assert once_more["totals"]["unchanged"] == 2


def test_a_row_that_was_rejected_can_become_a_lead(crm: CrmInMemory) -> None:
    import_id = imported(crm, [("", "Initech"), (ADA, "Globex")], ("Email", "Where"))

    again = remapped(crm, import_id, {"1": "company"})

    assert (again["totals"]["created"], again["totals"]["updated"]) == (1, 1)
    undone(crm, again["importId"])
    assert len(crm.leads()) == 1


def test_it_can_be_changed_once_more_and_each_is_taken_back_in_turn(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    first = remapped(crm, import_id, TO_COMPANY)["importId"]
    between = crm.texts()

    assert refusal(crm, import_id) == (409, "remapped")
    second = remapped(crm, first, {"1": "extras/City", "2": "company"})["importId"]

    assert {texts_of(lead)["company"] for lead in crm.leads()} == {"Countess", "Logician"}
    undone(crm, second)
    assert crm.texts() == between


def test_of_two_who_begin_only_one_may_confirm(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    one, other = begun(crm, import_id, TO_COMPANY), begun(crm, import_id, {"1": "title"})
    confirmed(crm, one)

    status, answer = ask(crm, "PUT", f"{other}/mapping", {"draftId": crm.status(other)["draftId"]})

    assert (status, answer["error"]["code"]) == (409, "remapped")
    assert crm.status(other)["status"] == "review"


def test_mended_cells_stay_mended(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(ROWS, HEADER), review=True)
    crm.run()
    draft = {"basedOn": None, "sheets": [{"index": 0, "cells": {"2": {"1": "Paris"}}, "droppedRows": [3]}]}
    assert ask(crm, "PUT", f"{import_id}/draft", draft)[0] == 200
    confirmed(crm, import_id)

    again = begun(crm, import_id)
    (sheet,) = ask(crm, "GET", f"{again}/draft")[1]["sheets"]
    assert (sheet["cells"], sheet["droppedRows"]) == ({"2": {"1": "Paris"}}, [3])
    confirmed(crm, again)

    assert [texts_of(lead)["extras/City"] for lead in crm.leads()] == ["Paris"]


def test_rows_of_a_batch_that_was_closed_are_what_they_were(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its worker is still busy when somebody ends it: what it says anew is taken back, and the rest comes back."""
    import_id = imported(crm, [(ADA, "ada@home.example")], ("Email", "Note"))
    before = crm.texts()
    again = begun(crm, import_id, {"0": "nothing", "1": "email"})

    def closed_first(*arguments: Any) -> Any:
        assert ask(crm, "POST", f"{again}/force-complete")[0] == 202
        return record_rows(*arguments)

    monkeypatch.setattr(batch_worker, "record_rows", closed_first)
    ended = confirmed(crm, again)

    assert ended["totals"]["rejected"] == 1
    assert crm.texts() == before


def test_rows_whose_batch_had_failed_can_be_said_anew_once_more(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = imported(crm)

    def fail(*_: Any) -> Any:
        raise ValueError("a defect")

    with monkeypatch.context() as patch:
        patch.setattr(batch_worker, "record_rows", fail)
        failed = remapped(crm, import_id, {"2": "company"})
    assert (failed["totals"]["rejected"], failed["status"]) == (2, "completed_with_errors")

    remapped(crm, failed["importId"], {**TO_COMPANY, "2": "title"})

    assert all(texts_of(lead).keys() == {"email", "title", "company"} for lead in crm.leads())


def test_an_undo_that_begins_at_the_same_moment_is_refused(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    store = import_store(Settings())
    read_before = store.get(import_id)
    assert read_before is not None
    confirmed(crm, begun(crm, import_id))

    assert store.start_undo(read_before, User("user-1", "ann@owner.example", frozenset())) is None


def _undone(crm: CrmInMemory, import_id: str) -> None:
    undone(crm, import_id)


def _expired(crm: CrmInMemory, import_id: str) -> None:
    crm.aws.s3.delete_object(Bucket=crm.aws.work_bucket, Key=f"imports/{import_id}/batches/000001.json.gz")


@pytest.mark.parametrize(
    ("spoil", "code"), [(_undone, "already_undone"), (_expired, "files_expired")], ids=["taken back", "expired"]
)
def test_it_is_refused_with_a_reason(crm: CrmInMemory, spoil: Any, code: str) -> None:
    import_id = imported(crm)
    spoil(crm, import_id)

    assert refusal(crm, import_id) == (409, code)


def test_an_import_that_is_under_way_cannot_be_changed_so(crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(ROWS, HEADER))

    assert refusal(crm, import_id) == (409, "import_running")


def test_rows_that_name_leads_by_their_id_are_refused(crm: CrmInMemory) -> None:
    imported(crm)
    lead_id = crm.leads()[0].lead_id
    named = imported(crm, [(lead_id, "Ada")], ("Lead ID", "First name"))
    plain = imported(crm, [(ADA, lead_id)], ("Email", "Reference"))

    assert refusal(crm, named) == (409, "names_leads")
    again = begun(crm, plain, {"1": "leadId"})
    status, answer = ask(crm, "PUT", f"{again}/mapping", {"draftId": crm.status(again)["draftId"]})
    assert (status, answer["error"]["code"]) == (409, "names_leads")


def test_files_that_expire_while_they_are_copied_end_it_with_a_sentence(crm: CrmInMemory) -> None:
    import_id = imported(crm)
    _, started = ask(crm, "POST", f"{import_id}/remap")
    _expired(crm, import_id)
    crm.run()

    failed = crm.status(started["importId"])
    assert (failed["status"], failed["reason"]) == ("failed", remapping.EXPIRED)


def test_its_rows_keep_their_header_and_are_not_tried_again(crm: CrmInMemory) -> None:
    again = begun(crm, imported(crm))

    header = partial(ask, crm, "POST", f"{again}/header-row")
    assert header({"sheet": 0, "row": 2, "draftId": None})[1]["error"]["code"] == "rows_are_said"
    confirmed(crm, again)
    assert refusal(crm, again, "retry") == (409, "nothing_to_retry")
