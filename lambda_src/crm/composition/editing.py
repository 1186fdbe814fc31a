"""The services with which people change and merge leads."""

from __future__ import annotations

from crm.aws import clients
from crm.composition.leads import recorder
from crm.imports.sequence import newest_sequence
from crm.leads.editing import LeadEditor
from crm.leads.merging import LeadMerger
from crm.settings import Settings


def lead_editor(settings: Settings) -> LeadEditor:
    table = settings.imports_table
    return LeadEditor(recorder(settings), sequence=lambda: newest_sequence(clients.dynamodb(), table))


def lead_merger(settings: Settings) -> LeadMerger:
    table = settings.imports_table
    return LeadMerger(recorder(settings), sequence=lambda: newest_sequence(clients.dynamodb(), table))
