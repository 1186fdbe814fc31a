"""Counts what an import costs in AWS: all its units and requests, on doubles that count as AWS bills.

Prices are those of `easy_crm/prices.py`. Only Lambda is estimated, from what a
row takes by the other benchmarks, because doubles take no realistic time.
"""

from __future__ import annotations

import logging
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from crm.aws import clients

from benchmarks.contact_files import write_csv
from easy_crm.prices import PRICES
from tests.crm_in_memory import CrmInMemory
from tests.doubles.faults import FaultPlan, inject

_MILLION = 1_000_000
_MEGABYTES_A_GB = 1024

IMPORTS = ("new", "changed", "confirmed")
"""What the rows of each billed import do: make leads, change one value of each, change nothing."""

WORKER_SECONDS_A_ROW = 0.001
"""A row takes 0.34 ms of processor time to write where its lead has changed (`./easy-crm bench ingest`, 26 November
2026) and 0.03 ms to standardize (`bench map`), on the 0.58 of a core that comes with 1 GB: 0.64 ms. A thousand rows
take at most 90 requests of some 20 ms, eight at a time: 0.23 ms a row. Together 0.87 ms, rounded up."""
SPLITTER_SECONDS_A_ROW = 0.000_06
"""0.03 ms of processor time (`Splitter.handle` over 20,000 rows of the file that is billed here, 26 November 2026), and
as much for storing batches of 1,000 rows, each of which takes some 30 ms."""
SPLITTER_START_SECONDS = 1.0
"""Assumed; what does not depend on rows: the start of the process that reads, the download, the plan."""
WORKER_MEGABYTES, SPLITTER_MEGABYTES = 1024, 3008

_S3_WRITES = {"PutObject", "PostObject", "CopyObject", "ListObjectsV2"}
_EVERY_COMPANY = b" GmbH"
"""The end of the company in every row."""
_POLLED = 3
"""Requests per delivery: the splitter sends, and Lambda's poller receives and deletes."""


@dataclass(frozen=True, slots=True)
class Bill:
    """What one import used, by the names in `PRICES`."""

    rows: int
    used: dict[str, float]

    def dollars(self, name: str) -> float:
        return self.used[name] * PRICES[name]

    @property
    def total(self) -> float:
        """US dollars."""
        return sum(map(self.dollars, self.used))


def bill_imports(rows: int) -> list[Bill]:
    """The bills for the imports of a CSV file of 12 columns, in the order of `IMPORTS`."""
    with pytest.MonkeyPatch.context() as patch, _quiet(patch), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        write_csv(path, rows)
        crm = CrmInMemory(patch)
        calls = FaultPlan(0, rate=0.0)
        for service in ("dynamodb", "s3", "sqs"):
            patch.setattr(clients, service, partial(inject, getattr(crm.aws, service), calls))
        new = path.read_bytes()
        changed = new.replace(_EVERY_COMPANY, b" AG")
        return [_bill(crm, calls, content, rows) for content in (new, changed, changed)]


def as_table(bills: Sequence[Bill]) -> list[list[str]]:
    """Rows with the name, then amount and US dollars of each bill; the totals; what a million rows cost."""
    lines = [
        [name, *(text for bill in bills for text in (f"{bill.used[name]:,.0f}", f"{bill.dollars(name):.5f}"))]
        for name in bills[0].used
    ]
    totals = [text for bill in bills for text in ("", f"{bill.total:.5f}")]
    million = [text for bill in bills for text in ("", f"{bill.total * _MILLION / bill.rows:.2f}")]
    return [*lines, ["together", *totals], ["a million rows", *million]]


@contextmanager
def _quiet(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Silences the functions, which run in this process and would log to the terminal."""
    patch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _bill(crm: CrmInMemory, calls: FaultPlan, content: bytes, rows: int) -> Bill:
    calls.log.clear()
    crm.aws.dynamodb.consumed.reset()
    ended = crm.import_file(content)
    if ended["status"] != "completed":
        raise RuntimeError(f"the import ended as {ended['status']}")
    consumed = crm.aws.dynamodb.consumed
    requests: Counter[Any] = Counter((service, operation) for service, operation, _, _ in calls.log)
    s3 = {operation: number for (service, operation), number in requests.items() if service == "s3"}
    writes = sum(number for operation, number in s3.items() if operation in _S3_WRITES)
    batches = ended["batches"]["total"]
    return Bill(
        rows,
        {
            "DynamoDB write units": float(consumed.write_units),
            "DynamoDB read units": consumed.read_units,
            # The browser's upload is one more.
            "S3 writes": writes + 1.0,
            "S3 reads": float(sum(s3.values()) - writes),
            "SQS requests": _POLLED * (batches + 1.0),
            "Lambda GB-seconds": _lambda_gb_seconds(rows),
        },
    )


def _lambda_gb_seconds(rows: int) -> float:
    splitter = (SPLITTER_START_SECONDS + SPLITTER_SECONDS_A_ROW * rows) * SPLITTER_MEGABYTES
    return (WORKER_SECONDS_A_ROW * rows * WORKER_MEGABYTES + splitter) / _MEGABYTES_A_GB
