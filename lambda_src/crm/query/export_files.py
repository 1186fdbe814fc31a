"""Writes the leads of an export into a file of the wanted format, and tells how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from crm.query.csv_export import write_csv
from crm.query.export_columns import all_columns, chosen_columns
from crm.query.export_error import ExportError
from crm.query.exports import ExportFormat, ExportRequest, Tell
from crm.query.lead_texts import LeadTexts
from crm.query.query_error import QueryError
from crm.query.source import LeadSource

FIELD_IS_GONE = "The list is narrowed or sorted by a field that was removed meanwhile. Please export again."


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
    leads = _told(matching.batches, matching.total, tell)
    if request.format is ExportFormat.CSV:
        return write_csv(leads, columns, target)
    # Only who wants a workbook waits for its library.
    from crm.query.excel_export import write_excel

    return write_excel(leads, columns, target)


def _told(batches: Iterable[Sequence[LeadTexts]], total: int, tell: Tell) -> Iterator[LeadTexts]:
    rows = 0
    tell(rows, total)
    for batch in batches:
        yield from batch
        rows += len(batch)
        tell(rows, total)
