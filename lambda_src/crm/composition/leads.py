"""The leads table, the chains of its leads, and what records statements in both."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from crm.aws import clients
from crm.settings import Settings
from crm.statements.chains import Chains
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Recorder

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client


def lead_table(settings: Settings) -> LeadTable:
    """The leads table; the same object while the function is warm, so that it reads the salt once."""
    return _lead_table(clients.dynamodb(), settings.leads_table)


def recorder(settings: Settings) -> Recorder:
    """Records statements; the same object while the function is warm, with the pieces of chains that it has read."""
    return _recorder(lead_table(settings), clients.s3(), settings.work_bucket)


@cache
def _lead_table(client: DynamoDBClient, table: str) -> LeadTable:
    return LeadTable(client, table)


@cache
def _recorder(leads: LeadTable, client: S3Client, bucket: str) -> Recorder:
    return Recorder(leads, Chains(client, bucket))
