"""Which leads a condition finds: each comparison by example, and any condition against a plain way to work it out."""

from __future__ import annotations

import random

import pytest
from crm.own_fields.definition import FieldType, OwnField
from crm.query.conditions import AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.lead_query import LeadQuery, Sort
from crm.query.results import Count, Page

from tests.plain_query.engine import LeadSet
from tests.unit.query.leads import lead
from tests.unit.query.random_queries import OWN, a_condition, holds, known_leads

FIELDS = (
    OwnField(key="revenue", label="Revenue", type=FieldType.NUMBER),
    OwnField(key="price", label="Price", type=FieldType.NUMBER, decimal_comma=True),
    OwnField(key="renewal", label="Renewal", type=FieldType.DATE, day_first=True),
    OwnField(key="call", label="Call", type=FieldType.DATE_TIME),
)
LEADS = LeadSet(
    [
        lead(
            1,
            company="Acme",
            tags=["VIP", "fair"],
            phone="+852 9123 4567",
            created_at="2026-01-31T23:59:59.999Z",
            extras={"Revenue": "1,000", "Price": "1.234", "Renewal": "1/2/2026", "Call": "2026-01-31 08:00"},
        ),
        lead(
            2,
            company="Globex",
            emails=["b@example.org"],
            created_at="2026-02-01T00:00:00.000Z",
            extras={"Revenue": "90.5", "Price": "1,5", "Renewal": "2026-01-31", "Call": "2026-02-01T00:30+01:00"},
        ),
        lead(
            3,
            company="Ácme",
            created_at="2026-02-02T10:00:00.500Z",
            extras={"Revenue": "a lot", "Price": "?", "Renewal": "soon", "Call": "2026-01-31"},
        ),
        lead(4, created_at="2026-03-01T10:00:00.000Z"),
    ],
    FIELDS,
)


def found(condition: Condition) -> str:
    query = LeadQuery(where=condition, sort=Sort("createdAt", False))
    return "".join(one.lead_id[-1] for one in LEADS.matching(query))


def f(field: str, op: str, *values: str) -> Filter:
    return Filter(field, Comparison(op), values)


@pytest.mark.parametrize(
    ("condition", "leads"),
    [
        (f("company", "in", "ACME", "globex"), "123"),
        (f("company", "in", "nobody"), ""),
        (f("tags", "in", "vip", "other"), "1"),
        (f("phone", "in", "+85291234567"), "1"),
        (f("email", "in", "B@EXAMPLE.ORG"), "2"),
        (f("revenue", "in", "1000.00", "90,5"), "12"),
        (f("revenue", "less", "1000"), "2"),
        (f("revenue", "less", "1,000.01"), "12"),
        (f("revenue", "more", "90.5"), "1"),
        (f("revenue", "more", "-1"), "12"),
        (f("revenue", "between", "90.5", "1000"), "12"),
        (f("revenue", "between", "91", "91"), ""),
        (f("price", "more", "1.000"), "1"),
        (f("price", "less", "1,51"), "2"),
        (f("renewal", "before", "2026-02-01"), "2"),
        (f("renewal", "after", "2026-01-31"), "1"),
        (f("renewal", "after", "31.1.2026"), "1"),
        (f("renewal", "between", "2026-01-31", "1/2/2026"), "12"),
        (f("call", "before", "2026-01-31"), ""),
        (f("call", "after", "2026-01-31"), ""),
        (f("call", "between", "2026-01-31", "2026-01-31"), "123"),
        (f("call", "after", "2026-01-31T08:00"), "2"),
        (f("call", "before", "2026-01-31T08:00"), "3"),
        (f("call", "between", "2026-01-31T08:00", "2026-01-31T23:30Z"), "12"),
        (f("call", "before", "2026-02-01T00:30:01+01:00"), "123"),
        (f("createdAt", "before", "2026-02-01"), "1"),
        (f("createdAt", "after", "2026-01-31"), "234"),
        (f("createdAt", "after", "2026-02-01"), "34"),
        (f("createdAt", "between", "2026-01-31", "2026-02-01"), "12"),
        (f("createdAt", "after", "2026-02-02T10:00:00.499Z"), "34"),
        (f("createdAt", "after", "2026-02-02T10:00:00.500Z"), "4"),
        (f("createdAt", "before", "2026-02-02T10:00:00.5Z"), "12"),
        (f("deletedAt", "after", "2020-01-01"), ""),
        (f("createdAt", "after", "9999-12-31"), ""),
        (f("createdAt", "before", "0001-01-01"), ""),
    ],
)
def test_a_comparison_finds(condition: Condition, leads: str) -> None:
    assert found(condition) == leads


