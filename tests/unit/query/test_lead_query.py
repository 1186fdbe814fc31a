"""A query as JSON and as the parameters of a request, and where it names what nothing answers."""

from __future__ import annotations

from typing import Any

import pytest
from crm.own_fields.definition import OwnField
from crm.query.conditions import EVERY_LEAD, AllOf, AnyOf, Comparison, Filter
from crm.query.lead_query import LeadQuery, Sort
from crm.query.parameters import build_query, filters_from_parameters, filters_from_texts
from crm.query.query_error import QueryError

ACME = Filter("company", Comparison.CONTAINS, ("acme",))


def test_a_query_survives_json() -> None:
    query = LeadQuery(
        text="anna",
        where=AllOf((Filter("company", Comparison.EQUALS, ("Acme",)), Filter("phone", Comparison.EMPTY))),
        sort=Sort("name", False),
        group_by=("title", "company"),
        page=3,
        page_size=20,
        in_bin=True,
    )
    assert LeadQuery.from_json(query.to_json()) == query


def test_absent_parts_get_their_defaults() -> None:
    assert LeadQuery.from_json({}) == LeadQuery() == LeadQuery.from_json(LeadQuery().to_json())


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ([], "query"),
        ({"filters": []}, "query"),
        ({"text": 5}, "text"),
        ({"text": "x" * 201}, "q"),
        ({"text": "\ud800"}, "q"),
        ({"where": None}, "where"),
        ({"where": {"field": "Salary!", "op": "contains", "value": "a"}}, "where.field"),
        ({"sort": {"field": "__class__"}}, "sort"),
        ({"sort": {"field": "name", "descending": "yes"}}, "sort"),
        ({"sort": "-name"}, "sort"),
        ({"sort": None}, "sort"),
        ({"groupBy": "company"}, "groupBy"),
        ({"groupBy": None}, "groupBy"),
        ({"groupBy": ["every thing"]}, "groupBy[0]"),
        ({"groupBy": ["company", 7]}, "groupBy[1]"),
        ({"groupBy": ["company", "company"]}, "groupBy"),
        ({"groupBy": ["company", "title", "status"]}, "groupBy"),
        ({"inBin": "yes"}, "inBin"),
        ({"page": 0}, "page"),
        ({"page": True}, "page"),
        ({"pageSize": 201}, "pageSize"),
        ({"pageSize": "50"}, "pageSize"),
    ],
)
def test_an_invalid_query_is_refused_and_the_part_named(value: Any, part: str) -> None:
    with pytest.raises(QueryError) as caught:
        LeadQuery.from_json(value)
    assert set(caught.value.fields) == {part}


def test_filters_are_read_from_parameters() -> None:
    filters = filters_from_parameters(
        {
            "q": ["x"],
            "filter[company]": ["acme"],
            "filter[title][equals]": ["CEO"],
            "filter[phone][empty]": [""],
            "filter%5BlastName%5D": ["smith"],
            "filter[notes]": [" "],
            "filter[extras/Size [cm]]": ["7"],
            "filter[extras/City][notEmpty]": ["1"],
            "filter[status][in]": ["new", "", "won, or lost"],
            "filter[createdAt][between]": ["2026-01-01", "2026-01-31"],
            "filter[updatedAt][between]": ["", " "],
        }
    )
    assert filters == (
        ACME,
        Filter("title", Comparison.EQUALS, ("CEO",)),
        Filter("phone", Comparison.EMPTY),
        Filter("lastName", Comparison.CONTAINS, ("smith",)),
        Filter("extras/Size [cm]", Comparison.CONTAINS, ("7",)),
        Filter("extras/City", Comparison.NOT_EMPTY),
        Filter("status", Comparison.IN, ("new", "won, or lost")),
        Filter("createdAt", Comparison.BETWEEN, ("2026-01-01", "2026-01-31")),
    )


def test_one_field_may_be_filtered_twice() -> None:
    assert filters_from_parameters({"filter[title]": ["sales", "manager"]}) == (
        Filter("title", Comparison.CONTAINS, ("sales",)),
        Filter("title", Comparison.CONTAINS, ("manager",)),
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("filter[the salary]", ["x"]),
        ("filter[]", ["x"]),
        ("filter[company][like]", ["x"]),
        ("filter[company][]", ["x"]),
        ("filter", ["x"]),
        ("filter[company", ["x"]),
        ("filter[company]", ["x" * 201]),
        ("filter[createdAt][between]", ["2026-01-01"]),
        ("filter[createdAt][between]", ["2026-01-01,2026-01-31"]),
        ("filter[createdAt][between]", ["2026-01-01"] * 3),
        ("filter[status][in]", ["new"] * 101),
    ],
)
def test_an_invalid_filter_is_refused_under_the_name_of_its_parameter(name: str, values: list[str]) -> None:
    with pytest.raises(QueryError) as caught:
        filters_from_parameters({name: values})
    assert set(caught.value.fields) == {name}


def test_a_query_is_built_from_parts() -> None:
    assert build_query() == LeadQuery()
    assert build_query(q=" anna ", where=filters_from_texts({"company": "acme", "title": ""}), sort="-name") == (
        LeadQuery(text="anna", where=ACME, sort=Sort("name", True))
    )


def test_filters_and_a_condition_must_all_hold() -> None:
    either = AnyOf((ACME, Filter("phone", Comparison.EMPTY)))
    lacks = Filter("title", Comparison.EMPTY)
    assert build_query(where=(lacks, either)).where == AllOf((lacks, either))
    assert build_query(where=(lacks, AllOf((ACME, either)))).where == AllOf((lacks, ACME, either))
    assert build_query(where=(lacks, EVERY_LEAD)).where == lacks


def test_the_filters_of_an_export_name_their_comparison_behind_the_field() -> None:
    texts = {
        "company": "acme",
        "title[equals]": "CTO",
        "phone[empty]": "",
        "email[startsWith]": " ",
        "extras/A [b]": "x",
    }

    assert filters_from_texts(texts) == (
        ACME,
        Filter("title", Comparison.EQUALS, ("CTO",)),
        Filter("phone", Comparison.EMPTY),
        Filter("extras/A [b]", Comparison.CONTAINS, ("x",)),
    )


def test_a_wrong_filter_of_an_export_is_refused_under_its_name() -> None:
    with pytest.raises(QueryError) as caught:
        filters_from_texts({"createdAt[between]": "2026-01-01"})
    assert set(caught.value.fields) == {"filters.createdAt[between]"}


def test_a_query_names_built_in_fields_extras_and_the_own_fields_that_there_are() -> None:
    query = LeadQuery(
        where=AllOf((Filter("extras/City", Comparison.EMPTY), Filter("renewal", Comparison.EMPTY))),
        group_by=("tags",),
    )
    query.check([OwnField(key="renewal", label="Renewal")])
    with pytest.raises(QueryError) as caught:
        query.check(())
    assert set(caught.value.fields) == {"where.field"}


def test_a_single_character_is_a_valid_search() -> None:
    assert Filter("company", Comparison.CONTAINS, ("3",)).value == "3"
