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
    """What the rows of an import do to leads that exist."""

    UPDATE = "update"
    """A column sets its field where the cell holds something; all else stays."""
    FILL = "fill"
    """A column sets its field only where the lead has nothing."""
    REPLACE = "replace"
    """The row stands for the whole lead: what it lacks is emptied."""
    KEEP = "keep"
    """Leads that exist are left alone."""


class Rule(StrEnum):
    """What an import does to one field, whatever its policy."""

    ALWAYS = "always"
    IF_EMPTY = "ifEmpty"
    NEVER = "never"


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
    """The import made it, and it has changed since: what others said of it stays."""
    GONE = "gone"
    """It was deleted before, or it is told by another batch."""
