"""A source of leads that never change."""

from __future__ import annotations

from collections.abc import Iterable

from crm.own_fields.definition import OwnFields
from crm.query.conditions import Comparison, Filter
from crm.query.csv_export import csv_lines
from crm.query.lead_query import LeadQuery
from crm.query.lead_texts import LeadTexts
from crm.query.source import Answer, Matching, Values
from crm.statements.lead import Lead

from tests.plain_query.engine import LeadSet
from tests.unit.query.stored import extras_among


class InMemorySource:
    """Answers from the leads and with the own fields that it was given."""

    def __init__(self, leads: Iterable[Lead], fresh_as_of: str = "", own_fields: OwnFields = ()) -> None:
        self._leads = LeadSet(leads, own_fields)
        self._own_fields = own_fields
        self._fresh_as_of = fresh_as_of

    def answer(self, query: LeadQuery) -> Answer:
        return Answer(self._leads.run(query), self._fresh_as_of)

    def matching(self, query: LeadQuery) -> Matching:
        leads = self._leads.matching(query)
        texts = [LeadTexts.of(lead) for lead in leads]
        return Matching(len(leads), extras_among(leads), [texts], lambda columns: [list(csv_lines(texts, columns))])

    def lead_ids(self, query: LeadQuery) -> list[str]:
        return [lead.lead_id for lead in self._leads.matching(query)]

    def values(self, path: str, most: int) -> Values:
        leads = sorted(
            self._leads.matching(LeadQuery(where=Filter(path, Comparison.NOT_EMPTY))), key=lambda lead: lead.lead_id
        )
        return Values([LeadTexts.of(lead).text(path) for lead in leads[:most]], len(leads))

    def own_fields(self) -> OwnFields:
        return self._own_fields
