"""What a row does to a lead (promise 2)."""

from __future__ import annotations

import random

import pytest
from crm.fields import MISSING
from crm.leads.merging import merge
from crm.leads.model import Lead
from crm.outcomes import Outcome, Policy

from tests.factories import incoming, source


def after(result: object) -> Lead:
    lead = result.after  # type: ignore[attr-defined]
    assert isinstance(lead, Lead)
    return lead


def test_a_row_of_an_unknown_person_creates_a_lead() -> None:
    result = merge(None, [incoming(first_name="Ada")], source())
    assert [o.outcome for o in result.outcomes] == [Outcome.CREATED]
    assert after(result).values.first_name == "Ada"
    assert after(result).source_file == "file1.csv"


def test_a_newer_row_overwrites_all_fields_and_keeps_id_and_creation() -> None:
    old = after(merge(None, [incoming(first_name="Ada", phone="1")], source(1)))
    result = merge(old, [incoming(first_name="Augusta")], source(2, now="2026-11-25T00:00:00.000Z"))
    new = after(result)
    assert [o.outcome for o in result.outcomes] == [Outcome.UPDATED]
    assert (new.values.first_name, new.values.phone) == ("Augusta", MISSING)
    assert (new.lead_id, new.created_at) == (old.lead_id, old.created_at)
    assert (new.source_file, new.updated_at) == ("file2.csv", "2026-11-25T00:00:00.000Z")
    assert [(c.before, c.after.values) for c in result.history] == [(old, new.values)]


def test_a_late_older_row_is_superseded() -> None:
    newer = after(merge(None, [incoming(first_name="New")], source(2)))
    result = merge(newer, [incoming(first_name="Old")], source(1))
    assert [o.outcome for o in result.outcomes] == [Outcome.SUPERSEDED]
    assert not result.changes


def test_equal_values_are_unchanged_and_keep_time_and_file() -> None:
    old = after(merge(None, [incoming(first_name="Ada")], source(1)))
    result = merge(old, [incoming(first_name="Ada")], source(2, now="2027-01-01T00:00:00.000Z"))
    assert [o.outcome for o in result.outcomes] == [Outcome.UNCHANGED]
    assert (after(result).updated_at, after(result).source_file) == (old.updated_at, old.source_file)
    assert [c.outcome for c in result.history] == [Outcome.UNCHANGED]


def test_an_unchanged_row_still_supersedes_older_ones() -> None:
    first = after(merge(None, [incoming(first_name="Ada")], source(1)))
    second = after(merge(first, [incoming(first_name="Ada")], source(3)))
    late = merge(second, [incoming(first_name="Augusta")], source(2))
    assert [o.outcome for o in late.outcomes] == [Outcome.SUPERSEDED]


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [([incoming(first_name="Ada")], Outcome.CREATED), ([incoming(first_name="Augusta")], Outcome.UPDATED)],
)
def test_a_repeated_delivery_reports_the_outcome_of_the_first(rows: list, outcome: Outcome) -> None:  # type: ignore[type-arg]
    before = None if outcome is Outcome.CREATED else after(merge(None, [incoming(first_name="Ada")], source(1)))
    first = merge(before, rows, source(2))
    again = merge(first.after, rows, source(2))
    assert [o.outcome for o in again.outcomes] == [o.outcome for o in first.outcomes] == [outcome]
    assert not again.changes


def test_two_rows_of_one_person_in_a_batch_apply_in_row_order() -> None:
    result = merge(None, [incoming(2, first_name="Ada"), incoming(5, first_name="Augusta")], source())
    assert [o.outcome for o in result.outcomes] == [Outcome.CREATED, Outcome.UPDATED]
    assert after(result).values.first_name == "Augusta"
    assert [c.outcome for c in result.history] == [Outcome.UPDATED]


def test_the_newest_row_wins_in_any_order_of_arrival() -> None:
    deliveries = [
        (incoming(row, sheet, first_name=f"{seq}-{sheet}-{row}"), source(seq))
        for seq in (1, 2)
        for sheet in (0, 1)
        for row in (2, 3)
    ]
    chance = random.Random(1)
    for _ in range(300):
        lead = None
        for row, origin in chance.sample(deliveries, len(deliveries)):
            lead = merge(lead, [row], origin).after
        assert lead is not None
        assert lead.values.first_name == "2-1-3"


def test_fill_sets_only_what_is_missing() -> None:
    old = after(merge(None, [incoming(first_name="Ada")], source(1)))
    result = merge(old, [incoming(first_name="X", phone="1")], source(2, Policy.FILL))
    assert (after(result).values.first_name, after(result).values.phone) == ("Ada", "1")
    assert [o.outcome for o in result.outcomes] == [Outcome.UPDATED]


def test_skip_leaves_the_lead_unchanged() -> None:
    old = after(merge(None, [incoming(first_name="Ada")], source(1)))
    result = merge(old, [incoming(first_name="X")], source(2, Policy.SKIP))
    assert [o.outcome for o in result.outcomes] == [Outcome.SKIPPED]
    assert result.outcomes[0].reason
    assert not result.changes
