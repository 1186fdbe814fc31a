"""A person sees what an import would do before it begins; drafts are kept, and nothing is written (promise 8)."""

from __future__ import annotations

from typing import Any

import pytest
from crm.handlers import batch_worker, import_api, lead_api
from crm.imports.batches import BATCH_ROWS as BATCH
from crm.imports.dry_run import SHOWN_ROWS, Rows
from crm.imports.ledger import LedgerRow
from crm.imports.mending import ROW_LEFT_OUT, SHEET_LEFT_OUT
from crm.outcomes import Outcome

from tests.crm_in_memory import CrmInMemory, csv_bytes, people, xlsx_bytes
from tests.factories import texts_of

ADA, ALAN = ("Ada", "Lovelace", "ada@initech.example"), ("Alan", "Turing", "alan@globex.example")


def reviewed(crm: CrmInMemory, content: bytes, name: str = "contacts.csv", **options: Any) -> str:
    """An import that waits for its review; returns its id."""
    import_id = crm.upload(content, name, review=True, **options)
    crm.run()
    assert crm.status(import_id)["status"] == "review"
    return import_id


def ask(crm: CrmInMemory, method: str, import_id: str, what: str, body: Any = None, **event: Any) -> Any:
    return crm.call(import_api.handler, method, f"/imports/{import_id}/{what}", body, **event)


def tried(crm: CrmInMemory, import_id: str) -> dict[str, Any]:
    status, answer = ask(crm, "POST", import_id, "dry-run")
    assert status == 200, answer
    return dict(answer)


def saved(crm: CrmInMemory, import_id: str, **draft: Any) -> str:
    """Saves a draft; returns its id."""
    status, answer = ask(crm, "PUT", import_id, "draft", {"basedOn": crm.status(import_id)["draftId"], **draft})
    assert status == 200, answer
    return str(answer["draftId"])


def begun(crm: CrmInMemory, import_id: str) -> dict[str, Any]:
    """Imports what was drafted; returns the import once it has ended."""
    status, answer = ask(crm, "PUT", import_id, "mapping", {"draftId": crm.status(import_id)["draftId"]})
    assert status == 202, answer
    crm.run()
    return crm.status(import_id)


def test_it_counts_and_shows_what_would_be_new_and_what_would_change(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([ADA]))
    crm.call(lead_api.handler, "PATCH", f"/leads/{crm.leads()[0].lead_id}", {"title": "Countess"})
    rows = [("ada@initech.example", "Boss", "Initech"), ("grace@initech.example", "Admiral", "Navy"), ("", "", "")]
    import_id = reviewed(crm, csv_bytes([*rows, ("", "Somebody", "")], ("Email", "Title", "Company")))
    before = crm.table()

    found = tried(crm, import_id)

    assert crm.table() == before
    assert (found["isWhole"], found["isGoingOn"], found["rows"]) == (True, False, found["totalRows"])
    assert (found["totals"]["created"], found["totals"]["updated"], found["totals"]["rejected"]) == (1, 1, 1)
    assert [lead["email"] for lead in found["newLeads"]] == ["grace@initech.example"]
    [changing] = found["changingLeads"]
    assert changing["name"] == "Ada Lovelace"
    changes = [(one["path"], one["before"], one["after"]) for one in changing["changes"]]
    assert changes == [("company", None, "Initech"), ("title", "Countess", "Boss")]
    assert (found["changingCount"], found["typedValues"], found["problemCount"]) == (1, 1, 1)


def test_it_follows_the_draft(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes([("ada@initech.example", "Paris")], ("Email", "City")))
    assert tried(crm, import_id)["newLeads"][0]["extras"] == {"City": "Paris"}

    saved(crm, import_id, sheets=[{"index": 0, "columns": {"1": "company"}}])

    assert tried(crm, import_id)["newLeads"][0]["company"] == "Paris"
    assert begun(crm, import_id)["totals"]["created"] == 1
    assert texts_of(crm.leads()[0])["company"] == "Paris"


