"""Throttling loses nothing (promise 9)."""

from __future__ import annotations

import pytest

from tests.concurrency.throttled import CLOSED_S, import_throttled

ROWS = 4_000


@pytest.mark.parametrize("seed", range(2))
def test_an_import_through_minutes_without_writes_ends_completed(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    ended = import_throttled(monkeypatch, ROWS, writes_per_second=20, seed=seed)
    assert (ended.status, ended.leads) == ("completed", ROWS)
    # It was throttled for longer than a worker runs, more than once.
    assert ended.refused > ROWS
    assert ended.handed_back > 1
    assert ended.seconds > CLOSED_S
