"""Writes leads to a CSV file that Excel opens correctly and that imports again without a change.

- UTF-8 with a byte order mark: without it Excel reads José as JosÃ©.
- A cell that a spreadsheet would run as a formula gets an apostrophe in front. The importer removes it
  (`crm.values.text.clean_cell`), so `+85291234567` comes back unchanged.
- The header names the fields, with `Lead ID` among them, so that an import recognizes its own export.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from crm.export_labels import FURTHER_LABELS, LEAD_ID, SET_ANEW, extra_header
from crm.fields import FIELD_BY_NAME, LEAD_FIELDS
from crm.leads.reading import extras_of, file_of, tags_of, values_of
from crm.own_fields.definition import OwnField
from crm.own_fields.values import StoredTexts, shown_text
from crm.said import EXTRAS, TAGS, extra_path, part_of
from crm.statements.folding import LeadState
from crm.statements.lead import Lead
from crm.values.labelled import join_labelled

MAX_COLUMNS = 1_000
"""Columns that an export may name."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""First characters of a cell that some spreadsheet takes for a formula (OWASP, "CSV Injection")."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its header, and the text of a lead in it, "" where the lead has none."""

    header: str
    text_of: Callable[[Lead, LeadState], str]


def _field_column(name: str) -> Column:
    if name == TAGS:
        return Column(FIELD_BY_NAME[name].label, lambda _, state: "; ".join(tags_of(state)))
    return Column(FIELD_BY_NAME[name].label, lambda _, state: state.text(name) or "")


def _further_column(name: str) -> Column:
    return Column(
        FURTHER_LABELS[name],
        lambda _, state: join_labelled((held.text, held.label) for _, held in values_of(state, name)),
    )


_BUILT_IN: Mapping[str, Column] = {
    "leadId": Column(LEAD_ID, lambda lead, _: lead.lead_id),
    **{name: _field_column(name) for name in LEAD_FIELDS},
    **{name: _further_column(name) for name in FURTHER_LABELS},
    "sourceFile": Column(SET_ANEW["sourceFile"], lambda _, state: file_of(state)),
    "createdAt": Column(SET_ANEW["createdAt"], lambda _, state: state.created_at),
    "updatedAt": Column(SET_ANEW["updatedAt"], lambda _, state: state.updated_at),
}
"""The columns that every export can have, by the name of the field."""


def unknown_columns(columns: Sequence[str], own_fields: Iterable[OwnField]) -> list[str]:
    """Names of columns that no export has, or that stand there twice."""
    known = {*_BUILT_IN, *(field.key for field in own_fields)}
    return [
        name
        for place, name in enumerate(columns)
        if name in columns[:place] or not (name in known or (name.startswith(f"{EXTRAS}/") and part_of(name).strip()))
    ]


def column_named(name: str, own_fields: Iterable[OwnField]) -> Column | None:
    """The column of a built-in field, an extra (`extras/City`) or, by its key, an own field; None for another name.

    An own field shows its value in one spelling, such as an ISO date; the extra, what the lead has.
    """
    if name in _BUILT_IN:
        return _BUILT_IN[name]
    if name.startswith(f"{EXTRAS}/"):
        return Column(extra_header(part_of(name)), lambda _, state: state.text(name) or "")
    own = next((field for field in own_fields if field.key == name), None)
    return None if own is None else _own_column(own)


def all_columns(leads: Iterable[Lead], own_fields: Iterable[OwnField]) -> list[Column]:
    """The columns with all that these leads have, in a form that an import reads back to the letter.

    Built-in fields, own fields, and the other extras in the order of the alphabet. The values of an own field stand
    under the headers under which the leads have them; under its label where no lead has any.

    Args:
        leads: of the file.
    """
    states = [lead.standing.state for lead in leads if lead.standing.state is not None]
    occurring = {extra_path(header) for state in states for header in extras_of(state)}
    own: list[str] = []
    for field in own_fields:
        own += field.read_among(occurring) or [field.path]
    others = sorted(occurring - set(own), key=lambda path: (path.casefold(), path))
    names = [*(name for name in _BUILT_IN if name not in SET_ANEW), *own, *others, *SET_ANEW]
    return [column for name in names if (column := column_named(name, ())) is not None]


def escape_cell(text: str) -> str:
    """Puts an apostrophe before a cell that a spreadsheet would run as a formula."""
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA_STARTS) else text


def unescape_cell(text: str) -> str:
    """Removes the apostrophe of `escape_cell`."""
    return text[1:] if text.startswith("'") and text[1:].lstrip(" \n").startswith(_FORMULA_STARTS) else text


def write_csv(leads: Iterable[Lead], columns: Sequence[Column], target: IO[bytes]) -> int:
    """Writes leads line by line.

    Args:
        leads: in the order of the file.
        columns: in their order.
        target: opened for writing bytes; stays open.

    Returns:
        How many leads were written.
    """
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([escape_cell(column.header) for column in columns])
    count = 0
    for lead in leads:
        state = lead.standing.state
        if state is not None:
            writer.writerow([escape_cell(column.text_of(lead, state)) for column in columns])
            count += 1
    text.flush()
    text.detach()
    return count


def _own_column(field: OwnField) -> Column:
    texts = StoredTexts((field,))

    def text_of(_: Lead, state: LeadState) -> str:
        text = texts.of(state).get(field.key)
        return "" if text is None else shown_text(field, text)

    return Column(field.label, text_of)
