"""Writing a batch's rows as leads: one person, one lead, under any concurrency (design, promise 2).

Read the leads, decide (`crm.leads.merging`), write the before-images, write the leads on the condition that nobody
else has; for those that somebody has, again from the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crm.imports.model import Outcome
from crm.leads.history import HistoryStore, entry_key, outcome_by_history
from crm.leads.merging import IncomingRow, Merge, RowOutcome, Source, merge
from crm.leads.model import row_order
from crm.leads.repository import LeadStore

ROUNDS = 20
"""How often a lead is decided anew because other writers were first; each round means that another one succeeded."""


class ContendedError(RuntimeError):
    """Some leads kept changing under the writer: the batch is to be delivered again."""


def by_identity(rows: Iterable[IncomingRow]) -> dict[str, list[IncomingRow]]:
    """Groups rows that are the same person, oldest first in each group."""
    groups: dict[str, list[IncomingRow]] = {}
    for row in sorted(rows, key=lambda row: (row.sheet, row.row)):
        groups.setdefault(row.identity, []).append(row)
    return groups


def upsert(
    rows: Iterable[IncomingRow], source: Source, leads: LeadStore, history: HistoryStore, *, repeated: bool
) -> list[RowOutcome]:
    """Applies rows to the leads table.

    Args:
        rows: of one batch.
        source: their import.
        repeated: whether an earlier delivery may have written some of them already.

    Returns:
        One outcome a row.

    Raises:
        ContendedError: after `ROUNDS` rounds; what was written stays and is recognized the next time.
    """
    groups = by_identity(rows)
    settled: dict[str, Merge] = {}
    noted: set[tuple[str, str]] = set()
    for _ in range(ROUNDS):
        pending = {identity: group for identity, group in groups.items() if identity not in settled}
        if not pending:
            break
        found = leads.get_many(pending)
        merges = {identity: merge(found.get(identity), group, source) for identity, group in pending.items()}
        noted |= history.record([change for result in merges.values() for change in result.history], source)
        refused = set(leads.write([(m.before, m.after) for m in merges.values() if m.after is not None and m.changes]))
        settled |= {identity: result for identity, result in merges.items() if identity not in refused}
    else:
        raise ContendedError(f"{len(groups) - len(settled)} leads were changed by others all the time")
    made = {entry_key(c.before.lead_id, c.order, source) for m in settled.values() for c in m.history}
    outcomes = [outcome for result in settled.values() for outcome in result.outcomes]
    stale = noted - made
    if repeated:
        proven = _prove([outcome for result in settled.values() for outcome in result.unproven], source, history)
        outcomes = [proven.get(outcome.row, outcome) for outcome in outcomes]
        stale |= {
            entry_key(outcome.lead_id, _order(outcome.row, source), source)
            for outcome in outcomes
            if outcome.outcome is Outcome.SUPERSEDED
        }
    history.forget(stale)
    return outcomes


def _order(row: IncomingRow, source: Source) -> str:
    return row_order(source.sequence, row.sheet, row.row)


def _prove(unproven: Sequence[RowOutcome], source: Source, history: HistoryStore) -> Mapping[IncomingRow, RowOutcome]:
    """The rows among these that an earlier delivery did apply, with the outcome that they had then."""
    proven: dict[IncomingRow, RowOutcome] = {}
    for result in unproven:
        outcome = outcome_by_history(history.of_lead(result.lead_id), _order(result.row, source))
        if outcome:
            proven[result.row] = RowOutcome(result.row, outcome, None, result.lead_id)
    return proven
