"""Time that only moves when a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime


class FakeClock:
    """Seconds since the epoch.

    Args:
        start: where it starts; any moment will do.
    """

    def __init__(self, start: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)) -> None:
        self._now = start.timestamp()

    def __call__(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += seconds

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self._now, UTC)