def test_another_policy_can_be_tried_and_imported(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([ADA]))
    import_id = reviewed(crm, csv_bytes([("Augusta", "King", "ada@initech.example")]))
    assert tried(crm, import_id)["totals"]["updated"] == 1

    saved(crm, import_id, policy="keep")

    assert tried(crm, import_id)["totals"]["skipped"] == 1
    assert begun(crm, import_id)["totals"]["skipped"] == 1
    assert texts_of(crm.leads()[0])["firstName"] == "Ada"


def test_cells_are_mended_and_rows_left_out_before_the_import(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes([("Ada", "Lovelace", "ada at initech"), ALAN]))
    sheet = {"index": 0, "cells": {"2": {"2": "ada@initech.example"}}, "droppedRows": [3]}

    saved(crm, import_id, sheets=[sheet])

    assert tried(crm, import_id)["newLeads"][0]["email"] == "ada@initech.example"
    record = begun(crm, import_id)
    assert (record["totals"]["created"], record["totals"]["skipped"]) == (1, 1)
    assert [texts_of(lead)["email"] for lead in crm.leads()] == ["ada@initech.example"]
    assert [row["reason"] for row in crm.ledger(import_id) if row["outcome"] == "skipped"] == [ROW_LEFT_OUT]


def test_a_column_can_be_left_out_and_stays_so_in_the_next_file(crm: CrmInMemory) -> None:
    header = ("First name", "Email", "Shoe size")
    import_id = reviewed(crm, csv_bytes([("Ada", "ada@initech.example", "38")], header))

    saved(crm, import_id, sheets=[{"index": 0, "columns": {"2": "nothing"}}])
    assert begun(crm, import_id)["totals"]["created"] == 1
    crm.import_file(csv_bytes([("Alan", "alan@initech.example", "44")], header))

    assert [sorted(texts) for texts in crm.texts()] == [["email", "firstName"]] * 2


def test_a_sheet_can_be_left_out(crm: CrmInMemory) -> None:
    header = ("First name", "Last name", "Email")
    import_id = reviewed(crm, xlsx_bytes({"A": [header, ADA], "B": [header, ALAN]}), "book.xlsx")

    saved(crm, import_id, sheets=[{"index": 1, "leftOut": True}])

    assert begun(crm, import_id)["totals"]["created"] == 1
    assert [row["reason"] for row in crm.ledger(import_id) if row["outcome"] == "skipped"] == [SHEET_LEFT_OUT]


def test_a_large_file_is_sampled_at_once_and_looked_at_whole_behind_the_queue(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes([*people(BATCH), *people(50, start=BATCH), *people(10)]))

    first = tried(crm, import_id)
    assert (first["rows"], first["isWhole"], first["isGoingOn"]) == (BATCH, False, True)
    crm.run()

    _, whole = ask(crm, "GET", import_id, "dry-run")
    assert (whole["rows"], whole["isWhole"], whole["isGoingOn"]) == (BATCH + 60, True, False)
    assert (whole["totals"]["created"], whole["totals"]["unchanged"]) == (BATCH + 50, 10)
    assert crm.table() == []


def test_a_draft_is_kept_and_says_whose_it_is(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes([ADA]))
    assert ask(crm, "GET", import_id, "draft")[0] == 404

    draft_id = saved(crm, import_id, sheets=[{"index": 0, "columns": {"1": "company"}}], policy="fill")

    _, draft = ask(crm, "GET", import_id, "draft")
    assert (draft["draftId"], draft["policy"]) == (draft_id, "fill")
    assert draft["sheets"][0]["columns"] == {"1": "company"}
    assert "@" in draft["by"]


def test_two_people_who_check_one_import_do_not_overwrite_each_other(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes([ADA]))
    saved(crm, import_id, policy="fill")

    status, answer = ask(crm, "PUT", import_id, "draft", {"policy": "keep"})
    assert (status, answer["error"]["code"]) == (409, "draft_outdated")
    status, answer = ask(crm, "PUT", import_id, "mapping", {})
    assert (status, answer["error"]["code"]) == (409, "draft_outdated")


