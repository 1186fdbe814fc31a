"""The documented costs are the counted ones."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from crm.imports.batches import BATCH_ROWS

from benchmarks.costs import SPLITTER_MEGABYTES, WORKER_MEGABYTES, Bill, as_table, bill_imports
from easy_crm import paths
from easy_crm.function_sizes import BATCH_WORKER, LEAD_SPLITTER
from easy_crm.prices import UNITS_PER_ROW

ROWS = 10_000


def documented() -> list[list[str]]:
    text = (paths.ROOT / "docs" / "costs.md").read_text(encoding="utf-8")
    table = re.search(rf"\| {ROWS:,} rows \|.*?\n\n", text, re.DOTALL)
    assert table, f"docs/costs.md has a table for {ROWS:,} rows"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].strip().splitlines()[2:]]


@pytest.fixture(scope="module")
def bills() -> list[Bill]:
    """The bills for 10,000 rows: that of one batch, and what a second one adds for each further batch."""
    batches = ROWS // BATCH_ROWS
    return [
        Bill(ROWS, {name: one.used[name] + (batches - 1) * (two.used[name] - one.used[name]) for name in one.used})
        for one, two in zip(bill_imports(BATCH_ROWS), bill_imports(2 * BATCH_ROWS), strict=True)
    ]


@pytest.mark.slow
def test_the_documented_costs_of_an_import_are_the_counted_ones(bills: list[Bill]) -> None:
    assert documented() == as_table(bills)


@pytest.mark.slow
def test_a_lead_costs_one_write_unit_whether_it_is_new_changed_or_confirmed(bills: list[Bill]) -> None:
    for bill in bills:
        assert ROWS <= bill.used["DynamoDB write units"] <= 1.02 * ROWS


@pytest.mark.slow
def test_a_million_rows_cost_at_most_75_cents(bills: list[Bill]) -> None:
    for bill in bills:
        assert bill.total / bill.rows * 1_000_000 <= 0.75


@pytest.mark.slow
def test_meters_are_compared_with_what_is_counted_here(bills: list[Bill]) -> None:
    assert {name: used / ROWS for name, used in bills[0].used.items()} == pytest.approx(UNITS_PER_ROW, rel=0.02)


def test_the_functions_are_billed_for_the_memory_that_they_have() -> None:
    assert (BATCH_WORKER.megabytes, LEAD_SPLITTER.megabytes) == (WORKER_MEGABYTES, SPLITTER_MEGABYTES)


@pytest.mark.slow
def test_the_functions_do_not_log_between_the_tables() -> None:
    script = "from benchmarks.costs import bill_imports; bill_imports(1)"
    search = os.pathsep.join([str(paths.ROOT), str(paths.ROOT / "lambda_src")])

    # In a process of its own: loggers keep the stdout of the moment in which they are made.
    printed = subprocess.check_output([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": search})

    assert printed == b""
