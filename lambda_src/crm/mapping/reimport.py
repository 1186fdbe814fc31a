"""Our own export comes back as it went out: its columns are known, and its identity and times are not remarks."""

from __future__ import annotations

from collections.abc import Sequence

from crm.fields import LEAD_FIELDS, TargetField
from crm.mapping.headers.vocabulary import words_of
from crm.mapping.mapping import ColumnMapping, DecidedBy

DROPPED = "own export"
"""Transform of columns that our own export writes and an import sets anew."""

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
            transform = DROPPED
        elif field is TargetField.REMARKS:
            transform = "notes" if name in _FIELDS else ""
        else:
            transform = "as it is"
        columns.append(ColumnMapping(index, cell, field, transform, 1.0, DecidedBy.RULES))
    return tuple(columns)
