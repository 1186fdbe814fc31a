"""The report of rejected rows: it runs no formula, whatever a file holds (promise 6)."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from typing import Any

import pytest
from crm.export_labels import REPORT_LABELS
from crm.handlers import import_api, lead_exporter

from tests.crm_in_memory import CrmInMemory, csv_bytes

HOSTILE = ("=1+1", "+1", "-1", "@SUM(1)", "x;=1+1", "x\n=1+1", "＝1", "\t=1")


def cells(report: str, separator: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(report.removeprefix("\ufeff"), newline=""), delimiter=separator):
        yield from row


def report_of(crm: CrmInMemory, record: dict[str, Any]) -> list[list[str]]:
    """The lines of the report of rejected rows, its header first."""
    _, report = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/report.csv")
    return list(csv.reader(io.StringIO(report.removeprefix("\ufeff"), newline="")))


def written(lines: list[list[str]]) -> bytes:
    """The lines as a spreadsheet program saves them."""
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


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


OWN_EXPORT = ("First name", "Source file", "Created at", "Updated at", "City")


@pytest.mark.parametrize("header", [("First name", "Email", "City"), OWN_EXPORT], ids=["file", "own export"])
def test_a_report_that_is_mended_brings_its_rows_and_nothing_of_its_own(
    crm: CrmInMemory, header: tuple[str, ...]
) -> None:
    record = crm.import_file(csv_bytes([tuple("Berlin" if name == "City" else "" for name in header)], header))
    assert record["totals"]["rejected"] == 1
    names, rejected = report_of(crm, record)
    assert names[-3:] == list(REPORT_LABELS)

    again = crm.import_file(written([names, ["Ada", *rejected[1:]]]))

    assert again["totals"]["created"] == 1
    assert crm.texts() == [{"firstName": "Ada", "extras/City": "Berlin"}]


def test_a_report_that_is_imported_as_it_is_has_a_report_with_the_same_columns(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes([("", "", "Berlin")], ("First name", "Email", "City")))
    names, rejected = report_of(crm, record)

    again = crm.import_file(written([names, rejected]))

    assert report_of(crm, again)[0] == names


def test_a_report_of_any_size_is_written_behind_the_queue(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_api, "REPORT_BATCHES", 0)
    record = crm.import_file(csv_bytes([("", "", "call back"), ("", "", "later")], ("First name", "Email", "Notes")))
    status, answer = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/report.csv")
    assert (status, answer["error"]["code"]) == (413, "report_too_large")

    status, started = crm.call(lead_exporter.handler, "POST", f"/imports/{record['importId']}/report")
    assert status == 202
    assert crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)

    _, export = crm.call(lead_exporter.handler, "GET", f"/exports/{started['exportId']}")
    assert (export["status"], export["rows"]) == ("ready", 2)
    assert f"rejected-{record['importId']}.csv" in export["url"]
    written = crm.aws.s3.objects(crm.aws.work_bucket)[f"exports/{started['exportId']}/file.csv"].decode()
    assert "call back" in list(cells(written, ","))


def test_columns_that_share_a_header_are_told_apart_however_many_there_are(crm: CrmInMemory) -> None:
    columns = 3_000
    rows = [("a@x.example",), ("", *["x"] * columns)]
    record = crm.import_file(csv_bytes(rows, ("Email", "City 2", *["City"] * (columns - 1))))
    assert record["totals"]["rejected"] == 1

    began = time.process_time()
    _, report = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/report.csv")

    # Trying one number after the other for each of them would take a minute.
    assert time.process_time() - began < 10
    header = next(csv.reader(io.StringIO(report.removeprefix("\ufeff"))))
    assert header[:5] == ["Email", "City 2", "City", "City 3", "City 4"]
    assert len(set(header)) == len(header)


def test_an_import_whose_file_is_not_read_has_no_report(crm: CrmInMemory) -> None:
    import_id = crm.upload(b"Email\r\nada@initech.example\r\n")

    status, answer = crm.call(lead_exporter.handler, "POST", f"/imports/{import_id}/report")

    assert (status, answer["error"]["code"]) == (409, "not_read_yet")
    assert crm.call(lead_exporter.handler, "POST", "/imports/unknown/report")[0] == 404


def test_a_header_is_no_formula(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes([("", "", "call back")], ("First name", "Email", "=1+1")))

    _, report = crm.call(import_api.handler, "GET", f"/imports/{record['importId']}/report.csv")

    assert "'=1+1" in list(cells(report, ","))
