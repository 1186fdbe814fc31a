"""The store of the own fields, what headers say of them, and the service with which an admin changes them."""

from __future__ import annotations

from crm.aws import clients
from crm.own_fields.editing import OwnFieldEditor
from crm.own_fields.header_memory import HeaderMemory
from crm.own_fields.store import OwnFieldStore
from crm.settings import Settings


def own_field_store(settings: Settings) -> OwnFieldStore:
    return OwnFieldStore(clients.dynamodb(), settings.leads_table)


def header_memory(settings: Settings) -> HeaderMemory:
    return HeaderMemory(clients.dynamodb(), settings.mappings_table)


def own_field_editor(settings: Settings) -> OwnFieldEditor:
    return OwnFieldEditor(own_field_store(settings))
