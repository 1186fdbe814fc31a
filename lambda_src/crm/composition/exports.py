"""The store of exports."""

from __future__ import annotations

from crm.aws import clients
from crm.query.exports import ExportStore
from crm.settings import Settings


def exports(settings: Settings) -> ExportStore:
    return ExportStore(clients.s3(), settings.work_bucket)
