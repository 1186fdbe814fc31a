"""How an answer says and shows conditions that are more than comparisons that must all hold."""

from __future__ import annotations

from typing import Any

import pytest
from crm.chat.answer_text import conditions
from crm.chat.answers import ChatQuery
from crm.chat.interpretation import Intent, Interpretation
from crm.query.conditions import AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.lead_query import LeadQuery
from crm.query.reading_conditions import condition_to_json

ACME = Filter("company", Comparison.CONTAINS, ("Acme",))
PHONE = Filter("phone", Comparison.EMPTY)
CEO = Filter("title", Comparison.EQUALS, ("CEO",))
NEW = Filter("status", Comparison.IN, ("new", "won"))
JANUARY = Filter("createdAt", Comparison.BETWEEN, ("2026-01-01", "2026-01-31"))


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (AllOf((ACME, PHONE)), " whose company contains “Acme” and without a phone"),
        (AnyOf((ACME, PHONE)), " (whose company contains “Acme” or without a phone)"),
        (Not(PHONE), " except those without a phone"),
        (
            AllOf((ACME, Not(AnyOf((PHONE, CEO))))),
            " whose company contains “Acme” and except those (without a phone or whose title is “CEO”)",
        ),
        (
            AnyOf((AllOf((ACME, CEO)), PHONE)),
            " ((whose company contains “Acme” and whose title is “CEO”) or without a phone)",
        ),
        (NEW, " whose status is one of “new”, “won”"),
        (JANUARY, " whose day of creation is between “2026-01-01” and “2026-01-31”"),
        (Filter("createdAt", Comparison.AFTER, ("2026-01-01",)), " whose day of creation is after “2026-01-01”"),
    ],
)
def test_any_condition_is_said_in_words(condition: Condition, text: str) -> None:
    assert conditions(LeadQuery(where=condition)) == text


def shown(condition: Condition) -> dict[str, Any]:
    query = ChatQuery.of(Interpretation(Intent.LIST, LeadQuery(where=condition)))
    return query.model_dump(mode="json", by_alias=True)


def test_comparisons_that_must_all_hold_are_a_list() -> None:
    answer = shown(AllOf((ACME, PHONE)))
    assert answer["filters"] == [
        {"field": "company", "op": "contains", "value": "Acme"},
        {"field": "phone", "op": "empty", "value": None},
    ]
    assert answer["where"] is None


@pytest.mark.parametrize("condition", [AnyOf((ACME, PHONE)), Not(ACME), AllOf((ACME, NEW)), JANUARY])
def test_any_other_condition_is_shown_as_the_list_of_leads_takes_it(condition: Condition) -> None:
    answer = shown(condition)
    assert answer["filters"] == []
    assert answer["where"] == condition_to_json(condition)


def test_a_question_groups_by_one_field_at_most() -> None:
    with pytest.raises(ValueError, match="one field"):
        Interpretation(Intent.GROUP, LeadQuery(group_by=("company", "title")))
