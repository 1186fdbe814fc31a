"""Writing leads: the CRM's upsert against one look-up and one put for each lead, on the same DynamoDB in one run.

Each side writes the same leads twice into tables of its own: first all are new, then all exist and have changed. What
is measured is what a worker does between having standardized its rows and having counted its batch; the history of
changes, which the plain side does not keep, is part of it.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import boto3
from crm.aws.clients import dynamodb
from crm.clock import now_iso
from crm.fields import LeadValues
from crm.imports.model import Policy, Status, count
from crm.imports.repository import ImportStore, NewImport
from crm.leads.history import HistoryStore
from crm.leads.identity import identity_of_email
from crm.leads.merging import IncomingRow, Source
from crm.leads.repository import LeadStore
from crm.leads.upsert import upsert

from benchmarks.plain_ingest import create_plain_table, ingest_plainly

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BATCH = 500
"""Rows of a batch, as the splitter cuts them."""


@dataclass(slots=True)
class Cost:
    """What writing took.

    Attributes:
        leads: how many.
        seconds: on the clock.
        cpu_seconds: of this process, all threads.
        write_units: as DynamoDB reports them, indexes included; 0 where it reports none.
        counting_seconds: of them, for counting the batches.
    """

    leads: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    write_units: float = 0.0
    counting_seconds: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.leads + other.leads,
            self.seconds + other.seconds,
            self.cpu_seconds + other.cpu_seconds,
            self.write_units + other.write_units,
            self.counting_seconds + other.counting_seconds,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides for one state of the tables."""

    state: str
    plain: Cost
    ours: Cost

    @property
    def speed(self) -> float:
        """Leads a second, as a multiple of the plain side's."""
        return (self.ours.leads / self.ours.seconds) / (self.plain.leads / self.plain.seconds)

    @property
    def cpu(self) -> float:
        """The plain side's processor time for a lead, as a multiple of ours."""
        return (self.plain.cpu_seconds / self.plain.leads) / (self.ours.cpu_seconds / self.ours.leads)


class _Meter:
    """Sums the write units of all answers of some clients."""

    def __init__(self, clients: Sequence[DynamoDBClient]) -> None:
        self.units = 0.0
        for client in clients:
            events: Any = client.meta.events
            for operation in ("PutItem", "UpdateItem", "BatchWriteItem", "BatchExecuteStatement"):
                events.register(f"provide-client-params.dynamodb.{operation}", self._ask)
                events.register(f"after-call.dynamodb.{operation}", self._add)

    @staticmethod
    def _ask(params: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**params, "ReturnConsumedCapacity": "TOTAL"}

    def _add(self, parsed: dict[str, Any], **_: Any) -> None:
        used = parsed.get("ConsumedCapacity") or []
        self.units += sum(part.get("CapacityUnits", 0.0) for part in ([used] if isinstance(used, dict) else used))


