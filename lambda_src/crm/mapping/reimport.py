"""Our own files that come back: an export, whichever columns it has, or a report of rejected rows, once mended."""

from __future__ import annotations

from crm.export_labels import FURTHER_LABELS, LEAD_ID, SET_ANEW, is_renamed_extra, key_of_label, places_in_report
from crm.fields import FIELDS, TargetField
from crm.ids import is_lead_id
from crm.mapping.confidence import DECIDED
from crm.mapping.mapping import PLAIN, ColumnMapping, DecidedBy, Transform, TransformKind
from crm.mapping.reasons import Reason, Why
from crm.said import EMAILS, NOTES, PHONES
from crm.spreadsheets.model import SheetHead

_AS_EXPORTED = Transform(TransformKind.AS_EXPORTED)
_FURTHER = Transform(TransformKind.FURTHER)
_FURTHER_ONES = frozenset(map(key_of_label, FURTHER_LABELS.values()))
_DROPPED = {key_of_label(label) for label in SET_ANEW.values()}
_TARGETS: dict[str, tuple[str, Transform]] = {
    **{key_of_label(field.label): (field.name, _AS_EXPORTED) for field in FIELDS if field.name != NOTES},
    **{
        key_of_label(field.label): (TargetField.REMARKS, Transform(TransformKind.NOTES))
        for field in FIELDS
        if field.name == NOTES
    },
    **dict.fromkeys(_DROPPED, (TargetField.NOTHING, PLAIN)),
    key_of_label(FURTHER_LABELS[EMAILS]): (TargetField.EMAIL, _FURTHER),
    key_of_label(FURTHER_LABELS[PHONES]): (TargetField.PHONE, _FURTHER),
    key_of_label(LEAD_ID): (TargetField.LEAD_ID, _AS_EXPORTED),
}
_EXTRA = (TargetField.REMARKS, PLAIN)


def own_report_columns(head: SheetHead) -> dict[int, ColumnMapping]:
    """What a report of rejected rows has added to their cells, by column: it says nothing of a lead."""
    because = Reason(Why.OWN_REPORT)
    return {
        place: ColumnMapping(place, head.header[place], TargetField.NOTHING, PLAIN, DECIDED, DecidedBy.RULES, because)
        for place in places_in_report(head.header)
    }


def own_export_columns(head: SheetHead) -> tuple[ColumnMapping, ...] | None:
    """The mapping of a sheet that is our export, its columns in any order; None for any other sheet.

    It has one of our lead ids, or a column that only an export has: that of further emails or phones, that of an extra
    which is called like a field, or all of those that an import sets anew. People who work in it add rows without an
    id, and columns, even under a header of ours.
    """
    names = [key_of_label(cell) for cell in head.header]
    known = _TARGETS.keys() & set(names)
    if key_of_label(LEAD_ID) in known:
        ids = _values(head, names.index(key_of_label(LEAD_ID)))
        # People may have put more rows without an id above the others than are looked at.
        is_ours = any(map(is_lead_id, ids)) or (not any(ids) and _TARGETS.keys() >= set(names))
    else:
        is_ours = not _FURTHER_ONES.isdisjoint(known) or any(map(is_renamed_extra, head.header))
    if not is_ours and not known >= _DROPPED:
        return None
    columns = []
    reported = own_report_columns(head)
    for index, (name, cell) in enumerate(zip(names, head.header, strict=True)):
        if index in reported:
            columns.append(reported[index])
            continue
        field, transform = _TARGETS.get(name, _EXTRA)
        because = Reason(Why.OWN_EXPORT)
        columns.append(ColumnMapping(index, cell, field, transform, DECIDED, DecidedBy.RULES, because))
    return tuple(columns)


def _values(head: SheetHead, column: int) -> list[str]:
    return [row.cells[column].strip() for row in head.sample if row.skip is None and column < len(row.cells)]
