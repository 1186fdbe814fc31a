"""Changes of leads: what a read model needs to know of each write.

All changes together are the leads table, whatever their order and however often each is taken: of one life of a lead
the highest revision holds, and a deletion ends that life only. A lead that is made anew has a life of its own, so no
clock decides.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass

from crm.compact_json import compact_json, parsed_json
from crm.statements.lead import BEGINNING, Lead

_DECODER = json.JSONDecoder()

Life = tuple[str, str]
"""(lead id, born)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One write of one lead.

    Args:
        lead_id: the table's key.
        born: of the life that was written, see `Lead`.
        revision: 1 for the first write of that life, one more for each further one.
        text: `Lead.to_text`; None when the item was deleted.
    """

    lead_id: str
    born: str
    revision: int
    text: str | None

    @classmethod
    def of(cls, lead: Lead) -> Change:
        """The write that has made a lead what it is."""
        return cls(lead.lead_id, lead.born, lead.revision, lead.to_text())

    @classmethod
    def stored(cls, lead_id: str, text: str) -> Change:
        """The write that has made a lead what it is, of its text alone: without working out the lead."""
        (born, revision, _chain), _ = _DECODER.raw_decode(text, len(BEGINNING))
        return cls(lead_id, born, revision, text)

    @classmethod
    def end_of(cls, lead: Lead) -> Change:
        """The deletion of a lead's item."""
        return cls(lead.lead_id, lead.born, lead.revision + 1, None)

    @property
    def life(self) -> Life:
        return self.lead_id, self.born

    def is_newer_than(self, other: Change) -> bool:
        """Whether this one holds, of two of the same life."""
        if (self.text is None) != (other.text is None):
            return self.text is None
        return self.revision > other.revision


def newest(changes: Iterable[Change]) -> dict[Life, Change]:
    """The change of each life that holds; also deletions."""
    held: dict[Life, Change] = {}
    for change in changes:
        other = held.get(change.life)
        if other is None or change.is_newer_than(other):
            held[change.life] = change
    return held


def packed(changes: Iterable[Change]) -> bytes:
    """Changes as gzipped lines of JSON, `[leadId, born, revision, text]`; the same changes make the same bytes."""
    lines = [compact_json((one.lead_id, one.born, one.revision, one.text)) for one in changes]
    return gzip.compress("\n".join(lines).encode(), 1, mtime=0)


def unpacked(body: bytes) -> list[Change]:
    """What `packed` has packed.

    Raises:
        ValueError, OSError, EOFError: for anything else.
    """
    return [Change(*parsed_json(line)) for line in gzip.decompress(body).decode().split("\n") if line]
