"""Taking back what an import did to a lead (design: undo keeps what someone changed since).

A lead is taken back only while it is, to the byte, as the import's last row left it. Then it becomes, to the byte,
what it was before the import's first row, or goes if the import created it.
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
    """What is to become of a lead.

    Args:
        before: the lead as it stands; None when it is gone.
        after: what it is to be; None when it goes or is gone.
    """

    result: UndoResult
    before: Lead | None
    after: Lead | None


def reversal(current: Lead | None, entries: Iterable[Mapping[str, Any]], is_ours: Callable[[str], bool]) -> Reversal:
    """How the lead is taken back to what it was before certain rows were applied.

    Args:
        current: the lead as it stands.
        entries: its history.
        is_ours: whether the row with this order is one of those that are taken back.
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
    """Whether the lead still builds on something that the import did; False once it is as it was before."""
    return not any(Lead.from_record(entry["before"]) == current for entry in entries)
