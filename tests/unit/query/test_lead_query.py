from __future__ import annotations

from typing import Any

import pytest
from crm.query.lead_query import MAX_FILTERS, Comparison, Filter, LeadQuery, QueryError, Sort
from crm.query.parameters import build_query, filters_from_parameters, filters_from_texts


def test_a_query_survives_json() -> None:
    query = LeadQuery(
        text="anna",
        filters=(Filter("company", Comparison.EQUALS, "Acme"), Filter("phone", Comparison.EMPTY)),
        sort=Sort("name", False),
        group_by="title",
        page=3,
        page_size=20,
        in_bin=True,
    )
    assert LeadQuery.from_json(query.to_json()) == query


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ([], "query"),
        ({"where": "1=1"}, "query"),
        ({"text": 5}, "text"),
        ({"text": "x" * 201}, "q"),
        ({"filters": {}}, "filters"),
        ({"filters": ["company"]}, "filters"),
        ({"filters": [{"field": "company", "op": "like", "value": "a"}]}, "filters"),
        ({"filters": [{"field": "company", "op": "contains", "value": "a", "or": 1}]}, "filters"),
        ({"filters": [{"field": "company", "op": "contains", "value": 7}]}, "filters"),
        ({"filters": [{"field": "Salary!", "op": "contains", "value": "a"}]}, "filter[Salary!]"),
        ({"filters": [{"field": "extras/", "op": "empty"}]}, "filter[extras/]"),
        ({"filters": [{"field": "extras/" + "x" * 201, "op": "empty"}]}, f"filter[extras/{'x' * 200}]"),
        ({"filters": [{"field": "company", "op": "contains"}]}, "filter[company]"),
        ({"filters": [{"field": "company", "op": "contains", "value": "a"}] * (MAX_FILTERS + 1)}, "filters"),
        ({"sort": {"field": "__class__"}}, "sort"),
        ({"sort": {"field": "name", "descending": "yes"}}, "sort"),
        ({"sort": "-name"}, "sort"),
        ({"sort": None}, "sort"),
        ({"groupBy": "every thing"}, "groupBy"),
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
    assert part in caught.value.fields


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
            "filter[extras/City][notEmpty]": [""],
        }
    )
    assert filters == (
        Filter("company", Comparison.CONTAINS, "acme"),
        Filter("title", Comparison.EQUALS, "CEO"),
        Filter("phone", Comparison.EMPTY),
        Filter("lastName", Comparison.CONTAINS, "smith"),
        Filter("extras/Size [cm]", Comparison.CONTAINS, "7"),
        Filter("extras/City", Comparison.NOT_EMPTY),
    )


def test_one_field_may_be_filtered_twice() -> None:
    assert len(filters_from_parameters({"filter[title]": ["sales", "manager"]})) == 2


@pytest.mark.parametrize(
    "name", ["filter[the salary]", "filter[]", "filter[company][like]", "filter", "filter[company"]
)
def test_an_invalid_filter_is_refused(name: str) -> None:
    with pytest.raises(QueryError) as caught:
        filters_from_parameters({name: ["x"]})
    assert caught.value.fields


def test_a_query_is_built_from_parts() -> None:
    assert build_query() == LeadQuery()
    assert build_query(q=" anna ", filters=filters_from_texts({"company": "acme", "title": ""}), sort="-name") == (
        LeadQuery(text="anna", filters=(Filter("company", Comparison.CONTAINS, "acme"),), sort=Sort("name", True))
    )


def test_the_filters_of_an_export_name_their_comparison_behind_the_field() -> None:
    texts = {
        "company": "acme",
        "title[equals]": "CTO",
        "phone[empty]": "",
        "email[startsWith]": " ",
        "extras/A [b]": "x",
    }

    assert filters_from_texts(texts) == (
        Filter("company", Comparison.CONTAINS, "acme"),
        Filter("title", Comparison.EQUALS, "CTO"),
        Filter("phone", Comparison.EMPTY),
        Filter("extras/A [b]", Comparison.CONTAINS, "x"),
    )


def test_a_query_names_built_in_fields_extras_and_the_own_fields_that_there_are() -> None:
    query = LeadQuery(
        filters=(Filter("extras/City", Comparison.EMPTY), Filter("renewal", Comparison.EMPTY)), group_by="tags"
    )
    query.check_fields({"renewal"})
    with pytest.raises(QueryError) as caught:
        query.check_fields(())
    assert set(caught.value.fields) == {"filter[renewal]"}


def test_a_single_character_is_a_valid_search() -> None:
    assert Filter("company", Comparison.CONTAINS, "3").value == "3"
