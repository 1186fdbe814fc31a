"""The store of exports."""

from __future__ import annotations

from crm.aws import clients
from crm.query.exports import Exports
from crm.settings import Settings


def exports(settings: Settings) -> Exports:
    return Exports(clients.s3(), settings.work_bucket)
