"""Rows and leads of pages are kept, and never beyond the time at which they are true."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from crm.index.lead_index import LeadIndex
from crm.index.records import lead_of
from crm.own_fields.definition import OwnField
from crm.query.conditions import EVERY_LEAD, Comparison, Filter
from crm.query.lead_query import LeadQuery, Sort
from crm.statements.lead import Lead

from tests.unit.index.checking import check
from tests.unit.index.leads import LIMITS, NOW, compacted, made
from tests.unit.query.leads import lead


def test_pages_that_were_found_before_are_found_anew_after_a_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crm.index.paging.RUN", 2)
    leads = [lead(number, company=f"Acme {number % 3}", status="new") for number in range(1, 12)]
    index = LeadIndex(None, LIMITS)
    index.apply([made(one) for one in leads], NOW)
    is_new = Filter("status", Comparison.EQUALS, ("new",))
    pages = [
        LeadQuery(where=where, sort=Sort("company"), page=page, page_size=3)
        for where in (EVERY_LEAD, is_new)
        for page in (1, 2, 3, 2, 1, 9)
    ]
    for one in (None, lead(12, company="Acme 1", status="new"), lead(3, company="Zeta", status="new")):
        if one is not None:
            leads = [*(other for other in leads if other.lead_id != one.lead_id), one]
            index.apply([made(one, revision=2)], NOW)
        for asked in pages:
            check(index, leads, (), asked)
    index.close()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the leads that are put together from their columns."""
    ids: list[str] = []

    def noted(row: Sequence[str], headers: Sequence[str]) -> Lead:
        ids.append(row[0])
        return lead_of(row, headers)

    monkeypatch.setattr("crm.index.lead_index.lead_of", noted)
    return ids


def test_the_newest_leads_of_a_file_are_kept_as_they_are_shown_while_rows_keep_their_numbers(
    tmp_path: Path, read: list[str]
) -> None:
    leads = [lead(number, company=f"Acme {number}", extras={"City": "Berlin"}) for number in range(1, 6)]
    index = LeadIndex(compacted(tmp_path, [[made(one) for one in leads]], ()), LIMITS)
    check(index, leads, (), LeadQuery())
    assert read == []
    check(index, leads, (OwnField(key="city", label="City"),), LeadQuery())
    assert len(read) == len(leads)
    index.close()


def test_after_a_change_only_the_leads_that_have_changed_are_read_again(read: list[str]) -> None:
    leads = [lead(number, company=f"Acme {number}") for number in range(1, 6)]
    index = LeadIndex(None, LIMITS)
    index.apply([made(one) for one in leads], NOW)
    check(index, leads, (), LeadQuery())
    read.clear()

    leads[1] = lead(2, company="Zeta")
    index.apply([made(leads[1], revision=2)], NOW)

    check(index, leads, (), LeadQuery())
    assert read == [leads[1].lead_id]
    index.close()


def test_more_leads_than_are_kept_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.index.lead_index.KEPT_LEADS", 3)
    leads = [lead(number) for number in range(1, 8)]
    index = LeadIndex(None, LIMITS)
    index.apply([made(one) for one in leads], NOW)
    for page in (1, 2, 3, 4, 2, 1):
        check(index, leads, (), LeadQuery(page=page, page_size=2))
    index.close()
