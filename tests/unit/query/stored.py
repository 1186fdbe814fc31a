"""Leads as they are in the table and in its log, without a way by which they came there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crm.leads.reading import extras_of
from crm.said import extra_path
from crm.statements.change_log import ChangeLog
from crm.statements.changes import Change
from crm.statements.lead import Lead

from tests.doubles.aws import FakeAws


def store(aws: FakeAws, *leads: Lead) -> None:
    """Puts leads into the table, and says so in the log."""
    for one in leads:
        aws.dynamodb.put_item(TableName=aws.leads_table, Item=one.to_item())
    client: Any = aws.dynamodb
    s3: Any = aws.s3
    ChangeLog(client, aws.changes_table, s3, aws.work_bucket).publish([Change.of(one) for one in leads])


def extras_among(leads: Iterable[Lead]) -> set[str]:
    """Paths of the extras that leads have."""
    states = (lead.standing.state for lead in leads)
    return {extra_path(header) for state in states if state is not None for header in extras_of(state)}