def compare_ingests(endpoint: str, leads: int, *, repeat: int) -> Iterator[Comparison]:
    """Measures both sides, in turns.

    Args:
        endpoint: address of a DynamoDB, which gets tables that nobody removes.
        leads: written by each side in each state.
        repeat: how often; the costs are added up.
    """
    where = {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    os.environ |= {**where, "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
    client, plain_client = dynamodb(), boto3.client("dynamodb")
    run = uuid.uuid4().hex[:8]
    meter = _Meter((client, plain_client))
    new, again = (Cost(), Cost()), (Cost(), Cost())
    _warm_up(plain_client, client, f"{run}-warm", leads)
    for turn in range(repeat):
        people = [_person(number) for number in range(leads)]
        changed = [replace(values, title="Head of " + values.title) for values in people]
        plain, ours = _Plain(plain_client, f"plain-{run}-{turn}"), _Ours(client, f"ours-{run}-{turn}")
        new = (new[0] + _measured(meter, plain, people), new[1] + _measured(meter, ours, people))
        again = (again[0] + _measured(meter, plain, changed), again[1] + _measured(meter, ours, changed))
    yield Comparison("new", *new)
    yield Comparison("changed", *again)


def _warm_up(plain_client: DynamoDBClient, client: DynamoDBClient, name: str, leads: int) -> None:
    """Both sides once, uncounted: a DynamoDB Local that has just been started is several times slower."""
    people = [_person(number) for number in range(leads)]
    _Plain(plain_client, f"plain-{name}").ingest(people[: leads // 4])
    _Ours(client, f"ours-{name}").ingest(people)


class _Plain:
    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client, self._table = client, name
        create_plain_table(client, name)
        self.counting_seconds = 0.0

    def ingest(self, leads: Sequence[LeadValues]) -> None:
        ingest_plainly(self._client, self._table, leads, "people.csv")


class _Ours:
    """The write path of `crm.imports.working`, over tables as the StorageStack has them."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._imports = ImportStore(client, f"{name}-imports")
        self._leads = LeadStore(client, f"{name}-leads")
        self._history = HistoryStore(client, f"{name}-history")
        self._files = 0
        self.counting_seconds = 0.0
        _create_table(client, f"{name}-imports", "importId")
        _create_table(client, f"{name}-leads", "identity", index="leadId")
        _create_table(client, f"{name}-history", "leadId", sort="at")

    def ingest(self, leads: Sequence[LeadValues]) -> None:
        self._files += 1
        import_id = f"import{self._files}"
        self._imports.create(NewImport(import_id, "user", "", "people.csv", 1, Policy.OVERWRITE, None, False))
        self._imports.start_reading(import_id)
        batches = range(0, len(leads), BATCH)
        self._imports.planned(
            import_id, next_status=Status.IMPORTING, total_rows=len(leads), total_batches=len(batches), skipped=0
        )
        source = Source(import_id, self._files, "people.csv", Policy.OVERWRITE, "user", "", now_iso(), now_iso())
        for number, start in enumerate(batches, 1):
            rows = [
                IncomingRow(0, start + place, identity_of_email(values.email) or "", values)
                for place, values in enumerate(leads[start : start + BATCH], 2)
            ]
            outcomes = upsert(rows, source, self._leads, self._history, repeated=False)
            began = time.perf_counter()
            self._imports.complete_batch(import_id, number, count(outcome.outcome for outcome in outcomes))
            self.counting_seconds += time.perf_counter() - began


def _measured(meter: _Meter, side: _Plain | _Ours, leads: Sequence[LeadValues]) -> Cost:
    units, counting = meter.units, side.counting_seconds
    cpu, began = time.process_time(), time.perf_counter()
    side.ingest(leads)
    return Cost(
        len(leads),
        time.perf_counter() - began,
        time.process_time() - cpu,
        meter.units - units,
        side.counting_seconds - counting,
    )


def _person(number: int) -> LeadValues:
    return LeadValues(
        first_name=f"Anna{number}",
        last_name="Heide",
        title="Sales",
        company=f"Company {number % 997} GmbH",
        email=f"anna{number}@company{number % 997}.example",
        phone=f"+4930{number:08d}",
        remarks="Source: fair 2026; Interest: a demo of the import",
    )


def _create_table(client: DynamoDBClient, name: str, key: str, *, sort: str | None = None, index: str = "") -> None:
    attributes: list[Any] = [{"AttributeName": each, "AttributeType": "S"} for each in (key, sort, index) if each]
    keys: list[Any] = [{"AttributeName": key, "KeyType": "HASH"}]
    if sort:
        keys.append({"AttributeName": sort, "KeyType": "RANGE"})
    indexes: Any = {
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "LeadIdIndex",
                "KeySchema": [{"AttributeName": index, "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ]
    }
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=keys,
        AttributeDefinitions=attributes,
        **(indexes if index else {}),
    )
