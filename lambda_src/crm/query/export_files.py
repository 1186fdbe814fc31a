"""Writes the leads of an export into a file of the wanted format, and tells how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import IO, TypeVar

from crm.query.csv_export import csv_lines, write_lines
from crm.query.export_columns import all_columns, chosen_columns
from crm.query.export_error import ExportError
from crm.query.exports import ExportFormat, ExportRequest, Tell
from crm.query.query_error import QueryError
from crm.query.source import LeadSource
from crm.sentences import EXPORTS

T = TypeVar("T")

FIELD_IS_GONE = EXPORTS["exportFieldGone"]
FEW_LEADS = 10_000
"""Leads up to which their lines are made in Python: a source that makes them faster takes a quarter of a second first
(docs/measurements.md, "Read model")."""


def write_leads(source: LeadSource, request: ExportRequest, target: IO[bytes], tell: Tell) -> int:
    """Writes the leads of a request; returns their number.

    Raises:
        ExportError: if there can be no such file.
    """
    own_fields = source.own_fields()
    try:
        matching = source.matching(request.query)
    except QueryError as error:
        raise ExportError(FIELD_IS_GONE) from error
    if request.columns is None:
        columns = all_columns(matching.extras, own_fields)
    else:
        columns = chosen_columns(request.columns, matching.extras, own_fields)
    if request.format is ExportFormat.CSV:
        lines = (
            matching.lines(columns)
            if matching.total > FEW_LEADS
            else (list(csv_lines(batch, columns)) for batch in matching.batches)
        )
        return write_lines(_told(lines, matching.total, tell), columns, target)
    # Only who wants a workbook waits for its library.
    from crm.query.excel_export import write_excel

    batches = _told(matching.batches, matching.total, tell)
    return write_excel(chain.from_iterable(batches), columns, target)


def _told(batches: Iterable[Sequence[T]], total: int, tell: Tell) -> Iterator[Sequence[T]]:
    rows = 0
    tell(rows, total)
    for batch in batches:
        yield batch
        rows += len(batch)
        tell(rows, total)
