"""Searching rarely for garbage, for a while."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from crm.garbage import search_rarely


@contextmanager
def rarely_searched() -> Iterator[None]:
    """While it lasts, garbage is searched as in a worker."""
    thresholds = gc.get_threshold()
    search_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
