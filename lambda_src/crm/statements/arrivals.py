"""What an arriving statement does to the lead that is there, and what is told of it.

Most statements arrive in the order of their places: they are applied to the lead as it stands, and nothing else is
read. One that comes late, or again, or to a lead whose state is more than its statements in order, is worked out from
the lead's whole chain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from crm.outcomes import Outcome, Policy
from crm.said import FURTHER, Said
from crm.sentences import ROWS
from crm.statements.chains import ExpiredChainError
from crm.statements.folding import Held, LeadState, TakenIn, at_paths_of, differing, is_said_further_down, take_in
from crm.statements.in_order import live
from crm.statements.line import Line
from crm.statements.statement import Entry, Kind, Place, Statement

KEPT = ROWS["kept"]
NEWER = ROWS["newer"]
MADE_ANEW = ROWS["madeAnew"]
NOTHING_LEFT = ROWS["nothingLeft"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A lead as it stands.

    Args:
        state: None when its statements leave nothing of it; the chain remembers them.
        newest: the greatest place of its statements, those that changed nothing included.
    """

    state: LeadState | None
    newest: Place


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a statement did.

    Args:
        after: the lead as it is to be.
        outcome: what became of the row.
        reason: why, where it did not do what it said.
        changed: values of the lead that differ now.
        emptied: how many of them it had and has no more, whatever their place.
        is_new: whether the chain does not hold the statement yet.
        left_out: paths of the statement that the lead did not take in, because it would have become too large.
    """

    after: Standing
    outcome: Outcome
    reason: str | None
    changed: int
    is_new: bool
    left_out: tuple[str, ...] = ()
    emptied: int = 0


class InTurn:
    """What becomes of a lead when statements of rows arrive one after the other; nothing of them is written here.

    Args:
        standing: the lead as it stands, None if there is none.
        chain: reads the lead's entries in the order in which they arrived; called only when they are needed, and once.

    Attributes:
        new: the statements taken since that the chain does not hold.
    """

    def __init__(self, standing: Standing | None, chain: Callable[[], Sequence[Entry]]) -> None:
        self.standing = standing
        self.new: list[Entry] = []
        self._chain = chain
        self._entries: list[Entry] = []
        self._known: dict[Place, int] = {}
        self._line: Line | None = None
        self._earlier: Line | None = None
        self._earlier_entries = 0

    def arrival(self, statement: Statement) -> Arrival:
        """What a statement would do now.

        Raises:
            ExpiredChainError: if the chain decides and is not known any more.
        """
        before = self.standing
        state = before.state if before else None
        if before is None or self._is_in_order(statement):
            return _arrival(state, take_in(state, statement), statement, statement.place)
        line = self._whole()
        known = self._known.get(statement.place)
        if known is None:
            return _late(state, line, statement, before.newest)
        # What an earlier delivery did is told as it was then.
        earlier, member = self._before(known), statement.of[0]
        told = _late(earlier.state_of(member), earlier, statement, earlier.newest(member) or statement.place)
        return replace(told, after=before, is_new=False)

    def right_after(self, statement: Statement) -> LeadState | None:
        """The lead when a statement that is new has had its turn, whatever stands behind it.

        Raises:
            ExpiredChainError: as `arrival`.
        """
        state = self.standing.state if self.standing else None
        if self._is_in_order(statement):
            return take_in(state, statement).state
        return self._whole().right_after(statement)

    def _is_in_order(self, statement: Statement) -> bool:
        """Whether the lead as it stands is all that a statement's turn needs."""
        before = self.standing
        return before is None or (
            statement.place > before.newest and not (before.state and before.state.depends_on_chain)
        )

    def take(self, statement: Statement, arrival: Arrival) -> None:
        """Takes a statement whose arrival was just worked out."""
        if arrival.is_new:
            self.new.append(statement)
            if self._line is not None:
                self._note(statement)
                self._line.add(statement)
        self.standing = arrival.after

    def _whole(self) -> Line:
        """All entries, which are read once."""
        if self._line is None:
            for one in (*self._chain(), *self.new):
                self._note(one)
            self._line = Line(self._entries)
        return self._line

    def _note(self, entry: Entry) -> None:
        if isinstance(entry, Statement):
            self._known.setdefault(entry.place, len(self._entries))
        self._entries.append(entry)

    def _before(self, number: int) -> Line:
        """So many entries from the first on; a repeated batch asks for more and more of them."""
        if self._earlier is None or number < self._earlier_entries:
            self._earlier = Line(self._entries[:number])
        else:
            for one in self._entries[self._earlier_entries : number]:
                self._earlier.add(one)
        self._earlier_entries = number
        return self._earlier


