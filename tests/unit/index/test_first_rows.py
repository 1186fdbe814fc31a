"""The first rows of an order over all leads are those of the order, whatever is passed over to find them."""

from __future__ import annotations

import pytest
from crm.index.lead_index import LeadIndex
from crm.query.lead_query import LeadQuery, Sort

from tests.unit.index.checking import check
from tests.unit.index.leads import LIMITS, NOW, made
from tests.unit.query.leads import lead

NOTES = ("to call", "to", "to call back", "", "told", "to call", "", "a", "told off", "to call again")


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("first", [1, 3, 6, 9])
def test_texts_that_begin_alike_and_leads_without_one_come_in_their_order(
    monkeypatch: pytest.MonkeyPatch, first: int, descending: bool
) -> None:
    monkeypatch.setattr("crm.index.rows.BEGINNING", 3)
    monkeypatch.setattr("crm.index.paging.RUN", first)
    leads = [lead(number, notes=notes) for number, notes in enumerate(NOTES, 1)]
    index = LeadIndex(None, LIMITS)
    index.apply([made(one) for one in leads], NOW)
    check(index, leads, (), LeadQuery(sort=Sort("notes", descending), page_size=len(leads)))
    index.close()
