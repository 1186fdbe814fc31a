"""An index in memory that is kept up to date, and what readers would see of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from crm.index.index_files import IndexFiles
from crm.index.manifest import ManifestStore
from crm.index.rebuilding import IndexRebuilder
from crm.index.writing import IndexWriter
from crm.own_fields.store import OwnFieldStore
from crm.statements.chains import Chains
from crm.statements.change_log import ChangeLog, resolved
from crm.statements.changes import Change, newest, unpacked
from crm.statements.lead_scan import scanned
from crm.statements.lead_table import LeadTable

from tests.doubles import FakeAws
from tests.doubles.index_engine import PlainEngine
from tests.unit.statements.conftest import leads_in


def index_writer(aws: FakeAws, dynamodb: Any = None, s3: Any = None) -> IndexWriter:
    """An index writer.

    Args:
        dynamodb, s3: clients to use, with faults; by default those of `aws`.
    """
    dynamodb, s3 = dynamodb or aws.dynamodb, s3 or aws.s3
    return IndexWriter(
        log=ChangeLog(dynamodb, aws.changes_table, s3, aws.work_bucket, now=aws.clock),
        leads=LeadTable(dynamodb, aws.leads_table),
        chains=Chains(s3, aws.work_bucket),
        own_fields=OwnFieldStore(dynamodb, aws.leads_table),
        manifests=ManifestStore(dynamodb, aws.changes_table),
        files=IndexFiles(s3, aws.work_bucket),
        engine=PlainEngine(),
        now=lambda: aws.clock.moment().timestamp(),
    )


def rebuilder(aws: FakeAws, writer: IndexWriter | None = None) -> IndexRebuilder:
    client: Any = aws.dynamodb
    return IndexRebuilder(writer or index_writer(aws), partial(scanned, client, aws.leads_table, 2))


def seen(aws: FakeAws) -> dict[str, str]:
    """The text of each lead by its id, as a reader sees it: the log first, then the manifest, then its files."""
    writer = index_writer(aws)
    entries = writer.log.entries()
    manifest = writer.manifests.read()
    bodies = [aws.s3.objects(aws.work_bucket)[file.key] for file in manifest.files]
    changes: list[Change] = [change for body in bodies for change in unpacked(body)]
    for entry in entries:
        if entry.is_written and not manifest.doubts(entry):
            changes += writer.log.changes_of(entry)
        else:
            changes += resolved(entry, writer.log, writer.leads, writer.chains)
    return {change.lead_id: change.text for change in newest(changes).values() if change.text is not None}


def table(aws: FakeAws) -> dict[str, str]:
    """The text of each lead of the table, by its id."""
    return {lead.lead_id: lead.to_text() for lead in leads_in(aws)}
