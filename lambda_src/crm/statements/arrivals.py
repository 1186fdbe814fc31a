"""What an arriving statement does to the lead that is there, and what is told of it.

Most statements arrive in the order of their places: they are applied to the lead as it stands, and nothing else is
read. One that comes late, or again, or to a lead whose state is more than its statements in order, is worked out from
the lead's whole chain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm.outcomes import Outcome, Policy
from crm.statements.folding import LeadState, applied, fold, texts_of
from crm.statements.statement import Entry, Place, Statement

KEPT = "A lead with this identity exists, and the import leaves existing leads alone."
NEWER = "A newer row or change has already set this lead."


@dataclass(frozen=True, slots=True)
class Standing:
    """A lead as it stands.

    Args:
        state: None when every statement was taken back; the chain remembers them.
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
        is_new: whether the chain does not hold the statement yet.
    """

    after: Standing
    outcome: Outcome
    reason: str | None
    changed: int
    is_new: bool


def arrive(before: Standing | None, statement: Statement, chain: Callable[[], Sequence[Entry]]) -> Arrival:
    """What becomes of a lead when a row's statement arrives.

    Args:
        before: the lead as it stands, None if there is none.
        chain: reads the lead's entries in the order in which they arrived; called only when they are needed.
    """
    if before is None:
        return _arrival(None, applied(None, statement), statement, statement.place)
    if statement.place > before.newest and not (before.state and before.state.keeps_revoked):
        return _arrival(before.state, applied(before.state, statement), statement, statement.place)
    entries = list(chain())
    known = next(
        (n for n, one in enumerate(entries) if isinstance(one, Statement) and one.place == statement.place), None
    )
    newest = max(before.newest, statement.place)
    if known is None:
        return _arrival(before.state, fold([*entries, statement]), statement, newest)
    # What an earlier delivery did is told as it was then.
    told = _arrival(fold(entries[:known]), fold(entries[: known + 1]), statement, newest)
    return Arrival(Standing(before.state, newest), told.outcome, told.reason, told.changed, is_new=False)


def changed_values(before: LeadState | None, after: LeadState | None) -> int:
    """How many values differ between two states of a lead; one in the bin has none."""
    was = texts_of(before.held) if before and before.is_there else {}
    now = texts_of(after.held) if after and after.is_there else {}
    return sum(1 for path in was.keys() | now.keys() if was.get(path) != now.get(path))


def _arrival(before: LeadState | None, after: LeadState | None, statement: Statement, newest: Place) -> Arrival:
    changed = changed_values(before, after)
    outcome, reason = _outcome(before, after, statement, changed, is_late=newest > statement.place)
    return Arrival(Standing(after, newest), outcome, reason, changed, is_new=True)


def _outcome(
    before: LeadState | None, after: LeadState | None, statement: Statement, changed: int, *, is_late: bool
) -> tuple[Outcome, str | None]:
    was_there = before is not None and before.is_there
    is_there = after is not None and after.is_there
    if is_there and not was_there:
        return Outcome.CREATED, None
    if changed:
        return Outcome.UPDATED, None
    if was_there and statement.source.policy is Policy.KEEP:
        return Outcome.SKIPPED, KEPT
    held = after.held if after else {}
    if all(path in held and held[path].text == said.text for path, said in statement.says.items()):
        return Outcome.UNCHANGED, None
    return (Outcome.SUPERSEDED, NEWER) if is_late or not is_there else (Outcome.UNCHANGED, None)
