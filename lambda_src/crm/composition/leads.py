"""The leads table, the chains of its leads, the log of their changes, and what records statements in all."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from crm.aws import clients
from crm.index.queue import IndexQueue
from crm.settings import Settings
from crm.statements.chains import Chains
from crm.statements.change_log import ChangeLog
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Recorder

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


def lead_table(settings: Settings) -> LeadTable:
    """The leads table; the same object while the function is warm, so that it reads the salt once."""
    return _lead_table(clients.dynamodb(), settings.leads_table)


def recorder(settings: Settings) -> Recorder:
    """Records statements; the same object while the function is warm, with the pieces of chains that it has read."""
    return _recorder(lead_table(settings), clients.s3(), settings.work_bucket, change_log(settings))


def change_log(settings: Settings) -> ChangeLog:
    """The log of changes, which tells the index writer what is written to it."""
    return _change_log(
        (clients.dynamodb(), settings.changes_table),
        (clients.s3(), settings.work_bucket),
        (clients.sqs(), settings.index_queue_url),
    )


@cache
def _change_log(
    table: tuple[DynamoDBClient, str], bucket: tuple[S3Client, str], queue: tuple[SQSClient, str]
) -> ChangeLog:
    return ChangeLog(*table, *bucket, tell=IndexQueue(*queue).tell)


@cache
def _lead_table(client: DynamoDBClient, table: str) -> LeadTable:
    return LeadTable(client, table)


@cache
def _recorder(leads: LeadTable, client: S3Client, bucket: str, log: ChangeLog) -> Recorder:
    return Recorder(leads, Chains(client, bucket), log)