def test_of_two_drafts_that_change_the_same_one_the_second_is_refused(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes([ADA]))
    first = saved(crm, import_id, policy="fill")
    saved(crm, import_id, policy="replace")

    status, answer = ask(crm, "PUT", import_id, "draft", {"basedOn": first, "policy": "keep"})

    assert (status, answer["error"]["code"]) == (409, "draft_outdated")
    assert ask(crm, "GET", import_id, "draft")[1]["policy"] == "replace"


@pytest.mark.parametrize(
    "sheet",
    [
        {"index": 7, "columns": {"0": "email"}},
        {"index": 0, "columns": {"9": "email"}},
        {"index": 0, "columns": {"0": "x"}},
    ],
    ids=["no such sheet", "no such column", "no such field"],
)
def test_a_draft_that_names_what_is_not_there_is_refused(crm: CrmInMemory, sheet: dict[str, Any]) -> None:
    import_id = reviewed(crm, csv_bytes([ADA]))
    assert ask(crm, "PUT", import_id, "draft", {"sheets": [sheet]})[0] == 422


def test_an_import_that_has_begun_is_tried_no_more(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes([ADA]))
    assert ask(crm, "POST", record["importId"], "dry-run")[0] == 409
    assert ask(crm, "PUT", record["importId"], "draft", {})[0] == 409


def test_a_dry_run_that_comes_too_late_does_nothing(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes(people(BATCH + 1)))
    tried(crm, import_id)
    [message] = crm.aws.sqs.queue(crm.aws.batch_queue_url).messages.values()
    body = message.body
    begun(crm, import_id)
    crm.aws.sqs.send_message(QueueUrl=crm.aws.batch_queue_url, MessageBody=body)
    crm.deliver(crm.aws.batch_queue_url, batch_worker.handler, 5)
    assert crm.status(import_id)["totals"]["created"] == BATCH + 1


def test_only_its_owner_and_admins_decide(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes([ADA]))
    assert ask(crm, "PUT", import_id, "draft", {}, user="user-2", groups=["member"])[0] == 403
    assert ask(crm, "POST", import_id, "dry-run", user="user-2", groups=["member"])[0] == 403
    assert ask(crm, "POST", import_id, "dry-run", groups=["viewer"])[0] == 403


def test_it_names_each_cell_that_does_not_fit_and_counts_them_by_column(crm: CrmInMemory) -> None:
    ada, alan = ("Ada", "ada at initech", "call her"), ("Alan", "alan@globex.example", "n.a. or so")
    rows = [ada, alan, ("", "grace at navy", "")]
    import_id = reviewed(crm, csv_bytes(rows, ("First name", "Email", "Phone")))
    saved(crm, import_id, sheets=[{"index": 0, "columns": {"2": "phone"}}])

    found = tried(crm, import_id)

    cells = {row["row"]: [(one["column"], one["text"]) for one in row["wrongCells"]] for row in found["problems"]}
    assert cells == {2: [(1, "ada at initech"), (2, "call her")], 3: [(2, "n.a. or so")], 4: [(1, "grace at navy")]}
    first = found["problems"][0]["wrongCells"][0]
    assert first["reason"] == "\u201cada at initech\u201d (Email) is no email address."
    assert [one["code"] for one in first["reasonMessages"]] == ["noEmail"]
    assert found["wrongColumns"] == [
        {"sheet": 0, "column": 1, "count": 2},
        {"sheet": 0, "column": 2, "count": 2},
    ]


def test_a_column_with_cells_that_do_not_fit_shows_one_of_them_behind_many_problems_of_others() -> None:
    rows = Rows()
    wrong = [(1,)] * (SHOWN_ROWS + 5) + [(1, 2), (2,)]
    for number, columns in enumerate(wrong, 2):
        rows.add(LedgerRow(0, number, Outcome.REJECTED, "It does not fit.", misfits=columns))

    assert [row.row for row in rows.problems[SHOWN_ROWS:]] == [SHOWN_ROWS + 7]
    assert rows.misfits == {(0, 1): SHOWN_ROWS + 6, (0, 2): 2}
