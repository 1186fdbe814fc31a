"""Python's search for garbage, as a function wants it that makes many objects and drops nearly all of them."""

from __future__ import annotations

import gc

NEW_OBJECTS = 50_000
"""Objects made between two searches; with Python's own 700, a worker spends a tenth of its time on them
(docs/measurements.md, "Writing leads")."""


def search_rarely() -> None:
    """What is loaded now is never searched again, and what comes later is searched rarely."""
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
