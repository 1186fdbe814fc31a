"""The query language through the API: the list of leads and exports, over doubles of AWS."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from crm.handlers import lead_api, lead_exporter
from crm.own_fields.definition import FieldType
from crm.own_fields.editing import OwnFieldEditor
from crm.own_fields.store import OwnFieldStore

from tests.crm_in_memory import CrmInMemory
from tests.unit.query.leads import lead
from tests.unit.query.stored import store

A, B = {"field": "company", "op": "equals", "value": "acme"}, {"field": "title", "op": "empty"}
EITHER = {"any": [A, B]}


@pytest.fixture(autouse=True)
def filled(crm: CrmInMemory) -> None:
    several = (
        lead(1, company="Acme", title="CEO", created_at="2026-01-31T23:30:00.000Z", extras={"Revenue": "1,000"}),
        lead(2, company="Globex", status="new", created_at="2026-02-01T00:00:00.000Z", extras={"Revenue": "50"}),
        lead(3, company="Initech", title="CTO", status="won", created_at="2026-02-02T10:00:00.000Z"),
    )
    store(crm.aws, *several)
    client: Any = crm.aws.dynamodb
    OwnFieldEditor(OwnFieldStore(client, crm.aws.leads_table)).add("Revenue", FieldType.NUMBER)


def listed(crm: CrmInMemory, query: dict[str, Any]) -> Any:
    return crm.call(lead_api.handler, "GET", "/leads", query=query)


def found(crm: CrmInMemory, **query: Any) -> str:
    status, answer = listed(crm, {"sort": "createdAt", **query})
    assert status == 200, answer
    assert answer["total"] == len(answer["leads"])
    return "".join(one["leadId"][-1] for one in answer["leads"])


@pytest.mark.parametrize(
    ("query", "leads"),
    [
        ({"where": json.dumps(EITHER)}, "12"),
        ({"where": json.dumps({"not": EITHER})}, "3"),
        ({"where": json.dumps({"all": []})}, "123"),
        ({"where": ""}, "123"),
        ({"where": json.dumps(EITHER), "filter[company]": "globex"}, "2"),
        ({"where": json.dumps(EITHER), "q": "acme"}, "1"),
        ({"filter[status][in]": ["new", "won"]}, "23"),
        ({"filter[status][in]": "won"}, "3"),
        ({"filter[createdAt][between]": ["2026-01-31", "2026-02-01"]}, "12"),
        ({"filter[createdAt][after]": "2026-01-31"}, "23"),
        ({"filter[createdAt][before]": "2026-02-01"}, "1"),
        ({"filter[revenue][more]": "50"}, "1"),
        ({"filter[revenue][between]": ["50", "1,000"]}, "12"),
        ({"filter[revenue][less]": "51", "filter[createdAt][after]": "2026-01-31"}, "2"),
    ],
)
def test_the_list_answers(crm: CrmInMemory, query: dict[str, Any], leads: str) -> None:
    assert found(crm, **query) == leads


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({"where": "{"}, "where"),
        ({"where": "[" * 9_999}, "where"),
        ({"where": "x" * 10_001}, "where"),
        ({"where": json.dumps({"any": [A, {"not": {**A, "op": "like"}}]})}, "where.any[1].not.op"),
        ({"where": json.dumps({"any": [A, {**A, "op": "before"}]})}, "where.any[1].op"),
        ({"where": json.dumps({"field": "salary", "op": "empty"})}, "where.field"),
        ({"where": json.dumps({"not": {"field": "revenue", "op": "more", "value": "much"}})}, "where.not.value"),
        ({"where": json.dumps({"\ud800": 1})}, "where"),
        ({"where": json.dumps({**A, "value": "\ud800"})}, "where.value"),
        ({"filter[company][before]": "2026-01-01"}, "filter[company][before]"),
        ({"filter[createdAt][before]": "soon"}, "filter[createdAt][before]"),
        ({"filter[createdAt][between]": ["2026-01-01", "soon"]}, "filter[createdAt][between]"),
        ({"filter[createdAt][between]": "2026-01-01"}, "filter[createdAt][between]"),
        ({"filter[revenue][after]": "7"}, "filter[revenue][after]"),
        ({"filter[status][in]": ["x"] * 101}, "filter[status][in]"),
        ({"filter[x' OR '1'='1]": "x"}, "filter[x' OR '1'='1]"),
        ({f"filter[{'x' * 300}]": "x"}, f"filter[{'x' * 233}"),
        ({"filter[company]": [f"a{number}" for number in range(21)]}, "where"),
    ],
)
def test_a_search_that_cannot_be_made_is_refused_with_its_place(
    crm: CrmInMemory, query: dict[str, Any], place: str
) -> None:
    status, answer = listed(crm, query)
    assert status == 422
    assert set(answer["error"]["fields"]) == {place}


def test_an_export_takes_what_the_list_takes(crm: CrmInMemory) -> None:
    body = {"where": {"not": EITHER}, "filters": {"createdAt[after]": "2026-01-31"}}
    status, started = crm.call(lead_exporter.handler, "POST", "/exports", body)
    assert status == 202
    assert crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    content = crm.aws.s3.objects(crm.aws.work_bucket)[f"exports/{started['exportId']}/file.csv"].decode("utf-8-sig")
    assert [row["Company"] for row in csv.DictReader(io.StringIO(content, newline=""))] == ["Initech"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"where": {"any": [A, {"field": "company", "op": "after", "value": "2026-01-01"}]}}, "where.any[1].op"),
        ({"where": {"field": "createdAt", "op": "between", "values": ["2026-01-01"]}}, "where.values"),
        ({"where": {"field": "revenue", "op": "less", "value": "much"}}, "where.value"),
        ({"filters": {"revenue[less]": "much"}}, "filters.revenue[less]"),
        ({"filters": {"company[before]": "2026-01-01"}}, "filters.company[before]"),
    ],
)
def test_an_export_that_cannot_be_made_is_refused_before_it_starts(
    crm: CrmInMemory, body: dict[str, Any], place: str
) -> None:
    status, answer = crm.call(lead_exporter.handler, "POST", "/exports", body)
    assert status == 422
    assert set(answer["error"]["fields"]) == {place}
