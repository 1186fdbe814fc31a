"""Tells now and then that work goes on, so that it shows soon if the function was killed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from crm.patience import OutOfPatienceError

EVERY_S = 20.0
"""Seconds between two signs of life."""
SILENT_S = 100.0
"""Seconds without one from which on nobody is at work: some fail, or are late while the database works."""


@contextmanager
def telling(tell: Callable[[], None], every_s: float = EVERY_S) -> Iterator[None]:
    """Tells at once, and then every few seconds beside the work in the block, until its end.

    Args:
        tell: gives a sign of life. One that fails is left out.
        every_s: seconds between two.
    """
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(every_s):
            _tell(tell)

    _tell(tell)
    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()


def _tell(tell: Callable[[], None]) -> None:
    try:
        tell()
    except (BotoCoreError, ClientError, OutOfPatienceError):
        # The next one comes soon, and work does not end for it.
        return