@pytest.mark.parametrize(
    ("condition", "leads"),
    [
        (Not(f("company", "contains", "acme")), "24"),
        (Not(f("revenue", "more", "500")), "234"),
        (Not(f("tags", "equals", "vip")), "234"),
        (Not(Not(f("company", "empty"))), "4"),
        (AnyOf((f("company", "empty"), f("tags", "notEmpty"))), "14"),
        (AllOf((f("company", "contains", "acme"), Not(f("tags", "notEmpty")))), "3"),
        (AnyOf((AllOf((f("company", "notEmpty"), Not(f("revenue", "more", "0")))), f("company", "empty"))), "34"),
        (Not(AnyOf((f("company", "startsWith", "a"), f("company", "startsWith", "g")))), "4"),
    ],
)
def test_and_or_and_not_are_those_of_logic(condition: Condition, leads: str) -> None:
    assert found(condition) == leads


@pytest.mark.parametrize(
    ("field", "value", "leads"),
    [("name", ",", "2"), ("phone", "-", "1"), ("lastName", "\u0301", "2")],
)
def test_a_value_of_which_nothing_is_left_is_part_of_every_value_and_of_no_missing_one(
    field: str, value: str, leads: str
) -> None:
    several = LeadSet([lead(1, phone="+1 555"), lead(2, last_name="Smith"), lead(3)])
    query = LeadQuery(where=f(field, "contains", value))
    assert "".join(one.lead_id[-1] for one in several.matching(query)) == leads


def test_moments_are_sorted_by_time_however_they_are_written() -> None:
    calls = ["2026-01-31T08:00Z", "2026-01-31 08:00:30", "2026-01-31", "2026-01-31T07:00-02:00", "later", ""]
    leads = LeadSet([lead(number, extras={"Call": call}) for number, call in enumerate(calls, 1)], FIELDS)
    for descending, order in ((False, "312456"), (True, "421356")):
        sorted_ = leads.matching(LeadQuery(sort=Sort("call", descending)))
        assert "".join(one.lead_id[-1] for one in sorted_) == order


@pytest.mark.parametrize("seed", range(200))
def test_any_condition_finds_what_a_plain_reading_of_it_finds(seed: int) -> None:
    chance = random.Random(seed)
    known = known_leads(60, seed % 5)
    leads = LeadSet([one.lead for one in chance.sample(known, len(known))], OWN)
    for _ in range(5):
        condition = a_condition(chance)
        expected = [one.lead for one in known if holds(condition, one)]
        query = LeadQuery(where=condition, sort=Sort("createdAt", False), page_size=7, page=2)
        assert leads.matching(query) == expected
        assert leads.run(query) == Page(tuple(expected[7:14]), len(expected))
        assert leads.run(LeadQuery(where=condition, page_size=0)) == Count(len(expected))


def test_random_conditions_are_of_every_kind_and_find_some_leads_but_not_all() -> None:
    known, chance = known_leads(60, 0), random.Random(1)
    conditions = [a_condition(chance) for _ in range(500)]
    some = [one for one in conditions if 0 < sum(holds(one, lead) for lead in known) < len(known)]
    assert len(some) > 250
    assert {type(one) for one in conditions} == {AllOf, AnyOf, Not, Filter}
