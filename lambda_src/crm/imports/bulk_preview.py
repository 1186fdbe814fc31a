"""What a bulk change would do to a lead, by the same merge; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm.imports.bulk_change import BulkAction, BulkChange
from crm.leads.history import Change, changes_between
from crm.leads.reading import title_of
from crm.statements.folding import applied
from crm.statements.lead import Lead
from crm.statements.statement import Kind, KnownBy, Place, Source, Statement

_NOBODY = Source("", "", "")


@dataclass(frozen=True, slots=True)
class Previewed:
    """A lead, and what would become of it.

    Args:
        name: its name, else what else says whose it is.
        changes: values before and after; none of a delete or a restore, which keep them.
    """

    lead_id: str
    name: str
    changes: Sequence[Change]


def previewed(lead: Lead, change: BulkChange) -> Previewed:
    """What a bulk change would do to a lead as it stands."""
    state = lead.standing.state
    if state is None:
        raise ValueError("a lead of which nothing is left is found by no query")
    changes: Sequence[Change] = ()
    if change.action is BulkAction.EDIT:
        place = Place(lead.standing.newest.sequence + 1, 0, 0)
        statement = Statement(place, Kind.CHANGE, _NOBODY, change.said_of(state.held), KnownBy.LEAD_ID)
        changes = changes_between(state, applied(state, statement))
    return Previewed(lead.lead_id, title_of(state), changes)
