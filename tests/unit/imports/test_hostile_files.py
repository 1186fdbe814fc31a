"""Files made to cost far more than their size end quickly, with a sentence, or are imported as any other file."""

from __future__ import annotations

from pathlib import Path

import pytest
from crm.spreadsheets import Limits, SpreadsheetRejected, open_spreadsheet
from crm.spreadsheets.frames import LONGEST_GAP

from tests.crm_in_memory import CrmInMemory, assert_adds_up, csv_bytes, people
from tests.hostile_files import KINDS, Hostile

LONG = (
    "repeated rows",
    "one long text in many cells",
    "cells in the last rows of many sheets",
    "millions of line breaks",
)
"""Kinds whose files take longer than a second each."""
REFUSED = [
    pytest.param(kind, id=kind.what, marks=[pytest.mark.slow] if kind.what in LONG else [])
    for kind in KINDS
    if kind.code not in (None, "empty")
]
EMPTY = [kind for kind in KINDS if kind.code == "empty"]
KIND = {kind.what: kind for kind in KINDS}
SMALLER = {
    "millions of line breaks": (300_000, Limits(lines=250_000)),
    "millions of rows": (20_000, Limits(rows=10_000)),
    "blank rows repeated in many tables": (25, None),
    "rows as wide as a sheet can be": (70, Limits(few_spanned=1_000_000, spanned_per_byte=0)),
    "cells in the last rows of many sheets": (2, Limits(few_spanned=2_000_000)),
    "cells with short gaps between": (20_000, Limits(few_blank_rows=10_000, blank_rows_per_byte=0)),
}
"""Kinds whose files would take seconds each: smaller ones, with limits that are as much smaller."""


def rows_of(path: Path, limits: Limits | None) -> int:
    with open_spreadsheet(path, file_name=path.name, limits=limits) as book:
        return sum(1 for sheet in book.sheets() for _ in sheet.rows())


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused_with_a_sentence(kind: Hostile, tmp_path: Path) -> None:
    size, limits = SMALLER.get(kind.what, (None, None))
    path = tmp_path / kind.name
    for content in kind.files(size):
        path.write_bytes(content)
        with pytest.raises(SpreadsheetRejected) as refused:
            rows_of(path, limits)
        assert refused.value.code == kind.code
        assert refused.value.sentence.endswith(".")


@pytest.mark.slow
@pytest.mark.parametrize("kind", EMPTY, ids=lambda kind: kind.what)
def test_a_file_without_rows_fails_with_a_sentence(kind: Hostile, crm: CrmInMemory) -> None:
    for content in kind.files():
        record = crm.import_file(content, kind.name)
        assert record["status"] == "failed"
        assert record["reason"].endswith("there is nothing to import.")


def test_the_sentence_tells_a_header_without_rows_from_empty_sheets(crm: CrmInMemory) -> None:
    header, nothing = (next(KIND[what].files()) for what in ("nothing but a header", "nothing in any sheet"))
    assert "has a header but no rows" in crm.import_file(header)["reason"]
    assert "has a header but no rows" in crm.import_file(nothing, "nothing.xlsx")["reason"]
    empty = list(KIND["nothing in any sheet"].files())[1]
    assert "sheets of the file are empty" in crm.import_file(empty, "nothing.xlsx")["reason"]


@pytest.mark.slow
def test_costly_cells_take_no_row_with_them(crm: CrmInMemory) -> None:
    for content in KIND["cells that are costly to search"].files(8_000):
        record = crm.import_file(content)
        assert record["totals"]["rows"] == 27
        assert record["totals"]["created"] + record["totals"]["unchanged"] + record["totals"]["updated"] >= 18
        assert_adds_up(crm, record["importId"])
    assert {f"bob{n}@x.example" for n in range(9)} <= {texts.get("email") for texts in crm.texts()}


@pytest.mark.slow
def test_a_long_gap_counts_as_one_blank_row(crm: CrmInMemory) -> None:
    for content in KIND["cells with long gaps between"].files(9_500):
        record = crm.import_file(content, "gaps.xlsx")
        rows = crm.ledger(record["importId"])
        assert record["totals"]["rows"] == len(rows) == 2 * (10 + 9)
        assert sum(row["reason"] == "blank row" for row in rows) == 2 * 9
        assert_adds_up(crm, record["importId"])


@pytest.mark.parametrize("blank", [0, LONGEST_GAP, LONGEST_GAP + 1, 600])
@pytest.mark.parametrize("above", [0, 500, 1_000])
def test_rows_keep_their_numbers_on_both_sides_of_a_gap(blank: int, above: int, crm: CrmInMemory) -> None:
    parts = [people(above + 1), people(3, start=above + 1)]
    between = "," * 3 + "\r\n"
    first, second = (csv_bytes(part) for part in parts)
    header_end = second.index(b"\n") + 1
    record = crm.import_file(first + between.encode() * blank + second[header_end:])
    assert record["totals"]["created"] == above + 4
    assert record["totals"]["skipped"] == (blank if blank <= LONGEST_GAP else 1)
    assert max(row["row"] for row in crm.ledger(record["importId"])) == 1 + above + 1 + blank + 3
    assert_adds_up(crm, record["importId"])


def test_a_row_that_is_too_long_is_rejected_alone(crm: CrmInMemory) -> None:
    rows = [*people(3), ("Long", "a" * 600_000, "long@x.example"), *people(3, start=3)]
    record = crm.import_file(csv_bytes(rows))
    assert (record["totals"]["created"], record["totals"]["rejected"]) == (6, 1)
    (row,) = [row for row in crm.ledger(record["importId"]) if row["outcome"] == "rejected"]
    assert row["reason"] == "The row holds more than 500,000 characters: no lead can hold them."
    assert_adds_up(crm, record["importId"])


@pytest.mark.slow
def test_a_batch_ends_before_it_is_too_large_for_a_worker(crm: CrmInMemory) -> None:
    rows = [(f"Ann {n}", "a" * 400_000, f"ann{n}@x.example") for n in range(25)]
    record = crm.import_file(csv_bytes(rows))
    assert (record["totals"]["created"], record["batches"]["total"]) == (25, 3)


def test_a_file_is_refused_once_reading_it_has_taken_too_long(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(csv_bytes(people(20_000)))
    with pytest.raises(SpreadsheetRejected) as refused:
        rows_of(path, Limits(total_seconds=0.0))
    assert refused.value.sentence == "Reading the file takes too long: split it into smaller files."
