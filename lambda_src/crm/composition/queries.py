"""What answers queries over leads in a deployed function."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from crm.aws import clients
from crm.index.index_files import IndexFiles
from crm.index.manifest import ManifestStore
from crm.index.source import IndexSource
from crm.own_fields.store import OwnFieldStore
from crm.settings import Settings
from crm.statements.change_log import ChangeLog
from crm.statements.lead_table import LeadTable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client


def lead_source(settings: Settings, *, memory_mib: int = 1_024) -> IndexSource:
    """The source of this function's answers; the same object while the function is warm.

    Args:
        memory_mib: what its database may use.
    """
    bucket = (clients.s3(), settings.work_bucket)
    tables = (settings.leads_table, settings.changes_table, settings.athena_table)
    return index_source(clients.dynamodb(), tables, bucket, memory_mib)


@cache
def index_source(
    client: DynamoDBClient, tables: tuple[str, str, str], bucket: tuple[S3Client, str], memory_mib: int
) -> IndexSource:
    """As `lead_source`; the tables are those of leads, of changes, and in Athena."""
    leads_table, changes_table, athena_table = tables
    return IndexSource(
        ChangeLog(client, changes_table, *bucket),
        LeadTable(client, leads_table),
        OwnFieldStore(client, leads_table),
        ManifestStore(client, changes_table),
        IndexFiles(*bucket),
        memory_mib=memory_mib,
        athena_table=athena_table,
    )
