"""What a page of leads costs, and what it costs to keep the read model of a million imported rows.

Units of DynamoDB are counted on doubles that count as AWS bills; seconds of functions are those of
`./easy-crm bench query` with a million leads (docs/measurements.md, "Read model"), rounded up.
"""

from __future__ import annotations

from typing import Any

from crm.index.index_files import IndexFiles
from crm.index.manifest import IndexFile, Manifest, ManifestStore
from crm.index.source import IndexSource
from crm.index.writing import is_compaction_due
from crm.own_fields.store import OwnFieldStore
from crm.query.lead_query import LeadQuery
from crm.statements.change_log import ChangeLog
from crm.statements.lead_table import LeadTable

from benchmarks.costs import Bill
from easy_crm.function_sizes import INDEX_WRITER, LEAD_API
from tests.doubles import FakeAws, fake_aws

_GB = 1024
PAGES = 1_000
PAGE_SECONDS = 0.2
"""Any page, or a search with its total, takes at most 0.15 s of processor time; the rest is left for DynamoDB."""
COLD_SECONDS = 6.5
"""A start takes 1 s of work; fetching 330 MB takes 5.5 s more at 60 MB a second, which is assumed."""
COLD_SHARE = 0.05
"""Of the pages, those that start a function: assumed, as of people who work for a while."""
PAGE_GB = 30_000 / 10**9
"""50 leads as JSON, compressed."""
PREPARE_SECONDS = 0.000_3
"""To prepare a change and write it to a segment; 0.25 ms measured."""
COMPACT_SECONDS = (0.5, 0.000_023, 0.000_1)
"""To make a snapshot: in any case, for each lead in it, for each change that comes to it. So 50,000 changes of a
million leads take 29.6 s and a million leads out of 20 segments 123 s; measured were 28 and 112 s of both cores."""
SNAPSHOT_GB = 0.33
LOOK_SECONDS = 0.1
"""Of the index writer, each minute, for two reads; assumed."""
SEGMENT = 10_000
"""Changes of a segment while an import runs; fewer, larger ones cost less."""


def view_bill() -> Bill:
    """What a thousand pages of the list use, their share of cold starts included."""
    aws = fake_aws()
    source = _source(aws)
    source.answer(LeadQuery())
    aws.dynamodb.consumed.reset()
    source.answer(LeadQuery())
    seconds = PAGE_SECONDS + COLD_SHARE * COLD_SECONDS
    return Bill(
        PAGES,
        {
            "DynamoDB read units": PAGES * aws.dynamodb.consumed.read_units,
            "S3 reads": PAGES * COLD_SHARE,
            "Lambda GB-seconds": PAGES * seconds * LEAD_API.megabytes / _GB,
            "Lambda requests": float(PAGES),
            "API requests": float(PAGES),
            "CloudFront requests": float(PAGES),
            "CloudFront GB": PAGES * PAGE_GB,
        },
    )


def index_bill(leads: int, rows: int) -> Bill:
    """What it costs to take up the rows of an import, each of which makes a new lead.

    Args:
        leads: that are there before.
        rows: of the import.
    """
    seconds, files = 0.0, 0
    segments: list[IndexFile] = []
    for first in range(0, rows, SEGMENT):
        segments.append(IndexFile(f"segment{first}", min(SEGMENT, rows - first), 0.0))
        seconds += segments[-1].count * PREPARE_SECONDS
        files += 1
        if is_compaction_due(Manifest(snapshot=IndexFile("snapshot", leads, 0.0), segments=tuple(segments)), now=0.0):
            changes = sum(one.count for one in segments)
            leads += changes
            always, a_lead, a_change = COMPACT_SECONDS
            seconds += always + a_lead * leads + a_change * changes
            files += 1
            segments.clear()
    return Bill(
        rows,
        {
            # Each file is named in the manifest, which is read before.
            "DynamoDB write units": float(files),
            "DynamoDB read units": float(files),
            "S3 writes": float(files),
            "S3 reads": 2.0 * files,
            "SQS requests": 3.0 * files,
            "Lambda GB-seconds": seconds * INDEX_WRITER.megabytes / _GB,
            "Lambda requests": float(files),
        },
    )


def idle_bill() -> Bill:
    """What the read model of a million leads uses in a month in which nobody works."""
    looks = 60 * 24 * 365 / 12
    return Bill(
        1,
        {
            "S3 GB-months": SNAPSHOT_GB,
            "DynamoDB read units": 2 * looks,
            "Lambda GB-seconds": looks * LOOK_SECONDS * INDEX_WRITER.megabytes / _GB,
            "Lambda requests": looks,
        },
    )


def as_lines(*bills: Bill) -> list[list[str]]:
    """Rows with the name, then amount and US dollars of each bill that has it; the totals."""
    names = dict.fromkeys(name for bill in bills for name in bill.used)
    lines = [[name, *(text for bill in bills for text in _used(bill, name))] for name in names]
    return [*lines, ["together", *(text for bill in bills for text in ("", f"{bill.total:.5f}"))]]


def _used(bill: Bill, name: str) -> tuple[str, str]:
    if name not in bill.used:
        return "", ""
    used = bill.used[name]
    return f"{used:,.2f}" if used < 1 else f"{used:,.0f}", f"{bill.dollars(name):.5f}"


def _source(aws: FakeAws) -> IndexSource:
    dynamodb: Any = aws.dynamodb
    s3: Any = aws.s3
    return IndexSource(
        ChangeLog(dynamodb, aws.changes_table, s3, aws.work_bucket),
        LeadTable(dynamodb, aws.leads_table),
        OwnFieldStore(dynamodb, aws.leads_table),
        ManifestStore(dynamodb, aws.changes_table),
        IndexFiles(s3, aws.work_bucket),
    )
