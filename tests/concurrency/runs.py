"""The kinds of schedules, and running many of them."""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import partial

from crm.outcomes import Outcome
from crm.standardizing.standardizer import StandardRow
from crm.statements.folding import LeadState

from tests.concurrency.dying_worker import DyingMender, DyingWorker
from tests.concurrency.files import standard_row
from tests.concurrency.invariants import check, imports_of, there
from tests.concurrency.oracle import SMALL, small_leads
from tests.concurrency.schedule import Schedule
from tests.concurrency.small_batches import simulated_reading
from tests.garbage import rarely_searched
from tests.unit.statements.in_words import texts

Actions = list[Callable[[], None]]
_CHUNK = 250
"""Schedules that one process runs before it tells their failures."""


def overlapping_imports(schedule: Schedule) -> None:
    """Files with shared addresses at the same time; any of them may be cancelled or forced to an end."""
    chance = schedule.chance
    ids = [schedule.upload() for _ in range(chance.randint(1, 3))]
    actions: Actions = [partial(schedule.control, one) for one in ids if chance.random() < 0.3]
    actions += [schedule.edit] * chance.choice((0, 0, 2, 4))
    schedule.run(actions, rate=0.05)
    retries: Actions = [partial(schedule.retry, one) for one in ids if chance.random() < 0.3]
    schedule.run([*retries, *retries], rate=0.05)
    check(schedule)


def import_again(schedule: Schedule) -> None:
    """After whatever went wrong, the same file again brings every row in, and once more it changes nothing."""
    first = schedule.upload()
    schedule.run([], rate=0.05)
    seen = []
    for _ in range(2):
        schedule.again(first)
        schedule.run([], rate=0.0)
        seen.append(states_of(schedule))
    check(schedule)
    last = imports_of(schedule)[-1]
    assert last.counts[Outcome.CREATED] == 0
    if schedule.most is not None:
        # A full lead has room for a value once another one has become shorter, and had none the first time.
        return
    assert _texts(seen[0]) == _texts(seen[1]), "the same file twice changed something"
    assert seen[0] == seen[1], "the same file twice changed an origin"
    assert last.changed_values == 0, "the same file twice changed a value, if only for a moment"


def corrected_and_undone(schedule: Schedule) -> None:
    """Imports, then own exports with corrected addresses, then undos in any order, with edits all the time."""
    chance = schedule.chance
    schedule.upload()
    schedule.run([schedule.edit] * chance.choice((0, 0, 1, 2)), rate=0.03)
    names = [lead.lead_id for lead in there(schedule)]
    for _ in range(1 if chance.random() < 0.7 else 2):
        schedule.upload(lead_ids=names if chance.random() < 0.8 else ())
    schedule.run([schedule.edit] * chance.randint(0, 2), rate=0.03)
    undone = chance.sample(list(schedule.uploaded), chance.randint(1, len(schedule.uploaded)))
    schedule.run([*(partial(schedule.undo, one) for one in undone), *[schedule.edit] * chance.randint(0, 2)], rate=0.05)
    for one in undone:
        # An undo whose messages died is asked for again, as its user would.
        schedule.attempt(partial(schedule.undo, one))
    schedule.run([], rate=0.0)
    check(schedule)


def undo_restores(schedule: Schedule) -> None:
    """An import that went through faults is taken back under faults: the leads are as before, origins and all."""
    schedule.upload()
    schedule.run([], rate=0.0)
    before = states_of(schedule)
    last = schedule.upload()
    schedule.run([partial(schedule.control, last)] if schedule.chance.random() < 0.2 else [], rate=0.05)
    schedule.run([partial(schedule.undo, last)], rate=0.05)
    schedule.attempt(partial(schedule.undo, last))
    schedule.run([], rate=0.0)
    check(schedule)
    assert states_of(schedule) == before, "the undo did not restore the leads"


def killed_for_good(schedule: Schedule) -> None:
    """Batches are closed while their workers run, and these die until their messages are dead letters."""
    worker = schedule.worker
    schedule.importer = DyingWorker(worker.imports, worker.files, worker.queue, worker.recorder)
    ids = [schedule.upload() for _ in range(schedule.chance.randint(1, 2))]
    schedule.plan.left = min(schedule.plan.left, 2)
    schedule.meddling, schedule.crowd = True, 0.2
    schedule.run([partial(schedule.control, one) for one in ids], rate=0.03)
    check(schedule)


def crowded(schedule: Schedule) -> None:
    """Nothing fails, but workers are in each other's way at every call: no import needs the sweeper to end."""
    for _ in range(2 if schedule.chance.random() < 0.7 else 3):
        schedule.upload()
    schedule.plan.left = 0
    schedule.crowd = 0.3
    schedule.run([], rate=0.0)
    check(schedule)
    assert not schedule.swept, "an import had to be swept although nothing had failed"


