"""The service with which people change leads."""

from __future__ import annotations

from crm.aws import clients
from crm.leads.editing import LeadEditor
from crm.settings import Settings


def lead_editor(settings: Settings) -> LeadEditor:
    return LeadEditor(
        clients.dynamodb(),
        leads_table=settings.leads_table,
        history_table=settings.history_table,
        imports_table=settings.imports_table,
    )
