"""Labels of phones are ranked while a sheet streams by, so that workers need no vocabulary."""

from __future__ import annotations

import pytest
from crm.fields import TargetField
from crm.mapping.confidence import SURE
from crm.mapping.headers.label_ranks import LONGEST_LABEL, MOST_LABELS, LabelRanks, rank_of_label
from crm.mapping.mapping import PLAIN, PLAIN_RANK, ColumnMapping, DecidedBy, Transform, TransformKind
from crm.mapping.reasons import Reason, Why

LABEL = Transform(TransformKind.LABEL, label_of=1)


def column(place: int, header: str, field: TargetField, transform: Transform = PLAIN) -> ColumnMapping:
    return ColumnMapping(place, header, field, transform, SURE, DecidedBy.RULES, Reason(Why.HEADER_SAYS_SO))


LABELLED = (column(0, "Type", TargetField.REMARKS, LABEL), column(1, "Mobile", TargetField.PHONE))


def ranks(*labels: str) -> dict[str, int | None]:
    collected = LabelRanks(LABELLED)
    for label in labels:
        collected.read((label, "030 901820"))
    return collected.found


def test_labels_of_any_language_are_ranked_and_faxes_left_out() -> None:
    found = ranks("Work", "Fax", "Privat", " Handy ")
    assert found == {"Mobile": 20, "Work": 20, "Fax": None, "Privat": 40, "Handy": 20}


@pytest.mark.parametrize("label", ["Zorp", "", "x" * (LONGEST_LABEL + 1)])
def test_what_says_nothing_of_an_order_is_not_kept(label: str) -> None:
    assert rank_of_label(label) == PLAIN_RANK
    assert ranks(label) == {"Mobile": 20}


def test_a_sheet_without_labels_keeps_nothing() -> None:
    collected = LabelRanks(LABELLED[1:])
    collected.read(("Work", "Fax"))
    assert collected.found == {}


def test_a_row_that_ends_before_the_label_has_none() -> None:
    collected = LabelRanks(LABELLED)
    collected.read(())
    assert collected.found == {"Mobile": 20}


def test_endless_labels_take_no_memory() -> None:
    found = ranks(*(f"Work {number}" for number in range(MOST_LABELS)), "Home")
    assert "Home" not in found
    assert len(found) <= MOST_LABELS + 1
