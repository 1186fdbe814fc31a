"""A dry run says of every row what the import then does, and writes nothing (promise 8)."""

from __future__ import annotations

from tests.concurrency.dry_runs import wrong_dry_runs

CASES = 1_000
"""`python -m tests.concurrency --dry-runs 10000` runs more."""


def test_a_dry_run_says_of_every_row_what_the_import_does() -> None:
    wrong = wrong_dry_runs(range(CASES))
    assert not wrong, f"{len(wrong)} of {CASES} dry runs are wrong. The first:\n{wrong[0]}"
