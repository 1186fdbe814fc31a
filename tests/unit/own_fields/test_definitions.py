"""Definitions: what fits among the others, how they are stored, and what they read of a lead."""

from __future__ import annotations

from typing import Any, cast

import pytest
from crm.aws.versioned_items import MAX_BYTES
from crm.errors import Conflict, Invalid, NotFound
from crm.own_fields.definition import MAX_CHOICE, MAX_CHOICES, FieldType, OwnField, key_for
from crm.own_fields.editing import OwnFieldEditor
from crm.own_fields.store import OwnFieldStore
from crm.own_fields.values import StoredTexts, own_field_values
from crm.said import header_key
from crm.statements.folding import LeadState
from crm.statements.in_order import fold
from crm.statements.statement import Statement

from tests.doubles import fake_aws
from tests.factories import lead
from tests.unit.statements.in_words import edit, row


class Fields:
    """An editor over a table in memory."""

    def __init__(self) -> None:
        self.aws = fake_aws()
        self.store = OwnFieldStore(cast(Any, self.aws.dynamodb), self.aws.leads_table)
        self.editor = OwnFieldEditor(self.store)

    def keys(self) -> list[str]:
        return [field.key for field in self.store.read().fields]


@pytest.fixture
def fields() -> Fields:
    return Fields()


def state_of(**extras: str) -> LeadState:
    state = lead(1, {f"extras/{header}": text for header, text in extras.items()}).standing.state
    assert state is not None
    return state


def test_fields_are_kept_in_the_order_in_which_they_were_made(fields: Fields) -> None:
    fields.editor.add("Renewal", FieldType.DATE, headers=("Renewal date",), day_first=False)
    fields.editor.add("Tier", FieldType.CHOICE, choices=("Gold", "Silver"))
    assert fields.store.read().fields == (
        OwnField(key="renewal", label="Renewal", type=FieldType.DATE, headers=("Renewal date",), day_first=False),
        OwnField(key="tier", label="Tier", type=FieldType.CHOICE, choices=("Gold", "Silver")),
    )
    assert fields.store.read().version == 2


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Annual revenue", "annualRevenue"),
        ("Größe", "grosse"),
        ("城市", "field"),
        ("2nd contact", "field2ndContact"),
        ("Emails", "emails2"),
        ("City", "city2"),
    ],
)
def test_a_key_is_made_of_the_label_and_taken_by_nobody(label: str, key: str) -> None:
    assert key_for(label, ["city"]) == key


def test_a_key_stays_when_the_label_changes_and_what_was_edited_before_is_still_read(fields: Fields) -> None:
    key = fields.editor.add("Renewal", FieldType.TEXT).key
    changed = fields.editor.change(key, label="Next renewal")
    assert (changed.key, changed.label, changed.headers) == (key, "Next renewal", ("Renewal",))


def test_another_type_drops_the_choices(fields: Fields) -> None:
    key = fields.editor.add("Tier", FieldType.CHOICE, choices=("Gold",)).key
    assert fields.editor.change(key, type=FieldType.TEXT).choices == ()


def test_changing_nothing_writes_nothing(fields: Fields) -> None:
    key = fields.editor.add("Tier", FieldType.TEXT).key
    fields.editor.change(key, label="Tier")
    assert fields.store.read().version == 1


def test_a_removed_field_is_gone_and_removing_it_again_says_so(fields: Fields) -> None:
    key = fields.editor.add("Tier", FieldType.TEXT).key
    fields.editor.remove(key)
    assert fields.keys() == []
    with pytest.raises(NotFound):
        fields.editor.remove(key)
    with pytest.raises(NotFound):
        fields.editor.change(key, label="Level")


@pytest.mark.parametrize(
    ("parts", "part"),
    [
        ({"label": " "}, "label"),
        ({"label": "x" * 81}, "label"),
        ({"label": "e-mail", "headers": ("x" * 201,)}, "headers"),
        ({"label": "First Name"}, "label"),
        ({"label": "Further emails"}, "label"),
        ({"label": "X", "choices": ("a",)}, "choices"),
        ({"label": "X", "type": FieldType.CHOICE, "choices": ("a" * (MAX_CHOICE + 1),)}, "choices"),
        ({"label": "X", "type": FieldType.CHOICE, "choices": tuple(map(str, range(MAX_CHOICES + 1)))}, "choices"),
    ],
)
def test_a_definition_that_does_not_fit_is_refused_and_the_part_named(
    fields: Fields, parts: dict[str, Any], part: str
) -> None:
    with pytest.raises(Invalid) as caught:
        fields.editor.add(**{"type": FieldType.TEXT, **parts})
    assert part in caught.value.fields


