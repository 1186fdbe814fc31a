"""The one way from a batch of rows to leads: in an import, and in a dry run, which only rehearses it."""

from __future__ import annotations

from crm.imports.batches import Batch
from crm.imports.free_text import BatchExtraction
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import
from crm.imports.plan import ImportPlan
from crm.imports.statements_of_rows import KnownRow, known_rows, usable_rows, with_their_addresses
from crm.imports.told import ledger_row
from crm.outcomes import Outcome
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Recorder


def rows_and_leads(
    record: Import, plan: ImportPlan, batch: Batch, extraction: BatchExtraction, leads: LeadTable
) -> tuple[list[KnownRow], list[LedgerRow]]:
    """The rows of a batch and the leads that they are about, and the rejected rows; nothing is written."""
    usable, rejected = usable_rows(record, plan, batch, extraction)
    known, nobody = known_rows(record, plan, batch.sheet, usable, leads)
    return known, [*rejected, *nobody]


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
