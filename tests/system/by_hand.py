"""Changes to a deployed system that nobody should make, and that are put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def changed(ask: Callable[..., Any], back: dict[str, Any], **change: Any) -> Iterator[None]:
    """One call that changes something by hand, and the same call that puts it back."""
    ask(**change)
    try:
        yield
    finally:
        ask(**{**change, **back})
