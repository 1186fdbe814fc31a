"""What a column mapping is, stored and shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from crm.fields import TargetField
from crm.mapping.decision import decide_mapping
from crm.mapping.mapping import PLAIN, PLAIN_RANK, DecidedBy, SheetMapping, Transform, TransformKind

from tests.unit.mapping.doubles import Memory, sheet

CHOICE = Transform(TransformKind.CHOICE, choice=2)
LABEL = Transform(TransformKind.LABEL, label_of=0)
ORDER = Transform(TransformKind.FAMILY_NAME_FIRST)


@pytest.mark.parametrize(
    ("transform", "stored", "text", "name_order"),
    [
        (PLAIN, {"kind": "plain"}, "", ""),
        (CHOICE, {"kind": "choice", "choice": 2}, "choice 2", ""),
        (LABEL, {"kind": "label", "labelOf": 0}, "label of 0", ""),
        (ORDER, {"kind": "family name first"}, "family name first", "family name first"),
        (Transform(TransformKind.NOTES), {"kind": "notes"}, "notes", ""),
    ],
)
def test_a_transform_is_stored_as_an_object_and_shown_as_a_text(
    transform: Transform, stored: dict[str, object], text: str, name_order: str
) -> None:
    assert transform.to_json() == stored
    assert Transform.from_json(stored) == transform
    assert (transform.text, transform.name_order) == (text, name_order)


def test_labels_that_say_nothing_of_an_order_come_as_a_plain_column_does() -> None:
    mapping = SheetMapping("signature", (), label_ranks={"Work": 20, "Fax": None})

    stored = SheetMapping.from_json(mapping.to_json())

    assert [stored.rank_of_label(label) for label in ("Work", "Fax", "Zorp")] == [20, None, PLAIN_RANK]


def test_who_owns_the_file_is_stored_with_the_mapping() -> None:
    mapping = SheetMapping("signature", (), ours={3: "till@x.example"})

    assert SheetMapping.from_json(mapping.to_json()).ours == {3: "till@x.example"}


@pytest.mark.parametrize(
    ("header", "is_plain"), [("E-Mail 2", True), ("Telefon", True), ("Work email", False), ("", False)]
)
def test_whether_a_header_only_says_that_it_is_an_email_or_a_phone_is_stored(header: str, is_plain: bool) -> None:
    head = sheet(("Name", header), ("Anna Meier", "a@x.com"))
    mapping = decide_mapping(head, memory=None, model=None, region=None).mapping

    assert SheetMapping.from_json(mapping.to_json()).columns[1].is_plain is is_plain


def test_a_column_that_a_person_has_corrected_keeps_what_its_header_says() -> None:
    head = sheet(("Email", "Home"), ("a@x.com", "b@x.com"))
    ruled = decide_mapping(head, memory=None, model=None, region=None).mapping
    users = tuple(replace(column, field=TargetField.TAGS, decided_by=DecidedBy.USER) for column in ruled.columns[1:])
    memory = Memory(SheetMapping(ruled.signature, (ruled.columns[0], *users)))

    recalled = decide_mapping(head, memory=memory, model=None, region=None).mapping

    assert [(column.field, column.is_plain) for column in recalled.columns] == [
        (TargetField.EMAIL, True),
        (TargetField.TAGS, False),
    ]
