"""Leads that an import would make and that look like leads that are there; nothing is stored of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from crm.duplicates.finding import FoundPair, find_pairs
from crm.duplicates.weights import Band
from crm.index.database import Database
from crm.index.rows import prepared
from crm.statements.changes import Change
from crm.statements.lead import Lead

SURE_ENOUGH = (Band.CERTAIN, Band.LIKELY)
"""Bands that are told: what is only possible would be told of half of the leads."""
_NEVER = datetime(9999, 1, 1)


class LookAlike(NamedTuple):
    """A new lead that looks like one that is there.

    Args:
        lead_id: of the lead that is there.
        pair: of the two.
    """

    new: Lead
    lead_id: str
    pair: FoundPair


def look_alikes(database: Database, new: Sequence[Lead]) -> list[LookAlike]:
    """The new leads that look like ones that are there, each with the one that it is most like; the surest first.

    Args:
        database: a copy of the read model, as of `find_pairs`.
        new: leads that are not stored; those that look like each other are no pairs here.
    """
    by_id = {lead.lead_id: lead for lead in new}
    found: dict[str, LookAlike] = {}
    for pair in find_pairs(database, changed_since=_NEVER, unstored=prepared(map(Change.of, new))):
        ids = {pair.first.lead_id, pair.second.lead_id}
        if pair.band in SURE_ENOUGH and len(ids & by_id.keys()) == 1:
            [new_id], [lead_id] = ids & by_id.keys(), ids - by_id.keys()
            found.setdefault(new_id, LookAlike(by_id[new_id], lead_id, pair))
    return list(found.values())
