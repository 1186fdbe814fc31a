"""Measures writing leads: the CRM's recorder against one lookup and one put per lead, on the same DynamoDB in one run.

Each side writes the same leads twice to its own tables: first all are new, then all exist and have changed. The
measurement covers a worker's steps from standardized rows to the counted batch, including what is kept of each row,
which the plain side does not keep. That goes to a double of S3: it is made and compressed, but the one request a batch
that stores it is not waited for. Write units are counted in a separate run, as reporting them makes answers longer.
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
from crm.imports.batches import BATCH_ROWS
from crm.imports.model import ImportStatus
from crm.imports.repository import ImportStore, NewImport
from crm.outcomes import Policy, count
from crm.said import Said
from crm.statements.chains import Chains
from crm.statements.change_log import ChangeLog
from crm.statements.identity import identity_of_email
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Incoming, Recorder
from crm.statements.statement import Kind, Place, Source, Statement

from benchmarks.plain_ingest import create_plain_table, ingest_plainly
from benchmarks.tables import definition
from tests.doubles import fake_aws
from tests.garbage import rarely_searched

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource


Values = Mapping[str, str]
"""The values of a lead by field."""


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

    people: list[Values] = [_person(number) for number in range(leads)]
    states: dict[str, list[Values]] = {
        "new": people,
        "changed": [{**values, "title": f"Head of {values['title']}"} for values in people],
    }
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
    clients: Sequence[DynamoDBClient], sides: tuple[_Plain, _Ours], states: Mapping[str, Sequence[Values]]
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

    def ready(self, leads: Sequence[Values]) -> Callable[[], None]:
        """The function that writes the leads."""
        return partial(ingest_plainly, self._table, leads, "people.csv")


class _Ours:
    """The write path of `crm.imports.batch_worker`, on tables like those in StorageStack."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._imports = ImportStore(client, f"{name}-imports")
        s3: Any = fake_aws(check_parameters=False).s3
        log = ChangeLog(client, f"{name}-changes", s3, "work")
        self._recorder = Recorder(LeadTable(client, f"{name}-leads"), Chains(s3, "work"), log)
        self._files = 0
        self.counting_seconds: list[float] = []
        for table in (
            definition(f"{name}-imports", "importId"),
            definition(f"{name}-leads", "leadId"),
            definition(f"{name}-changes", "log", "entry"),
        ):
            client.create_table(**table)

    def ready(self, leads: Sequence[Values]) -> Callable[[], None]:
        """The function that writes the leads: the workers' part, after the import is created and planned."""
        self._files += 1
        import_id = f"import{self._files}"
        self._imports.create(NewImport(import_id, "user", "", "people.csv", 1, Policy.UPDATE, None, False))
        self._imports.start_reading(import_id)
        batches = -(-len(leads) // BATCH_ROWS)
        self._imports.planned(
            import_id, next_status=ImportStatus.IMPORTING, total_rows=len(leads), total_batches=batches, skipped=0
        )
        return partial(self._write, import_id, leads)

    @rarely_searched()
    def _write(self, import_id: str, leads: Sequence[Values]) -> None:
        source = Source(import_id, now_iso(), "ann@owner.example", "people.csv")
        for number, start in enumerate(range(0, len(leads), BATCH_ROWS), 1):
            known = self._imports.get(import_id)
            if known is None:
                raise LookupError("the import that was just created is gone")
            batch = leads[start : start + BATCH_ROWS]
            rows = [self._incoming(source, start + place, values) for place, values in enumerate(batch, 2)]
            recorded = self._recorder.rows(rows, f"{import_id}/{number:06d}")
            counts = count(one.arrival.outcome for one in recorded)
            began = time.perf_counter()
            self._imports.complete_batch(known, number, counts)
            self.counting_seconds.append(time.perf_counter() - began)

    def _incoming(self, source: Source, row: int, values: Values) -> Incoming:
        key = self._recorder.leads.id_of(identity_of_email(values["email"]) or "")
        says = {field: Said(text, column) for column, (field, text) in enumerate(values.items())}
        return Incoming(key, Statement(Place(self._files, 0, row), Kind.ROW, source, says))


def _measured(side: _Plain | _Ours, leads: Sequence[Values]) -> Cost:
    counted, write = len(side.counting_seconds), side.ready(leads)
    cpu, began = time.process_time(), time.perf_counter()
    write()
    return Cost(
        leads=len(leads),
        seconds=time.perf_counter() - began,
        cpu_seconds=time.process_time() - cpu,
        counting_seconds=tuple(side.counting_seconds[counted:]),
    )


def _person(number: int) -> Values:
    return {
        "firstName": f"Anna{number}",
        "lastName": "Heide",
        "title": "Sales",
        "company": f"Company {number % 997} GmbH",
        "email": f"anna{number}@company{number % 997}.example",
        "phone": f"+4930{number:08d}",
        "notes": "Source: fair 2026; Interest: a demo of the import",
    }
