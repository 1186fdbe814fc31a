"""Schedules in which leads become one and are taken apart, beside all else that happens (promise 10)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from tests.concurrency.dying_worker import DyingWorker
from tests.concurrency.merge_jobs import check_with_merge_jobs, end_one, merge_many
from tests.concurrency.runs import Actions, Kinds, run_seeds, states_of, take_back
from tests.concurrency.schedule import USER, Schedule


def merges(schedule: Schedule) -> None:
    """Leads become one and are taken apart, under faults, beside imports, edits, bulk changes and undos."""
    chance = schedule.chance
    schedule.meddling, schedule.crowd = chance.random() < 0.5, 0.05
    schedule.upload()
    schedule.run([schedule.edit] * chance.choice((0, 1, 2)), rate=0.02)
    actions: Actions = [schedule.merge] * chance.randint(1, 3)
    actions += [schedule.take_apart] * chance.choice((0, 1, 2))
    actions += [schedule.edit] * chance.choice((0, 2, 4))
    actions += [schedule.upload_more] * chance.choice((0, 1, 1, 2))
    actions += [schedule.change_many] * chance.choice((0, 0, 1))
    actions += [partial(merge_many, schedule)] * chance.choice((0, 0, 1))
    actions += [partial(end_one, schedule)] * chance.choice((0, 0, 1))
    schedule.run(actions, rate=0.03)
    names = sorted(schedule.known())
    if names and chance.random() < 0.4:
        schedule.upload(lead_ids=names)
    everything = [*schedule.uploaded, *schedule.jobs, *schedule.merge_jobs]
    undone = chance.sample(everything, chance.choice((0, 0, 1, 2)) if len(everything) > 1 else 0)
    schedule.run(
        [
            *(partial(schedule.undo, one) for one in undone),
            *[schedule.merge] * chance.choice((0, 1)),
            *[schedule.take_apart] * chance.choice((0, 1, 2)),
            *[schedule.edit] * chance.choice((0, 1, 3)),
        ],
        rate=0.03,
    )
    for one in undone:
        schedule.attempt(partial(schedule.undo, one))
    schedule.run([], rate=0.0)
    check_with_merge_jobs(schedule)
    _take_all_apart(schedule)
    check_with_merge_jobs(schedule)


def merge_and_back(schedule: Schedule) -> None:
    """Overlapping merges at once, under faults, are taken back: the leads are as before, origins and all."""
    for _ in range(schedule.chance.randint(1, 2)):
        schedule.upload()
    schedule.run([schedule.edit] * schedule.chance.choice((0, 2, 4)), rate=0.0)
    before = states_of(schedule)
    schedule.meddling, schedule.crowd = True, 0.3
    schedule.run([schedule.merge] * 3, rate=0.03)
    check_with_merge_jobs(schedule)
    _take_all_apart(schedule)
    check_with_merge_jobs(schedule)
    assert states_of(schedule) == before, "taking apart did not restore the leads"


def merge_many_and_die(schedule: Schedule) -> None:
    """Bulk changes that merge are ended while their workers run, which die until their messages are dead letters."""
    worker = schedule.worker
    schedule.importer = DyingWorker(worker.imports, worker.files, worker.queue, worker.recorder)
    schedule.upload()
    schedule.run([], rate=0.0)
    schedule.meddling, schedule.crowd = True, 0.2
    schedule.run([partial(merge_many, schedule), partial(end_one, schedule), partial(end_one, schedule)], rate=0.03)
    check_with_merge_jobs(schedule)


def merge_many_and_back(schedule: Schedule) -> None:
    """Groups that were merged all at once, through faults, are taken back under faults: the leads are as before."""
    schedule.upload()
    schedule.run([schedule.edit] * schedule.chance.choice((0, 2, 4)), rate=0.0)
    before = states_of(schedule)
    schedule.run([partial(merge_many, schedule)], rate=0.05)
    check_with_merge_jobs(schedule)
    take_back(schedule, schedule.merge_jobs)
    check_with_merge_jobs(schedule)
    assert states_of(schedule) == before, "the undo did not restore the leads"


def _take_all_apart(schedule: Schedule) -> None:
    while wanted := [one.merge_id for lead in schedule.leads() for one in lead.merged]:
        merge_id = schedule.chance.choice(wanted)
        schedule.taken_apart.add(merge_id)
        schedule.merger.undo(merge_id, USER)


MERGES: Kinds = (merges, merge_and_back, merge_many_and_back, merge_many_and_die)


def run_merges(seeds: Sequence[int]) -> list[str]:
    """The failures among these schedules."""
    return run_seeds(seeds, MERGES)
