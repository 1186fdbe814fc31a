"""Where what a person does stands among all that is said of leads."""

from __future__ import annotations

from datetime import datetime

from crm.statements.lead import Lead
from crm.statements.statement import BY_HAND, Place, Source


def place_by_hand(sequence: int, source: Source, *leads: Lead) -> Place:
    """Behind every row of the imports announced so far, and behind what was said of these leads before.

    Args:
        sequence: the number of the newest import.
        source: the person, and when.
    """
    newest = max((lead.standing.newest for lead in leads), default=Place(0, 0, 0))
    at = int(datetime.fromisoformat(source.at).timestamp() * 1000)
    if newest.sequence < sequence or not newest.is_by_hand:
        return Place(max(sequence, newest.sequence), BY_HAND, at)
    return Place(newest.sequence, BY_HAND, max(at, newest.row + 1))
