"""Many requests that wait for the network: several of them under way at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")

WIDTH = 8
"""Calls under way at once, when nothing else is said; a worker waits for the network, not for its processor."""


def chunks(items: Sequence[_T], size: int) -> list[Sequence[_T]]:
    """The items in runs of `size`; the last may be shorter."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def parallel_map(call: Callable[[_T], _R], arguments: Sequence[_T], width: int = WIDTH) -> list[_R]:
    """The results for all arguments, in their order; a single one needs no thread.

    Args:
        width: how many calls are under way at once.

    Raises:
        Exception: the first one that a call raises, when all that were begun have ended.
    """
    if len(arguments) < 2:
        return [call(argument) for argument in arguments]
    with ThreadPoolExecutor(min(width, len(arguments))) as pool:
        return list(pool.map(call, arguments))
