"""The kinds of schedules, and running many of them."""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from crm.imports.model import ImportStatus
from crm.outcomes import Outcome, Policy

from tests.concurrency.invariants import check, imports_of, leads_of, table_of
from tests.concurrency.schedule import Schedule, simulated_reading


def overlapping_imports(schedule: Schedule) -> None:
    """Files with shared addresses at the same time; any of them may be cancelled or forced to an end."""
    chance = schedule.chance
    ids = [schedule.upload(chance.choice(list(Policy))) for _ in range(chance.randint(1, 3))]
    controls: list[Callable[[], None]] = [partial(schedule.control, one) for one in ids if chance.random() < 0.3]
    schedule.run(controls, rate=0.05)
    check(schedule)


def import_again(schedule: Schedule) -> None:
    """After whatever went wrong, the same file again brings every row in, and once more it changes nothing."""
    schedule.upload()
    schedule.run([], rate=0.05)
    check(schedule)
    content = schedule.aws.s3.get_object(Bucket="uploads", Key="uploads/import1/file")["Body"].read()
    seen = []
    for _ in range(2):
        again = schedule.upload()
        schedule.aws.s3.put_object(Bucket="uploads", Key=f"uploads/{again}/file", Body=content)
        schedule.run([], rate=0.0)
        check(schedule)
        seen.append([(lead.identity, lead.lead_id, lead.values) for lead in leads_of(schedule)])
    assert seen[0] == seen[1], "the same file twice changed something"
    assert imports_of(schedule)[-1].counts[Outcome.CREATED] == 0


def undo_restores(schedule: Schedule) -> None:
    """An import that went through faults is taken back under faults: the table is as before, to the byte."""
    schedule.upload()
    schedule.run([], rate=0.0)
    before = table_of(schedule)
    last = schedule.upload(schedule.chance.choice(list(Policy)))
    schedule.run([lambda: schedule.control(last)] if schedule.chance.random() < 0.2 else [], rate=0.05)
    check(schedule)
    if schedule.forced or imports_of(schedule)[-1].total_batches in (None, 0):
        return
    for _ in range(3):
        # An undo whose messages died is asked for again, as its user would.
        schedule.run([lambda: schedule.undo(last)], rate=0.05)
    schedule.attempt(lambda: schedule.undo(last))
    schedule.run([], rate=0.0)
    assert table_of(schedule) == before, "the undo did not restore the table"
    assert imports_of(schedule)[-1].status in (
        ImportStatus.COMPLETED,
        ImportStatus.COMPLETED_WITH_ERRORS,
        ImportStatus.CANCELLED,
    )


def crowded(schedule: Schedule) -> None:
    """Nothing fails, but workers are in each other's way at every call: no import needs the sweeper to end."""
    for _ in range(3):
        schedule.upload()
    schedule.plan.left = 0
    schedule.crowd = 0.3
    schedule.run([], rate=0.0)
    check(schedule)
    assert not schedule.swept, "an import had to be swept although nothing had failed"


KINDS = (crowded, overlapping_imports, import_again, undo_restores)


def run_seed(seed: int) -> str | None:
    """One schedule; None if the invariants hold, else the failure with the whole schedule."""
    schedule = Schedule(seed, faults=random.Random(seed).randint(0, 8))
    kind = KINDS[seed % len(KINDS)]
    try:
        kind(schedule)
    except Exception as failure:
        return f"{kind.__name__}: {type(failure).__name__}: {failure}\n{schedule.plan}"
    return None


def run_seeds(seeds: Sequence[int]) -> list[str]:
    """The failures among these schedules."""
    # Faults are what it is about: the warnings that they cause would bury the failures.
    logging.disable(logging.CRITICAL)
    try:
        with simulated_reading():
            return [failure for seed in seeds if (failure := run_seed(seed)) is not None]
    finally:
        logging.disable(logging.NOTSET)


def run_many(first: int, count: int) -> list[str]:
    """The failures among `count` schedules from seed `first` on, over all processors."""
    size = 250
    chunks = [range(start, min(start + size, first + count)) for start in range(first, first + count, size)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return [failure for failures in pool.map(run_seeds, chunks) for failure in failures]
