"""Reads an import's ledgers: pages of rows, pages of leads by their result in an undo, and the report of rejected rows,
which a person can correct and import again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import IO, TypeVar

from crm.export_labels import REPORT_LABELS, places_in_report
from crm.imports.ledger import LedgerRow, UndoneLead
from crm.imports.ledgers import Ledgers
from crm.imports.mended_plan import mended_plan
from crm.imports.mending import mended
from crm.imports.plan import ImportPlan
from crm.imports.work_files import MissingWorkFileError, WorkFiles
from crm.outcomes import Outcome, UndoResult
from crm.standardizing.remarks import column_name, distinct
from crm.values.formulas import escape_formulas

_T = TypeVar("_T")

CURSOR = r"^\d{1,9}\.\d{1,9}$"
"""The form of a cursor: batch and position."""
PAGE_ROWS = 200
PAGE_LEADS = 50
PAGE_BYTES = 2_000_000
"""Of what the rows of a page say, by which a page may end earlier: a function's response may not exceed 6 MB, and the
reasons of a row name each of its columns that was cut."""
LEDGERS_A_PAGE = 20
"""A page reads at most this many ledger files, even if few of their rows have the requested outcome."""


def ledger_page(ledgers: Ledgers, outcome: Outcome | None, cursor: str | None) -> tuple[list[LedgerRow], str | None]:
    """One page of an import's rows in the order of batches, and the next page's cursor.

    Args:
        outcome: only rows with this outcome.
        cursor: the one that the previous page returned, `batch.position`.

    Raises:
        ValueError: for a cursor that no page returned.
    """
    return page_of(
        ledgers.of,
        ledgers.record.total_batches or 0,
        lambda row: outcome is None or row.outcome is outcome,
        PAGE_ROWS,
        cursor,
        lambda row: len((row.reason or "").encode()),
    )


def undo_page(
    files: WorkFiles, import_id: str, batches: int, result: UndoResult, cursor: str | None
) -> tuple[list[UndoneLead], str | None]:
    """One page of the leads with this result in an undo, and the next page's cursor.

    Args:
        batches: how many the import has.
        cursor: the one that the previous page returned.
    """
    return page_of(
        lambda number: files.undo_ledger(import_id, number) or [],
        batches,
        lambda one: one.result is result,
        PAGE_LEADS,
        cursor,
        lambda one: len("".join(one.kept).encode()),
    )


def page_of(
    read: Callable[[int], Sequence[_T]],
    last: int,
    wanted: Callable[[_T], bool],
    size: int,
    cursor: str | None,
    bytes_of: Callable[[_T], int],
) -> tuple[list[_T], str | None]:
    """One page of what some numbered files hold, and the next page's cursor.

    Args:
        read: what a file holds.
        last: its greatest number.
        size: most entries of the page.
    """
    batch, _, position = (cursor or "0.0").partition(".")
    number, offset = int(batch), int(position)
    found: list[_T] = []
    left = PAGE_BYTES
    for current in range(number, min(last, number + LEDGERS_A_PAGE - 1) + 1):
        entries = read(current)
        first = offset if current == number else 0
        for place in range(first, len(entries)):
            if not wanted(entries[place]):
                continue
            left -= bytes_of(entries[place])
            if len(found) == size or (found and left < 0):
                return found, f"{current}.{place}"
            found.append(entries[place])
    following = number + LEDGERS_A_PAGE
    return found, f"{following}.0" if following <= last else None


def write_rejected_rows(ledgers: Ledgers, plan: ImportPlan, target: IO[bytes]) -> int:
    """Writes the report into an open file; returns the number of its rows."""
    rows = -1
    for line in rejected_rows_csv(ledgers, plan):
        target.write(line.encode())
        rows += 1
    return rows


def rejected_rows_csv(ledgers: Ledgers, plan: ImportPlan) -> Iterator[str]:
    """Yields the report line by line: each rejected row with its cells as last mended, its sheet, number and reason.

    The cells stand under the headers of their own sheet, so that a corrected report can be imported as it is.
    """
    if ledgers.record.mends:
        plan = mended_plan(ledgers.files, plan.import_id, [one.mend_id for one in ledgers.record.mends])
    headers = {sheet.index: _headers(plan, sheet.index) for sheet in plan.sheets if sheet.mapping}
    columns = list(dict.fromkeys(header for names in headers.values() for header in names))
    # What was a report itself does not keep its old rows and reasons beside the new ones.
    reported = places_in_report(columns)
    columns = [header for place, header in enumerate(columns) if place not in reported]
    yield "\ufeff" + _line([*columns, *REPORT_LABELS])
    for number in range(1, len(plan.batch_sizes) + 1):
        rejected = [row for row in ledgers.of(number) if row.outcome is Outcome.REJECTED]
        cells = _cells(ledgers.files, plan, number) if rejected else {}
        for row in rejected:
            named = dict(zip(headers[row.sheet], cells.get(row.row, ()), strict=False))
            place = [plan.sheet(row.sheet).name, str(row.row or ""), row.reason or ""]
            yield _line([*(named.get(column, "") for column in columns), *place])


def _cells(files: WorkFiles, plan: ImportPlan, number: int) -> dict[int, tuple[str, ...]]:
    try:
        batch = files.batch(plan.import_id, number)
        return {row.number: row.cells for row in mended(batch, plan.sheet(batch.sheet).mends)[0].rows}
    except MissingWorkFileError:
        # The batch was closed because its file is gone: the report has its rows without cells.
        return {}


def _headers(plan: ImportPlan, index: int) -> list[str]:
    """A sheet's headers, made unique: a second `Phone` becomes `Phone 2`, an empty one `Column C`."""
    mapping = plan.sheet(index).mapping
    columns = mapping.columns if mapping else ()
    return list(distinct(column.header or f"Column {column_name(column.column)}" for column in columns))


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([escape_formulas(cell) for cell in cells])
    return buffer.getvalue()
