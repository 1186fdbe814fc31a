"""Applies what a person has changed of a sheet to the rows of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crm.imports.batches import Batch, BatchRow
from crm.imports.ledger import LedgerRow
from crm.imports.plan import NO_MENDS, Mends
from crm.outcomes import Outcome
from crm.sentences import ROWS

SHEET_LEFT_OUT = ROWS["sheetLeftOut"]
ROW_LEFT_OUT = ROWS["rowLeftOut"]


def mended(batch: Batch, mends: Mends) -> tuple[Batch, list[LedgerRow]]:
    """A batch with the cells that a person has mended, and without the rows that were left out."""
    if mends == NO_MENDS:
        return batch, []
    out = {row.number for row in batch.rows if mends.left_out or row.number in mends.dropped}
    reason = SHEET_LEFT_OUT if mends.left_out else ROW_LEFT_OUT
    rows = tuple(_mended(row, mends.cells.get(row.number)) for row in batch.rows if row.number not in out)
    return replace(batch, rows=rows), [LedgerRow(batch.sheet, row, Outcome.SKIPPED, reason) for row in sorted(out)]


def _mended(row: BatchRow, texts: Mapping[int, str] | None) -> BatchRow:
    if not texts:
        return row
    width = max(len(row.cells), *(column + 1 for column in texts))
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    for column, text in texts.items():
        cells[column] = text
    return replace(row, cells=tuple(cells))
