"""What became of a recorded row, in words for the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crm.fields import FIELD_BY_NAME
from crm.imports.fields_of_file import own_misfits
from crm.imports.ledger import LedgerRow
from crm.outcomes import Outcome
from crm.own_fields.definition import FieldType, OwnFields
from crm.said import part_of
from crm.sentences import Sentence
from crm.standardizing.standardizer import StandardRow
from crm.statements.recording import Recorded

_NAMED = 3
"""Values that do not fit into a lead and are named; the others are counted."""
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
    doubts = (*misfits.values(), *standard.cut, *left_out(arrival.left_out))
    sentences = (*([arrival.reason] if arrival.reason else []), *doubts)
    return LedgerRow(
        sheet=place.sheet,
        row=place.row,
        outcome=arrival.outcome,
        reason=" ".join(sentences) or None,
        lead_id=recorded.lead_id,
        changed=arrival.changed,
        emptied=arrival.emptied,
        misfits=tuple(misfits) if doubts else None,
        sentences=sentences if doubts else (),
    )


def rejected_row(sheet: int, row: int, standard: StandardRow, reason: str, own_fields: OwnFields) -> LedgerRow:
    """The ledger's line for a row that can be no lead."""
    misfits = misfits_of(standard, own_fields)
    return replace(
        rejected_because(sheet, row, (reason, *misfits.values())),
        misfits=tuple(misfits) or None,
    )


def rejected_because(sheet: int, row: int, sentences: tuple[str, ...]) -> LedgerRow:
    """The ledger's line for a row that is rejected for these reasons."""
    return LedgerRow(sheet, row, Outcome.REJECTED, " ".join(sentences), sentences=sentences)


def misfits_of(standard: StandardRow, own_fields: OwnFields) -> dict[int, str]:
    """A sentence about each cell that does not fit its field, by column."""
    plan, texts = standard.cells.plan, standard.cells.texts
    emails = {*plan.email, *plan.further_email}
    found = {one: "noEmail" if one in emails else "noPhone" for one in standard.misfits}
    found |= {one: _MISFITS[field.type] for one, field in own_misfits(standard.says, plan.paths, own_fields).items()}
    return {
        column: Sentence(code, text=_beginning(texts[column]), column=plan.labels[column])
        for column, code in sorted(found.items())
    }


def sentences_of_cells(row: LedgerRow) -> dict[int, Sentence]:
    """What is said of each cell of a row that does not fit its field, by column."""
    told = (one for one in row.sentences if isinstance(one, Sentence) and one.message.code in _OF_CELLS)
    return dict(zip(row.misfits or (), told, strict=False))


_MISFITS: Mapping[FieldType, str] = {
    FieldType.NUMBER: "noNumber",
    FieldType.DATE: "noDate",
    FieldType.DATE_TIME: "noDateTime",
    FieldType.CHOICE: "noChoice",
    FieldType.CHOICES: "noChoice",
    FieldType.YES_NO: "noYesNo",
    FieldType.LINK: "noLink",
}
"""The code of what is said of a cell of an own field; any text fits the other types."""
_OF_CELLS = frozenset({"noEmail", "noPhone", *_MISFITS.values()})


def _beginning(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}\u2026"


def left_out(paths: Sequence[str]) -> list[str]:
    """What is said of values that do not fit into a lead: of the first ones, and how many more there are."""
    sentences: list[str] = [Sentence("doesNotFit", field=_label(path), path=path) for path in paths[:_NAMED]]
    more = len(paths) - len(sentences)
    return [*sentences, Sentence("moreDoNotFit", count=more)] if more else sentences


def _label(path: str) -> str:
    field = FIELD_BY_NAME.get(path)
    return field.label if field else part_of(path)
