"""The store of leads."""

from __future__ import annotations

from crm.aws import clients
from crm.leads.repository import LeadStore
from crm.settings import Settings


def lead_store(settings: Settings) -> LeadStore:
    return LeadStore(clients.dynamodb(), settings.leads_table)
