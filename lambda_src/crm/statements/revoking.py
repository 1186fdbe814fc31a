"""Taking statements back from leads as if they had never been made: undo, and rows whose batch had been closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from crm.outcomes import UndoResult
from crm.said import EMAIL
from crm.statements.arrivals import Standing
from crm.statements.chains import ExpiredChainError
from crm.statements.folding import LeadState, is_there
from crm.statements.in_order import fold, in_force, not_taken_back_for_good
from crm.statements.lead import Lead
from crm.statements.parting import parted_from
from crm.statements.recording import Planned, Recorder
from crm.statements.statement import Entry, Place, Revocation, Statement


@dataclass(frozen=True, slots=True)
class Revoked:
    """What became of a lead from which statements were taken back.

    Args:
        first: of a lead that is there or in the bin, the least place of its statements that were taken back, now or by
            an earlier delivery; None where there is none, or where it is not known any more.
        kept: paths that these statements named and that have a value all the same, since it was said after them or says
            whose lead it is.
    """

    result: UndoResult
    first: Place | None = None
    kept: tuple[str, ...] = ()


def revoke(lead_ids: Iterable[str], revocation: Revocation, recorder: Recorder, folder: str) -> dict[str, Revoked]:
    """Takes statements back.

    A lead that is still there is told the same at each delivery. One that an earlier delivery has removed is told as
    gone, also where something else that was taken back since has brought it back.

    Args:
        lead_ids: of the leads of which they may be.
        folder: of the address of the pieces that say so.

    Returns:
        What became of each lead. One whose chain has expired cannot be worked out again and is kept.

    Raises:
        ContentionError: when others change the leads all the time.
    """
    wanted = list(dict.fromkeys(lead_ids))
    by_lead: dict[str, Revoked] = {}
    said: dict[str, set[str]] = {}
    parted: set[str] = set()

    def plan(lead: Lead, chain: Callable[[], list[Entry]]) -> Planned | None:
        taken_back = replace(revocation, of=lead.members)
        try:
            entries = chain()
        except ExpiredChainError:
            by_lead[lead.lead_id] = Revoked(UndoResult.KEPT)
            return None
        covered = [one for one in _statements(entries) if taken_back.covers(one.place)]
        restores = [
            one for one in entries if isinstance(one, Revocation) and one.place and taken_back.covers(one.place)
        ]
        parted.update(parted_from(lead, entries))
        if not covered and not restores:
            by_lead[lead.lead_id] = Revoked(UndoResult.GONE)
            return None
        said[lead.lead_id] = {one.says[EMAIL].text or "" for one in _statements(entries) if EMAIL in one.says}
        standing = in_force(entries)
        is_new = not all(_is_taken_back(entries, one) for one in covered) or any(r in standing for r in restores)
        state = fold([*entries, taken_back]) if is_new else lead.standing.state
        without = [one for one in entries if one != taken_back]
        places = [*(one.place for one in covered), *(one.place for one in restores if one.place)]
        told = _revoked(lead.standing.state, state, without, covered, min(places), taken_back)
        by_lead[lead.lead_id] = Revoked(UndoResult.GONE) if _had_removed(entries, taken_back) else told
        is_kept = bool(not_taken_back_for_good([*entries, taken_back])) or bool(lead.merged)
        return Planned((taken_back,), Standing(state, lead.standing.newest), is_kept) if is_new else None

    changed = recorder.change(wanted, plan, folder, refused_for=lambda lead_id: by_lead.pop(lead_id, None))
    # What was said of leads while they were one is of each of them since they were taken apart.
    asked = set(wanted)
    while also := parted - asked:
        recorder.change(also, plan, folder, refused_for=lambda lead_id: by_lead.pop(lead_id, None))
        asked |= also
    for lead_id, addresses in said.items():
        for address in addresses:
            recorder.release_address(address, lead_id)
    gone = Revoked(UndoResult.GONE)
    return {key: by_lead.get(lead.lead_id if lead else key, gone) for key, lead in changed.items()}


def _revoked(
    before: LeadState | None,
    state: LeadState | None,
    entries: Sequence[Entry],
    covered: Sequence[Statement],
    first: Place,
    revocation: Revocation,
) -> Revoked:
    """What became of a lead.

    Args:
        before: the lead as it stands, None if nothing was left of it.
        state: the lead without the statements that are taken back, None if nothing is left.
        entries: of its chain, but for the revocation that takes them back.
        covered: these statements; none where only a revocation is taken back.
        first: the least place of what is taken back.
    """
    if state is None:
        return Revoked(UndoResult.GONE if before is None else UndoResult.REMOVED)
    if not state.is_there and is_there(fold(entries)):
        # It goes back to the bin, and is told the same when an earlier delivery has brought it there.
        return Revoked(UndoResult.REMOVED, first)
    named = {path for one in covered for path in one.says}

    def is_later(place: Place) -> bool:
        # What an import said in another edition is what its leads go back to.
        is_another_edition = not revocation.covers(place) and replace(revocation, editions=frozenset()).covers(place)
        return place >= first and not is_another_edition

    kept = tuple(sorted(path for path in named & state.held.keys() if is_later(state.held[path].origin.place)))
    # An import that has made the lead leaves it where somebody else has said something of it too.
    made_it = first == min(one.place for one in _statements(entries))
    return Revoked(UndoResult.KEPT if kept or made_it else UndoResult.RESTORED, first, kept)


def _statements(entries: Sequence[Entry]) -> list[Statement]:
    return [entry for entry in entries if isinstance(entry, Statement)]


def _had_removed(entries: Sequence[Entry], revocation: Revocation) -> bool:
    """Whether nothing was left of a lead when an earlier delivery took the statements back."""
    return revocation in entries and fold(entries[: entries.index(revocation) + 1]) is None


def _is_taken_back(entries: Sequence[Entry], statement: Statement) -> bool:
    """Whether a statement is taken back for good: a restore by a bulk change can be taken back itself."""
    return any(isinstance(one, Revocation) and one.place is None and one.takes_back(statement) for one in entries)
