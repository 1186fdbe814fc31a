"""Values in free text: matched by the row's id, and only what stands in that row's own text."""

from __future__ import annotations

import pytest
from crm.mapping.decision import decide_mapping
from crm.mapping.language_model.free_text import FreeTextExtractor, checked, with_extracted
from crm.mapping.language_model.free_text_columns import free_text_columns
from crm.said import Said

from tests.unit.mapping.doubles import Model, sheet

TEXTS = {
    "r2": "Anna Meier, sales at Acme GmbH, anna@acme.example, call 030 123456 after 5",
    "r3": "Bo called. Wants a quote. bo@gmail.com",
}


def test_values_that_stand_in_the_text_are_found() -> None:
    answer = {"rows": [{"id": "r2", "firstName": "Anna", "company": "Acme GmbH", "phone": "030 123456"}]}
    assert checked(answer, TEXTS) == {"r2": {"firstName": "Anna", "company": "Acme GmbH", "phone": "030 123456"}}


def test_rows_are_matched_by_id_whatever_their_order_and_number() -> None:
    answer = {"rows": [{"id": "r3", "firstName": "Bo"}, {"id": "r9", "firstName": "Anna"}]}
    assert checked(answer, TEXTS) == {"r3": {"firstName": "Bo"}}


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "r3", "company": "Gmail"},
        {"id": "r3", "firstName": "Anna"},
        {"id": "r3", "firstName": "B"},
        {"id": "r3", "email": "bo@"},
        {"id": "r3", "email": "anna@acme.example"},
        {"id": "r3", "phone": "quote"},
        {"id": "r3", "title": ["Wants"]},
        {"id": "r3", "company": "N/A"},
        {"id": 3, "firstName": "Bo"},
        {"firstName": "Bo"},
        "Bo",
    ],
)
def test_what_the_rows_own_text_does_not_bear_out_is_dropped(entry: object) -> None:
    assert checked({"rows": [entry]}, TEXTS) == {}


def test_a_row_that_is_answered_twice_is_not_believed() -> None:
    assert checked({"rows": [{"id": "r3", "firstName": "Bo"}, {"id": "r3", "firstName": "Bo"}]}, TEXTS) == {}


def test_only_fields_of_which_the_columns_say_nothing_are_filled() -> None:
    says = {"firstName": Said("Anna", 0), "extras/Text": Said("Bo Meier, BO@x.example, 030 901820", 1)}
    found = {"firstName": "Bo", "lastName": "Meier", "email": "BO@x.example", "phone": "030 901820"}
    assert with_extracted(says, found, "DE") == says | {
        "lastName": Said("Meier"),
        "email": Said("bo@x.example"),
        "phone": Said("+4930901820"),
    }


def test_rows_go_out_in_calls_of_bounded_size_and_all_are_asked_for() -> None:
    model = Model({"rows": []})
    rows = {f"r{number}": f"Person {number} said hello" for number in range(45)}
    extraction = FreeTextExtractor(lambda: model).extract(rows)
    assert len(model.asked) == len(extraction.exchanges) == 3
    assert all(f'"id": "{row}"' in "".join(user for _, user in model.asked) for row in rows)


def test_when_the_model_fails_the_text_stays_and_the_report_says_so() -> None:
    extraction = FreeTextExtractor(lambda: Model("DeepSeek could not be reached.")).extract(TEXTS)
    assert extraction.values == {}
    assert extraction.notes == ("DeepSeek could not be reached.", "Rows whose free text was kept as it is: 2.")


def test_without_a_key_or_without_text_nobody_is_asked() -> None:
    assert FreeTextExtractor(lambda: None).extract(TEXTS).notes == (
        "No DeepSeek key is set: free text was kept as it is.",
    )
    assert FreeTextExtractor(lambda: None).extract({"r1": " "}).notes == ()


def test_free_text_columns_are_those_that_hold_several_values_at_once() -> None:
    head = sheet(
        ("Name", "Email", "City", "What was said"),
        ("Anna Meier", "a@x.com", "Berlin", "Bo Foo from Acme, bo@acme.example"),
        ("Cy Bar", "c@x.com", "Bonn", "no answer"),
    )
    mapping = decide_mapping(head, memory=None, model=None, region=None).mapping
    assert free_text_columns(head, mapping) == (3,)
