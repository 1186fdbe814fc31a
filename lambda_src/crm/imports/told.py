"""What became of a recorded row, in words for the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crm.fields import FIELD_BY_NAME
from crm.imports.fields_of_file import own_misfits
from crm.imports.ledger import LedgerRow
from crm.outcomes import Outcome
from crm.own_fields.definition import FieldType, OwnFields
from crm.said import part_of
from crm.standardizing.standardizer import StandardRow
from crm.statements.recording import Recorded

_NAMED = 3
"""Values that a sentence names; it counts the others."""
_SHOWN = 40
"""Characters of a cell in a sentence."""


def ledger_row(recorded: Recorded, standard: StandardRow, own_fields: OwnFields) -> LedgerRow:
    """The ledger's line for a row that was recorded.

    Args:
        standard: what the row says.
        own_fields: those that read the file's headers.
    """
    place, arrival = recorded.statement.place, recorded.arrival
    misfits = misfits_of(standard, own_fields)
    doubts = [*misfits.values(), *standard.cut, left_out(arrival.left_out)]
    reasons = [reason for reason in (arrival.reason, *doubts) if reason]
    return LedgerRow(
        sheet=place.sheet,
        row=place.row,
        outcome=arrival.outcome,
        reason=" ".join(reasons) or None,
        lead_id=recorded.lead_id,
        changed=arrival.changed,
        emptied=arrival.emptied,
        misfits=tuple(misfits) if any(doubts) else None,
    )


def rejected_row(sheet: int, row: int, standard: StandardRow, reason: str, own_fields: OwnFields) -> LedgerRow:
    """The ledger's line for a row that can be no lead."""
    misfits = misfits_of(standard, own_fields)
    reasons = [reason, *misfits.values()]
    return LedgerRow(sheet, row, Outcome.REJECTED, " ".join(reasons), misfits=tuple(misfits) or None)


def misfits_of(standard: StandardRow, own_fields: OwnFields) -> dict[int, str]:
    """A sentence about each cell that does not fit its field, by column."""
    plan, texts = standard.cells.plan, standard.cells.texts
    emails = {*plan.email, *plan.further_email}
    found = {one: "email address" if one in emails else "phone number" for one in standard.misfits}
    found |= {one: _EXPECTED[field.type] for one, field in own_misfits(standard.says, plan.paths, own_fields).items()}
    return {
        column: f"\u201c{_beginning(texts[column])}\u201d ({plan.labels[column]}) is no {expected}."
        for column, expected in sorted(found.items())
    }


_EXPECTED: Mapping[FieldType, str] = {
    FieldType.NUMBER: "number",
    FieldType.DATE: "date",
    FieldType.DATE_TIME: "date and time",
    FieldType.CHOICE: "choice of its field",
    FieldType.CHOICES: "choice of its field",
    FieldType.YES_NO: "answer with yes or no",
    FieldType.LINK: "address of a web page",
}
"""What a cell of an own field is to be; any text fits the other types."""


def _beginning(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}\u2026"


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
