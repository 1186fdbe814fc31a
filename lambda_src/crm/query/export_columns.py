"""The columns of an export: their headers, the text of a lead in each, and as what a workbook shows it.

The headers name the fields, with `Lead ID` among them, so that an import recognizes its own export.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crm.export_labels import FURTHER_LABELS, LEAD_ID, SET_ANEW, extra_header
from crm.fields import FIELD_BY_NAME, LEAD_FIELDS
from crm.own_fields.definition import FieldType, OwnField
from crm.query.lead_texts import LeadTexts
from crm.query.query_fields import DATES
from crm.said import EMAILS, EXTRAS, PHONES, TAGS, header_key, part_of
from crm.values.labelled import join_labelled

MAX_COLUMNS = 1_000
"""Columns that an export may name."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file.

    Args:
        header: in the first row.
        text_of: the text of a lead in it, "" where the lead has none.
        path: at which the text stands in `LeadTexts.texts`; None if it is made of several.
        own: the own field that reads what stands there.
        is_time: whether the texts are times that the CRM has set, as ISO 8601 in UTC.
    """

    header: str
    text_of: Callable[[LeadTexts], str]
    path: str | None = None
    own: OwnField | None = None
    is_time: bool = False

    @property
    def type(self) -> FieldType:
        """As what a text is read."""
        if self.own is not None:
            return self.own.type
        return FieldType.DATE_TIME if self.is_time else FieldType.TEXT


def _plain(header: str, path: str, own: OwnField | None = None, *, is_time: bool = False) -> Column:
    return Column(header, lambda lead: lead.texts.get(path) or "", path, own, is_time)


def _field_column(name: str) -> Column:
    label = FIELD_BY_NAME[name].label
    if name != TAGS:
        return _plain(label, name)
    return Column(
        label, lambda lead: "; ".join(sorted((tag for tag, _ in lead.several.get(TAGS, ())), key=str.casefold))
    )


_BUILT_IN: Mapping[str, Column] = {
    "leadId": _plain(LEAD_ID, "leadId"),
    **{name: _field_column(name) for name in LEAD_FIELDS},
    EMAILS: Column(FURTHER_LABELS[EMAILS], lambda lead: join_labelled(lead.several.get(EMAILS, ()))),
    PHONES: Column(FURTHER_LABELS[PHONES], lambda lead: join_labelled(lead.several.get(PHONES, ()))),
    **{name: _plain(label, name, is_time=name in DATES) for name, label in SET_ANEW.items()},
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
    return _columns(dict.fromkeys(paths), own.values())


def all_columns(extras: Collection[str], own_fields: Iterable[OwnField]) -> list[Column]:
    """The columns with all that these leads have: built-in fields, own fields, then other extras in alphabetical order.

    Args:
        extras: paths of those that the leads of the file have.
    """
    fields = list(own_fields)
    own = [path for field in fields for path in _paths_of(field, extras)]
    others = sorted(set(extras) - set(own), key=lambda path: (path.casefold(), path))
    return _columns([*(name for name in _BUILT_IN if name not in SET_ANEW), *own, *others, *SET_ANEW], fields)


def _paths_of(field: OwnField, occurring: Collection[str]) -> list[str]:
    return field.read_among(occurring) or [field.path]


def _columns(names: Iterable[str], own_fields: Iterable[OwnField]) -> list[Column]:
    readers = {key: field for field in own_fields for key in field.header_keys}
    return [column for name in names if (column := _column(name, readers)) is not None]


def _column(name: str, readers: Mapping[str, OwnField]) -> Column | None:
    if not name.startswith(f"{EXTRAS}/"):
        return _BUILT_IN.get(name)
    header = part_of(name)
    return _plain(extra_header(header), name, readers.get(header_key(header)))
