"""An export of this CRM that comes back: its columns are known, and its identity and times are no remarks."""

from __future__ import annotations

from collections.abc import Sequence

from crm.fields import LEAD_FIELDS, TargetField
from crm.mapping.confidence import DECIDED
from crm.mapping.headers.vocabulary import words_of
from crm.mapping.mapping import PLAIN, ColumnMapping, DecidedBy, Transform, TransformKind
from crm.mapping.reasons import Reason, Why

_FIELDS = {name.casefold(): TargetField(name) for name in (*LEAD_FIELDS, TargetField.LEAD_ID)}
_SET_ANEW = frozenset({"sourcefile", "createdat", "updatedat"})
_NEEDED = frozenset({"leadid", "sourcefile", "createdat", "updatedat"})


def own_export_columns(header: Sequence[str]) -> tuple[ColumnMapping, ...] | None:
    """The mapping of a sheet with our export's header in any order, None for any other sheet."""
    names = ["".join(words_of(cell)) for cell in header]
    known = [name for name in names if name in _FIELDS or name in _SET_ANEW]
    if not set(names) >= _NEEDED or not set(names) & _FIELDS.keys() - {"leadid"} or len(set(known)) != len(known):
        return None
    columns = []
    for index, (name, cell) in enumerate(zip(names, header, strict=True)):
        field = _FIELDS.get(name, TargetField.REMARKS)
        if name in _SET_ANEW:
            transform = Transform(TransformKind.DROPPED)
        elif field is TargetField.REMARKS:
            transform = Transform(TransformKind.NOTES) if name in _FIELDS else PLAIN
        else:
            transform = Transform(TransformKind.AS_EXPORTED)
        because = Reason(Why.OWN_EXPORT)
        columns.append(ColumnMapping(index, cell, field, transform, DECIDED, DecidedBy.RULES, because))
    return tuple(columns)