def bulk_changes(schedule: Schedule) -> None:
    """Many leads are changed, deleted and restored at once, under faults, beside edits and imports, and taken back."""
    chance = schedule.chance
    schedule.upload()
    schedule.run([schedule.edit] * chance.choice((0, 1, 2)), rate=0.02)
    actions: Actions = [schedule.change_many] * chance.randint(1, 3)
    actions += [schedule.edit] * chance.choice((0, 0, 1, 3))
    actions += [schedule.upload_more] * chance.choice((0, 0, 1))
    actions += [schedule.control_any] * chance.choice((0, 0, 0, 1))
    schedule.run(actions, rate=0.05)
    everything = [*schedule.uploaded, *schedule.jobs]
    undone = chance.sample(everything, chance.randint(0, len(everything)))
    again: Actions = [schedule.change_many] * chance.choice((0, 0, 1))
    edits: Actions = [schedule.edit] * chance.choice((0, 0, 2))
    schedule.run([*(partial(schedule.undo, one) for one in undone), *again, *edits], rate=0.05)
    for one in undone:
        schedule.attempt(partial(schedule.undo, one))
    schedule.run([], rate=0.0)
    check(schedule)


def bulk_change_and_back(schedule: Schedule) -> None:
    """A bulk change that went through faults is taken back under faults: the leads are as before, origins and all."""
    schedule.upload()
    schedule.run([schedule.edit] * schedule.chance.choice((0, 2, 4)), rate=0.0)
    before = states_of(schedule)
    schedule.run([schedule.change_many], rate=0.05)
    take_back(schedule, schedule.jobs)
    check(schedule)
    assert states_of(schedule) == before, "the undo did not restore the leads"


def take_back(schedule: Schedule, jobs: Sequence[str]) -> None:
    """Takes bulk changes back under faults, and once more where their messages have died."""
    for job in jobs:
        schedule.run([partial(schedule.undo, job)], rate=0.05)
        schedule.attempt(partial(schedule.undo, job))
    schedule.run([], rate=0.0)


def remapped(schedule: Schedule) -> None:
    """The mapping of imports is changed afterwards, also twice, under faults, beside edits and imports, and back."""
    chance = schedule.chance
    for _ in range(chance.randint(1, 2)):
        schedule.upload()
    schedule.run([schedule.edit] * chance.choice((0, 0, 1, 3)), rate=0.02)
    if chance.random() < 0.3:
        schedule.upload()
    if chance.random() < 0.3:
        worker = schedule.worker
        schedule.importer = DyingWorker(worker.imports, worker.files, worker.queue, worker.recorder)
        schedule.meddling, schedule.crowd = True, 0.1
    for _ in range(chance.choice((1, 1, 2))):
        before = list(schedule.uploaded)
        wanted = chance.sample(before, min(len(before), chance.choice((1, 1, 2))))
        schedule.run([partial(schedule.remap, one) for one in wanted], rate=0.03)
        begun = [one for one in schedule.uploaded if one not in before]
        actions: Actions = [partial(schedule.confirm, one) for one in begun]
        actions += [schedule.edit] * chance.choice((0, 0, 1, 2))
        actions += [schedule.upload_more] * chance.choice((0, 0, 1))
        actions += [partial(schedule.control, one) for one in begun if chance.random() < 0.15]
        actions += [partial(schedule.undo, one) for one in schedule.uploaded if chance.random() < 0.1]
        schedule.run(actions, rate=0.05)
        for one in begun:
            schedule.attempt(partial(schedule.confirm, one))
        schedule.run([], rate=0.0)
    _come_to_an_end(schedule)


def remap_and_back(schedule: Schedule) -> None:
    """A changed mapping that went through faults is taken back under faults: the leads are as before, with origins."""
    chance = schedule.chance
    first = schedule.upload()
    schedule.run([schedule.edit] * chance.choice((0, 1, 3)), rate=0.0)
    before = states_of(schedule)
    schedule.run([partial(schedule.remap, first)], rate=0.05)
    begun = [one for one in schedule.uploaded if one != first]
    schedule.run([partial(schedule.confirm, one) for one in begun], rate=0.05)
    schedule.run([partial(schedule.undo, one) for one in begun], rate=0.05)
    schedule.give_up_reviews()
    for one in begun:
        schedule.attempt(partial(schedule.undo, one))
    schedule.run([], rate=0.0)
    check(schedule)
    if any(record.undo is not None for record in imports_of(schedule)):
        assert states_of(schedule) == before, "the undo did not restore the leads"


