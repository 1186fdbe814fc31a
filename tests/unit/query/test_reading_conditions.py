"""Conditions in JSON: what is read, what is written, and the place of each mistake."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from crm.query.conditions import EVERY_LEAD, AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.lead_query import LeadQuery
from crm.query.query_error import QueryError
from crm.query.reading_conditions import condition_from_json, condition_from_text, condition_to_json

from tests.unit.query.random_queries import a_condition

A = {"field": "company", "op": "contains", "value": "acme"}
SEARCHING = Path(__file__).parents[3] / "docs" / "searching.md"
ACME = Filter("company", Comparison.CONTAINS, ("acme",))


@pytest.mark.parametrize(
    ("value", "condition"),
    [
        ({"all": []}, EVERY_LEAD),
        (A, ACME),
        ({"field": "phone", "op": "empty"}, Filter("phone", Comparison.EMPTY)),
        ({"field": "status", "op": "in", "values": ["new", "won"]}, Filter("status", Comparison.IN, ("new", "won"))),
        (
            {"field": "createdAt", "op": "between", "values": ["2026-01-01", "2026-01-31"]},
            Filter("createdAt", Comparison.BETWEEN, ("2026-01-01", "2026-01-31")),
        ),
        ({"all": [A, A]}, AllOf((ACME, ACME))),
        ({"any": [A]}, AnyOf((ACME,))),
        ({"not": A}, Not(ACME)),
        ({"any": [{"all": [{"not": A}, A]}, A]}, AnyOf((AllOf((Not(ACME), ACME)), ACME))),
    ],
)
def test_a_condition_is_read_and_written_as_it_was(value: Any, condition: Condition) -> None:
    assert condition_from_json(value) == condition
    assert condition_to_json(condition) == value


@pytest.mark.parametrize("seed", range(100))
def test_any_condition_survives_json(seed: int) -> None:
    condition = a_condition(random.Random(seed))
    assert condition_from_text(json.dumps(condition_to_json(condition))) == condition


def test_the_examples_of_the_documentation_are_read() -> None:
    examples = re.findall(r"```json\n(.*?)```", SEARCHING.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 3
    for example in examples:
        LeadQuery(where=condition_from_text(example)).check(())


def test_a_blank_parameter_asks_nothing() -> None:
    assert condition_from_text(" ") == EVERY_LEAD


MANY = [A] * 21


@pytest.mark.parametrize(
    ("value", "place", "expected"),
    [
        (None, "where", "one of"),
        ([], "where", "one of"),
        ([A], "where", "one of"),
        ("company", "where", "one of"),
        (7, "where", "one of"),
        ({}, "where", "one of"),
        ({"value": "acme"}, "where", "one of"),
        ({"or": [A]}, "where", "no or"),
        ({"$where": "1=1"}, "where", "no $where"),
        ({"any": [A], "all": [A]}, "where", "no any beside all"),
        ({"all": [A], "field": "company"}, "where", "no field beside all"),
        ({**A, "unit": "EUR"}, "where", "no unit beside field, op, value"),
        ({"any": []}, "where.any", "a list of 1 to 20"),
        ({"any": A}, "where.any", "a list of 1 to 20"),
        ({"any": None}, "where.any", "a list of 1 to 20"),
        ({"all": MANY}, "where.all", "a list of 1 to 20"),
        ({"any": [A, {"all": []}]}, "where.any[1].all", "a list of 1 to 20"),
        ({"not": {"all": []}}, "where.not.all", "a list of 1 to 20"),
        ({"not": [A]}, "where.not", "one of"),
        ({"any": [A, None]}, "where.any[1]", "one of"),
        ({"any": [{"all": [A] * 11}, {"all": [A] * 11}]}, "where", "at most 20 comparisons"),
        ({"not": {"not": {"not": {"not": A}}}}, "where.not.not.not", "at most 3 levels"),
        ({"any": [A, {"all": [{"not": {"any": [A]}}]}]}, "where.any[1].all[0].not", "at most 3 levels"),
        ({"any": [A, {"not": {**A, "op": "like"}}]}, "where.any[1].not.op", "contains, equals, startsWith, in"),
        ({**A, "op": None}, "where.op", "one of contains"),
        ({**A, "op": ["contains"]}, "where.op", "one of contains"),
        ({**A, "op": "CONTAINS"}, "where.op", "one of contains"),
        ({"field": "company", "value": "x"}, "where.op", "one of contains"),
        ({"op": "empty"}, "where.field", "the name of a field"),
        ({**A, "field": 7}, "where.field", "the name of a field"),
        ({**A, "field": "Salary!"}, "where.field", "there is no field 'Salary!'"),
        ({**A, "field": "extras/"}, "where.field", "there is no field"),
        ({**A, "field": "extras/" + "x" * 201}, "where.field", "there is no field"),
        ({"field": "company", "op": "contains"}, "where.value", "a text"),
        ({**A, "value": 7}, "where.value", "a text"),
        ({**A, "value": None}, "where.value", "a text"),
        ({**A, "value": ["acme"]}, "where.value", "a text"),
        ({**A, "value": " "}, "where.value", "contains needs a text"),
        ({**A, "value": "x" * 201}, "where.value", "at most 200 characters"),
        ({**A, "value": "\ud800"}, "where.value", "whole characters"),
        ({"field": "company", "op": "contains", "values": ["a"]}, "where.values", "it takes value"),
        ({**A, "values": ["a"]}, "where.values", "it takes value"),
        ({**A, "op": "empty"}, "where.value", "it takes no value"),
        ({**A, "op": "in"}, "where.value", "it takes values"),
        ({"field": "company", "op": "in"}, "where.values", "a list of 1 to 100 texts"),
        ({"field": "company", "op": "in", "values": []}, "where.values", "a list of 1 to 100 texts"),
        ({"field": "company", "op": "in", "values": "ab"}, "where.values", "a list of 1 to 100 texts"),
        ({"field": "company", "op": "in", "values": ["a"] * 101}, "where.values", "a list of 1 to 100 texts"),
        ({"field": "company", "op": "in", "values": ["a", 7]}, "where.values[1]", "a text"),
        ({"field": "company", "op": "in", "values": ["a", ""]}, "where.values[1]", "in needs a text"),
        ({"field": "createdAt", "op": "between", "values": ["2026-01-01"]}, "where.values", "a list of two texts"),
        ({"field": "createdAt", "op": "between", "values": ["2026-01-01"] * 3}, "where.values", "a list of two texts"),
    ],
)
def test_a_mistake_is_named_by_its_place_and_what_is_expected_there(value: Any, place: str, expected: str) -> None:
    with pytest.raises(QueryError) as caught:
        condition_from_json(value)
    assert set(caught.value.fields) == {place}
    assert expected in caught.value.fields[place]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "company=acme",
        "1=1 OR 1",
        "[" * 100_000,
        '{"not":' * 100_000,
        '{"any": ' + "9" * 5_000 + "}",
        '{"field": "company", "op": "contains", "value": NaN}',
        '{"all": [], "\\ud800": 1}',
        '{"\\u0000": 1}',
        '{"' + "x" * 9_000 + '": 1}',
        '{"__class__": {"field": "company"}}',
    ],
)
def test_a_hostile_text_is_refused_with_an_answer_that_can_be_sent(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        condition_from_text(text)
    said = json.dumps(caught.value.fields, ensure_ascii=False).encode()
    assert len(said) < 1_000


HOSTILE = ["'; DROP TABLE leads; --", '"', "\\", "%", "_", "\x00", "$1", "?", "{x}", "\u202e", "🦆" * 100]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_value_is_a_value(hostile: str) -> None:
    value = {"field": f"extras/{hostile}", "op": "equals", "value": hostile}
    assert condition_from_json(value) == Filter(f"extras/{hostile}", Comparison.EQUALS, (hostile,))
