"""What a row and an undo do to a lead: words that imports and leads share (design, "Words" and promise 2)."""

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
    """Only fields that are `N/A` are filled."""
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
    """Someone changed it since."""
    GONE = "gone"
    """It had been deleted, or an earlier delivery of this undo has taken it back."""
