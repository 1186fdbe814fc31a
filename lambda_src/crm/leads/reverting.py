"""Taking back what an import did to a lead (design: undo keeps what someone changed since).

A lead is taken back only while it is, to the byte, as the import's last row left it. Then it becomes, to the byte,
what it was before the import's first row, or goes if the import created it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crm.imports.model import Reverted
from crm.leads.model import Lead


@dataclass(frozen=True, slots=True)
class Reversal:
    """What is to become of a lead.

    Args:
        before: the lead as it stands; None when it is gone.
        after: what it is to be; None when it goes or is gone.
    """

    result: Reverted
    before: Lead | None
    after: Lead | None


def reversal(current: Lead | None, entries: Iterable[Mapping[str, Any]], import_id: str, sequence: int) -> Reversal:
    """How the lead is taken back to what it was before the import.

    Args:
        current: the lead as it stands.
        entries: its history.
        import_id: the import that is undone.
        sequence: the import's number in the order of imports.
    """
    if current is None:
        return Reversal(Reverted.GONE, None, None)
    left = {int(entry["after"]["version"]): entry for entry in entries if entry.get("importId") == import_id}
    lead = current
    while (entry := left.get(lead.version)) is not None and Lead.from_record(entry["after"]) == lead:
        lead = Lead.from_record(entry["before"])
    if lead.version == 1 and lead.created_order.startswith(f"{sequence:012d}#") and lead.import_id == import_id:
        return Reversal(Reverted.REMOVED, current, None)
    if lead is current:
        return Reversal(Reverted.GONE if not _touched(current, left.values()) else Reverted.KEPT, current, current)
    return Reversal(Reverted.RESTORED, current, lead)


def _touched(current: Lead, entries: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the lead still builds on something that the import did; False once it is as it was before."""
    return not any(Lead.from_record(entry["before"]) == current for entry in entries)
