"""Random dry runs, each held row by row against the import that follows it (promise 8)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from crm.errors import Refusal
from crm.imports.dry_run import DryRun
from crm.statements.lead import Lead
from crm.statements.rehearsal import RehearsedChains, RehearsedLeads

from tests.concurrency.schedule import Schedule
from tests.concurrency.small_batches import simulated_reading

_READS = {"GetItem", "BatchGetItem", "Query", "Scan", "GetObject", "HeadObject"}


def wrong_dry_runs(seeds: Sequence[int]) -> list[str]:
    """What dry runs with these seeds got wrong."""
    logging.disable(logging.CRITICAL)
    try:
        with simulated_reading():
            return [failure for seed in seeds if (failure := _failure(seed)) is not None]
    finally:
        logging.disable(logging.NOTSET)


def _failure(seed: int) -> str | None:
    try:
        _run(seed)
    except AssertionError as failure:
        return f"seed {seed}: {failure}"
    return None


def _run(seed: int) -> None:
    """Leads that came about somehow; then a file is tried, and imported."""
    schedule = Schedule(seed, faults=0)
    chance = schedule.chance
    for _ in range(chance.randint(0, 2)):
        schedule.upload()
    schedule.run([schedule.edit] * chance.randint(0, 6), rate=0.0)
    import_id = _announced(schedule)
    schedule.splitter.handle(import_id, schedule._fetch)
    schedule.confirm(import_id)
    record = schedule.imports.get(import_id)
    if record is None or record.total_batches is None:
        # There is nothing in the file.
        return
    before = _writes(schedule)
    dynamodb: Any = schedule.aws.dynamodb
    s3: Any = schedule.aws.s3
    leads = RehearsedLeads(dynamodb, "leads")
    dry_run = DryRun(record, schedule.files.plan(import_id), schedule.files, leads, RehearsedChains(s3, "work"))
    numbers = range(1, (record.total_batches or 0) + 1)
    expected = {number: dry_run.batch(number) for number in numbers}
    assert _writes(schedule) == before, "a dry run has written something"
    # A worker that reads too early works on a row again after those behind it, and tells it as superseded.
    schedule.lag = 0.0
    for number in numbers:
        schedule.worker.handle(import_id, number)
        found = schedule.files.ledger(import_id, number)
        assert found == expected[number], f"batch {number} was to be {expected[number]} and is {found}"
    there = {lead.lead_id: lead for lead in schedule.leads()}
    for lead_id, lead in leads.after.items():
        assert _standing(there.get(lead_id)) == _standing(lead), f"lead {lead_id} is not as it was to be"


def _announced(schedule: Schedule) -> str:
    """An import that is to be tried: of a file, or of the rows of an import before."""
    chance = schedule.chance
    if schedule.uploaded and chance.random() < 0.3:
        with suppress(Refusal):
            schedule.remap(chance.choice(list(schedule.uploaded)))
            return list(schedule.uploaded)[-1]
    names = [lead.lead_id for lead in schedule.leads()]
    return schedule.upload(lead_ids=names if chance.random() < 0.4 else ())


def _standing(lead: Lead | None) -> object:
    return lead.standing if lead else None


def _writes(schedule: Schedule) -> dict[str, int]:
    """How often each write was called so far."""
    calls = {**schedule.aws.dynamodb.calls, **{f"s3.{name}": n for name, n in schedule.aws.s3.calls.items()}}
    return {name: number for name, number in calls.items() if name.removeprefix("s3.") not in _READS}
