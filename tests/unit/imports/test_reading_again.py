"""A person chooses another header row: the file is read again, as an import that replaces the one in review."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from crm.handlers import import_api
from crm.imports import splitter
from crm.imports.top_rows import TopRows

from tests.crm_in_memory import CrmInMemory, csv_bytes, xlsx_bytes

HEADER = ("First name", "Last name", "Email")
ADA = ("Ada", "Lovelace", "ada@initech.example")
ALAN = ("Alan", "Turing", "alan@initech.example")
TITLE = ("Trade fair", "Hall 3", "June")


def ask(crm: CrmInMemory, method: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
    status, answer = crm.call(import_api.handler, method, f"/imports/{path}".rstrip("/"), body=body, query=query)
    return int(status), answer


def reviewed(crm: CrmInMemory, content: bytes, name: str = "contacts.csv") -> str:
    import_id = crm.upload(content, name, review=True)
    crm.run()
    return import_id


def chosen(crm: CrmInMemory, import_id: str, row: int | None, sheet: int = 0, draft: str | None = None) -> str:
    body = {"sheet": sheet, "row": row, "draftId": draft}
    status, answer = ask(crm, "POST", f"{import_id}/header-row", body)
    assert (status, answer["status"]) == (201, "reading")
    crm.run()
    return str(answer["importId"])


def header_and_rows(crm: CrmInMemory, import_id: str, sheet: int = 0) -> tuple[list[str], list[list[str]]]:
    _, answer = ask(crm, "GET", f"{import_id}/file-rows", sheet=str(sheet))
    return answer["header"], [row["cells"] for row in answer["rows"]]


def test_the_first_rows_are_shown_with_titles_and_header(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes([HEADER, ADA], header=TITLE))

    _, answer = ask(crm, "GET", f"{import_id}/file-rows")

    assert [(row["number"], tuple(row["cells"])) for row in answer["top"]] == [(1, TITLE), (2, HEADER), (3, ADA)]
    assert answer["headerRows"] == [2]


def test_another_row_becomes_the_header_and_the_rows_below_it_the_data(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes([ADA, ALAN], header=HEADER))

    again = chosen(crm, import_id, 2)

    assert ask(crm, "GET", again)[1]["status"] == "review"
    assert header_and_rows(crm, again) == (list(ADA), [list(ALAN)])


def test_without_a_header_all_rows_are_data(crm: CrmInMemory) -> None:
    again = chosen(crm, reviewed(crm, csv_bytes([ADA], header=HEADER)), None)

    _, answer = ask(crm, "GET", f"{again}/file-rows")
    assert answer["headerRows"] == []
    assert [row["cells"] for row in answer["rows"]] == [list(HEADER), list(ADA)]


def test_it_can_be_chosen_again_and_then_be_imported(crm: CrmInMemory) -> None:
    wrong = chosen(crm, reviewed(crm, csv_bytes([HEADER, ADA], header=TITLE)), 1)
    right = chosen(crm, wrong, 2)

    assert ask(crm, "PUT", f"{right}/mapping", {"sheets": []})[0] == 202
    crm.run()

    assert [lead["email"] for lead in crm.texts()] == ["ada@initech.example"]
    assert ask(crm, "GET", right)[1]["totals"]["created"] == 1


def test_a_sheet_that_was_taken_for_instructions_is_read(crm: CrmInMemory) -> None:
    book = xlsx_bytes({"People": [HEADER, ADA], "Instructions": [("To fill in",), HEADER[:2], ALAN[:2]]})
    import_id = reviewed(crm, book, "book.xlsx")
    assert ask(crm, "GET", import_id)[1]["sheets"][1]["skipped"]

    again = chosen(crm, import_id, 2, sheet=1)

    assert ask(crm, "GET", again)[1]["sheets"][1]["skipped"] is None
    assert header_and_rows(crm, again, 1) == (list(HEADER[:2]), [list(ALAN[:2])])


def test_what_was_decided_of_other_sheets_is_kept_and_of_this_one_is_not(crm: CrmInMemory) -> None:
    book = xlsx_bytes({"A": [TITLE, HEADER, ADA], "B": [HEADER, ALAN]})
    import_id = reviewed(crm, book, "book.xlsx")
    sheets = [{"index": 0, "columns": {"0": "remarks"}}, {"index": 1, "leftOut": True}]
    _, draft = ask(crm, "PUT", f"{import_id}/draft", {"basedOn": None, "sheets": sheets, "policy": "fill"})

    again = chosen(crm, import_id, 1, draft=draft["draftId"])

    _, kept = ask(crm, "GET", f"{again}/draft")
    assert [(sheet["index"], sheet["leftOut"]) for sheet in kept["sheets"]] == [(1, True)]
    assert kept["policy"] == "fill"
    assert ask(crm, "GET", again)[1]["draftId"] == kept["draftId"]


def test_the_replaced_import_is_in_no_list_and_writes_nothing(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes([ADA], header=HEADER))

    again = chosen(crm, import_id, None)

    assert [one["importId"] for one in ask(crm, "GET", "")[1]["imports"]] == [again]
    status, answer = ask(crm, "PUT", f"{import_id}/mapping", {"sheets": []})
    assert (status, answer["error"]["code"]) == (409, "not_in_review")
    assert crm.leads() == []


def test_whoever_does_not_know_the_newest_draft_is_refused_and_leaves_nothing(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, csv_bytes([ADA], header=HEADER))
    ask(crm, "PUT", f"{import_id}/draft", {"basedOn": None, "policy": "fill"})

    status, answer = ask(crm, "POST", f"{import_id}/header-row", {"sheet": 0, "row": None, "draftId": None})

    assert (status, answer["error"]["code"]) == (409, "draft_outdated")
    assert [one["importId"] for one in ask(crm, "GET", "")[1]["imports"]] == [import_id]


@pytest.mark.parametrize(("sheet", "row"), [(0, 9), (5, 1), (0, 2)])
def test_only_a_row_that_is_shown_and_has_rows_below_it_can_be_chosen(crm: CrmInMemory, sheet: int, row: int) -> None:
    import_id = reviewed(crm, csv_bytes([ADA], header=HEADER))

    status, answer = ask(crm, "POST", f"{import_id}/header-row", {"sheet": sheet, "row": row, "draftId": None})

    assert (status, answer["error"]["code"]) == (422, "invalid")


def test_first_rows_of_many_sheets_are_kept_while_there_is_room(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splitter, "TopRows", partial(TopRows, 100))
    import_id = reviewed(crm, xlsx_bytes({"A": [HEADER, ADA], "B": [HEADER, ALAN]}), "book.xlsx")

    shown = [len(ask(crm, "GET", f"{import_id}/file-rows", sheet=sheet)[1]["top"]) for sheet in ("0", "1")]

    assert shown == [2, 0]
