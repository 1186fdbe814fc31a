"""Writes a batch's rows as leads: one person, one lead, under any concurrency (promise 2).

Read the leads, decide (`crm.leads.merging`), write the before-images, then write the leads on the condition that they
are still as they were read. Start again for those that another writer has changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crm.leads.history import HistoryStore, Key, entry_key, outcome_by_history
from crm.leads.merging import IncomingRow, Merge, RowOutcome, Source, already_applied, merge
from crm.leads.model import row_order
from crm.leads.repository import LeadStore
from crm.outcomes import Outcome

ROUNDS = 20
"""How often a lead is decided again because another writer came first; in each such round another writer succeeded."""


class ContentionError(RuntimeError):
    """Other writers kept changing some leads, so the batch must be delivered again."""


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
        One outcome per row.

    Raises:
        ContentionError: after `ROUNDS` rounds; what was written stays, and the next delivery recognizes it.
    """
    groups = by_identity(rows)
    settled: dict[str, Merge] = {}
    noted: set[Key] = set()
    for _ in range(ROUNDS):
        pending = {identity: group for identity, group in groups.items() if identity not in settled}
        if not pending:
            break
        found = leads.get_many(pending)
        merges = {identity: merge(found.get(identity), group, source) for identity, group in pending.items()}
        noted |= history.record([change for result in merges.values() for change in result.history], source)
        refused = set(leads.write([(m.before, m.after) for m in merges.values() if m.after is not None and m.changes]))
        # The refusal may come from the writer's own earlier attempt, if only its answer was lost.
        repeated = repeated or bool(refused)
        settled |= {identity: result for identity, result in merges.items() if identity not in refused}
        leads.adopt(refused)
    else:
        raise ContentionError(f"{len(groups) - len(settled)} leads kept changing under the writer")
    if not repeated:
        return [outcome for result in settled.values() for outcome in result.outcomes]
    outcomes: list[RowOutcome] = []
    valid: set[Key] = set()
    for result in settled.values():
        earlier = recalled(result, source, history)
        outcomes += earlier.outcomes
        valid |= earlier.entries
    # An earlier delivery may have recorded a change by one of these rows and died before it made the change.
    possible = {entry_key(outcome.lead_id, _order(outcome.row, source), source) for outcome in outcomes}
    history.forget((noted | possible) - valid)
    return outcomes


@dataclass(frozen=True, slots=True)
class Recalled:
    """The outcomes of a lead's rows in the first delivery, and the history entries that belong to them."""

    outcomes: list[RowOutcome]
    entries: set[Key]


def recalled(result: Merge, source: Source, history: HistoryStore) -> Recalled:
    """Finds the outcomes of rows that were applied already, by an earlier delivery or by a write whose answer was lost.

    A row that seems superseded was in fact applied if a newer row of the same batch was, because both are written at
    once, or if another writer's history entry begins with the lead as this row left it. Entries of the batch's own
    rows prove nothing, because they are written before the lead.
    """
    own = {(outcome.row.sheet, outcome.row.row) for outcome in result.outcomes}
    entries: list[dict[str, Any]] | None = None
    outcomes: list[RowOutcome] = []
    valid = {entry_key(change.before.lead_id, change.order, source) for change in result.history}
    newer_applied = False
    for outcome in reversed(result.outcomes):
        order = _order(outcome.row, source)
        key = entry_key(outcome.lead_id, order, source)
        superseded = result.before is not None and order < result.before.order and key not in valid
        if result.before is not None and already_applied(result.before, order):
            newer_applied = True
            valid.add(key)
        elif superseded and outcome.outcome is not Outcome.SKIPPED:
            entries = history.of_lead(outcome.lead_id) if entries is None else entries
            others = [entry for entry in entries if not _is_own(entry, own, source)]
            if newer_applied or any(entry["before"].get("order") == order for entry in others):
                newer_applied = True
                outcome = RowOutcome(outcome.row, outcome_by_history(entries, order), None, outcome.lead_id)
                valid.add(key)
        outcomes.append(outcome)
    return Recalled(outcomes[::-1], valid)


def _is_own(entry: dict[str, Any], own: set[tuple[int, int]], source: Source) -> bool:
    return entry.get("importId") == source.import_id and (entry.get("sheet"), entry.get("row")) in own


def _order(row: IncomingRow, source: Source) -> str:
    return row_order(source.sequence, row.sheet, row.row)
