"""The costs that the documentation states are those that are counted."""

from __future__ import annotations

import re

import pytest

from benchmarks.costs import as_table, bill_imports
from easy_crm import paths

ROWS = 1_000


def documented() -> list[list[str]]:
    text = (paths.ROOT / "docs" / "costs.md").read_text(encoding="utf-8")
    table = re.search(rf"\| {ROWS:,} rows \|.*?\n\n", text, re.DOTALL)
    assert table, f"docs/costs.md has a table for {ROWS:,} rows"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].strip().splitlines()[2:]]


@pytest.mark.slow
def test_the_documented_costs_of_an_import_are_the_counted_ones() -> None:
    new, again = bill_imports(ROWS)

    assert documented() == as_table(new, again)


@pytest.mark.slow
def test_a_lead_costs_at_most_a_quarter_more_than_its_writes() -> None:
    """One write unit for the lead and one for its index entry or its history (issue "Every import ends", point 3)."""
    for bill in bill_imports(ROWS):
        assert bill.used["DynamoDB write units"] <= 1.25 * 2 * ROWS
