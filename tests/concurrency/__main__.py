"""The simulations outside of pytest, as often as wanted.

`python -m tests.concurrency --schedules 1000000`: random schedules with faults.
`python -m tests.concurrency --crowds 10`: five workers at once on three files of 20,000 rows together.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "lambda_src"))

from tests.concurrency.concurrent_workers import ConcurrentWorkers
from tests.concurrency.runs import run_many


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.concurrency", description=__doc__)
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--crowds", type=int, default=0, help="how many of these instead")
    parser.add_argument("--rows", type=int, default=20_000, help="of the three files of a crowd together")
    parser.add_argument("--endpoint", help="of a DynamoDB Local for the crowds")
    arguments = parser.parse_args()
    if arguments.crowds:
        for seed in range(arguments.first, arguments.first + arguments.crowds):
            crowd = ConcurrentWorkers(seed, arguments.rows, arguments.endpoint)
            crowd.run()
            crowd.check()
            print(f"seed {seed}: {arguments.rows} rows exact")  # noqa: T201
        return 0
    failures = run_many(arguments.first, arguments.schedules)
    for failure in failures[:3]:
        print(failure, "\n")  # noqa: T201
    print(f"{arguments.schedules} schedules, {len(failures)} failed")  # noqa: T201
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
