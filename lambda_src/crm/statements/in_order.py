"""All that was said of a lead, in the order of places, and what comes of it (docs/leads.md).

Leads that have become one have one chain. Until the place of their merge each is a branch of its own, and behind it
what is said of one is said of all. So a merge that is taken back leaves each what it would be had they never been one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from crm.fields import IDENTIFYING
from crm.said import EMAIL
from crm.statements.folding import LeadState, TakenIn, take_in
from crm.statements.merging import Branch, merged
from crm.statements.size import fitting
from crm.statements.statement import OWN, Entry, Kind, KnownBy, Merge, Place, Revocation, Statement

OWN_NAME = OWN[0]
Step = Statement | Merge
Branches = tuple[Branch, ...]
START: Branches = (Branch(frozenset(OWN), None),)


def fold(entries: Iterable[Entry], member: str = OWN_NAME) -> LeadState | None:
    """The lead that these entries make, whatever order they come in; None when nothing is left of it.

    Args:
        member: which lead, where several have not become one.
    """
    entries = list(entries)
    left = steps(entries)
    branch = branch_of(_worked_out(left, entries), member)
    state = branch.state
    if state is None or any(path in state.held for path in IDENTIFYING):
        return state
    revoked = [one for one in entries if isinstance(one, Statement) and one not in left]
    if not revoked:
        return state
    # Rows say whose a lead is; an address that was corrected is claimed no more.
    said = [*left, *(_without_correction(one) for one in revoked if one.kind is Kind.ROW)]
    return _with_identifying(state, branch_of(_worked_out(sorted(said, key=order)), member).state)


def _without_correction(statement: Statement) -> Statement:
    if statement.known_by not in (KnownBy.LEAD_ID, KnownBy.CLAIM):
        return statement
    return replace(statement, says={path: said for path, said in statement.says.items() if path != EMAIL})


def live(entries: Iterable[Entry]) -> list[Statement]:
    """The statements that have not been taken back, in the order of their places."""
    return [one for one in steps(entries) if isinstance(one, Statement)]


def live_merges(entries: Iterable[Entry]) -> list[Merge]:
    """The merges that have not been taken back, in the order of their places."""
    return [one for one in steps(entries) if isinstance(one, Merge)]


def connected(name: str, merges: Iterable[Collection[str]]) -> frozenset[str]:
    """A lead, and all that have become one with it.

    Args:
        merges: the leads that each has made one.
    """
    members, merges = {name}, list(merges)
    while further := {one for of in merges if not members.isdisjoint(of) for one in of} - members:
        members |= further
    return frozenset(members)


def steps(entries: Iterable[Entry]) -> list[Step]:
    """What has not been taken back, in the order of places."""
    entries = list(entries)
    revocations = in_force(entries)
    said = (one for one in entries if not isinstance(one, Revocation))
    return sorted((one for one in said if not any(r.takes_back(one) for r in revocations)), key=order)


def order(step: Step) -> tuple[Place, tuple[str, ...]]:
    """Sorts by place. Two of one place are of leads that were apart then, so that either order does."""
    return step.place, step.of


def in_force(entries: Iterable[Entry]) -> list[Revocation]:
    """The revocations that have not been taken back themselves."""
    revocations = [entry for entry in entries if isinstance(entry, Revocation)]
    standing = [one for one in revocations if one.place is None]
    # One with a place takes back only what stands before it, so the last ones are settled first.
    for place, one in sorted(((one.place, one) for one in revocations if one.place), key=_by_place, reverse=True):
        if not any(other.covers(place) for other in standing):
            standing.append(one)
    return standing


def _by_place(one: tuple[Place, Revocation]) -> Place:
    return one[0]


def not_taken_back_for_good(entries: Iterable[Entry]) -> list[Statement]:
    """The statements that count, or would if what has taken them back were taken back itself."""
    entries = list(entries)
    for_good = [one for one in entries if isinstance(one, Revocation) and one.place is None]
    statements = (one for one in entries if isinstance(one, Statement))
    return [one for one in statements if not any(r.takes_back(one) for r in for_good)]


def newest_of(entries: Iterable[Entry]) -> Place | None:
    """The greatest place of what was said, what was taken back included; None without any."""
    return max((one.place for one in entries if not isinstance(one, Revocation)), default=None)


def branch_of(branches: Branches, member: str) -> Branch:
    """The branch that a lead belongs to."""
    alone = Branch(frozenset((member,)), None)
    return next((one for one in branches if member in one.members), alone)


def advanced(branches: Branches, step: Step, entries: Sequence[Entry] = ()) -> tuple[Branches, tuple[str, ...]]:
    """All branches after one more step, which stands behind all others, and the paths that a lead could not take in.

    Args:
        entries: all, if some of them are taken back: then a lead may hold more than the steps say.
    """
    for member in step.of:
        if not any(member in one.members for one in branches):
            branches = (*branches, Branch(frozenset((member,)), None))
    if isinstance(step, Merge):
        return _joined(branches, step, entries)
    after: list[Branch] = []
    left_out: tuple[str, ...] = ()
    for branch in branches:
        said = step.part(branch.members)
        taken = take_in(branch.state, said) if said is not None else TakenIn(branch.state)
        left_out += taken.left_out
        after.append(branch if taken.state is branch.state else Branch(branch.members, taken.state))
    return tuple(after), left_out


def _joined(branches: Branches, merge: Merge, entries: Sequence[Entry]) -> tuple[Branches, tuple[str, ...]]:
    into = branch_of(branches, merge.into)
    joining = [one for one in branches if one is not into and any(member in one.members for member in merge.joined)]
    before = [one for one in entries if isinstance(one, Revocation) or one.place < merge.place]
    whole = [Branch(one.members, fold(before, min(one.members))) if before else one for one in (into, *joining)]
    taken = merged(whole, merge)
    members = into.members.union(*(one.members for one in joining))
    others = (one for one in branches if one is not into and one not in joining)
    return (Branch(members, taken.state), *others), taken.left_out


def _worked_out(said: Sequence[Step], entries: Sequence[Entry] = ()) -> Branches:
    branches = START
    if not any(isinstance(one, Revocation) for one in entries):
        entries = ()
    for one in said:
        branches, _ = advanced(branches, one, entries)
    return branches


def _with_identifying(state: LeadState, whole: LeadState | None) -> LeadState:
    """A lead that a person has changed keeps what says whose it is, though the import that said so was taken back."""
    if whole is None or (state.is_there and not whole.is_there):
        return state
    kept = {path: held for path in IDENTIFYING if (held := whole.held.get(path)) is not None}
    fits, _ = fitting(state.held, {**state.held, **kept}, kept)
    return replace(state, held=fits, created_at=whole.created_at, keeps_revoked=True)
