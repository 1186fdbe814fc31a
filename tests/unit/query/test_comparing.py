"""Which comparison fits which type of field, and what a query that does not fit is told."""

from __future__ import annotations

from datetime import datetime

import pytest
from crm.own_fields.definition import FieldType, OwnField
from crm.query.comparing import Range, check_comparison, moment_of, range_of
from crm.query.conditions import Comparison, Filter
from crm.query.query_error import QueryError
from hypothesis import given
from hypothesis import strategies as st

OWN = {kind: OwnField(key="own", label="Own", type=kind) for kind in FieldType}
FOR_ALL = {"contains", "equals", "startsWith", "in", "empty", "notEmpty"}
FOR_DATES = FOR_ALL | {"before", "after", "between"}
FOR_NUMBERS = FOR_ALL | {"less", "more", "between"}
TAKEN = {FieldType.NUMBER: FOR_NUMBERS, FieldType.DATE: FOR_DATES, FieldType.DATE_TIME: FOR_DATES}


def a_filter(field: str, op: Comparison, value: str) -> Filter:
    return Filter(field, op, (value,) * op.least, place="where.any[1]")


def refused(one: Filter, own: OwnField | None = None) -> dict[str, str]:
    with pytest.raises(QueryError) as caught:
        check_comparison(one, own)
    return caught.value.fields


@pytest.mark.parametrize("kind", FieldType)
@pytest.mark.parametrize("op", Comparison)
def test_a_type_takes_its_comparisons_and_no_others(kind: FieldType, op: Comparison) -> None:
    one = a_filter("own", op, "7" if kind is FieldType.NUMBER else "2026-01-31")
    if op in TAKEN.get(kind, FOR_ALL):
        check_comparison(one, OWN[kind])
    else:
        said = refused(one, OWN[kind])
        assert set(said) == {"where.any[1].op"}
        assert all(taken in said["where.any[1].op"] for taken in TAKEN.get(kind, FOR_ALL))


@pytest.mark.parametrize("field", ["createdAt", "updatedAt", "deletedAt"])
def test_built_in_dates_are_compared_as_dates(field: str) -> None:
    check_comparison(a_filter(field, Comparison.BETWEEN, "2026-01-31"), None)
    assert set(refused(a_filter(field, Comparison.LESS, "7"))) == {"where.any[1].op"}


@pytest.mark.parametrize("field", ["company", "leadId", "tags", "extras/Revenue", "emailDomain", "remarks"])
@pytest.mark.parametrize("op", ["before", "after", "between", "less", "more"])
def test_other_built_in_fields_and_extras_hold_texts(field: str, op: str) -> None:
    said = refused(a_filter(field, Comparison(op), "2026-01-31"))
    assert "is a text" in said["where.any[1].op"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *((FieldType.NUMBER, value) for value in ("many", "2026-01-31", "1e5", "0x10", "NaN", "inf", "1" * 16, "1;2")),
        *((FieldType.DATE, value) for value in ("soon", "3/4/2026", "2026-02-30", "2026-01-31T08:00", "7", "2026-1")),
        *((FieldType.DATE_TIME, value) for value in ("noon", "2026-01-31T25:00", "2026-13-01", "'; DROP TABLE leads")),
        (FieldType.DATE_TIME, "0001-01-01T00:00+14:00"),
    ],
)
def test_a_value_that_is_no_number_or_date_is_refused_and_an_example_given(kind: FieldType, value: str) -> None:
    op = Comparison.MORE if kind is FieldType.NUMBER else Comparison.AFTER
    said = refused(a_filter("own", op, value), OWN[kind])
    assert set(said) == {"where.any[1].value"}
    assert "such as" in said["where.any[1].value"]


@pytest.mark.parametrize("kind", [FieldType.NUMBER, FieldType.DATE, FieldType.DATE_TIME])
@given(
    st.text(max_size=40) | st.from_regex(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ]\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)?)?")
)
def test_any_text_is_a_limit_or_is_refused(kind: FieldType, text: str) -> None:
    op = Comparison.LESS if kind is FieldType.NUMBER else Comparison.BEFORE
    try:
        one = Filter("own", op, (text,))
        assert range_of(one, OWN[kind]).high is not None
    except QueryError as error:
        assert set(error.fields) == {"where.value"}


def test_of_two_values_the_wrong_one_is_named() -> None:
    one = Filter("createdAt", Comparison.BETWEEN, ("2026-01-01", "soon"), place="where.not")
    assert set(refused(one)) == {"where.not.values[1]"}
    backwards = Filter("createdAt", Comparison.BETWEEN, ("2026-01-31", "2026-01-01"), place="where")
    assert refused(backwards) == {"where.values[1]": "not less than the first value"}


def test_a_parameter_is_named_as_a_whole() -> None:
    one = Filter("createdAt", Comparison.BEFORE, ("soon",), place="filter[createdAt][before]")
    assert set(refused(one)) == {"filter[createdAt][before]"}
    one = Filter("company", Comparison.BEFORE, ("2026-01-01",), place="filter[company][before]")
    assert set(refused(one)) == {"filter[company][before]"}


DAY, NEXT = datetime(2026, 1, 31), datetime(2026, 2, 1)
END = datetime(2026, 1, 31, 23, 59, 59, 999_999)


@pytest.mark.parametrize(
    ("op", "values", "expected"),
    [
        ("before", ["2026-01-31"], Range(high=DAY)),
        ("after", ["2026-01-31"], Range(low=END)),
        ("between", ["2026-01-31", "2026-01-31"], Range(DAY, END, low_included=True, high_included=True)),
        ("before", ["2026-02-01T01:00+01:00"], Range(high=NEXT)),
        ("after", ["2026-01-31T23:59:59.999999Z"], Range(low=END)),
        ("between", ["2026-01-31", "2026-02-01T00:00"], Range(DAY, NEXT, low_included=True, high_included=True)),
    ],
)
def test_a_day_as_a_limit_means_all_of_it(op: str, values: list[str], expected: Range) -> None:
    assert range_of(Filter("createdAt", Comparison(op), tuple(values)), None) == expected


def test_a_field_reads_limits_as_it_reads_its_values() -> None:
    price = OwnField(key="price", label="Price", type=FieldType.NUMBER, decimal_comma=True)
    assert range_of(Filter("price", Comparison.MORE, ("1.234",)), price) == Range(low=1234)
    assert range_of(Filter("price", Comparison.MORE, ("1,234",)), price) == Range(low=1.234)
    for day_first, day in ((True, datetime(2026, 4, 3)), (False, datetime(2026, 3, 4))):
        due = OwnField(key="due", label="Due", type=FieldType.DATE, day_first=day_first)
        assert range_of(Filter("due", Comparison.BEFORE, ("3/4/2026",)), due) == Range(high=day)


def test_a_range_includes_its_limits_only_where_it_says_so() -> None:
    assert [number in Range(1, 3) for number in (0, 1, 2, 3, 4)] == [False, False, True, False, False]
    both = Range(1, 3, low_included=True, high_included=True)
    assert [number in both for number in (0, 1, 2, 3, 4)] == [False, True, True, True, False]
    assert all(number in Range() for number in (-1, 0, 1e300))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31T08:00:00.500Z", datetime(2026, 1, 31, 8, 0, 0, 500_000)),
        ("2026-01-31", DAY),
        ("2026-02-01T01:00+01:00", NEXT),
        ("soon", None),
        ("0001-01-01T00:00+14:00", None),
    ],
)
def test_a_stored_moment_is_read_in_utc(text: str, moment: datetime | None) -> None:
    assert moment_of(text) == moment
