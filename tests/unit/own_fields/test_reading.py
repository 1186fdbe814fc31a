"""A text read as the type of a field: exactly, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from crm.own_fields.definition import FieldType, OwnField
from crm.own_fields.reading import read, read_date, read_date_and_time, read_number, written
from crm.own_fields.typed import typed
from hypothesis import given
from hypothesis import strategies as st


def own(kind: FieldType = FieldType.TEXT, **parts: Any) -> OwnField:
    return OwnField(key="x", label="X", type=kind, **parts)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("-12", -12),
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1,234.50", 1234.5),
        ("1.234,50", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234\u202f567", 1_234_567),
        ("1'234.5", 1234.5),
        ("1’234", 1234),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("12,5", 12.5),
        ("1234.567", 1234.567),
        ("1,234", 1234),
        ("1.234", 1.234),
        ("€ 1.200,00", 1200),
        ("$5", 5),
        ("−3", -3),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["0.333333333333333", "-0,333333333333333", "0.0333333333333333", "0.00012345678901234"]
)
def test_the_zeros_before_a_fraction_are_no_digits_of_it(text: str) -> None:
    number = read_number(text)

    assert number == float(text.replace(",", "."))
    field = own(FieldType.NUMBER)
    assert read(field, written(field, number)) == number


@pytest.mark.parametrize("text", ["0.3333333333333333", "1.3333333333333333", "0000000000001234", "1234567890123456"])
def test_more_digits_than_a_float_keeps_exactly_are_no_number(text: str) -> None:
    assert read_number(text) is None


def test_whether_a_comma_begins_the_decimals_decides_for_numbers_that_are_unclear() -> None:
    assert (read_number("1.234", decimal_comma=True), read_number("1,234", decimal_comma=True)) == (1234, 1.234)
    assert (read_number("1.234", decimal_comma=False), read_number("1,234", decimal_comma=False)) == (1.234, 1234)
    assert read_number("1.234,5", decimal_comma=False) == 1234.5
    assert (read_number("1234.567", decimal_comma=True), read_number("1234,567")) == (1234.567, 1234.567)


@pytest.mark.parametrize(
    "text", ["", "abc", "12 %", "1,23,4", "1.2.3", "12 kg", "1,2,3.4.5", "1" * 16, "٣", "1-2", "+"]
)
def test_other_texts_are_no_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "day_first", "day"),
    [
        ("2026-04-03", None, "2026-04-03"),
        ("3.4.2026", None, "2026-04-03"),
        ("3/4/2026", True, "2026-04-03"),
        ("3/4/2026", False, "2026-03-04"),
        ("3-4-2026", True, "2026-04-03"),
        ("31/1/2026", False, "2026-01-31"),
        ("1/31/2026", True, "2026-01-31"),
        ("5/5/2026", None, "2026-05-05"),
        ("3 April 2026", None, "2026-04-03"),
        ("2026年4月3日", None, "2026-04-03"),
        ("2026-04-03 (3.4.2026)", None, "2026-04-03"),
        ("3/4/2026", None, None),
        ("30.2.2026", None, None),
        ("3/4/26", True, None),
        ("2026", True, None),
        ("soon", True, None),
    ],
)
def test_a_date_is_read_only_where_day_and_month_are_certain(text: str, day_first: bool | None, day: str) -> None:
    assert read_date(text, day_first) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-04-03T10:00", "2026-04-03T10:00"),
        ("2026-04-03 10:00:05", "2026-04-03T10:00:05"),
        ("2026-04-03T10:00:00.000Z", "2026-04-03T10:00Z"),
        ("2026-04-03T10:00+02:00", "2026-04-03T08:00Z"),
        ("3/4/2026, 1:05 pm", "2026-04-03T13:05"),
        ("3/4/2026 12:00 AM", "2026-04-03T00:00"),
        ("3.4.2026", "2026-04-03"),
        ("3.4.2026 25:00", None),
        ("3.4.2026 13:00 pm", None),
        ("10:00", None),
        ("0001-01-01T00:00+14:00", None),
        ("9999-12-31T23:00-02:00", None),
    ],
)
def test_a_date_and_time_keeps_what_is_said_of_the_zone(text: str, moment: str | None) -> None:
    assert read_date_and_time(text, True) == moment


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Yes", True), ("ja", True), ("x", True), ("1", True), ("✓", True), ("No", False), ("0", False)],
)
def test_yes_and_no_are_read_in_many_languages(text: str, answer: bool) -> None:
    assert read(own(FieldType.YES_NO), text) is answer


@pytest.mark.parametrize("text", ["maybe", "company", "2"])
def test_other_words_answer_neither_yes_nor_no(text: str) -> None:
    assert read(own(FieldType.YES_NO), text) is None


def test_a_choice_takes_the_spelling_of_the_list() -> None:
    field = own(FieldType.CHOICE, choices=("Gold", "Silver"))
    assert (read(field, " gold "), read(field, "Bronze")) == ("Gold", None)
    assert read(own(FieldType.CHOICE), "Bronze") == "Bronze"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sales; it", ["Sales", "IT"]),
        ("IT, Sales, IT", ["IT", "Sales"]),
        ("Food, drinks | IT", ["Food, drinks", "IT"]),
        ("Sales; Magic", None),
        (";", None),
    ],
)
def test_several_choices_are_read_part_by_part(text: str, found: list[str] | None) -> None:
    assert read(own(FieldType.CHOICES, choices=("Sales", "IT", "Food, drinks")), text) == found


def test_a_choice_with_a_comma_goes_before_its_parts() -> None:
    assert read(own(FieldType.CHOICES, choices=("A", "B", "A, B")), "A, B") == ["A, B"]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://example.com/a?b", "https://example.com/a?b"),
        ("example.com", "https://example.com"),
        ("www.example.com/team", "https://www.example.com/team"),
        ("medium.com/@ann", "https://medium.com/@ann"),
        ("javascript:alert(1)", None),
        ("ann@example.com", None),
        ("see website", None),
        ("1.5", None),
    ],
)
def test_a_link_leads_to_the_web_and_nowhere_else(text: str, link: str | None) -> None:
    assert read(own(FieldType.LINK), text) == link


@given(
    st.floats(-1e9, 1e9).map(lambda number: round(number, 3)) | st.integers(-(10**14), 10**14),
    st.sampled_from([None, True, False]),
)
def test_a_number_that_was_stored_is_read_back(number: float, decimal_comma: bool | None) -> None:
    field = own(FieldType.NUMBER, decimal_comma=decimal_comma)
    assert read(field, written(field, number)) == number


@pytest.mark.parametrize("kind", FieldType)
@given(text=st.text(max_size=20) | st.sampled_from(["3/4/2026", "1.234", "1,5", "a; b", "yes", "example.com", "x"]))
def test_what_is_stored_for_a_typed_text_is_stored_the_same_again(kind: FieldType, text: str) -> None:
    field = own(kind, day_first=True, decimal_comma=True)
    try:
        stored = typed(field, text)
    except ValueError:
        return
    assert typed(field, stored) == stored


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        (own(FieldType.NUMBER), "many", "not a number"),
        (own(FieldType.DATE), "3/4/2026", "can be confused"),
        (own(FieldType.DATE), "soon", "2026-01-31"),
        (own(FieldType.DATE_TIME), "soon", "14:30"),
        (own(FieldType.YES_NO), "maybe", "yes or no"),
        (own(FieldType.CHOICE, choices=("Gold", "Silver")), "Bronze", "Gold, Silver"),
        (own(FieldType.LINK), "ftp://x", "web page"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(field: OwnField, text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        typed(field, text)
