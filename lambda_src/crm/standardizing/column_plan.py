"""Which columns each value of a sheet's rows comes from, derived once from the mapping."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from crm.export_labels import header_of_extra, places_in_report
from crm.fields import LEAD_FIELDS, MAX_LABEL, TargetField
from crm.mapping.mapping import DATES, WITH_COMPANIES, ColumnMapping, DecidedBy, SheetMapping, TransformKind, is_extra
from crm.said import extra_path, part_of
from crm.standardizing.limits import cut_to
from crm.standardizing.remarks import distinct, remark_label
from crm.values.blank_words import blank_words
from crm.values.firms_with_jobs import Order
from crm.values.formulas import without_escapes
from crm.values.labelled import as_label

_OF_THEIR_OWN = frozenset(
    {
        *(TargetField.FIRST_NAME, TargetField.LAST_NAME, TargetField.TITLE, TargetField.COMPANY),
        *(TargetField.EMAIL, TargetField.PHONE, TargetField.TAGS),
    }
)
"""Fields that are more, or less, than the text of a column."""


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """The columns of a sheet by purpose; several for one purpose are in order of preference.

    Args:
        width: number of columns in the mapping.
        labels: label of each column's value in the remarks.
        paths: path of each column's value as an extra: of columns with one label, the second is called `City 2`.
        kinds: what each column's header says of the kind of its emails or phones, "" where it does not.
        region: ISO 3166 region that the import chose, None when none was chosen.
        inferred_region: the region that the sheet's own numbers, or its language, suggest, or None.
        first: first names. last: last names. particle: precedes the last name.
        second_last: follows it.
        full: full names, each with the order that `split_full_name` takes.
        halves: extras with a first name that have the last name right behind them.
        title, company, email, phone, tags: these fields.
        others: the fields that are their column's text, each by its name.
        further_email, further_phone: what our own export writes beside the first ones.
        contact_labels: email or phone column to the column that labels its value.
        area_codes: each phone column that has what stands before its numbers in others, with those.
        headers: the header of each column, "" where it has none.
        rank_of_label: where a phone comes that is called so, None for a fax or somebody else's.
        lead_id: the identity in our own export.
        notes: the notes.
        last_or_company: last-name columns that hold companies in rows without a first name.
        with_places: company columns in which a place stands behind the company.
        with_companies: job-title columns in which the company stands too, each with their order.
        dates, countries: what holds such. company_flag: says whether the row is a company.
        person_marks: columns that say whether it is a person. person_flag: says so by yes or no.
        company_numbers: what only firms and traders have.
        sent_in: columns that say when, or whether, an answer to a form was sent in.
        ours: by column of which nobody has decided otherwise, the folded value that is the file's owner.
        extras: columns that have no built-in field.
        no_extras: columns that are never one: the notes, and what is not imported.
        own_export: whether the sheet is our own export.
        is_escaped: whether it is our own export or report, whose formulas we have escaped.
        has_header: whether any column has a header, which may say that a column is about someone else.
    """

    width: int
    labels: tuple[str, ...]
    paths: tuple[str, ...]
    kinds: tuple[str, ...]
    region: str | None
    inferred_region: str | None
    first: tuple[int, ...]
    last: tuple[int, ...]
    particle: int | None
    second_last: int | None
    full: tuple[tuple[int, str], ...]
    halves: tuple[int, ...]
    title: tuple[int, ...]
    company: tuple[int, ...]
    email: tuple[int, ...]
    phone: tuple[int, ...]
    tags: tuple[int, ...]
    others: Mapping[str, tuple[int, ...]]
    further_email: tuple[int, ...]
    further_phone: tuple[int, ...]
    contact_labels: dict[int, int]
    area_codes: tuple[tuple[int, tuple[int, ...]], ...]
    headers: tuple[str, ...]
    rank_of_label: Callable[[str], int | None]
    lead_id: int | None
    notes: int | None
    last_or_company: frozenset[int]
    with_places: frozenset[int]
    with_companies: Mapping[int, Order]
    clients: frozenset[int]
    dates: frozenset[int]
    countries: tuple[int, ...]
    company_flag: int | None
    person_marks: tuple[int, ...]
    company_numbers: tuple[int, ...]
    ours: Mapping[int, str]
    person_flag: int | None
    sent_in: tuple[int, ...]
    extras: frozenset[int]
    no_extras: frozenset[int]
    own_export: bool
    is_escaped: bool
    has_header: bool


def plan_of(
    mapping: SheetMapping, region: str | None, rank_of_label: Callable[[str], int | None] | None = None
) -> ColumnPlan:
    """The plan of a sheet's mapping for an import with this region; labels of phones as `Standardizer` takes them."""
    columns = sorted(mapping.columns, key=lambda column: (_choice(column), column.column))
    width = max((column.column for column in columns), default=-1) + 1
    headers = dict.fromkeys(range(width), "") | {column.column: column.header for column in columns}

    by_field: dict[tuple[str, bool], list[int]] = {}
    for column in columns:
        is_further = column.transform.kind is TransformKind.FURTHER
        by_field.setdefault((column.field, is_further), []).append(column.column)

    def of(field: str, *, further: bool = False) -> tuple[int, ...]:
        return tuple(by_field.get((field, further), ()))

    def as_a(*kinds: TransformKind) -> tuple[int, ...]:
        return tuple(column.column for column in columns if column.transform.kind in kinds)

    particle, second_last = as_a(TransformKind.PARTICLE), as_a(TransformKind.SECOND_LAST_NAME)
    contact_labels: dict[int, int] = {}
    codes: dict[int, list[int]] = {}
    for column in columns:
        neighbour = column.transform.label_of
        if neighbour is not None and column.transform.kind is TransformKind.LABEL:
            contact_labels[neighbour] = column.column
        elif neighbour is not None and column.transform.kind is TransformKind.AREA_CODE:
            codes.setdefault(neighbour, []).append(column.column)
    notes = as_a(TransformKind.NOTES)
    targets = {column.field for column in columns}
    own_export = bool(as_a(TransformKind.AS_EXPORTED))
    named = {
        column.column: remark_label(part_of(column.field), column.column)
        for column in columns
        if is_extra(column.field)
    }
    extras = frozenset((*of(TargetField.REMARKS), *named)).difference(notes[:1])
    labels = tuple(remark_label(headers[column], column) for column in range(width))
    names = [header_of_extra(without_escapes(label)) for label in labels] if own_export else labels
    return ColumnPlan(
        width=width,
        labels=labels,
        paths=_paths([named.get(column, name) for column, name in enumerate(names)], extras if own_export else named),
        kinds=tuple(_kinds(columns, width)),
        region=region.upper() if region else None,
        inferred_region=mapping.region,
        first=of(TargetField.FIRST_NAME),
        last=tuple(column for column in of(TargetField.LAST_NAME) if column not in particle + second_last),
        particle=next(iter(particle), None),
        second_last=next(iter(second_last), None),
        full=tuple(
            sorted(
                (
                    (column.column, column.transform.name_order)
                    for column in columns
                    if column.field == TargetField.FULL_NAME
                ),
                key=lambda column: column[1] == TransformKind.CLIENT,
            )
        ),
        halves=tuple(column for column in as_a(TransformKind.NAME_IN_HALVES) if column + 1 < width),
        title=of(TargetField.TITLE),
        company=of(TargetField.COMPANY),
        email=of(TargetField.EMAIL),
        phone=of(TargetField.PHONE),
        tags=of(TargetField.TAGS),
        others={name: of(name) for name in LEAD_FIELDS if name in targets and name not in _OF_THEIR_OWN},
        further_email=of(TargetField.EMAIL, further=True),
        further_phone=of(TargetField.PHONE, further=True),
        contact_labels=contact_labels,
        area_codes=tuple((phone, tuple(before)) for phone, before in codes.items()),
        headers=tuple(headers[column] for column in range(width)),
        rank_of_label=rank_of_label or mapping.rank_of_label,
        lead_id=next(iter(of(TargetField.LEAD_ID)), None),
        notes=notes[0] if notes else None,
        last_or_company=frozenset(as_a(TransformKind.LAST_NAME_OR_COMPANY)),
        clients=frozenset(as_a(TransformKind.CLIENT)),
        with_places=frozenset(as_a(TransformKind.COMPANY_AND_PLACE)),
        with_companies={
            column.column: Order(column.transform.kind) for column in columns if column.transform.kind in WITH_COMPANIES
        },
        dates=frozenset(as_a(*DATES)),
        countries=as_a(TransformKind.COUNTRY),
        person_marks=as_a(TransformKind.COMPANY_FLAG, TransformKind.PERSON_MARK),
        company_numbers=as_a(TransformKind.COMPANY_NUMBER),
        ours={
            column.column: mapping.ours[column.column]
            for column in columns
            if column.column in mapping.ours and column.decided_by is DecidedBy.RULES
        },
        company_flag=next(iter(as_a(TransformKind.COMPANY_FLAG)), None),
        person_flag=next(iter(as_a(TransformKind.PERSON_FLAG)), None),
        sent_in=tuple(
            column for column, header in headers.items() if header.strip().casefold() in blank_words().sent_in
        ),
        extras=extras,
        no_extras=frozenset((*notes[:1], *of(TargetField.NOTHING))),
        own_export=own_export,
        is_escaped=own_export or bool(places_in_report(list(headers.values()))),
        has_header=any(header.strip() for header in headers.values()),
    )


def _paths(names: Sequence[str], first: Collection[int]) -> tuple[str, ...]:
    """The path of each column's value as an extra, no two the same.

    Args:
        first: columns that have their names before any other has one: what a person has named, and the extras of our
            own export.
    """
    order = sorted(range(len(names)), key=lambda column: column not in first)
    given = distinct(cut_to(names[column], MAX_LABEL) for column in order)
    paths = dict(zip(order, map(extra_path, given), strict=True))
    return tuple(paths[column] for column in range(len(names)))


def _kinds(columns: Sequence[ColumnMapping], width: int) -> list[str]:
    kinds = [""] * width
    for column in columns:
        if not column.is_plain:
            kinds[column.column] = as_label(cut_to(column.header, MAX_LABEL))
    return kinds


def _choice(column: ColumnMapping) -> int:
    return column.transform.choice or 1
