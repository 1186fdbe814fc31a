"""Files of extreme size are read or refused quickly and never exhaust the machine (promise 3)."""

from __future__ import annotations

from pathlib import Path

import pytest
from crm.preview import preview_file


def test_more_columns_than_a_spreadsheet_can_have_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("x," * 20_000 + "\n")

    preview = preview_file(path)

    assert preview.outcome == "rejected"
    assert preview.reason is not None and preview.reason.startswith("The file has more than 16,384 columns")


def test_columns_far_to_the_right_are_kept_in_the_remarks(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    names = ["Name", "Email", *(f"Answer {n}" for n in range(2_000))]
    path.write_text(",".join(names) + "\n" + ",".join(["Ann Lee", "ann@x.example", *["yes"] * 2_000]) + "\n")

    (row,) = preview_file(path).sheets[0]["rows"]

    assert (row["lead"]["firstName"], row["lead"]["email"]) == ("Ann", "ann@x.example")
    assert row["lead"]["remarks"].endswith("Answer 1999: yes")


@pytest.mark.slow
def test_a_cell_longer_than_a_lead_can_keep_is_cut_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text('Name,Note\nBob Ray,short\nAnn Lee,"' + "word " * 500_000 + 'end"\n')

    other, row = preview_file(path).sheets[0]["rows"]

    assert (other["outcome"], row["outcome"]) == ("created", "created")
    assert len(row["values"]["notes"]) < 20_001
    assert (other["cut"], row["cut"]) == ([], ["Notes was cut to 20,000 bytes: a lead cannot hold more."])


@pytest.mark.parametrize(
    "content",
    [
        "<table>" * 5_000 + "<tr><td>x",
        "<table>" + ("<tr>" + "<td rowspan=99999 colspan=999>x" * 50 + "</tr>") * 300,
        "<table:table><table:table-row table:number-rows-repeated='99999'><table:table-cell>a" * 20,
    ],
    ids=["nested tables", "cells that reach over all others", "repeated rows"],
)
def test_web_pages_that_declare_endless_tables_are_read_in_time(tmp_path: Path, content: str) -> None:
    path = tmp_path / "contacts.xls"
    path.write_text(content)

    assert preview_file(path, limit=1).outcome == "rejected"
