"""Sheets that are our own export: an id says which lead a row is, whatever the row looks like."""

from __future__ import annotations

import pytest
from crm.spreadsheets import Row
from crm.spreadsheets.layout.own_exports import ExportedRows, column_of_lead_ids, exported_header

ID = "0123456789abcdef" * 2


def test_the_header_is_found_below_titles() -> None:
    assert exported_header([("Our leads",), (), ("Tags", "Lead ID"), ("vip", ID)]) == 2


@pytest.mark.parametrize("other", ["00Q5e000001", ID.upper(), ""])
def test_ids_of_another_crm_make_no_export(other: str) -> None:
    rows = [("Lead ID", "Company"), (other, "Acme")]

    assert exported_header(rows) is None
    assert column_of_lead_ids(rows[0], [Row(2, rows[1], None)]) is None


def test_a_row_with_an_id_is_a_lead_whatever_it_says() -> None:
    rows = [Row(2, ("Total", ID), None), Row(3, ("", ID), None), Row(4, ("Total", ""), None), Row(5, (), None)]

    marked = ExportedRows(("Last name", "Lead ID"), 1).marked(rows)

    assert [bool(row.skip) for row in marked] == [False, False, True, True]


@pytest.mark.parametrize("apart", [False, True])
def test_another_export_below_is_not_read_under_the_columns_of_the_first(apart: bool) -> None:
    kinds = ExportedRows(("Lead ID", "First name", "Email"), 0, is_header_word=lambda text: text != "NewCo")
    texts = [
        (ID, "Ada", "ada@x.example"),
        *([()] if apart else []),
        ("Lead ID", "Company", "City"),
        (ID, "NewCo", "Bonn"),
    ]

    marked = kinds.marked([Row(number, cells, None) for number, cells in enumerate(texts, 2)])

    assert [row.cells[1] for row in marked if not row.skip] == ["Ada"]


def test_what_stands_below_the_last_id_may_be_no_row_of_the_table() -> None:
    rows = [Row(2, ("Acme", ID), None), Row(3, ("", ID), None), Row(4, (), None), Row(5, ("Source: CRM", ""), None)]

    assert ExportedRows(("Company", "Lead ID"), 1).end_of_table(rows) == 2
