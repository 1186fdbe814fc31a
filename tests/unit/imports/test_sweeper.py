"""The sweeper's time: what its function has left, less what a batch that was begun may take (promise 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from crm.composition import workers
from crm.handlers import sweeper

from tests.crm_in_memory import LambdaContext

LEAST_RESERVE_S = 10.0
"""A batch is closed in a few seconds, and may wait for AWS."""


@dataclass(frozen=True, slots=True)
class Hurried(LambdaContext):
    """A run of which some milliseconds are left."""

    left: int = 0

    def get_remaining_time_in_millis(self) -> int:
        return self.left


@pytest.mark.parametrize("left", [120.0, 60.0, 25.0])
@pytest.mark.usefixtures("crm")
def test_the_budget_follows_from_the_time_that_is_left(left: float, monkeypatch: pytest.MonkeyPatch) -> None:
    budgets: list[float] = []

    def noted(settings: Any, *, seconds: float) -> Any:
        budgets.append(seconds)
        return workers.sweeper(settings, seconds=seconds)

    monkeypatch.setattr(sweeper, "sweeper", noted)
    context: Any = Hurried(left=int(left * 1000))

    assert sweeper.handler({}, context) == {"swept": 0}
    assert 0 < budgets[0] <= left - LEAST_RESERVE_S