def test_two_fields_never_have_one_label_or_read_one_header(fields: Fields) -> None:
    fields.editor.add("Renewal", FieldType.DATE, headers=("Renewal date",))
    for label, headers in (("RENEWAL", ()), ("Date", ("Renewal date",)), ("Renewal date", ()), ("Date", ("Renewal",))):
        with pytest.raises(Conflict) as caught:
            fields.editor.add(label, FieldType.TEXT, headers=headers)
        assert caught.value.code == "field_exists"


def test_choices_that_differ_in_case_are_one(fields: Fields) -> None:
    made = fields.editor.add("Tier", FieldType.CHOICE, choices=("Gold", " gold", "", "Silver"))
    assert made.choices == ("Gold", "Silver")


def test_of_two_people_at_once_the_second_is_told(fields: Fields) -> None:
    seen = fields.store.read()
    fields.editor.add("Tier", FieldType.TEXT)
    with pytest.raises(Conflict) as caught:
        fields.store.write((), seen)
    assert caught.value.code == "busy"
    assert fields.keys() == ["tier"]


def test_more_than_an_item_holds_is_refused(fields: Fields) -> None:
    many = tuple(OwnField(key=f"f{number}", label="語" * (MAX_BYTES // 90)) for number in range(40))
    with pytest.raises(Invalid):
        fields.store.write(many, fields.store.read())


BOB = {"firstName": "Bob"}
CITY = OwnField(key="city", label="City", headers=("Town", "Ört chen"))


def city_after(*statements: Statement) -> str | None:
    """The city of a lead of which this has been said."""
    state = fold(statements)
    assert state is not None
    return StoredTexts((CITY,)).of(state).get("city")


def test_of_several_headers_that_one_row_fills_the_label_counts_first_and_then_their_order() -> None:
    assert city_after(row(1, {**BOB, "extras/Ört chen": "Bonn", "extras/Town": "Berlin"})) == "Berlin"
    assert city_after(row(1, {**BOB, "extras/Ört chen": "Bonn", "extras/City": "Köln"})) == "Köln"
    assert city_after(row(1, {**BOB, "extras/Land": "DE"})) is None


def test_of_several_headers_the_value_counts_that_was_said_last() -> None:
    first = row(1, {**BOB, "extras/City": "Köln"})

    assert city_after(first, row(2, {**BOB, "extras/Town": "Berlin"})) == "Berlin"
    assert city_after(row(2, {**BOB, "extras/Town": "Berlin"}), row(3, {**BOB, "extras/City": "Bonn"})) == "Bonn"
    assert city_after(first, edit(1, {"extras/City": "Bonn"}), row(2, {**BOB, "extras/Town": "Berlin"})) == "Berlin"


def test_a_value_that_a_person_has_protected_counts_before_what_other_headers_say_later() -> None:
    typed = edit(1, {"extras/City": "Bonn"}, protect=True)

    assert city_after(row(1, BOB), typed, row(2, {**BOB, "extras/Town": "Berlin"})) == "Bonn"


@pytest.mark.parametrize("header", ["town", "TOWN", " To wn", "ortchen", "ÖRT CHEN", "Cíty"])
def test_a_header_is_known_however_a_file_writes_its_case_accents_and_blanks(header: str) -> None:
    assert city_after(row(1, {**BOB, f"extras/{header}": "Bonn"})) == "Bonn"


@pytest.mark.parametrize("header", ["Town %", "Towns", "Town 2"])
def test_a_header_with_other_letters_or_signs_is_another(header: str) -> None:
    assert city_after(row(1, {**BOB, f"extras/{header}": "Bonn"})) is None


def test_letters_of_which_a_mark_makes_others_are_not_taken_for_one_another() -> None:
    assert header_key("ガラス") != header_key("カラス")


def test_headers_that_are_one_in_another_spelling_are_kept_once_and_belong_to_one_field(fields: Fields) -> None:
    made = fields.editor.add("Customer no", FieldType.TEXT, headers=("customer No", "Kunden-Nr.", "KUNDEN-NR."))
    assert made.headers == ("Kunden-Nr.",)
    with pytest.raises(Conflict):
        fields.editor.add("Number", FieldType.TEXT, headers=("CustomerNo",))


def test_the_values_of_a_lead_are_typed_and_a_text_that_does_not_fit_stays_as_it_is() -> None:
    state = state_of(Revenue="1.200,50", Renewal="soon", Areas="IT; Sales", VIP="ja")
    fields = (
        OwnField(key="revenue", label="Revenue", type=FieldType.NUMBER),
        OwnField(key="renewal", label="Renewal", type=FieldType.DATE),
        OwnField(key="areas", label="Areas", type=FieldType.CHOICES),
        OwnField(key="vip", label="VIP", type=FieldType.YES_NO),
        OwnField(key="city", label="City"),
    )
    assert own_field_values(state, StoredTexts(fields)) == {
        "revenue": 1200.5,
        "renewal": "soon",
        "areas": ["IT", "Sales"],
        "vip": True,
        "city": None,
    }
