"""Which columns each value of a sheet's rows comes from, derived once from the mapping."""

from __future__ import annotations

from dataclasses import dataclass

from crm.fields import TargetField
from crm.mapping.mapping import ColumnMapping, SheetMapping
from crm.mapping.reimport import DROPPED
from crm.standardizing.remarks import remark_label


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """The columns of a sheet by purpose; several for one purpose are in order of preference.

    Args:
        width: number of columns in the mapping.
        labels: label of each column's value in the remarks.
        region: ISO 3166 region that the import chose, None when none was chosen.
        inferred_region: the region that the sheet's own numbers suggest, or None.
        first: first names. last: last names. particle: precedes the last name.
        full: full names, each with the order that `split_full_name` takes.
        title, company, email, phone: these fields.
        phone_labels: phone column to the column that labels its number.
        lead_id: the identity in our own export.
        notes: goes to the remarks without a label.
        dates: remarks that are dates. countries: remarks that are countries. company_flag: says whether the row is a
            company.
        others: all other remarks. own_export: whether the sheet is our own export.
        has_header: whether any column has a header, which may say that a column is about someone else.
    """

    width: int
    labels: tuple[str, ...]
    region: str | None
    inferred_region: str | None
    first: tuple[int, ...]
    last: tuple[int, ...]
    particle: int | None
    full: tuple[tuple[int, str], ...]
    title: tuple[int, ...]
    company: tuple[int, ...]
    email: tuple[int, ...]
    phone: tuple[int, ...]
    phone_labels: dict[int, int]
    lead_id: int | None
    notes: int | None
    dates: frozenset[int]
    countries: tuple[int, ...]
    company_flag: int | None
    others: tuple[int, ...]
    own_export: bool
    has_header: bool


_LABEL_OF = "label of "
_CHOICE = "choice "


def plan_of(mapping: SheetMapping, region: str | None) -> ColumnPlan:
    """Derives the plan from a sheet's mapping and the region of its import."""
    columns = sorted(mapping.columns, key=lambda column: (_choice(column), column.column))
    width = max((column.column for column in columns), default=-1) + 1
    headers = dict.fromkeys(range(width), "") | {column.column: column.header for column in columns}

    def of(field: TargetField) -> tuple[int, ...]:
        return tuple(column.column for column in columns if column.field is field)

    def remarks(*transforms: str) -> tuple[int, ...]:
        return tuple(
            column.column
            for column in columns
            if column.field is TargetField.REMARKS and column.transform in transforms
        )

    particle = [column.column for column in columns if column.transform == "particle"]
    labels_of = {
        int(column.transform.removeprefix(_LABEL_OF)): column.column
        for column in columns
        if column.transform.startswith(_LABEL_OF)
    }
    notes, dropped = remarks("notes"), remarks(DROPPED)
    return ColumnPlan(
        width=width,
        labels=tuple(remark_label(headers[column], column) for column in range(width)),
        region=region.upper() if region else None,
        inferred_region=mapping.region,
        first=of(TargetField.FIRST_NAME),
        last=tuple(column for column in of(TargetField.LAST_NAME) if column not in particle),
        particle=particle[0] if particle else None,
        full=tuple((column.column, column.transform) for column in columns if column.field is TargetField.FULL_NAME),
        title=of(TargetField.TITLE),
        company=of(TargetField.COMPANY),
        email=of(TargetField.EMAIL),
        phone=of(TargetField.PHONE),
        phone_labels=labels_of,
        lead_id=next(iter(of(TargetField.LEAD_ID)), None),
        notes=notes[0] if notes else None,
        dates=frozenset(remarks("date")),
        countries=remarks("country"),
        company_flag=next(iter(remarks("company flag")), None),
        others=tuple(column for column in of(TargetField.REMARKS) if column not in notes[:1] + dropped),
        own_export=bool(dropped),
        has_header=any(header.strip() for header in headers.values()),
    )


def _choice(column: ColumnMapping) -> int:
    return int(column.transform.removeprefix(_CHOICE)) if column.transform.startswith(_CHOICE) else 1
