"""Reverts what an import did to a lead (promise 2).

A lead is reverted only if it is exactly as the import's last row left it. Then it becomes exactly what it was before
the import's first row, or is deleted if the import created it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crm.leads.history import order_of_entry
from crm.leads.model import Lead
from crm.outcomes import UndoResult


@dataclass(frozen=True, slots=True)
class Reversal:
    """What an undo does to a lead.

    Args:
        before: the present lead; None if it is gone.
        after: the lead afterwards; None if it is deleted or gone.
    """

    result: UndoResult
    before: Lead | None
    after: Lead | None


def reversal(current: Lead | None, entries: Iterable[Mapping[str, Any]], is_ours: Callable[[str], bool]) -> Reversal:
    """How to revert a lead to what it was before certain rows.

    Args:
        current: the present lead.
        entries: its history.
        is_ours: whether the row with this order is one of those to revert.
    """
    if current is None:
        return Reversal(UndoResult.GONE, None, None)
    ours = {int(e["after"]["version"]): e for e in entries if e.get("importId") and is_ours(order_of_entry(e))}
    lead = current
    while (entry := ours.get(lead.version)) is not None and Lead.from_record(entry["after"]) == lead:
        lead = Lead.from_record(entry["before"])
    if lead.version == 1 and lead.order == lead.created_order and is_ours(lead.created_order):
        return Reversal(UndoResult.REMOVED, current, None)
    if lead is current:
        return Reversal(UndoResult.GONE if not _touched(current, ours.values()) else UndoResult.KEPT, current, current)
    return Reversal(UndoResult.RESTORED, current, lead)


def _touched(current: Lead, entries: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the lead still holds something that the import did."""
    return not any(Lead.from_record(entry["before"]) == current for entry in entries)
