"""An import through a table that takes few writes a second and in some minutes none, while S3 and SQS slow down, too.

`python -m tests.concurrency --throttled 100000` does so with a large file.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from crm.aws import clients
from crm.aws.patient import patient

from tests.crm_in_memory import CrmInMemory, csv_bytes, people
from tests.doubles import Fault, FaultPlan, fake_aws, inject
from tests.doubles.client import FakeClient
from tests.doubles.throughput import Throughput, limited

CLOSED_S = 240.0
"""Seconds of every ten minutes in which the table takes nothing: twice as long as a worker may run."""
CALLS = 1_000_000
"""More calls than any of these imports makes."""
SLOW_DOWN = 0.05
"""The chance of a call of S3 or SQS to be throttled."""


@dataclass(frozen=True, slots=True)
class Throttled:
    """What became of a throttled import.

    Args:
        status: of the import.
        leads: how many there are.
        refused: writes that the table refused.
        handed_back: how often a message went back to its queue.
        seconds: from the upload to the end, of the simulated clock.
    """

    status: str
    leads: int
    refused: int
    handed_back: int
    seconds: float


def import_throttled(monkeypatch: pytest.MonkeyPatch, rows: int, writes_per_second: int, seed: int = 0) -> Throttled:
    """Imports a file of new people, one worker at a time; pauses are all that takes time."""
    aws = fake_aws(check_parameters=False)
    crm = CrmInMemory(monkeypatch, aws)
    table = Throughput(
        aws.leads_table, aws.clock, writes_per_second=writes_per_second, closed_seconds=CLOSED_S, seed=seed
    )
    import_id = crm.upload(csv_bytes(people(rows)))
    slow = FaultPlan(seed, rate=SLOW_DOWN, faults={Fault.THROTTLED}, limit=CALLS)
    _replace(monkeypatch, "dynamodb", limited(aws.dynamodb, table))
    _replace(monkeypatch, "s3", inject(aws.s3, slow))
    _replace(monkeypatch, "sqs", inject(aws.sqs, slow))
    began, sent = aws.clock(), aws.sqs.calls["SendMessage"]
    crm.run(wait_seconds=10.0)
    slow.rate = 0.0
    return Throttled(
        status=crm.status(import_id)["status"],
        leads=sum("lead" in item for item in aws.dynamodb.all_items(aws.leads_table)),
        refused=table.refused,
        # Batches are sent ten at a time: single messages are those that were handed back.
        handed_back=aws.sqs.calls["SendMessage"] - sent,
        seconds=aws.clock() - began,
    )


def _replace(monkeypatch: pytest.MonkeyPatch, service: str, client: FakeClient) -> None:
    made = patient(client, clients.PATIENCE)
    monkeypatch.setattr(clients, service, lambda: made)
