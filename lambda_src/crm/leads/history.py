"""What happened to a lead, worked out of its chain: each entry, and the values that it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crm.leads.reading import with_label
from crm.statements.folding import LeadState, is_there, texts_of
from crm.statements.line import Line
from crm.statements.statement import Entry, Kind, Merge, Place, Source, Statement


class EventKind(StrEnum):
    """What a statement or a revocation did to the lead."""

    CREATED = "created"
    UPDATED = "updated"
    """By a row of an import."""
    EDITED = "edited"
    DELETED = "deleted"
    RESTORED = "restored"
    UNDONE = "undone"
    MERGED = "merged"
    """Other leads became one with it, or it became one with another."""
    TAKEN_APART = "takenApart"
    """A merge was taken back."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after an event, with its label; None where there was none."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a lead.

    Args:
        source: who did it and when.
        about: the import that did it or that was taken back, None for a person.
        place: of the row that did it, None for a person and for an undo.
        changes: in the order of paths. A lead that goes to the bin or comes back keeps its values.
    """

    kind: EventKind
    source: Source
    about: Source | None
    place: Place | None
    changes: tuple[Change, ...]


def events_of(entries: Sequence[Entry]) -> list[Event]:
    """The events of a lead in the order in which they came about; what changed nothing is none.

    Args:
        entries: of the lead's chain, in the order in which they arrived.
    """
    return [event for event in _events(entries) if event is not None]


def _events(entries: Sequence[Entry]) -> Iterator[Event | None]:
    line = Line(())
    for number, entry in enumerate(entries):
        before = line.state
        line.add(entry)
        yield _event(entry, entries[:number], before, line.state)


def _event(entry: Entry, earlier: Sequence[Entry], before: LeadState | None, after: LeadState | None) -> Event | None:
    kind = _kind(entry, earlier, before, after)
    moved = kind in (EventKind.DELETED, EventKind.RESTORED)
    was, now = (state if moved or is_there(state) else None for state in (before, after))
    changes = changes_between(was, now)
    if not moved and not changes and kind not in (EventKind.MERGED, EventKind.TAKEN_APART):
        return None
    if isinstance(entry, Merge):
        return Event(kind, entry.source, None, None, changes)
    if not isinstance(entry, Statement):
        undone = (one for one in earlier if isinstance(one, Statement) and entry.covers(one.place))
        about = next((one.source for one in undone if one.kind is Kind.ROW), None)
        return Event(kind, entry.source, about, None, changes)
    of_row = entry.kind is Kind.ROW
    return Event(kind, entry.source, entry.source if of_row else None, entry.place if of_row else None, changes)


def _kind(entry: Entry, earlier: Sequence[Entry], before: LeadState | None, after: LeadState | None) -> EventKind:
    was_there, there_now = is_there(before), is_there(after)
    if isinstance(entry, Merge):
        return EventKind.MERGED
    if not isinstance(entry, Statement):
        if any(isinstance(one, Merge) and entry.takes_back(one) for one in earlier):
            return EventKind.TAKEN_APART
        if before is not None and not was_there and there_now:
            return EventKind.RESTORED
        return EventKind.DELETED if was_there and after is not None and not there_now else EventKind.UNDONE
    if there_now and not was_there:
        return EventKind.CREATED
    if was_there and not there_now:
        return EventKind.DELETED
    return EventKind.UPDATED if entry.kind is Kind.ROW else EventKind.EDITED


def changes_between(before: LeadState | None, after: LeadState | None) -> tuple[Change, ...]:
    """The values that a person sees change, in the order of paths; None is a lead that has no values."""
    was, now = (before.held if before else {}), (after.held if after else {})
    old, new = texts_of(was), texts_of(now)
    return tuple(
        Change(path, with_label(was[path]) if path in was else None, with_label(now[path]) if path in now else None)
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    )
