"""A lead's statements in order with the lead after each of them, so that a late one costs only what it changes.

Working a lead out anew for each row that comes late takes as many steps as the lead has statements. Where a file names
one lead in thousands of rows, a batch of them would take minutes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from crm.fields import IDENTIFYING
from crm.statements.folding import LeadState, take_in
from crm.statements.in_order import (
    OWN_NAME,
    START,
    Branches,
    Step,
    advanced,
    branch_of,
    fold,
    in_force,
    steps,
)
from crm.statements.statement import Entry, Merge, Place, Revocation, Statement


class _Inserted(NamedTuple):
    """What a statement makes of a line.

    Args:
        place: how many steps stand before it.
        after: the branches after it, and after each step behind it, up to where they are as they would be without.
        left_out: as in `crm.statements.folding.TakenIn`.
    """

    place: int
    after: list[Branches]
    left_out: tuple[str, ...]


class Line:
    """The entries of a lead in the order in which they arrived, and what they make.

    Args:
        entries: those that have arrived.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(entries)
        self._newest: dict[str, Place] = {}
        for one in self._entries:
            self._note(one)
        self._work_out()

    def _note(self, entry: Entry) -> None:
        if not isinstance(entry, Revocation):
            for member in entry.of:
                self._newest[member] = max(entry.place, self._newest.get(member, entry.place))

    def _work_out(self) -> None:
        self._revocations = in_force(self._entries)
        self._steps: list[Step] = steps(self._entries)
        self._has_merges = any(isinstance(one, Merge) for one in self._steps)
        self._places = [one.place for one in self._steps]
        self._branches = [START]
        for one in self._steps:
            self._branches.append(advanced(self._branches[-1], one)[0])

    @property
    def state(self) -> LeadState | None:
        """What `fold` makes of the entries."""
        return self.state_of(OWN_NAME)

    def state_of(self, member: str) -> LeadState | None:
        """What they make of one lead, where several have not become one yet."""
        state = branch_of(self._branches[-1], member).state
        return state if self._is_plain(state) else fold(self._entries, member)

    def newest(self, member: str) -> Place | None:
        """The greatest place of what was said of a lead, what was taken back included; None without any."""
        members = branch_of(self._branches[-1], member).members
        return max((self._newest[one] for one in members if one in self._newest), default=None)

    def add(self, entry: Entry) -> None:
        """Takes one more entry that has arrived."""
        self._entries.append(entry)
        self._note(entry)
        if not isinstance(entry, Statement):
            self._work_out()
        elif self._is_live(entry):
            found = self._inserted(entry)
            self._steps.insert(found.place, entry)
            self._places.insert(found.place, entry.place)
            behind = self._branches[found.place + len(found.after) :]
            self._branches[found.place + 1 :] = [*found.after, *behind]

    def with_one_more(self, statement: Statement) -> tuple[LeadState | None, tuple[str, ...]]:
        """What `fold` would make of the entries and of this statement, and what of it the lead would not take in.

        The line stays as it is.
        """
        member = statement.of[0]
        found = self._inserted(statement)
        turn, left_out = branch_of(self._branches[found.place], member).state, found.left_out
        if not self._is_plain(turn):
            before = [one for one in self._entries if isinstance(one, Revocation) or one.place < statement.place]
            left_out = take_in(fold(before, member), statement).left_out
        changes_the_last = found.place + len(found.after) > len(self._steps)
        after = found.after[-1] if changes_the_last and self._is_live(statement) else self._branches[-1]
        state = branch_of(after, member).state
        return (state if self._is_plain(state) else fold([*self._entries, statement], member)), left_out

    def right_after(self, statement: Statement) -> LeadState | None:
        """The lead when this statement has had its turn, whatever stands behind it; the line stays as it is."""
        member = statement.of[0]
        found = self._inserted(statement)
        state = branch_of(found.after[0] if found.after else self._branches[found.place], member).state
        if self._is_plain(state):
            return state
        before = [one for one in self._entries if isinstance(one, Revocation) or one.place < statement.place]
        return fold([*before, statement], member)

    def _inserted(self, statement: Statement) -> _Inserted:
        place = bisect_right(self._places, statement.place)
        branches, left_out = advanced(self._branches[place], statement)
        after: list[Branches] = []
        for number in range(place, len(self._branches)):
            if branches == self._branches[number]:
                break
            after.append(branches)
            if number < len(self._steps):
                branches, _ = advanced(branches, self._steps[number])
        return _Inserted(place, after, left_out)

    def _is_live(self, statement: Statement) -> bool:
        return not any(one.takes_back(statement) for one in self._revocations)

    def _is_plain(self, state: LeadState | None) -> bool:
        """Whether a lead is its statements in order and nothing else (`crm.statements.in_order.fold`)."""
        if not self._revocations:
            return True
        if self._has_merges:
            return False
        return state is None or any(path in state.held for path in IDENTIFYING)
