"""Leads in memory, on doubles of DynamoDB and S3."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from crm.statements.chains import Chains
from crm.statements.change_log import ChangeLog
from crm.statements.changes import Change
from crm.statements.identity import identity_of_email
from crm.statements.lead import Lead
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Recorder

from tests.doubles import FakeAws, fake_aws

TABLE = "leads"


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws()


@pytest.fixture
def recorder(aws: FakeAws) -> Recorder:
    return recorder_for(aws)


def recorder_for(aws: FakeAws) -> Recorder:
    dynamodb: Any = aws.dynamodb
    s3: Any = aws.s3
    return Recorder(LeadTable(dynamodb, TABLE), Chains(s3, aws.work_bucket), log_of(aws))


_NUMBERS = count(1)


def log_of(aws: FakeAws) -> ChangeLog:
    """The log, whose entries are in the order in which they were made, also those of one millisecond."""
    dynamodb: Any = aws.dynamodb
    s3: Any = aws.s3
    return ChangeLog(dynamodb, aws.changes_table, s3, aws.work_bucket, name_entry=lambda: f"{next(_NUMBERS):012}")


def changes_in(aws: FakeAws) -> list[Change]:
    """All changes that the log holds, in the order of its entries."""
    log = log_of(aws)
    return [change for entry in log.entries() if entry.is_written for change in log.changes_of(entry)]


def key_of(recorder: Recorder, email: str) -> str:
    """The key of the lead with this address."""
    identity = identity_of_email(email)
    assert identity is not None
    return recorder.leads.id_of(identity)


def leads_in(aws: FakeAws) -> list[Lead]:
    """All leads of the table, those in the bin too."""
    items = aws.dynamodb.all_items(TABLE)
    return sorted((Lead.from_item(item) for item in items if "lead" in item), key=lambda lead: lead.lead_id)