def is_said_by_hand(before: Standing, edit: Statement, chain: Callable[[], Sequence[Entry]]) -> bool:
    """Whether people have said all of an edit since the newest import was announced, so that it adds nothing.

    Between the two there is no place for a row: whatever arrives late or is taken back, the lead is the same. What is
    not known any more was not said.

    Args:
        before: the lead as it stands.
        chain: as `InTurn` takes it.
    """
    sequence = edit.place.sequence
    if not edit.says or not before.newest.is_by_hand or before.newest.sequence < sequence:
        return not edit.says
    try:
        entries = chain()
    except ExpiredChainError:
        return False
    said: dict[str, Said] = {}
    for one in live(entries):
        if one.place.is_by_hand and one.place.sequence == sequence:
            said = {} if one.kind is Kind.DELETE else {**said, **one.says}
    return all(said.get(path) == value for path, value in edit.says.items())


def _late(state: LeadState | None, line: Line, statement: Statement, newest: Place) -> Arrival:
    """What becomes of a lead that has to be worked out from its chain."""
    after = TakenIn(*line.with_one_more(statement))
    return _arrival(state, after, statement, max(newest, statement.place))


def changed_values(before: LeadState | None, after: LeadState | None) -> int:
    """How many values differ between two states of a lead; one in the bin has none."""
    return len(list(differing(_seen(before), _seen(after))))


def emptied_values(before: LeadState | None, after: LeadState | None) -> int:
    """How many values a lead had and has no more; a further phone that became the first is still there."""
    was, now = _seen(before), _seen(after)
    gone = was.keys() - now.keys()
    first_now = {f"{further}/{now[first].text}" for first, further in FURTHER.items() if first in now} if gone else ()
    return len(gone.difference(first_now))


def _seen(state: LeadState | None) -> Mapping[str, Held]:
    return state.held if state and state.is_there else {}


def _arrival(before: LeadState | None, taken: TakenIn, statement: Statement, newest: Place) -> Arrival:
    after = taken.state
    changed = 0 if after is before else changed_values(before, after)
    outcome, reason = _outcome(before, after, statement, changed, is_late=newest > statement.place)
    emptied = emptied_values(before, after) if changed else 0
    return Arrival(Standing(after, newest), outcome, reason, changed, True, taken.left_out, emptied)


def _outcome(
    before: LeadState | None, after: LeadState | None, statement: Statement, changed: int, *, is_late: bool
) -> tuple[Outcome, str | None]:
    was_there = before is not None and before.is_there
    is_there = after is not None and after.is_there
    if is_there and not was_there:
        return Outcome.CREATED, None if before is None else MADE_ANEW
    if changed:
        return Outcome.UPDATED, None
    if was_there and statement.source.policy is Policy.KEEP:
        return Outcome.SKIPPED, KEPT
    if has_all_of(after, statement):
        return Outcome.UNCHANGED, None
    if is_late:
        return Outcome.SUPERSEDED, NEWER
    return (Outcome.UNCHANGED, None) if is_there else (Outcome.SKIPPED, NOTHING_LEFT)


def has_all_of(state: LeadState | None, row: Statement) -> bool:
    """Whether a lead has all that a row says, or what its file says in the end."""
    held = state.held if state else {}
    return all(_has(held.get(path), said, row) for path, said in at_paths_of(held, row).says.items())


def _has(held: Held | None, said: Said, row: Statement) -> bool:
    """Whether a lead has what a row says of one path, or what its file says in the end."""
    if said.text is None:
        return held is None or row.kind is Kind.ROW
    if is_said_further_down(held, row):
        return True
    return held is not None and held.text == said.text and said.label in ("", held.label)
