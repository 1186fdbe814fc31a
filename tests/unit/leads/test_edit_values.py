"""What a person may type into a lead, and what is kept of it."""

from __future__ import annotations

from typing import Any

import pytest
from crm.errors import Invalid
from crm.fields import FIELDS
from crm.leads.editing import LeadEditor
from crm.said import EMAIL, PHONE, TAGS
from crm.statements.recording import Recorder

from tests.doubles import FakeAws
from tests.unit.leads.conftest import ANNA, refusal, shown
from tests.unit.statements.conftest import key_of, leads_in
from tests.unit.statements.in_words import row
from tests.unit.statements.test_recording import record


@pytest.mark.parametrize("field", [field.name for field in FIELDS])
def test_every_field_can_be_typed_and_emptied(editor: LeadEditor, field: str) -> None:
    typed: dict[str, Any] = {EMAIL: "ada@x.example", PHONE: "+49 30 1234560", TAGS: ["one"]}
    value = typed.get(field, "one")
    lead = editor.create({"firstName": "Ada", "company": "X", field: value}, ANNA)
    path = "tags/one" if field == TAGS else field
    assert shown(lead)[path] in {"one", "ada@x.example", "+49301234560"}

    assert path not in shown(editor.patch(lead.lead_id, {field: None}, ANNA))


def test_tags_are_added_and_taken_away_one_by_one(editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Ada", "tags": ["VIP", "Berlin"]}, ANNA)

    after = editor.patch(lead.lead_id, {"tags": ["vip", "Press"]}, ANNA)

    assert shown(after) == {"firstName": "Ada", "tags/vip": "vip", "tags/press": "Press"}


def test_further_addresses_are_all_that_were_typed_with_their_labels(editor: LeadEditor) -> None:
    lead = editor.create({"email": "ada@x.example", "emails": [{"value": "Ada@Home.example", "label": "home"}]}, ANNA)
    emails = [{"value": "ada@work.example", "label": " at  work "}, {"value": "ada@x.example", "label": ""}]

    after = editor.patch(lead.lead_id, {"emails": emails, "phones": [{"value": "+49 30 1234560"}]}, ANNA)

    # The first address is not kept beside itself.
    assert shown(after) == {
        "email": "ada@x.example",
        "emails/ada@work.example": "ada@work.example",
        "phones/+49301234560": "+49301234560",
    }
    assert after.standing.state is not None
    assert after.standing.state.held["emails/ada@work.example"].label == "at work"


def test_of_the_extras_those_that_are_named_change(editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Ada", "extras": {"City": "Berlin", "Age": "36"}}, ANNA)

    after = editor.patch(lead.lead_id, {"extras": {"City": None, " Shoe  size ": "38"}}, ANNA)

    assert shown(after) == {"firstName": "Ada", "extras/Age": "36", "extras/Shoe size": "38"}


def test_an_extra_of_a_file_is_edited_under_its_header_as_it_is(recorder: Recorder, editor: LeadEditor) -> None:
    record(recorder, row(1, {"email": "ada@x.example", "extras/Odd  header": "1"}))

    after = editor.patch(key_of(recorder, "ada@x.example"), {"extras": {"Odd  header": "2"}}, ANNA)

    assert shown(after) == {"email": "ada@x.example", "extras/Odd  header": "2"}


def test_a_value_says_nothing_where_it_was_typed_blank(editor: LeadEditor) -> None:
    typed = {"firstName": "Ada", "title": "  ", "company": None, "tags": [" "], "extras": {"City": ""}, "emails": None}

    assert shown(editor.create(typed, ANNA)) == {"firstName": "Ada"}


@pytest.mark.parametrize("nothing", ["N/A", " n/a", "-", "–", "(empty)"])
def test_what_only_says_that_there_is_nothing_takes_a_value_away(editor: LeadEditor, nothing: str) -> None:
    one = {"value": "ada@home.example"}
    full = {field.name: "one" for field in FIELDS} | {EMAIL: "ada@x.example", PHONE: "+49 30 1234560", TAGS: ["one"]}
    lead = editor.create(full | {"emails": [one], "extras": {"City": "Berlin"}}, ANNA)
    typed = {field.name: nothing for field in FIELDS} | {"company": "Kept", TAGS: [nothing], "emails": [one]}

    after = editor.patch(lead.lead_id, typed | {"phones": [{"value": nothing}], "extras": {"City": nothing}}, ANNA)

    assert shown(after) == {"company": "Kept", "emails/ada@home.example": "ada@home.example"}


def test_a_surname_and_a_value_without_a_field_may_be_words_that_say_nothing_elsewhere(editor: LeadEditor) -> None:
    typed = {"lastName": "Null", "company": "null", "tags": ["none", "vip"], "extras": {"Children": "None"}}

    assert shown(editor.create(typed, ANNA)) == {"lastName": "Null", "tags/vip": "vip", "extras/Children": "None"}


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ({"email": "no address"}, "email"),
        ({"firstName": "x" * 2001}, "firstName"),
        ({"notes": "x" * 20_001}, "notes"),
        ({"notes": "字" * 6_667}, "notes"),
        ({"tags": ["x" * 201]}, "tags"),
        ({"extras": {"City": "x" * 10_001}}, "extras"),
        ({"colour": "red"}, "colour"),
        ({"firstName": "\ud800"}, "firstName"),
        ({"tags": ["x"] * 51}, "tags"),
        ({"tags": "x"}, "tags"),
        ({"title": ["a", "b"]}, "title"),
        ({"emails": [{"value": "no address"}]}, "emails"),
        ({"phones": [{"value": "1234", "label": "x" * 201}]}, "phones"),
        ({"extras": {" ": "1"}}, "extras"),
        ({"extras": {"x" * 201: "1"}}, "extras"),
        ({"extras": {str(number): "1" for number in range(201)}}, "extras"),
        ({"title": "CEO"}, "firstName"),
        ({"extras": {"City": "Berlin"}}, "firstName"),
    ],
)
def test_fields_that_do_not_fit_are_named(aws: FakeAws, editor: LeadEditor, typed: dict[str, Any], named: str) -> None:
    error = refusal(lambda: editor.create(typed, ANNA))

    assert isinstance(error, Invalid)
    assert list(error.fields) == [named]
    assert leads_in(aws) == []


