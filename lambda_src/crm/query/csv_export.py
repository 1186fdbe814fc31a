"""Writes leads to a CSV file that Excel opens correctly and that imports again without a change.

- UTF-8 with a byte order mark: without it Excel reads José as JosÃ©.
- What a spreadsheet would run as a formula gets an apostrophe in front (`crm.values.formulas`). An import removes it
  again, so `+85291234567` comes back unchanged.
- The header names the fields, with `Lead ID` among them, so that an import recognizes its own export.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from crm.export_labels import FURTHER_LABELS, LEAD_ID, SET_ANEW, extra_header
from crm.fields import FIELD_BY_NAME, LEAD_FIELDS
from crm.leads.reading import file_of, tags_of, values_of
from crm.own_fields.definition import OwnField
from crm.said import EXTRAS, TAGS, part_of
from crm.statements.folding import LeadState
from crm.statements.lead import Lead
from crm.values.formulas import escape_formulas
from crm.values.labelled import join_labelled

MAX_COLUMNS = 1_000
"""Columns that an export may name."""


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


def chosen_columns(names: Sequence[str], extras: Collection[str], own_fields: Iterable[OwnField]) -> list[Column]:
    """The columns of built-in fields, extras (`extras/City`) and, by their keys, own fields.

    The values of an own field stand as the leads have them, under the headers under which they have them, so that an
    import reads them back to the letter; under its label where no lead has any.

    Args:
        names: in the order of the file. One that is unknown has no column: an own field may have been removed since.
        extras: paths of those that the leads of the file have.
    """
    own = {field.key: field for field in own_fields}
    paths = [path for name in names for path in (_paths_of(own[name], extras) if name in own else (name,))]
    return [column for path in dict.fromkeys(paths) if (column := _column(path)) is not None]


def all_columns(extras: Collection[str], own_fields: Iterable[OwnField]) -> list[Column]:
    """The columns with all that these leads have: built-in fields, own fields, then other extras in alphabetical order.

    Args:
        extras: paths of those that the leads of the file have.
    """
    own = [path for field in own_fields for path in _paths_of(field, extras)]
    others = sorted(set(extras) - set(own), key=lambda path: (path.casefold(), path))
    names = [*(name for name in _BUILT_IN if name not in SET_ANEW), *own, *others, *SET_ANEW]
    return [column for name in names if (column := _column(name)) is not None]


def _paths_of(field: OwnField, occurring: Collection[str]) -> list[str]:
    return field.read_among(occurring) or [field.path]


def _column(name: str) -> Column | None:
    if name.startswith(f"{EXTRAS}/"):
        return Column(extra_header(part_of(name)), lambda _, state: state.text(name) or "")
    return _BUILT_IN.get(name)


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
    writer.writerow([escape_formulas(column.header) for column in columns])
    count = 0
    for lead in leads:
        state = lead.standing.state
        if state is not None:
            writer.writerow([escape_formulas(column.text_of(lead, state)) for column in columns])
            count += 1
    text.flush()
    text.detach()
    return count
