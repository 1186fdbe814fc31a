"""Prepares a change for queries: its texts normalized and in columns, so that the database only compares them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from crm.index.columns import BEGINNING, BREAK, BUILT_IN, FieldColumns
from crm.index.records import to_record
from crm.own_fields.values import StoredTexts
from crm.query.comparing import Comparable
from crm.query.query_fields import DATES
from crm.query.searchable import searchable
from crm.said import EXTRAS, part_of
from crm.statements.changes import Change
from crm.statements.folding import LeadState
from crm.statements.lead import Lead
from crm.table_numbers import sheet_of

_NO_OWN_FIELDS = StoredTexts(())
_EXTRA = f"{EXTRAS}/"


def prepared(changes: Iterable[Change]) -> Iterator[dict[str, Any]]:
    """A row for each change: values by column (`crm.index.columns.ROW`), without those that are NULL.

    `is_there` is false for a deletion. `in_bin` is missing where nothing is left of a lead, so that no query finds it.
    Own fields are not among the columns: they are worked out of the extras where their definitions are known
    (`crm.index.own`).
    """
    for change in changes:
        key = {"lead_id": change.lead_id, "born": change.born, "revision": change.revision}
        if change.text is None:
            yield {**key, "is_there": False}
            continue
        lead = Lead.from_text(change.lead_id, change.text)
        state = lead.standing.state
        values = {} if state is None else _values(lead, state)
        yield {**key, "is_there": True, **values}


def _values(lead: Lead, state: LeadState) -> dict[str, Any]:
    found = searchable(lead, state, _NO_OWN_FIELDS)
    row: dict[str, Any] = {
        "in_bin": not state.is_there,
        "place": place(lead.lead_id, state),
        "everything": found.everything,
    }
    record = to_record(state)
    if record is not None:
        row["record"] = record
    if lead.expires is not None:
        row["expires"] = lead.expires
    extras: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for field, texts in found.texts.items():
        columns = BUILT_IN.get(field)
        if field == "leadId":
            continue
        if columns is None:
            header = part_of(field)
            extras[header] = texts[0]
            if found.shown[field][0] != texts[0]:
                spellings[header] = found.shown[field][0]
            continue
        row |= _texts(field, columns, found.shown[field], texts)
        if field in found.order:
            row[str(columns.value)] = stored_value(found.order[field])
    if extras:
        row["xt"] = extras
    if spellings:
        row["xs"] = spellings
    return row


def _texts(field: str, columns: FieldColumns, shown: Sequence[str], texts: Sequence[str]) -> dict[str, Any]:
    """The texts of a built-in field by column."""
    row: dict[str, Any] = {columns.text: texts[0]}
    if columns.beginning is not None:
        row[columns.beginning] = texts[0][:BEGINNING]
    if len(texts) > 1:
        row[str(columns.more)] = further(texts)
    spelling = spelled(shown, texts, is_several=columns.is_several)
    if spelling is not None and columns.shown is not None and not (field in DATES and spelling == texts[0].upper()):
        row[columns.shown] = spelling
    return row


def further(texts: Sequence[str]) -> str | None:
    """All texts but the first as one, each between two line breaks."""
    return f"{BREAK}{BREAK.join(texts[1:])}{BREAK}" if len(texts) > 1 else None


def spelled(shown: Sequence[str], texts: Sequence[str], *, is_several: bool) -> str | list[str | None] | None:
    """What a group shows for the first text, or for each; None where that is the text itself.

    Of two spellings of one text the first one counts.
    """
    if not is_several:
        return None if shown[0] == texts[0] else shown[0]
    by_text = dict(zip(reversed(texts), reversed(shown), strict=True))
    if len(by_text) == len(texts) and all(text == one for text, one in by_text.items()):
        return None
    return [by_text.pop(text, None) for text in texts]


def stored_value(value: Comparable | None) -> int | float | str | None:
    """What a number or a date is compared as, as JSON has it."""
    return value.isoformat() if isinstance(value, datetime) else value


_SHEETS, _ROWS, _TIES = 1 << 11, 1 << 28, 1 << 20
"""Above the number of each sheet, of which the last one stands for what people do; of each row; and of what tells leads
apart that people have made in the same millisecond."""


def place(lead_id: str, state: LeadState) -> int:
    """A number of at most 63 bits that orders leads of one time as they were made: those of one import by their rows.

    Of leads that people have made, or that have no values, the first digits of the id decide.
    """
    tie = int(lead_id[:5], 16)
    first = min((held.origin.place for held in state.held.values()), default=None)
    if first is None:
        return tie
    if first.is_by_hand:
        return (first.sequence * _SHEETS + _SHEETS - 1) * _ROWS + min(first.row, _ROWS // _TIES - 1) * _TIES + tie
    return (first.sequence * _SHEETS + sheet_of(first.sheet)) * _ROWS + min(first.row, _ROWS - 1)