def test_only_what_has_a_value_can_be_protected(editor: LeadEditor) -> None:
    lead = editor.create({"firstName": "Ada", "title": "CEO"}, ANNA)

    for typed, protected in (({}, "phone"), ({"title": None}, "title")):
        error = refusal(lambda: editor.patch(lead.lead_id, typed, ANNA, protected=[protected]))  # noqa: B023
        assert isinstance(error, Invalid)
        assert list(error.fields) == [protected]


@pytest.mark.parametrize(
    ("typed", "part", "sentence"),
    [
        ({"phone": "030 1234567; 030 1234568"}, "phone", "Write one number here"),
        ({"phone": "call; me"}, "phone", "Write one number here"),
        ({"phones": [{"value": "call me (at home)"}]}, "phones", "Write what stands in brackets"),
        ({"phones": [{"value": "030 1234567", "label": "字" * 80}]}, "phones", "At most 200 bytes; these are 240."),
        ({"tags": ["字" * 80]}, "tags", "At most 200 bytes"),
        ({"notes": "字" * 9_000}, "notes", "At most 20,000 bytes"),
        ({"title": "字" * 900}, "title", "At most 2,000 bytes"),
        ({"extras": {"Story": "字" * 9_000}}, "extras", "At most 10,000 bytes"),
        ({"extras": {"字" * 80: "x"}}, "extras", "At most 200 bytes"),
    ],
)
def test_what_an_export_could_not_hold_is_refused(
    editor: LeadEditor, typed: dict[str, Any], part: str, sentence: str
) -> None:
    said = refusal(lambda: editor.create({"firstName": "Ada", **typed}, ANNA))

    assert isinstance(said, Invalid)
    assert said.fields[part].startswith(sentence)


def test_what_is_typed_is_written_as_an_import_would_write_it(editor: LeadEditor) -> None:
    typed = {
        "firstName": "Ada",
        "status": "N/A",
        "title": "-",
        "tags": ["vip; fair", "none", "new; '=1"],
        "phones": [{"value": "030 1234567", "label": "x)"}],
        "extras": {"City :": "Rome", "Age": "n/a"},
    }

    lead = editor.create(typed, ANNA)

    assert shown(lead) == {
        "firstName": "Ada",
        "tags/vip": "vip",
        "tags/fair": "fair",
        "tags/new": "new",
        "tags/=1": "=1",
        "phones/030 1234567": "030 1234567",
        "extras/City": "Rome",
    }
    assert lead.standing.state is not None
    assert lead.standing.state.held["phones/030 1234567"].label == "x"


def test_what_is_typed_is_protected_under_the_paths_that_it_gets(editor: LeadEditor) -> None:
    typed = {
        "firstName": "Ada",
        "tags": ["VIP; Straße"],
        "phones": [{"value": "+49 30 1234567"}],
        "emails": [{"value": "Ada@Home.example"}],
        "extras": {"City:": "Rome"},
    }
    protect = ["tags/VIP; Straße", "phones/+49 30 1234567", "emails/Ada@Home.example", "extras/City:"]

    lead = editor.create(typed, ANNA, protect)

    assert lead.standing.state is not None
    held = lead.standing.state.held
    assert [path for path, value in held.items() if not value.is_protected] == ["firstName"]


@pytest.mark.parametrize("path", ["phones/1; 2", "emails/nobody", "extras/Age", "tags/x", "title"])
def test_what_is_not_there_cannot_be_protected(editor: LeadEditor, path: str) -> None:
    said = refusal(lambda: editor.create({"firstName": "Ada"}, ANNA, [path]))

    assert said.fields == {path: "There is no value to protect."}
