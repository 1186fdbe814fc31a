"""Measures writing leads: the CRM's upsert against one lookup and one put per lead, on the same DynamoDB in one run.

Each side writes the same leads twice to its own tables: first all are new, then all exist and have changed. The
measurement covers a worker's steps from standardized rows to the counted batch, including the history of changes, which
the plain side does not keep. Write units are counted in a separate run, because reporting them makes answers longer.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any

import boto3
from crm.aws.clients import dynamodb
from crm.clock import now_iso
from crm.fields import LeadValues
from crm.imports.batches import SMALL_BATCH_ROWS
from crm.imports.model import ImportStatus
from crm.imports.repository import ImportStore, NewImport
from crm.leads.history import HistoryStore
from crm.leads.identity import identity_of_email
from crm.leads.merging import IncomingRow, Source
from crm.leads.repository import LeadStore
from crm.leads.upsert import upsert
from crm.outcomes import Policy, count

from benchmarks.plain_ingest import create_plain_table, ingest_plainly
from benchmarks.tables import definition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of writing leads.

    Attributes:
        leads: the number of leads.
        seconds: the wall-clock time.
        cpu_seconds: the CPU time of this process, all threads.
        counting_seconds: the part of `seconds` that counting took, per batch.
        write_units: write units per lead as DynamoDB reports them, including indexes; 0 where it reports none.
    """

    leads: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    counting_seconds: tuple[float, ...] = ()
    write_units: float = 0.0

    @property
    def counting(self) -> float:
        """The share of the time that counting takes, by the median batch, so that one slow batch does not count."""
        return median(self.counting_seconds) * len(self.counting_seconds) / self.seconds if self.counting_seconds else 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.leads + other.leads,
            self.seconds + other.seconds,
            self.cpu_seconds + other.cpu_seconds,
            self.counting_seconds + other.counting_seconds,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """The costs of both sides for one state of the tables."""

    state: str
    plain: Cost
    ours: Cost

    @property
    def speed(self) -> float:
        """Our leads per second, as a multiple of the plain side's."""
        return (self.ours.leads / self.ours.seconds) / (self.plain.leads / self.plain.seconds)

    @property
    def cpu(self) -> float:
        """The plain side's CPU time per lead, as a multiple of ours."""
        return (self.plain.cpu_seconds / self.plain.leads) / (self.ours.cpu_seconds / self.ours.leads)


class _Meter:
    """Sums the write units in all responses to some clients, until `take_off`."""

    _WRITES = ("PutItem", "UpdateItem", "BatchWriteItem", "BatchExecuteStatement")

    def __init__(self, clients: Sequence[DynamoDBClient]) -> None:
        self.units = 0.0
        self._events: list[Any] = [client.meta.events for client in clients]
        for events, moment, call in self._hooks():
            events.register(moment, call)

    def take_off(self) -> None:
        for events, moment, call in self._hooks():
            events.unregister(moment, call)

    def _hooks(self) -> Iterator[tuple[Any, str, Callable[..., Any]]]:
        for events in self._events:
            for operation in self._WRITES:
                yield events, f"provide-client-params.dynamodb.{operation}", self._ask
                yield events, f"after-call.dynamodb.{operation}", self._add

    @staticmethod
    def _ask(params: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**params, "ReturnConsumedCapacity": "TOTAL"}

    def _add(self, parsed: dict[str, Any], **_: Any) -> None:
        used = parsed.get("ConsumedCapacity") or []
        self.units += sum(part.get("CapacityUnits", 0.0) for part in ([used] if isinstance(used, dict) else used))


