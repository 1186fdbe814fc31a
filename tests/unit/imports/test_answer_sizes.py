"""No answer about an import is larger than a function may answer, whatever the file holds (6 MB; promise 3)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import Any

import pytest
from crm.handlers import file_upload, import_api
from crm.imports.answers import NOTES_BYTES, UndoneLeadPage
from crm.imports.ledger import UndoneLead
from crm.imports.plan import ImportPlan, SheetPlan
from crm.imports.sheet_pages import PAGE_BYTES, SHOWN, sheet_page
from crm.imports.targets import MAX_RULES
from crm.mapping.confidence import SURE
from crm.mapping.mapping import PLAIN, ColumnMapping, DecidedBy, SheetMapping
from crm.mapping.reasons import Reason, Why
from crm.outcomes import UndoResult
from crm.own_fields.definition import MAX_HEADER

from tests.crm_in_memory import CrmInMemory, csv_bytes, people, xlsx_bytes
from tests.unit.query.leads import lead

MOST = 6_000_000
"""Bytes of a response (AWS Lambda quotas, "Invocation payload")."""


def sheet(index: int, columns: int = 30, header: str = "A header of usual length") -> SheetPlan:
    because = Reason(Why.CONTACT_OF_ANOTHER, {"neighbour": header})
    mapped = tuple(
        ColumnMapping(place, header, "remarks", PLAIN, SURE, DecidedBy.RULES, because) for place in range(columns)
    )
    return SheetPlan(index, f"Sheet {index}", None, (1,), 10, SheetMapping("signature", mapped))


def size_of(answer: Any) -> int:
    return len(json.dumps(answer).encode())


def pages(sheets: tuple[SheetPlan, ...]) -> list[Any]:
    found, cursor = [], None
    while True:
        page = sheet_page(sheets, cursor).model_dump(mode="json", by_alias=True)
        found.append(page)
        cursor = page["cursor"]
        if cursor is None:
            return found


def columns_by_sheet(found: list[Any]) -> Mapping[int, list[int]]:
    columns: dict[int, list[int]] = {}
    for page in found:
        for one in page["sheets"]:
            columns.setdefault(one["index"], []).extend(column["column"] for column in one["mapping"])
    return columns


@pytest.mark.parametrize(
    ("sheets", "columns", "header"),
    [(1_300, 30, "City"), (2, 16_384, "City"), (2_000, 0, ""), (1, 1, "x" * 1_000_000), (40, 40, "字" * 30_000)],
)
def test_pages_are_small_and_together_have_each_column_once(sheets: int, columns: int, header: str) -> None:
    plans = tuple(sheet(index, columns, header) for index in range(sheets))
    found = pages(plans)
    assert max(map(size_of, found)) < 3 * PAGE_BYTES < MOST
    assert columns_by_sheet(found) == {index: list(range(columns)) for index in range(sheets)}
    assert {one["columnCount"] for page in found for one in page["sheets"]} == {columns}


def test_a_page_is_not_left_nearly_empty() -> None:
    found = pages(tuple(sheet(index) for index in range(500)))
    assert min(map(size_of, found[:-1])) > PAGE_BYTES / 2


def test_texts_of_a_page_are_cut() -> None:
    [page] = pages((sheet(0, 1, "x" * 5_000),))
    assert page["sheets"][0]["mapping"][0]["header"] == f"{'x' * SHOWN}…"


def test_an_import_answers_its_first_sheets_and_where_the_others_are(crm: CrmInMemory) -> None:
    import_id = imported_with(crm, tuple(sheet(index) for index in range(80)))

    status, first = crm.call(import_api.handler, "GET", f"/imports/{import_id}")
    assert (status, first["sheetCount"]) == (200, 80)
    assert size_of(first) < MOST
    shown, cursor = list(first["sheets"]), first["sheetsCursor"]
    assert shown[0]["index"] == 0
    while cursor:
        status, page = crm.call(import_api.handler, "GET", f"/imports/{import_id}/sheets", query={"cursor": cursor})
        assert status == 200
        shown += page["sheets"]
        cursor = page["cursor"]
    assert {one["index"] for one in shown} == set(range(80))


def test_a_page_of_sheets_that_is_not_there_is_empty(crm: CrmInMemory) -> None:
    import_id = crm.import_file(csv_bytes(people(1)))["importId"]
    path = f"/imports/{import_id}/sheets"
    assert crm.call(import_api.handler, "GET", path, query={"cursor": "7.0"})[1] == {"sheets": [], "cursor": None}
    assert crm.call(import_api.handler, "GET", path, query={"cursor": "-1.0"})[0] == 422


def test_a_sheet_far_back_is_mapped_as_any_other(crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.imports.sheet_pages.PAGE_BYTES", 1)
    book = {f"Sheet {n}": [["Email", f"Kind {n}"], [f"person{n}@example.com", f"Large {n}"]] for n in range(3)}
    import_id = crm.upload(xlsx_bytes(book), name="three.xlsx", review=True)
    crm.run()
    record = crm.status(import_id)
    assert (record["sheetCount"], len(record["sheets"]), record["sheetsCursor"]) == (3, 1, "0.1")

    mapping = {"sheets": [{"index": 2, "columns": {"1": "company"}}]}
    status, _ = crm.call(import_api.handler, "PUT", f"/imports/{import_id}/mapping", mapping)
    crm.run()

    assert status == 202
    assert crm.status(import_id)["totals"]["created"] == 3
    assert sorted(one.get("company", "") for one in crm.texts()) == ["", "", "Large 2"]


def test_the_sentences_of_thousands_of_sheets_are_counted(crm: CrmInMemory) -> None:
    notes = tuple(f"Sheet {number}: {'long ' * 100}" for number in range(2_000))
    import_id = imported_with(crm, (sheet(0),), notes)
    answer = crm.call(import_api.handler, "GET", f"/imports/{import_id}")[1]
    shown = answer["notes"]
    assert shown[:-1] == list(notes[: len(shown) - 1])
    assert shown[-1] == f"Further remarks like these: {2_000 - len(shown) + 1:,}."
    assert size_of(shown) < 2 * NOTES_BYTES


def test_rows_with_long_reasons_make_a_shorter_page(crm: CrmInMemory) -> None:
    """Reasons name values that were cut, and a sheet may have a long name."""
    import_id = crm.import_file(csv_bytes(people(60)))["importId"]
    ledgers = crm.aws.s3.objects(crm.aws.work_bucket)
    (key,) = (key for key in ledgers if key.endswith("/ledger/000001.json.gz"))
    rows = [row | {"reason": "x" * 100_000} for row in json.loads(gzip.decompress(ledgers[key]))]
    body = gzip.compress(json.dumps(rows).encode())
    crm.aws.s3.put_object(Bucket=crm.aws.work_bucket, Key=key, Body=body)

    found, cursor = 0, "0.0"
    while cursor:
        query = {"cursor": cursor}
        answer = crm.call(import_api.handler, "GET", f"/imports/{import_id}/rows", query=query)[1]
        assert 0 < size_of(answer) < MOST
        found += len(answer["rows"])
        cursor = answer["cursor"]
    assert found == 60


def test_leads_that_an_undo_kept_fit_into_one_response() -> None:
    leads = {one.lead_id: one for one in (lead(number, notes="ü" * 100_000) for number in range(1, 51))}
    found = [UndoneLead(lead_id, UndoResult.KEPT, ("notes",)) for lead_id in [*leads, "gone"]]

    answer = UndoneLeadPage.of(found, leads, None).model_dump(mode="json", by_alias=True)

    assert size_of(answer) < MOST
    assert [one["leadId"] for one in answer["leads"]] == [*leads, "gone"]
    assert answer["leads"][0]["lead"]["shortened"] == ["notes"]
    assert answer["leads"][-1]["lead"] is None


def test_a_page_of_imports_with_as_many_rules_as_may_be_fits(crm: CrmInMemory) -> None:
    rules = {f"extras/{number} {'字' * (MAX_HEADER - 5)}": "never" for number in range(MAX_RULES)}
    for _ in range(import_api.PAGE):
        crm.upload(csv_bytes(people(1)), rules=rules)
    status, page = crm.call(import_api.handler, "GET", "/imports")
    assert (status, len(page["imports"])) == (200, import_api.PAGE)
    assert len(json.dumps(page, ensure_ascii=False).encode()) < MOST

    too_long = {"fileName": "a.csv", "size": 10, "rules": {f"extras/{'x' * (MAX_HEADER + 1)}": "never"}}
    assert crm.call(file_upload.handler, "POST", "/imports", too_long)[0] == 422


def imported_with(crm: CrmInMemory, sheets: tuple[SheetPlan, ...], notes: tuple[str, ...] = ()) -> str:
    """An import whose file has these sheets."""
    import_id: str = crm.import_file(csv_bytes(people(1)))["importId"]
    plan = ImportPlan(import_id, sheets, (0,), (1,), notes)
    body = json.dumps(plan.to_json()).encode()
    crm.aws.s3.put_object(Bucket=crm.aws.work_bucket, Key=f"imports/{import_id}/plan.json", Body=body)
    return import_id
