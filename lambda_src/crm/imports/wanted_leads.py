"""Which leads a bulk change is about: those that a query finds, or those that somebody has named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm.leads.reading import has_expired
from crm.query.lead_query import LeadQuery
from crm.statements.lead import Lead
from crm.statements.lead_table import LeadTable

_LEAD_IDS = "leadIds"


@dataclass(frozen=True, slots=True)
class NamedLeads:
    """Leads that somebody has named.

    Args:
        lead_ids: each may be of a lead that was merged into another, or of none.
    """

    lead_ids: Sequence[str]

    def ids(self, table: LeadTable) -> list[str]:
        """The ids of the leads, each once, in the order in which they were named."""
        owners = table.owners_of(self.lead_ids)
        return list(dict.fromkeys(owners[lead_id] for lead_id in self.lead_ids))

    def read(self, table: LeadTable, now: str, *, in_bin: bool) -> list[Lead]:
        """The leads that are there, each once, in the order in which they were named.

        Args:
            now: as ISO 8601; leads of the bin that have expired by then are gone.
            in_bin: whether those of the bin are meant instead of the others.
        """
        found = table.get_many(self.lead_ids)
        leads = {lead.lead_id: lead for lead_id in self.lead_ids if (lead := found.get(lead_id))}
        return [lead for lead in leads.values() if _is_meant(lead, now, in_bin=in_bin)]

    def to_json(self) -> dict[str, Any]:
        return {_LEAD_IDS: list(self.lead_ids)}


WantedLeads = LeadQuery | NamedLeads


def wanted_leads_from_json(value: Mapping[str, Any]) -> WantedLeads:
    """What `to_json` of either gave."""
    return NamedLeads(value[_LEAD_IDS]) if _LEAD_IDS in value else LeadQuery.from_json(value)


def _is_meant(lead: Lead, now: str, *, in_bin: bool) -> bool:
    state = lead.standing.state
    if state is None or state.is_there == in_bin:
        return False
    return not (in_bin and has_expired(lead, now))
