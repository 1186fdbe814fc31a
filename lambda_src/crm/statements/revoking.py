"""Taking statements back from leads as if they had never been made: undo, and rows whose batch had been closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from crm.outcomes import UndoResult
from crm.statements.arrivals import Standing
from crm.statements.folding import fold
from crm.statements.lead import Lead
from crm.statements.recording import Planned, Recorder
from crm.statements.statement import Entry, Revocation, Statement


def revoke(lead_ids: Iterable[str], revocation: Revocation, recorder: Recorder, folder: str) -> dict[str, UndoResult]:
    """Takes statements back; what an earlier delivery has taken back is told as gone.

    Args:
        lead_ids: of the leads of which they may be.
        folder: of the address of the pieces that say so.

    Returns:
        What became of each lead.

    Raises:
        ContentionError: when others change the leads all the time.
        ExpiredChainError: when a lead cannot be worked out any more.
    """
    results = dict.fromkeys(lead_ids, UndoResult.GONE)
    by_lead: dict[str, UndoResult] = {}

    def plan(lead: Lead, chain: Callable[[], list[Entry]]) -> Planned | None:
        entries = chain()
        if not _takes_some(entries, revocation):
            return None
        state = fold([*entries, revocation])
        first = min(entry.place for entry in entries if isinstance(entry, Statement))
        if state is None:
            by_lead[lead.lead_id] = UndoResult.REMOVED
        else:
            stays = revocation.covers(first) or state.keeps_revoked
            by_lead[lead.lead_id] = UndoResult.KEPT if stays else UndoResult.RESTORED
        return Planned(revocation, Standing(state, lead.standing.newest))

    changed = recorder.change(results, plan, folder)
    for key, lead in changed.items():
        results[key] = by_lead.get(lead.lead_id if lead else key, UndoResult.GONE)
    return results


def _takes_some(entries: Sequence[Entry], revocation: Revocation) -> bool:
    """Whether some statement is taken back that has not been before."""
    earlier = [entry for entry in entries if isinstance(entry, Revocation)]
    return any(
        isinstance(entry, Statement)
        and revocation.covers(entry.place)
        and not any(one.covers(entry.place) for one in earlier)
        for entry in entries
    )
