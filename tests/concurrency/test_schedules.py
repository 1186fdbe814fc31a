"""Ten thousand random schedules: every import ends and adds up, and every lead is as the plain model says."""

from __future__ import annotations

import pytest

from tests.concurrency.merges import run_merges
from tests.concurrency.runs import run_seeds

SCHEDULES = 10_000
WITH_MERGES = 200
PARTS = 8
"""Tests that the processors share."""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_schedule_keeps_the_promises(part: int) -> None:
    seeds = range(part, SCHEDULES, PARTS)
    failures = run_seeds(seeds)
    assert not failures, f"{len(failures)} of {len(seeds)} schedules failed. The first:\n{failures[0]}"


def test_every_schedule_with_merges_keeps_the_promises() -> None:
    """A share of those that `python -m tests.concurrency --merges 10000` runs."""
    failures = run_merges(range(WITH_MERGES))
    assert not failures, f"{len(failures)} of {WITH_MERGES} schedules failed. The first:\n{failures[0]}"
