"""What a column mapping is, stored and shown."""

from __future__ import annotations

import pytest
from crm.mapping.mapping import PLAIN, PLAIN_RANK, SheetMapping, Transform, TransformKind

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
