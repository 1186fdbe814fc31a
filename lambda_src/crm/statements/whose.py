"""Whose value a person changes in a lead that several leads have become (docs/leads.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from crm.said import EMAIL, FURTHER, Said
from crm.statements.folding import Held, LeadState
from crm.statements.in_order import OWN_NAME, connected, live_merges
from crm.statements.lead import Lead
from crm.statements.statement import OWN, Entry, Place, Statement


def members_at(lead: Lead, entries: Iterable[Entry], place: Place, lead_id: str) -> tuple[str, ...]:
    """The leads that were one at a place: what stands there and names one of them is of them all.

    Args:
        lead: that all of them are now.
        lead_id: the one that is named.
    """
    if not lead.merged:
        return OWN
    name = lead.name_of(lead_id) if lead_id in lead.ids else OWN_NAME
    return tuple(sorted(connected(name, (one.of for one in live_merges(entries) if one.place < place))))


def told_apart(
    statement: Statement,
    state: LeadState | None,
    entries: Sequence[Entry],
    members: tuple[str, ...],
    known_by: str | None = None,
) -> Statement:
    """A statement with each value given to the lead whose value it changes, or to all where that cannot be told.

    An address is always of one lead: of the one that has it already, or whose first address it replaces.

    Args:
        state: the lead as it is.
        entries: of its chain.
        members: the leads that the statement is about.
        known_by: the lead that has the address that the statement says, if one does.
    """
    if len(members) == 1:
        return replace(statement, of=members)
    said_at: dict[Place, list[Statement]] = {}
    for one in entries:
        if isinstance(one, Statement):
            said_at.setdefault(one.place, []).append(one)
    whose: dict[str, tuple[str, ...]] = {}
    for path, said in statement.says.items():
        held = _held_before(path, said, state.held) if state else None
        of = _members_of(path, held, said_at, members) if held else members
        if path == EMAIL and said.text is not None:
            of = (known_by if known_by in members else of[0],)
        whose[path] = of
    every = tuple(sorted({one for of in whose.values() for one in of})) or members
    return replace(statement, of=every, apart={path: of for path, of in whose.items() if of != every})


def _held_before(path: str, said: Said, held: Mapping[str, Held]) -> Held | None:
    """The value that a person changes; of an email or a phone that moves to the first place or from it, that value."""
    for first, further in FURTHER.items():
        if path == first and (beside := held.get(f"{further}/{said.text}")) is not None:
            return beside
        if path == f"{further}/{said.text}" and first in held and held[first].text == said.text:
            return held[first]
    return held.get(path)


def _members_of(
    path: str, held: Held, said_at: dict[Place, list[Statement]], members: Collection[str]
) -> tuple[str, ...]:
    """The leads whose statement has brought a value; all of them where it is not known any more."""
    found: set[str] = set()
    for one in said_at.get(held.origin.place, ()):
        # A first address that lost to another stands beside it, under a path that nobody has said.
        said = path if path in one.says else next((p for p, s in one.says.items() if s.text == held.text), path)
        found.update(member for member in one.whose(said) if member in members)
    return tuple(sorted(found)) or tuple(members)
