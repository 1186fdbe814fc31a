"""A circuit breaker: after several failures in a row, calls to a service pause for a while.

Its state lives in the memory of one warm function. Powertools' breaker keeps its state in a DynamoDB table, which it
reads before each call. With one call per header signature or question, a table is not worth its cost, and a cold
function that tries a failing service three more times does no harm.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class CircuitBreaker:
    """Counts failures in a row.

    Args:
        threshold: the number of failures in a row that opens the circuit.
        rest_s: seconds for which it stays open; then one call goes through and decides.
        clock: monotonic seconds.
    """

    def __init__(
        self, *, threshold: int = 3, rest_s: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._threshold = threshold
        self._rest_s = rest_s
        self._clock = clock
        self._failures = 0
        self._open_until = 0.0
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Whether a call may be made now. After the rest, only the first caller gets through."""
        with self._lock:
            if self._failures < self._threshold:
                return True
            now = self._clock()
            if now < self._open_until:
                return False
            self._open_until = now + self._rest_s
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= self._threshold:
                self._open_until = self._clock() + self._rest_s


_shared: dict[str, CircuitBreaker] = {}


def breaker_for(service: str) -> CircuitBreaker:
    """This process's breaker for a service's address."""
    return _shared.setdefault(service, CircuitBreaker())
