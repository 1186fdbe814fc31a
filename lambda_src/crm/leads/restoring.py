"""Restoring a lead from the bin: its delete is taken back, as if it had never been."""

from __future__ import annotations

from collections.abc import Sequence

from crm.statements.folding import LeadState, fold
from crm.statements.statement import Entry, Kind, Place, Revocation, Source, Statement


def restored(
    entries: Sequence[Entry], source: Source, place: Place | None = None
) -> tuple[Revocation, LeadState | None]:
    """Takes back the last delete; earlier ones too where rows that had made the lead anew were taken back since.

    Args:
        entries: of the lead's chain.
        place: of the restore, where it can be taken back too.

    Returns:
        What restores the lead, and the lead then.
    """
    deletes = sorted((e.place for e in entries if isinstance(e, Statement) and e.kind is Kind.DELETE), reverse=True)
    revocation, state = Revocation(source, place=place), None
    for count in range(1, len(deletes) + 1):
        revocation = Revocation(source, places=frozenset(deletes[:count]), place=place)
        state = fold([*entries, revocation])
        if state is not None and state.is_there:
            break
    return revocation, state
