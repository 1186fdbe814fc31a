"""Restoring a lead from the bin: its delete is taken back, as if it had never been."""

from __future__ import annotations

from collections.abc import Sequence

from crm.statements.folding import LeadState
from crm.statements.in_order import fold
from crm.statements.statement import OWN, Entry, Kind, Place, Revocation, Source, Statement


def restored(
    entries: Sequence[Entry], source: Source, place: Place | None = None, of: tuple[str, ...] = OWN
) -> tuple[Revocation, LeadState | None]:
    """Takes back the last delete; earlier ones too where rows that had made the lead anew were taken back since.

    Args:
        entries: of the lead's chain.
        place: of the restore, where it can be taken back too.
        of: the leads that have become this one, as its chain names them.

    Returns:
        What restores the lead, and the lead then.
    """
    deletes = sorted((e.place for e in entries if isinstance(e, Statement) and e.kind is Kind.DELETE), reverse=True)
    revocation, state = Revocation(source, place=place, of=of), None
    for count in range(1, len(deletes) + 1):
        revocation = Revocation(source, places=frozenset(deletes[:count]), place=place, of=of)
        state = fold([*entries, revocation])
        if state is not None and state.is_there:
            break
    return revocation, state
