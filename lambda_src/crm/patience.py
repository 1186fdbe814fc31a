"""How a function waits for a service that is too busy: in growing, random pauses, until its time is nearly over."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable

FIRST_S = 0.1
"""The longest first pause, in seconds; each further one may be twice as long."""
LONGEST_S = 5.0
"""The longest pause, in seconds: a table that has taken no write for a while is asked often enough, and not in vain."""


class OutOfPatienceError(RuntimeError):
    """A service was still too busy when the function's time was nearly over. What was done stays done; do it again."""


class Patience:
    """The time of one run of a function, and the pauses in it; one for the process, since it runs one at a time.

    The pauses have full jitter (AWS, "Exponential backoff and jitter"): any length up to the longest, so that workers
    which were refused together do not come back together.

    Args:
        clock: seconds, from any start.
        sleep: waits for so many seconds.
        chance: a random number, 0 to 1.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,  # noqa: S311 - nothing secret
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._until = math.inf

    def begin(self, seconds: float) -> None:
        """Begins a run that may wait for so many seconds from now; until the first one, there is no limit."""
        self._until = self._clock() + seconds

    @property
    def seconds_left(self) -> float:
        """Seconds that may still be spent, negative once they are over."""
        return self._until - self._clock()

    def jitter(self, longest: float) -> float:
        """A random length, 0 to `longest`."""
        return self._chance() * longest

    def pause(self, refused: int) -> None:
        """Waits before a request is repeated.

        Args:
            refused: how often it has been refused before, 0 the first time.

        Raises:
            OutOfPatienceError: when the pause would end too late; then it does not wait.
        """
        seconds = self.jitter(min(LONGEST_S, FIRST_S * 2.0 ** min(refused, 10)))
        if seconds >= self.seconds_left:
            raise OutOfPatienceError("AWS was too busy until the time of this run was nearly over")
        self._sleep(seconds)
