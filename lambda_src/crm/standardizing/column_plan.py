"""Which columns each value of a sheet's rows comes from, derived once from the mapping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crm.fields import TargetField
from crm.mapping.mapping import ColumnMapping, SheetMapping, TransformKind
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
        headers: the header of each column, "" where it has none.
        rank_of_label: where a phone comes that is called so, None for a fax or somebody else's.
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
    headers: tuple[str, ...]
    rank_of_label: Callable[[str], int | None]
    lead_id: int | None
    notes: int | None
    dates: frozenset[int]
    countries: tuple[int, ...]
    company_flag: int | None
    others: tuple[int, ...]
    own_export: bool
    has_header: bool


def plan_of(
    mapping: SheetMapping, region: str | None, rank_of_label: Callable[[str], int | None] | None = None
) -> ColumnPlan:
    """The plan of a sheet's mapping for an import with this region; labels of phones as `Standardizer` takes them."""
    columns = sorted(mapping.columns, key=lambda column: (_choice(column), column.column))
    width = max((column.column for column in columns), default=-1) + 1
    headers = dict.fromkeys(range(width), "") | {column.column: column.header for column in columns}

    def of(field: TargetField) -> tuple[int, ...]:
        return tuple(column.column for column in columns if column.field is field)

    def remarks(kind: TransformKind) -> tuple[int, ...]:
        return tuple(
            column.column for column in columns if column.field is TargetField.REMARKS and column.transform.kind is kind
        )

    particle = [column.column for column in columns if column.transform.kind is TransformKind.PARTICLE]
    labels_of = {
        column.transform.label_of: column.column for column in columns if column.transform.label_of is not None
    }
    notes, dropped = remarks(TransformKind.NOTES), remarks(TransformKind.DROPPED)
    return ColumnPlan(
        width=width,
        labels=tuple(remark_label(headers[column], column) for column in range(width)),
        region=region.upper() if region else None,
        inferred_region=mapping.region,
        first=of(TargetField.FIRST_NAME),
        last=tuple(column for column in of(TargetField.LAST_NAME) if column not in particle),
        particle=particle[0] if particle else None,
        full=tuple(
            (column.column, column.transform.name_order) for column in columns if column.field is TargetField.FULL_NAME
        ),
        title=of(TargetField.TITLE),
        company=of(TargetField.COMPANY),
        email=of(TargetField.EMAIL),
        phone=of(TargetField.PHONE),
        phone_labels=labels_of,
        headers=tuple(headers[column] for column in range(width)),
        rank_of_label=rank_of_label or mapping.rank_of_label,
        lead_id=next(iter(of(TargetField.LEAD_ID)), None),
        notes=notes[0] if notes else None,
        dates=frozenset(remarks(TransformKind.DATE)),
        countries=remarks(TransformKind.COUNTRY),
        company_flag=next(iter(remarks(TransformKind.COMPANY_FLAG)), None),
        others=tuple(column for column in of(TargetField.REMARKS) if column not in notes[:1] + dropped),
        own_export=bool(dropped),
        has_header=any(header.strip() for header in headers.values()),
    )


def _choice(column: ColumnMapping) -> int:
    return column.transform.choice or 1
