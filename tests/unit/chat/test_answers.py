"""How an answer says and shows conditions that are more than comparisons that must all hold."""

from __future__ import annotations

from typing import Any

import pytest
from crm.chat.answer_text import AnswerText
from crm.chat.answer_words import answer_words
from crm.chat.answers import ChatQuery
from crm.chat.interpretation import Intent, Interpretation
from crm.query.conditions import EVERY_LEAD, AllOf, AnyOf, Comparison, Condition, Filter, Not
from crm.query.lead_query import LeadQuery, Sort
from crm.query.query_error import QueryError
from crm.query.reading_conditions import condition_to_json

ACME = Filter("company", Comparison.CONTAINS, ("Acme",))
PHONE = Filter("phone", Comparison.EMPTY)
CEO = Filter("title", Comparison.EQUALS, ("CEO",))
NEW = Filter("status", Comparison.IN, ("new", "won"))
MORE, SAME = (Filter("extras/Revenue", op, ("5",)) for op in (Comparison.MORE, Comparison.EQUALS))
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
        (AnyOf((MORE, SAME)), " whose “Revenue” is at least “5”"),
        (NEW, " whose status is one of “new”, “won”"),
        (JANUARY, " whose day of creation is between “2026-01-01” and “2026-01-31”"),
        (Filter("createdAt", Comparison.AFTER, ("2026-01-01",)), " whose day of creation is after “2026-01-01”"),
    ],
)
def test_any_condition_is_said_in_words(condition: Condition, text: str) -> None:
    assert AnswerText(answer_words()).conditions(LeadQuery(where=condition)) == text


def shown(condition: Condition) -> dict[str, Any]:
    query = ChatQuery.of(Interpretation(Intent.LIST, LeadQuery(where=condition)))
    return query.model_dump(mode="json", by_alias=True)


@pytest.mark.parametrize(
    "condition", [EVERY_LEAD, ACME, AllOf((ACME, PHONE)), AnyOf((ACME, PHONE)), Not(ACME), JANUARY]
)
def test_a_condition_is_shown_as_the_list_of_leads_takes_it(condition: Condition) -> None:
    assert shown(condition)["where"] == condition_to_json(condition)


@pytest.mark.parametrize(
    "understood",
    [
        Interpretation(Intent.COUNT, LeadQuery(where=ACME, page_size=0)),
        Interpretation(Intent.LIST, LeadQuery(text="Bonn", where=Not(ACME), sort=Sort("title", False), page_size=5)),
        Interpretation(Intent.GROUP, LeadQuery(group_by=("company", "status"))),
        Interpretation(Intent.SHARE, LeadQuery(where=ACME, page_size=0), PHONE),
    ],
)
def test_the_query_that_is_shown_can_be_gone_on_from(understood: Interpretation) -> None:
    answer = ChatQuery.of(understood).model_dump(mode="json", by_alias=True)
    assert Interpretation.from_json(answer) == understood


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"intent": "drop"}, "intent"),
        ({"intent": "group"}, "intent"),
        ({"part": {"field": "phone", "op": "empty"}}, "intent"),
        ({"where": {"field": "company", "op": "regex", "value": "x"}}, "where.op"),
        ({"where": "company"}, "where"),
        ({"groupBy": "company"}, "groupBy"),
        ({"pageSize": 51}, "pageSize"),
        ({"inBin": True}, "pageSize"),
        ({"sql": "DROP TABLE"}, "query"),
    ],
)
def test_a_previous_query_is_read_as_strictly_as_any(change: dict[str, Any], place: str) -> None:
    given = {**shown(ACME), **change}
    with pytest.raises(QueryError) as caught:
        Interpretation.from_json(given)
    assert list(caught.value.fields) == [place]


@pytest.mark.parametrize(
    ("intent", "group_by", "part"),
    [
        (Intent.GROUP, (), None),
        (Intent.DISTINCT, ("company", "title"), None),
        (Intent.COUNT, ("company",), None),
        (Intent.SHARE, (), None),
        (Intent.COUNT, (), PHONE),
    ],
)
def test_an_intent_has_its_own_parts_and_no_others(
    intent: Intent, group_by: tuple[str, ...], part: Condition | None
) -> None:
    with pytest.raises(ValueError, match=r"groups|share"):
        Interpretation(intent, LeadQuery(group_by=group_by), part)
