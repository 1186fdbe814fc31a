"""Reverts rows that a worker wrote after their batch had been closed (see `BatchWorker`)."""

from __future__ import annotations

from collections.abc import Sequence

from crm.leads.history import HistoryStore, entry_key
from crm.leads.merging import IncomingRow, Source
from crm.leads.model import row_order
from crm.leads.repository import LeadStore
from crm.leads.reverting import reversal
from crm.leads.upsert import ROUNDS, ContentionError


def take_back(rows: Sequence[IncomingRow], source: Source, leads: LeadStore, history: HistoryStore) -> None:
    """Reverts leads to what they were before these rows; a second call changes nothing.

    Args:
        rows: of one batch.
        source: their import.

    Raises:
        ContentionError: if other writers kept changing the leads.
    """
    orders = {row_order(source.sequence, row.sheet, row.row) for row in rows}
    pending = {row.identity for row in rows}
    for _ in range(ROUNDS):
        plans = {}
        for identity, lead in leads.get_many(pending).items():
            entries = history.of_lead(lead.lead_id) if lead.version > 1 else []
            plans[identity] = reversal(lead, entries, orders.__contains__)
        changing = [plan for plan in plans.values() if plan.before is not plan.after]
        pending = set(leads.write([(plan.before, plan.after) for plan in changing]))
        done = [plan.before for plan in changing if plan.before and plan.before.identity not in pending]
        history.forget({entry_key(lead.lead_id, order, source) for lead in done for order in orders})
        if not pending:
            return
    raise ContentionError("other writers kept changing leads while late rows were reverted")
