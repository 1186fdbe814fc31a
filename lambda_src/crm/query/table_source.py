"""Queries the leads table itself: scans it once and keeps the leads in memory until one changes.

A warm function reads what is in the log of changes and the version of the own fields. It scans the table again only if
either has changed, or after a minute. Reads are consistent: an eventually consistent scan could miss the write that has
just been logged, and the miss would last a minute.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crm.clock import now_iso
from crm.concurrency import parallel_map
from crm.own_fields.definition import OwnFields
from crm.own_fields.store import OwnFieldStore
from crm.query.engine import LeadSet
from crm.query.lead_query import LeadQuery
from crm.query.source import Answer
from crm.statements.change_log import LogState, log_state
from crm.statements.lead import Lead

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MAX_AGE_S = 60.0
"""Seconds after which a snapshot is dropped even with the same log: a writer may have died before it wrote to it."""
SEGMENTS = 4
"""Segments of the table that are read in parallel."""


@dataclass(frozen=True, slots=True)
class _Snapshot:
    leads: LeadSet
    version: tuple[LogState, int]
    taken_at: str
    expires: float


class TableSource:
    """The leads table as a `LeadSource`; keep one for the life of a warm function.

    Args:
        client: DynamoDB.
        leads_table: name of the leads table.
        changes_table: name of the table with the log of changes.
        clock: monotonic seconds.
        now: returns the time as it is stored.
        segments: parts of the table to read in parallel.
    """

    def __init__(
        self,
        client: DynamoDBClient,
        leads_table: str,
        changes_table: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], str] = now_iso,
        segments: int = SEGMENTS,
    ) -> None:
        self._client = client
        self._leads_table = leads_table
        self._changes_table = changes_table
        self._own_fields = OwnFieldStore(client, leads_table)
        self._clock = clock
        self._now = now
        self._segments = segments
        self._snapshot: _Snapshot | None = None

    def answer(self, query: LeadQuery) -> Answer:
        snapshot = self._current()
        return Answer(snapshot.leads.run(query), snapshot.taken_at)

    def matching(self, query: LeadQuery) -> Sequence[Lead]:
        return self._current().leads.matching(query)

    def own_fields(self) -> OwnFields:
        return self._own_fields.read().fields

    def _current(self) -> _Snapshot:
        # Time and version are noted before the scan, so that the scan holds everything written until then.
        taken_at, started = self._now(), self._clock()
        fields = self._own_fields.read()
        version = log_state(self._client, self._changes_table), fields.version
        kept = self._snapshot
        if kept is None or kept.version != version or started >= kept.expires:
            seconds = int(datetime.fromisoformat(taken_at).timestamp())
            leads = LeadSet(self._scan(), fields.fields, seconds)
            kept = self._snapshot = _Snapshot(leads, version, taken_at, started + MAX_AGE_S)
        return kept

    def _scan(self) -> list[Lead]:
        parts = parallel_map(self._scan_segment, range(self._segments), self._segments)
        return [lead for part in parts for lead in part]

    def _scan_segment(self, segment: int) -> list[Lead]:
        leads: list[Lead] = []
        start: dict[str, Any] = {}
        while True:
            answer: Any = self._client.scan(
                TableName=self._leads_table,
                Segment=segment,
                TotalSegments=self._segments,
                ConsistentRead=True,
                **start,
            )
            # Claims, the salt and the own fields are items of this table too.
            leads += [Lead.from_item(item) for item in answer["Items"] if "lead" in item]
            if "LastEvaluatedKey" not in answer:
                return leads
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
