"""Outcomes of rows and undos, and policies: words that imports and leads share (promise 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a row: exactly one of these."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class Policy(StrEnum):
    """What a row does to the lead that is already there."""

    OVERWRITE = "overwrite"
    FILL = "fill"
    """The row fills only fields that are `N/A`."""
    SKIP = "skip"
    """The lead stays as it is."""


Counts = Mapping[Outcome, int]
"""How many rows had each outcome; absent ones are zero."""


def count(outcomes: Iterable[Outcome]) -> dict[Outcome, int]:
    """Counts outcomes."""
    counts = dict.fromkeys(Outcome, 0)
    for outcome in outcomes:
        counts[outcome] += 1
    return counts


class UndoResult(StrEnum):
    """What became of a lead in an undo."""

    RESTORED = "restored"
    REMOVED = "removed"
    KEPT = "kept"
    """It has changed since."""
    GONE = "gone"
    """It was deleted before, or an earlier delivery of this undo has reverted it."""
