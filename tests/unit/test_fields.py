"""The table of fields is the one description: whatever names fields names the same ones."""

from __future__ import annotations

import pytest
from crm.export_labels import LABELS, extra_header, header_of_extra
from crm.fields import BY_HEADER, FIELD_BY_NAME, IDENTIFYING, LEAD_FIELDS, TARGETS, TargetField
from crm.preview import SHOWN_FIELDS


def test_a_column_may_go_to_every_field() -> None:
    # The notes are remarks of a kind, see `TransformKind.NOTES`.
    assert set(LEAD_FIELDS) - {"notes"} < set(TARGETS)


def test_code_names_only_targets_that_there_are() -> None:
    assert set(TargetField) <= set(TARGETS)


def test_no_two_fields_claim_a_header() -> None:
    claimed = [header.casefold() for field in BY_HEADER.values() for header in {field.label.casefold(), *field.headers}]
    assert len(set(claimed)) == len(claimed)


def test_a_preview_shows_every_field_that_identifies() -> None:
    assert set(IDENTIFYING) < set(SHOWN_FIELDS)


def test_the_labels_of_an_export_are_distinct() -> None:
    assert len({label.casefold() for label in LABELS}) == len(LABELS)
    assert {field.label for field in FIELD_BY_NAME.values()} < set(LABELS)


@pytest.mark.parametrize("header", ["City", "Phone", "lead id", "Further emails", "Extra: Phone", "Extra: "])
def test_an_extra_comes_back_under_its_own_header_and_never_as_a_field(header: str) -> None:
    written = extra_header(header)
    assert written.casefold() not in {label.casefold() for label in LABELS}
    assert header_of_extra(written) == header
