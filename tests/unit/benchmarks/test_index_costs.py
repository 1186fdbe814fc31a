"""The documented costs of pages and of the read model are the counted ones."""

from __future__ import annotations

import re

import pytest

from benchmarks.index_costs import PAGES, as_lines, idle_bill, index_bill, view_bill
from easy_crm import paths

MILLION = 1_000_000


def documented(first: str) -> list[list[str]]:
    text = (paths.ROOT / "docs" / "costs.md").read_text(encoding="utf-8")
    table = re.search(rf"\| {first} \|.*?\n\n", text, re.DOTALL)
    assert table, f"docs/costs.md has a table that begins with {first}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].strip().splitlines()[2:]]


def test_the_documented_costs_of_a_page_are_the_counted_ones() -> None:
    assert documented("a thousand pages of leads") == as_lines(view_bill())


def test_the_documented_costs_of_the_read_model_are_the_counted_ones() -> None:
    assert documented("a million leads in the read model") == as_lines(
        index_bill(0, MILLION), index_bill(MILLION, MILLION), idle_bill()
    )


def test_a_page_costs_at_most_a_hundredth_of_a_cent() -> None:
    assert view_bill().total / PAGES <= 0.0001


@pytest.mark.parametrize("leads", [0, 100_000, MILLION])
def test_a_million_imported_rows_cost_the_read_model_at_most_five_cents(leads: int) -> None:
    assert index_bill(leads, MILLION).total <= 0.05
