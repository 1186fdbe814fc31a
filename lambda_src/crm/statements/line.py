"""A lead's statements in order with the lead after each of them, so that a late one costs only what it changes.

Working a lead out anew for each row that comes late takes as many steps as the lead has statements. Where a file names
one lead in thousands of rows, a batch of them would take minutes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from crm.fields import IDENTIFYING
from crm.statements.folding import LeadState, applied, fold, in_force, live, take_in
from crm.statements.statement import Entry, Place, Revocation, Statement


class _Inserted(NamedTuple):
    """What a statement makes of a line.

    Args:
        place: how many statements stand before it.
        states: the lead after it, and after each statement behind it, up to where the lead is as it would be without.
        left_out: as in `crm.statements.folding.TakenIn`.
    """

    place: int
    states: list[LeadState | None]
    left_out: tuple[str, ...]


class Line:
    """The entries of a lead in the order in which they arrived, and what they make.

    Args:
        entries: those that have arrived.

    Attributes:
        newest: the greatest place of the statements, those that were taken back included; None without any.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(entries)
        self._work_out()

    def _work_out(self) -> None:
        self._revocations = in_force(self._entries)
        self._statements = live(self._entries)
        self._places = [one.place for one in self._statements]
        self._states: list[LeadState | None] = [None]
        for one in self._statements:
            self._states.append(applied(self._states[-1], one))
        said = [one.place for one in self._entries if isinstance(one, Statement)]
        self.newest: Place | None = max(said, default=None)

    @property
    def state(self) -> LeadState | None:
        """What `fold` makes of the entries."""
        return self._states[-1] if self._is_plain(self._states[-1]) else fold(self._entries)

    def add(self, entry: Entry) -> None:
        """Takes one more entry that has arrived."""
        self._entries.append(entry)
        if isinstance(entry, Revocation):
            self._work_out()
            return
        self.newest = entry.place if self.newest is None else max(self.newest, entry.place)
        if self._is_live(entry.place):
            found = self._inserted(entry)
            self._statements.insert(found.place, entry)
            self._places.insert(found.place, entry.place)
            behind = self._states[found.place + len(found.states) :]
            self._states[found.place + 1 :] = [*found.states, *behind]

    def with_one_more(self, statement: Statement) -> tuple[LeadState | None, tuple[str, ...]]:
        """What `fold` would make of the entries and of this statement, and what of it the lead would not take in.

        The line stays as it is.
        """
        found = self._inserted(statement)
        turn, left_out = self._states[found.place], found.left_out
        if not self._is_plain(turn):
            before = (one for one in self._entries if isinstance(one, Revocation) or one.place < statement.place)
            left_out = take_in(fold(before), statement).left_out
        changes_the_last = found.place + len(found.states) > len(self._statements)
        after = found.states[-1] if changes_the_last and self._is_live(statement.place) else self._states[-1]
        return (after if self._is_plain(after) else fold([*self._entries, statement])), left_out

    def _inserted(self, statement: Statement) -> _Inserted:
        place = bisect_right(self._places, statement.place)
        state, left_out = take_in(self._states[place], statement)
        states: list[LeadState | None] = []
        for number in range(place, len(self._states)):
            if state == self._states[number]:
                break
            states.append(state)
            if number < len(self._statements):
                state = applied(state, self._statements[number])
        return _Inserted(place, states, left_out)

    def _is_live(self, place: Place) -> bool:
        return not any(one.covers(place) for one in self._revocations)

    def _is_plain(self, state: LeadState | None) -> bool:
        """Whether a lead is its statements in order and nothing else (`crm.statements.folding.fold`)."""
        return not self._revocations or state is None or any(path in state.held for path in IDENTIFYING)
