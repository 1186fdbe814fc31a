"""Changes of leads: what a write of the leads table made of one lead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One write of one lead. Of changes with the same `lead_id` and `born` the highest revision counts.

    Args:
        lead_id: the table's key.
        born: names one life of the lead, from the write that made its item to the one that deleted it.
        revision: 1 when the item was made, one more with each write.
        text: what `Lead.to_text` gives; None when the item was deleted, which ends its `born`.
    """

    lead_id: str
    born: str
    revision: int
    text: str | None
