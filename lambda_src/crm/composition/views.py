"""The service with which people keep views."""

from __future__ import annotations

from crm.aws import clients
from crm.composition.own_fields import own_field_store
from crm.settings import Settings
from crm.views.editing import ViewEditor
from crm.views.store import ViewStore


def view_editor(settings: Settings) -> ViewEditor:
    return ViewEditor(ViewStore(clients.dynamodb(), settings.leads_table), own_field_store(settings))
