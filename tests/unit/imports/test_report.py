"""The report of rejected rows: it runs no formula, whatever a file holds (promise 6)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from crm.handlers import import_api

from tests.crm_in_memory import CrmInMemory, csv_bytes

HOSTILE = ("=1+1", "+1", "-1", "@SUM(1)", "x;=1+1", "x\n=1+1", "＝1", "\t=1")


def cells(report: str, separator: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(report.removeprefix("\ufeff"), newline=""), delimiter=separator):
        yield from row


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_no_cell_is_a_formula_whatever_the_program_takes_for_the_separator(
    crm: CrmInMemory, text: str, separator: str
) -> None:
    content = csv_bytes([("", "", f'"{text}"')], ("First name", "Email", "Notes"))
    record = crm.import_file(content)
    assert record["totals"]["rejected"] == 1

    _, report = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/report.csv")

    found = [cell.lstrip(' \r\n\t"') for cell in cells(report, separator)]
    assert not [cell for cell in found if cell.startswith(("=", "+", "-", "@", "＝"))]


def test_a_header_is_no_formula(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes([("", "", "call back")], ("First name", "Email", "=1+1")))

    _, report = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/report.csv")

    assert "'=1+1" in list(cells(report, ","))
