"""Chooses the source that answers queries over leads in a deployed function."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from crm.aws import clients
from crm.query.source import LeadSource
from crm.query.table_source import TableSource
from crm.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def lead_source(settings: Settings) -> LeadSource:
    """The source of this function's answers; the same object while the function is warm."""
    return _table_source(clients.dynamodb(), settings.leads_table, settings.changes_table)


@cache
def _table_source(client: DynamoDBClient, leads_table: str, changes_table: str) -> LeadSource:
    return TableSource(client, leads_table, changes_table)
