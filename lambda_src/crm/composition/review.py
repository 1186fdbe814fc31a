"""The service that tries drafts."""

from __future__ import annotations

import time

from crm.aws import clients
from crm.composition.imports import import_store, work_files
from crm.composition.own_fields import own_field_store
from crm.imports.trying import Trier
from crm.settings import Settings
from crm.statements.rehearsal import RehearsedChains, RehearsedLeads


def trier(settings: Settings) -> Trier:
    """What tries the drafts of imports."""

    def rehearse() -> tuple[RehearsedLeads, RehearsedChains]:
        leads = RehearsedLeads(clients.dynamodb(), settings.leads_table)
        return leads, RehearsedChains(clients.s3(), settings.work_bucket)

    fields = own_field_store(settings)
    return Trier(import_store(settings), work_files(settings), lambda: fields.read().fields, rehearse, time.monotonic)
