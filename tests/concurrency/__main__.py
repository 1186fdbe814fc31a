"""The simulations outside of pytest, as often as wanted.

`python -m tests.concurrency --schedules 1000000`: random schedules with faults, over all processors.
`python -m tests.concurrency --merges 10000`: as many with leads that become one and are taken apart.
`python -m tests.concurrency --dry-runs 10000`: random dry runs, each held against the import that follows it.
`python -m tests.concurrency --throttled 100000`: an import of so many rows through a table of 500 writes a second.
`python -m tests.concurrency --crowds 10`: five workers at once on three files of 20,000 rows together.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "lambda_src"))

from tests.concurrency.concurrent_workers import ConcurrentWorkers
from tests.concurrency.dry_runs import wrong_dry_runs
from tests.concurrency.merges import run_merges
from tests.concurrency.runs import RunSeeds, run_many, run_seeds
from tests.concurrency.throttled import import_throttled

PROGRESS = 5_000
"""Schedules between two lines of progress."""
SHOWN = 3
"""Failures that are printed; the others are counted."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.concurrency", description=__doc__)
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--crowds", type=int, default=0, help="how many of these instead")
    parser.add_argument("--rows", type=int, default=20_000, help="of the three files of a crowd together")
    parser.add_argument("--endpoint", help="of a DynamoDB Local for the crowds")
    parser.add_argument("--throttled", type=int, default=0, help="rows of a throttled import instead")
    parser.add_argument("--merges", type=int, default=0, help="how many with merges instead")
    parser.add_argument("--dry-runs", type=int, default=0, help="how many of these instead")
    arguments = parser.parse_args()
    if arguments.merges:
        return _run(arguments.first, arguments.merges, run_merges, "schedules with merges")
    if arguments.dry_runs:
        return _run(arguments.first, arguments.dry_runs, wrong_dry_runs, "dry runs")
    if arguments.throttled:
        with pytest.MonkeyPatch.context() as monkeypatch:
            print(import_throttled(monkeypatch, arguments.throttled, writes_per_second=500))  # noqa: T201
        return 0
    if arguments.crowds:
        for seed in range(arguments.first, arguments.first + arguments.crowds):
            crowd = ConcurrentWorkers(seed, arguments.rows, arguments.endpoint)
            crowd.run()
            crowd.check()
            print(f"seed {seed}: {arguments.rows} rows exact")  # noqa: T201
        return 0
    return _run(arguments.first, arguments.schedules, run_seeds, "schedules")


def _run(first: int, count: int, run: RunSeeds, what: str) -> int:
    """Runs schedules or dry runs and prints a line for each `PROGRESS` of them, the first failures and the total."""
    began, failures, told = time.monotonic(), 0, 0
    for done, found in run_many(first, count, run):
        for failure in found[: max(0, SHOWN - failures)]:
            print(failure, "\n", flush=True)  # noqa: T201
        failures += len(found)
        if done - told >= PROGRESS or done == count:
            told = done
            line = f"{done:,} of {count:,} {what}, {failures} failed, {time.monotonic() - began:,.0f} s"
            print(line, flush=True)  # noqa: T201
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
