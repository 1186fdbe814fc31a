"""What became of a recorded row, in words for the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crm.fields import FIELD_BY_NAME
from crm.imports.ledger import LedgerRow
from crm.said import part_of
from crm.standardizing.standardizer import StandardRow
from crm.statements.recording import Recorded

_NAMED = 3
"""Values that a sentence names; it counts the others."""


def ledger_row(recorded: Recorded, standard: StandardRow) -> LedgerRow:
    """The ledger's line for a row that was recorded.

    Args:
        standard: what the row says.
    """
    place, arrival = recorded.statement.place, recorded.arrival
    reasons = [arrival.reason, *standard.cut, left_out(arrival.left_out)]
    return LedgerRow(
        sheet=place.sheet,
        row=place.row,
        outcome=arrival.outcome,
        reason=" ".join(reason for reason in reasons if reason) or None,
        lead_id=recorded.lead_id,
        changed=arrival.changed,
        emptied=arrival.emptied,
    )


def left_out(paths: Sequence[str]) -> str | None:
    if not paths:
        return None
    values = "A value does" if len(paths) == 1 else f"{len(paths)} values do"
    return f"{values} not fit into the lead, which holds too much text: {named([_label(path) for path in paths])}."


def _label(path: str) -> str:
    field = FIELD_BY_NAME.get(path)
    return field.label if field else part_of(path)


def named(names: Iterable[str], most: int = _NAMED) -> str:
    """Names in a sentence: the first ones, and how many more there are."""
    names = list(names)
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
