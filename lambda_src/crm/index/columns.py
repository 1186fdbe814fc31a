"""The columns of the read model, and which of them hold a field of queries.

A field has up to five columns. Their names are made here, of built-in fields or of numbers; what people call an extra
or an own field is never part of SQL.

- `t_…`: its first text, normalized (`crm.query.text`); NULL where the lead has none.
- `m_…`: its further texts, each between two line breaks, which no normalized text holds: `\\nb\\nc\\n`. NULL where
  there are none.
- `s_…`: the spelling to show for `t_…`, or, of a field whose values are counted one by one, a list with the spellings
  of all texts, NULL for one that is there twice. NULL where it is the same as the texts.
- `v_…`: of numbers and dates, the value to compare and to sort by; NULL where the text is none.

A long text has `b_…` as well, its first characters, which say nearly always which of two comes first and are read in
a fraction of the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm.own_fields.definition import FieldType, OwnField
from crm.query.comparing import Kind, kind_of
from crm.query.query_fields import DATES, QUERY_FIELDS
from crm.said import EMAIL, EMAILS, NOTES, PHONE, PHONES, TAGS

BREAK = "\n"
OWN_LINES = "chr(30)"
"""Stands, as SQL, in the column `everything` before what own fields add to it. Being a blank, it is in no normalized
text."""
SEVERAL = (TAGS, EMAILS, PHONES)
"""Fields under each of whose values a lead is counted."""
MULTIPLE = (EMAIL, PHONE, *SEVERAL, "emailDomain", "importId")
"""Built-in fields that may have further texts."""
LONG = (NOTES, "remarks")
"""Built-in fields whose texts are long."""
BEGINNING = 24
"""Characters in the column `b_…`; with 16 or 40, pages far down take as long (docs/measurements.md, "Read model")."""


@dataclass(frozen=True, slots=True)
class FieldColumns:
    """The SQL expressions of a field, of columns that this module has named.

    Args:
        text, more, shown, value, beginning: `t_…`, `m_…`, `s_…`, `v_…` and `b_…`; None where there is no such column.
        is_several: whether a lead counts under each of its values.
        by_day: whether its values are grouped by their first ten characters where they are dates.
        own: the definition of an own field.
    """

    text: str
    more: str | None = None
    shown: str | None = None
    value: str | None = None
    beginning: str | None = None
    is_several: bool = False
    by_day: bool = False
    own: OwnField | None = None

    @property
    def spelling(self) -> str:
        """The spelling of the first text, as SQL."""
        if self.shown is None:
            return self.text
        usual = f"upper({self.text})" if self in _TIMES else self.text
        return f"coalesce({self.shown}, {usual})"


def _built_in(field: str) -> FieldColumns:
    if field == "leadId":
        # Its own normalized text, see `crm.statements.keys.is_key`.
        return FieldColumns(text="lead_id")
    if field == "remarks":
        # As long as all other columns together, so that it is not there a second time.
        return FieldColumns(text="t_remarks", beginning="b_remarks")
    return FieldColumns(
        text=f"t_{field}",
        more=f"m_{field}" if field in MULTIPLE else None,
        shown=f"s_{field}",
        value=f"v_{field}" if field in DATES else None,
        beginning=f"b_{field}" if field in LONG else None,
        is_several=field in SEVERAL,
        by_day=field in DATES,
    )


BUILT_IN: Mapping[str, FieldColumns] = {field: _built_in(field) for field in QUERY_FIELDS}
_TIMES = tuple(BUILT_IN[field] for field in DATES)
"""ISO 8601, of which the letters T and Z are upper-case."""
PLAIN = (
    "firstName",
    "lastName",
    "title",
    "company",
    "email",
    "phone",
    "notes",
    "status",
    "owner",
    "sourceFile",
    *DATES,
)
"""Built-in fields whose first spelling is what a lead has there, but for an email or a phone beside others."""


def own_columns(number: int, field: OwnField) -> FieldColumns:
    """The columns of an own field.

    Args:
        number: its number in this file.
    """
    several = field.type is FieldType.CHOICES
    return FieldColumns(
        text=f"t_o{number}",
        more=f"m_o{number}" if several else None,
        shown=f"s_o{number}",
        value=f"v_o{number}" if kind_of(field.key, field) is not Kind.TEXT else None,
        is_several=several,
        by_day=kind_of(field.key, field) in (Kind.DAY, Kind.MOMENT),
        own=field,
    )


def declared(columns: FieldColumns) -> dict[str, str]:
    """SQL types by column."""
    types = {columns.text: "VARCHAR"}
    if columns.more:
        types[columns.more] = "VARCHAR"
    if columns.shown:
        types[columns.shown] = "VARCHAR[]" if columns.is_several else "VARCHAR"
    if columns.value:
        types[columns.value] = "TIMESTAMP" if columns.by_day else "DOUBLE"
    if columns.beginning:
        types[columns.beginning] = "VARCHAR"
    return types


ROW: Mapping[str, str] = {
    "lead_id": "VARCHAR",
    "born": "VARCHAR",
    "revision": "BIGINT",
    "is_there": "BOOLEAN",
    "in_bin": "BOOLEAN",
    "expires": "BIGINT",
    "place": "BIGINT",
    **{
        name: kind
        for field, columns in BUILT_IN.items()
        if field != "leadId"
        for name, kind in declared(columns).items()
    },
    "everything": "VARCHAR",
    "record": "VARCHAR",
    "xt": "MAP(VARCHAR, VARCHAR)",
    "xs": "MAP(VARCHAR, VARCHAR)",
}
"""SQL types of a prepared row by column, see `crm.index.rows.prepared`; in this order in every segment."""
