"""Compares answers of the index with those of the engine in memory."""

from __future__ import annotations

from collections.abc import Sequence

from crm.index.lead_index import LeadIndex
from crm.leads.answers import leads_of
from crm.own_fields.definition import OwnField
from crm.query.lead_query import LeadQuery
from crm.query.results import Page
from crm.statements.lead import Lead

from tests.plain_query.engine import LeadSet
from tests.unit.index.leads import NOW


def check(index: LeadIndex, leads: Sequence[Lead], own: Sequence[OwnField], asked: LeadQuery) -> None:
    """Compares one answer with the engine's."""
    engine = LeadSet(leads, own, NOW)
    ours, right = index.answer(asked, own, NOW), engine.run(asked)
    if isinstance(right, Page):
        assert isinstance(ours, Page)
        assert [lead.lead_id for lead in ours.leads] == [lead.lead_id for lead in right.leads], asked
        assert ours.total == right.total
        assert leads_of(ours.leads, tuple(own)) == leads_of(right.leads, tuple(own))
    else:
        assert ours == right, asked
