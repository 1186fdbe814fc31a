"""A phone behind a name is told from days, years, orders and numbers that belong to the name."""

from __future__ import annotations

import pytest
from crm.values.numbers_behind_names import name_and_number


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("Sami Laine 044 555 1200", "Sami Laine", "044 555 1200"),
        ("Nora Falk, Tel. 030 5550101", "Nora Falk", "030 5550101"),
        ("Uwe Blum (0171 5550102)", "Uwe Blum", "0171 5550102"),
        ("Ann Lee (415) 555-0101", "Ann Lee", "(415) 555-0101"),
        ("Anne Petit 06 55 55 01 02", "Anne Petit", "06 55 55 01 02"),
        ("Ann Lee +44 1632 960001", "Ann Lee", "+44 1632 960001"),
    ],
)
def test_a_phone_behind_a_name_is_found(text: str, name: str, number: str) -> None:
    assert name_and_number(text) == (name, number)


@pytest.mark.parametrize(
    "text",
    [
        *("Petra Kolb", "044 555 1200", "Anna Berg 01.02.1985", "A. Berg 2019-2023", "Guest 10012345"),
        *("Rossi Mario 80012345678", "Firma 24 0171 5550102", "DE12 0123456789", "Ann, 5550101", "Tel. 030 5550101"),
        "Ben Oduyan-CUST-2026-00017",
    ],
)
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert name_and_number(text) == (text, "")
