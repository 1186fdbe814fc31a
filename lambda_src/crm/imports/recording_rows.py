"""The one way from a batch of rows to leads: in an import, and in a dry run, which only rehearses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crm.imports.batches import Batch, BatchRow
from crm.imports.free_text import BatchExtraction
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import
from crm.imports.plan import NO_MENDS, ImportPlan, Mends
from crm.imports.statements_of_rows import KnownRow, known_rows, usable_rows, with_their_addresses
from crm.imports.told import ledger_row
from crm.outcomes import Outcome
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Recorder

SHEET_LEFT_OUT = "The sheet was left out when the import was checked."
ROW_LEFT_OUT = "The row was left out when the import was checked."


def rows_and_leads(
    record: Import, plan: ImportPlan, batch: Batch, extraction: BatchExtraction, leads: LeadTable
) -> tuple[list[KnownRow], list[LedgerRow]]:
    """The rows of a batch and the leads that they are about, and the rejected rows; nothing is written."""
    batch, left_out = mended(batch, plan.sheet(batch.sheet).mends)
    usable, rejected = usable_rows(record, plan, batch, extraction)
    known, nobody = known_rows(record, plan, batch.sheet, usable, leads)
    return known, [*left_out, *rejected, *nobody]


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


def record_rows(
    record: Import, plan: ImportPlan, batch: Batch, extraction: BatchExtraction, recorder: Recorder, folder: str
) -> list[LedgerRow]:
    """Records the rows of a batch.

    Args:
        folder: of the address of the pieces of chains.

    Returns:
        What became of each row, in the order of the file.

    Raises:
        ContentionError: when others change the leads all the time.
    """
    known, ledger = rows_and_leads(record, plan, batch, extraction, recorder.leads)
    free, refused = with_their_addresses(known, recorder)
    ledger += [LedgerRow(batch.sheet, row, Outcome.REJECTED, reason) for row, reason in refused.items()]
    recorded = recorder.rows([row.incoming for row in free], folder)
    standard = {row.row.number: row.row.standard for row in free}
    ledger += [ledger_row(one, standard[one.statement.place.row]) for one in recorded]
    return sorted(ledger, key=lambda row: row.row)