def compare_ingests(endpoint: str, leads: int, *, repeat: int) -> Iterator[Comparison]:
    """Measures both sides alternately.

    Args:
        endpoint: the address of a DynamoDB; its new tables are not deleted.
        leads: the leads that each side writes in each state.
        repeat: the number of repetitions; the costs are summed.
    """
    where = {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    os.environ |= {**where, "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
    client, resource = dynamodb(), boto3.resource("dynamodb")
    run = uuid.uuid4().hex[:8]

    def both(turn: str) -> tuple[_Plain, _Ours]:
        return _Plain(resource, f"plain-{run}-{turn}"), _Ours(client, f"ours-{run}-{turn}")

    people = [_person(number) for number in range(leads)]
    states = {"new": people, "changed": [replace(values, title="Head of " + values.title) for values in people]}
    # The counting run is also the warm-up: a newly started DynamoDB Local is several times slower.
    units = _write_units((resource.meta.client, client), both("units"), states)
    costs: dict[str, list[tuple[Cost, Cost]]] = {state: [] for state in states}
    for turn in range(repeat):
        plain, ours = both(str(turn))
        for state, values in states.items():
            costs[state].append((_measured(plain, values), _measured(ours, values)))
    for state, pairs in costs.items():
        plain_cost, our_cost = (sum(side, Cost()) for side in zip(*pairs, strict=True))
        per_lead = units[state]
        yield Comparison(
            state, replace(plain_cost, write_units=per_lead[0]), replace(our_cost, write_units=per_lead[1])
        )


def _write_units(
    clients: Sequence[DynamoDBClient], sides: tuple[_Plain, _Ours], states: Mapping[str, Sequence[LeadValues]]
) -> dict[str, list[float]]:
    """Write units per lead of each side, by state; 0 where the database reports none."""
    meter = _Meter(clients)
    units: dict[str, list[float]] = {state: [] for state in states}
    for state, values in states.items():
        for side in sides:
            write = side.ready(values)
            before = meter.units
            write()
            units[state].append((meter.units - before) / len(values))
    meter.take_off()
    return units


class _Plain:
    def __init__(self, dynamodb: DynamoDBServiceResource, name: str) -> None:
        self._table = create_plain_table(dynamodb, name)
        self.counting_seconds: list[float] = []

    def ready(self, leads: Sequence[LeadValues]) -> Callable[[], None]:
        """The function that writes the leads."""
        return partial(ingest_plainly, self._table, leads, "people.csv")


class _Ours:
    """The write path of `crm.imports.batch_worker`, on tables like those in StorageStack."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._imports = ImportStore(client, f"{name}-imports")
        self._leads = LeadStore(client, f"{name}-leads")
        self._history = HistoryStore(client, f"{name}-history")
        self._files = 0
        self.counting_seconds: list[float] = []
        for table in (
            definition(f"{name}-imports", "importId"),
            definition(f"{name}-leads", "identity", indexes={"LeadIdIndex": "leadId"}, projection="KEYS_ONLY"),
            definition(f"{name}-history", "leadId", "at"),
        ):
            client.create_table(**table)

    def ready(self, leads: Sequence[LeadValues]) -> Callable[[], None]:
        """The function that writes the leads: the workers' part, after the import is created and planned."""
        self._files += 1
        import_id = f"import{self._files}"
        self._imports.create(NewImport(import_id, "user", "", "people.csv", 1, Policy.OVERWRITE, None, False))
        self._imports.start_reading(import_id)
        batches = -(-len(leads) // SMALL_BATCH_ROWS)
        self._imports.planned(
            import_id, next_status=ImportStatus.IMPORTING, total_rows=len(leads), total_batches=batches, skipped=0
        )
        return partial(self._write, import_id, leads)

    def _write(self, import_id: str, leads: Sequence[LeadValues]) -> None:
        source = Source(import_id, self._files, "people.csv", Policy.OVERWRITE, "user", "", now_iso(), now_iso())
        for number, start in enumerate(range(0, len(leads), SMALL_BATCH_ROWS), 1):
            known = self._imports.get(import_id)
            if known is None:
                raise LookupError("the import that was just created is gone")
            rows = [
                IncomingRow(0, start + place, identity_of_email(values.email) or "", values)
                for place, values in enumerate(leads[start : start + SMALL_BATCH_ROWS], 2)
            ]
            outcomes = upsert(rows, source, self._leads, self._history, repeated=False)
            began = time.perf_counter()
            self._imports.complete_batch(known, number, count(outcome.outcome for outcome in outcomes))
            self.counting_seconds.append(time.perf_counter() - began)


def _measured(side: _Plain | _Ours, leads: Sequence[LeadValues]) -> Cost:
    counted, write = len(side.counting_seconds), side.ready(leads)
    cpu, began = time.process_time(), time.perf_counter()
    write()
    return Cost(
        leads=len(leads),
        seconds=time.perf_counter() - began,
        cpu_seconds=time.process_time() - cpu,
        counting_seconds=tuple(side.counting_seconds[counted:]),
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
