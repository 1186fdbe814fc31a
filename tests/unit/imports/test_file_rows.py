"""Somebody who checks an import sees the rows of its file, and not only what was made of them."""

from __future__ import annotations

from typing import Any

import pytest
from crm.handlers import import_api
from crm.imports import file_rows as shown_rows
from crm.imports.batches import BATCH_ROWS as BATCH

from tests.crm_in_memory import CrmInMemory, csv_bytes, people, xlsx_bytes

HEADER = ("First name", "Last name", "Email")
ADA = ("Ada", "Lovelace", "ada@initech.example")


def reviewed(crm: CrmInMemory, content: bytes, name: str = "contacts.csv") -> str:
    import_id = crm.upload(content, name, review=True)
    crm.run()
    return import_id


def ask(crm: CrmInMemory, import_id: str, **query: str) -> tuple[int, Any]:
    status, answer = crm.call(
        import_api.handler, "GET", f"/imports/{import_id}/file-rows", query=query, groups=["viewer"], user="user-2"
    )
    return int(status), answer


def test_they_have_their_numbers_and_the_header_of_the_sheet(crm: CrmInMemory) -> None:
    title = ("Trade fair", "", "")
    book = xlsx_bytes({"A": [HEADER, ADA], "B": [title, HEADER, ADA, ("", "", ""), ("Alan", "", "alan@x.example")]})
    import_id = reviewed(crm, book, "book.xlsx")

    status, answer = ask(crm, import_id, sheet="1")

    assert (status, answer["sheet"], answer["header"]) == (200, 1, list(HEADER))
    assert [(row["number"], row["cells"][0]) for row in answer["rows"]] == [(3, "Ada"), (5, "Alan")]
    assert answer["following"] is None


@pytest.mark.parametrize("start", [1, 2, 60, BATCH, BATCH + 1, BATCH + 2, 2 * BATCH + 1])
def test_they_begin_with_any_row_across_batches(crm: CrmInMemory, start: int) -> None:
    import_id = reviewed(crm, csv_bytes(people(2 * BATCH + 5)))

    _, answer = ask(crm, import_id, **{"from": str(start)})

    first, last = max(start, 2), 2 * BATCH + 6
    numbers = [row["number"] for row in answer["rows"]]
    assert numbers == list(range(first, min(first + shown_rows.PAGE_ROWS, last + 1)))
    assert answer["following"] == (first + shown_rows.PAGE_ROWS if first + shown_rows.PAGE_ROWS <= last else None)


def test_after_the_last_row_there_is_none(crm: CrmInMemory) -> None:
    _, answer = ask(crm, reviewed(crm, csv_bytes([ADA])), **{"from": "3"})
    assert (answer["rows"], answer["following"]) == ([], None)


def test_long_cells_are_cut_and_many_of_them_come_with_the_next_answer(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_rows, "PAGE_CHARACTERS", 3_000)
    long = "x" * (shown_rows.MAX_CELL + 1)
    import_id = reviewed(crm, csv_bytes([("Ada", long, "a@x.example"), ("Alan", long, "b@x.example")]))

    _, answer = ask(crm, import_id)

    [row] = answer["rows"]
    assert [len(cell) for cell in row["cells"]] == [3, shown_rows.MAX_CELL, 11]
    assert (row["shortened"], answer["following"]) == ([1], 3)


def test_one_row_is_shown_even_if_it_is_too_long(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_rows, "PAGE_CHARACTERS", 5)

    _, answer = ask(crm, reviewed(crm, csv_bytes([ADA])))

    assert answer["rows"] == [{"number": 2, "cells": ["Ada", "Lo", ""], "shortened": [1, 2]}]


def test_a_skipped_sheet_has_none(crm: CrmInMemory) -> None:
    import_id = reviewed(crm, xlsx_bytes({"A": [HEADER, ADA], "Empty": []}), "book.xlsx")
    _, answer = ask(crm, import_id, sheet="1")
    assert (answer["header"], answer["rows"]) == ([], [])


def test_a_sheet_that_is_not_there_is_refused(crm: CrmInMemory) -> None:
    assert ask(crm, reviewed(crm, csv_bytes([ADA])), sheet="7")[0] == 404


def test_before_the_file_is_read_there_are_none(crm: CrmInMemory) -> None:
    status, answer = ask(crm, crm.upload(csv_bytes([ADA])))
    assert (status, answer["error"]["code"]) == (409, "not_read_yet")


@pytest.mark.parametrize("gone", ["batches/", ""], ids=["the batches", "all files"])
def test_files_that_have_expired_are_told(crm: CrmInMemory, gone: str) -> None:
    import_id = reviewed(crm, csv_bytes([ADA]))
    for key in list(crm.aws.s3.objects(crm.aws.work_bucket)):
        if key.startswith(f"imports/{import_id}/{gone}"):
            crm.aws.s3.delete_object(Bucket=crm.aws.work_bucket, Key=key)

    status, answer = ask(crm, import_id)

    assert (status, answer["error"]["code"]) == (409, "files_expired")
