"""Conditions as data: what can be built, joined and told apart."""

from __future__ import annotations

import pytest
from crm.query.conditions import (
    EVERY_LEAD,
    MAX_FILTERS,
    MAX_TEXT,
    MAX_VALUES,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Filter,
    Not,
    all_of,
    check_shape,
    filters_in,
)
from crm.query.query_error import QueryError

A = Filter("company", Comparison.CONTAINS, ("acme",))
B = Filter("title", Comparison.EQUALS, ("CEO",))
C = Filter("phone", Comparison.EMPTY)


@pytest.mark.parametrize(
    ("op", "least", "most"),
    [
        *((op, 1, 1) for op in ("contains", "equals", "startsWith", "before", "after", "less", "more")),
        *((op, 0, 0) for op in ("empty", "notEmpty")),
        ("between", 2, 2),
        ("in", 1, MAX_VALUES),
    ],
)
def test_a_comparison_takes_so_many_values_and_no_others(op: str, least: int, most: int) -> None:
    comparison = Comparison(op)
    for count in (least, most):
        assert len(Filter("company", comparison, ("2026-01-01",) * count).values) == count
    for count in {least - 1, most + 1} - {-1}:
        with pytest.raises(QueryError) as caught:
            Filter("company", comparison, ("2026-01-01",) * count)
        assert set(caught.value.fields) == {f"where.value{'s' if most > 1 else ''}"}


@pytest.mark.parametrize("value", ["", "  ", "\u3000", "x" * (MAX_TEXT + 1), "half \ud83d"])
def test_a_value_is_a_text_of_some_length_and_of_whole_characters(value: str) -> None:
    with pytest.raises(QueryError) as caught:
        Filter("company", Comparison.EQUALS, (value,))
    assert set(caught.value.fields) == {"where.value"}
    with pytest.raises(QueryError) as caught:
        Filter("company", Comparison.IN, ("a", value))
    assert set(caught.value.fields) == {"where.values[1]"}


@pytest.mark.parametrize(
    "field",
    [
        "",
        "Company",
        "the salary",
        "extras/",
        "extras/ ",
        "1st",
        "a.b",
        "a; DROP TABLE a",
        "a'",
        "a\n",
        "extras/\ud800",
    ],
)
def test_a_name_that_no_field_can_have_is_refused(field: str) -> None:
    with pytest.raises(QueryError) as caught:
        Filter(field, Comparison.EMPTY)
    assert set(caught.value.fields) == {"where.field"}
    str(caught.value.fields).encode()


@pytest.mark.parametrize("header", ["City", "Size [cm]", "'; DROP TABLE leads; --", 'a"b', "東京", "a\nb", "x" * 200])
def test_an_extra_may_have_any_header(header: str) -> None:
    assert Filter(f"extras/{header}", Comparison.EMPTY).field == f"extras/{header}"


def test_the_place_of_a_filter_is_no_part_of_what_it_says() -> None:
    assert Filter("phone", Comparison.EMPTY, place="where.any[1]") == C
    assert hash(Filter("phone", Comparison.EMPTY, place="filter[phone][empty]")) == hash(C)


def test_conditions_are_joined_without_needless_levels() -> None:
    assert all_of(()) == EVERY_LEAD
    assert all_of((A,)) == A
    assert all_of((A, EVERY_LEAD)) == A
    assert all_of((AllOf((A, B)), C)) == AllOf((A, B, C))
    assert all_of((AnyOf((A, B)), C)) == AllOf((AnyOf((A, B)), C))


def test_comparisons_come_from_left_to_right() -> None:
    assert list(filters_in(AllOf((AnyOf((B, Not(A))), C)))) == [B, A, C]


@pytest.mark.parametrize(
    "condition",
    [EVERY_LEAD, A, Not(Not(Not(A))), AnyOf((AllOf((Not(A), B)), C)), AllOf((A,) * MAX_FILTERS)],
)
def test_conditions_within_the_limits_are_let_pass(condition: Condition) -> None:
    check_shape(condition, "where")


@pytest.mark.parametrize(
    "condition",
    [
        Not(Not(Not(Not(A)))),
        AnyOf((A, AllOf((B, Not(AnyOf((A, C))))))),
        AllOf((A,) * (MAX_FILTERS + 1)),
        AllOf((AnyOf((A,) * MAX_FILTERS), A)),
        AnyOf(()),
        Not(EVERY_LEAD),
        AllOf((A, AnyOf(()))),
    ],
)
def test_conditions_beyond_the_limits_are_refused(condition: Condition) -> None:
    with pytest.raises(QueryError) as caught:
        check_shape(condition, "where")
    assert set(caught.value.fields) == {"where"}
