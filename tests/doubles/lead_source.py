"""A source of leads that never change."""

from __future__ import annotations

from collections.abc import Iterable

from crm.leads.model import Lead
from crm.query.engine import LeadSet
from crm.query.lead_query import LeadQuery
from crm.query.source import Answer


class InMemorySource:
    """Answers from the leads that it was given."""

    def __init__(self, leads: Iterable[Lead], fresh_as_of: str = "") -> None:
        self._leads = LeadSet(leads)
        self._fresh_as_of = fresh_as_of

    def answer(self, query: LeadQuery) -> Answer:
        return Answer(self._leads.run(query), self._fresh_as_of)

    def matching(self, query: LeadQuery) -> Iterable[Lead]:
        return self._leads.matching(query)