def mended(schedule: Schedule) -> None:
    """Rows of imports are mended afterwards, several times, under faults, beside edits, imports and other mappings."""
    chance = schedule.chance
    for _ in range(chance.randint(1, 2)):
        schedule.upload()
    schedule.run([schedule.edit] * chance.choice((0, 0, 1, 3)), rate=0.03)
    schedule.crowd = chance.choice((0.03, 0.2))
    if chance.random() < 0.3:
        schedule.mender = DyingMender(schedule.worker)
    for _ in range(chance.choice((1, 2, 2, 3))):
        before = list(schedule.uploaded)
        actions: Actions = [partial(schedule.mend, chance.choice(before)) for _ in range(chance.randint(1, 3))]
        actions += [schedule.edit] * chance.choice((0, 0, 1, 2))
        actions += [schedule.upload_more] * chance.choice((0, 0, 1))
        actions += [partial(schedule.remap, one) for one in before if chance.random() < 0.2]
        actions += [partial(schedule.undo, one) for one in before if chance.random() < 0.1]
        schedule.run(actions, rate=0.05)
        begun = [one for one in schedule.uploaded if one not in before and one in schedule.originals]
        confirmed: Actions = [partial(schedule.confirm, one) for one in begun]
        schedule.run([*confirmed, partial(schedule.mend, chance.choice(before))], rate=0.05)
    _come_to_an_end(schedule)


def mended_and_back(schedule: Schedule) -> None:
    """An import of which rows were mended under faults is taken back under faults: the leads are as before."""
    schedule.upload()
    schedule.run([schedule.edit] * schedule.chance.choice((0, 1, 3)), rate=0.0)
    before = states_of(schedule)
    last = schedule.upload()
    schedule.run([], rate=0.05)
    schedule.run([partial(schedule.mend, last)] * schedule.chance.randint(1, 3), rate=0.05)
    schedule.run([partial(schedule.undo, last)], rate=0.05)
    # A round whose message died is asked for again by whoever waits for it.
    for _ in range(2):
        schedule.attempt(partial(schedule.undo, last))
        schedule.run([], rate=0.0)
    check(schedule)
    assert states_of(schedule) == before, "the undo did not restore the leads"


def _come_to_an_end(schedule: Schedule) -> None:
    """Reviews are given up, some of the imports are taken back, and what has died is asked for again."""
    schedule.give_up_reviews()
    chance = schedule.chance
    undone = chance.sample(list(schedule.uploaded), chance.randint(0, len(schedule.uploaded)))
    schedule.run([partial(schedule.undo, one) for one in undone], rate=0.05)
    begun = [record.import_id for record in imports_of(schedule) if record.undo is not None or record.is_mending]
    for one in {*undone, *begun}:
        schedule.attempt(partial(schedule.undo, one))
    schedule.run([], rate=0.0)
    check(schedule)


def states_of(schedule: Schedule) -> dict[str, LeadState | None]:
    return {lead.lead_id: lead.standing.state for lead in there(schedule)}


def _texts(states: dict[str, LeadState | None]) -> dict[str, dict[str, str]]:
    return {lead_id: texts(state) for lead_id, state in states.items()}


def _rows(schedule: Schedule, import_id: str) -> list[StandardRow]:
    return [
        standard_row(sheet.header, cells) for sheet in schedule.uploaded[import_id] for _, cells in sheet.numbered()
    ]


Kinds = Sequence[Callable[[Schedule], None]]
_LONG: Kinds = (remapped, mended)
"""Kinds of several rounds, which take twice the time of others: they are half as frequent."""
_SHORT: Kinds = (
    crowded,
    overlapping_imports,
    import_again,
    corrected_and_undone,
    undo_restores,
    killed_for_good,
    bulk_changes,
    bulk_change_and_back,
    remap_and_back,
    mended_and_back,
)
KINDS: Kinds = (*_SHORT, *_LONG, *_SHORT)


def run_seed(seed: int, kinds: Kinds = KINDS) -> str | None:
    """One schedule; None if the invariants hold, else the failure with the whole schedule."""
    is_small = seed // len(kinds) % 4 == 3
    kind = kinds[seed % len(kinds)]
    schedule = Schedule(seed, faults=random.Random(seed).randint(0, 8))
    schedule.most = SMALL if is_small else None
    try:
        with small_leads() if is_small else nullcontext():
            kind(schedule)
    except Exception as failure:
        return f"seed {seed}, {kind.__name__}: {type(failure).__name__}: {failure}\n{schedule.plan}"
    return None


def run_seeds(seeds: Sequence[int], kinds: Kinds = KINDS) -> list[str]:
    """The failures among these schedules."""
    # Faults are what it is about: the warnings that they cause would bury the failures.
    logging.disable(logging.CRITICAL)
    try:
        # Searching what is loaded for garbage again and again takes a tenth of the time.
        with simulated_reading(), rarely_searched():
            return [failure for seed in seeds if (failure := run_seed(seed, kinds)) is not None]
    finally:
        logging.disable(logging.NOTSET)


RunSeeds = Callable[[Sequence[int]], list[str]]
"""Runs what these seeds make; returns the failures."""


def run_many(first: int, count: int, run: RunSeeds = run_seeds) -> Iterator[tuple[int, list[str]]]:
    """Runs `count` schedules from seed `first` on, over all processors.

    Args:
        run: runs some of them.

    Yields:
        How many have been run so far, and the failures among the last of them.
    """
    chunks = [range(start, min(start + _CHUNK, first + count)) for start in range(first, first + count, _CHUNK)]
    done = 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for chunk, failures in zip(chunks, pool.map(run, chunks), strict=True):
            done += len(chunk)
            yield done, failures
