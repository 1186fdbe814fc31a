"""Ten thousand random schedules: every import ends and adds up, one person is one lead, undo restores."""

from __future__ import annotations

from tests.simulation.runs import run_many

SCHEDULES = 10_000


def test_every_schedule_keeps_the_promises() -> None:
    failures = run_many(0, SCHEDULES)
    assert not failures, f"{len(failures)} of {SCHEDULES} schedules failed. The first:\n{failures[0]}"
