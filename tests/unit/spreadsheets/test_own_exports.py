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
    assert ExportedRows.end_of_table(marked) == 4
