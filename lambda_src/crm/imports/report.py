"""Reading an import's ledger: pages of rows, and the report of rejected rows that can be mended and imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from string import ascii_uppercase

from crm.imports.batches import LedgerRow, Plan
from crm.imports.model import Outcome
from crm.imports.work_folder import MissingWorkFileError, WorkFolder
from crm.query.csv_export import escape_cell

PAGE_ROWS = 200
LEDGERS_A_PAGE = 20
"""A page stops after this many ledger files even when few of their rows have the outcome asked for."""


def ledger_page(
    folder: WorkFolder, plan: Plan, outcome: Outcome | None, cursor: str | None
) -> tuple[list[LedgerRow], str | None]:
    """One page of an import's rows, in the order of batches, and where the next starts.

    Args:
        outcome: only rows with this outcome.
        cursor: what the page before returned: `batch.position`.

    Raises:
        ValueError: for a cursor that no page returned.
    """
    batch, _, position = (cursor or "0.0").partition(".")
    number, offset = int(batch), int(position)
    last = len(plan.batch_sizes)
    found: list[LedgerRow] = []
    for current in range(number, min(last, number + LEDGERS_A_PAGE - 1) + 1):
        rows = folder.ledger(plan.import_id, current) or []
        first = offset if current == number else 0
        for place in range(first, len(rows)):
            if outcome is not None and rows[place].outcome is not outcome:
                continue
            if len(found) == PAGE_ROWS:
                return found, f"{current}.{place}"
            found.append(rows[place])
    following = number + LEDGERS_A_PAGE
    return found, f"{following}.0" if following <= last else None


def rejected_rows_csv(folder: WorkFolder, plan: Plan) -> Iterator[str]:
    """The report: each rejected row with its original cells, its sheet, row and reason; a line at a time.

    The cells stand under the headers of their own sheet, so that the file can be mended and imported as it is.
    """
    headers = {sheet.index: _headers(plan, sheet.index) for sheet in plan.sheets if sheet.mapping}
    columns = list(dict.fromkeys(header for names in headers.values() for header in names))
    yield "\ufeff" + _line([*columns, "Import sheet", "Import row", "Import reason"])
    for number in range(1, len(plan.batch_sizes) + 1):
        rejected = [r for r in folder.ledger(plan.import_id, number) or [] if r.outcome is Outcome.REJECTED]
        cells = _cells(folder, plan.import_id, number) if rejected else {}
        for row in rejected:
            named = dict(zip(headers[row.sheet], cells.get(row.row, ()), strict=False))
            place = [plan.sheet(row.sheet).name, str(row.row or ""), row.reason or ""]
            yield _line([*(named.get(column, "") for column in columns), *place])


def _cells(folder: WorkFolder, import_id: str, number: int) -> dict[int, tuple[str, ...]]:
    try:
        return {row.number: row.cells for row in folder.batch(import_id, number).rows}
    except MissingWorkFileError:
        # The batch was closed because its file is gone; its rows are reported without their cells.
        return {}


def _headers(plan: Plan, index: int) -> list[str]:
    """A sheet's headers, each once: a second `Phone` becomes `Phone 2`, one without a text `Column C`."""
    names: list[str] = []
    mapping = plan.sheet(index).mapping
    for column in mapping.columns if mapping else ():
        name = base = column.header or f"Column {_letters(column.column)}"
        repeat = 1
        while name in names:
            repeat += 1
            name = f"{base} {repeat}"
        names.append(name)
    return names


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([escape_cell(cell) for cell in cells])
    return buffer.getvalue()
