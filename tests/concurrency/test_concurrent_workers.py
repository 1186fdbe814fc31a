"""Several workers at once, each message twice, files that share people (promises 1 and 2)."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.concurrency.concurrent_workers import ConcurrentWorkers


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads that take turns a hundred times as often as usual, so that few rows are as good as many."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(5e-5)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("eager_threads")
@pytest.mark.parametrize("seed", range(3))
def test_five_workers_on_three_files_end_with_exact_numbers(seed: int) -> None:
    crowd = ConcurrentWorkers(seed, rows=4_500)
    crowd.run()
    crowd.check()
