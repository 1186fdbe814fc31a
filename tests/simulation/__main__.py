"""`python -m tests.simulation --schedules 1000000 [--first SEED]`: as many schedules as wanted, outside of pytest."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "lambda_src"))

from tests.simulation.runs import run_many


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    arguments = parser.parse_args()
    failures = run_many(arguments.first, arguments.schedules)
    for failure in failures[:3]:
        print(failure, "\n")  # noqa: T201
    print(f"{arguments.schedules} schedules, {len(failures)} failed")  # noqa: T201
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
