"""The one way from a batch of rows to leads: in an import, and in a dry run, which only rehearses it."""

from __future__ import annotations

from crm.imports.batches import Batch
from crm.imports.free_text import BatchExtraction
from crm.imports.ledger import LedgerRow
from crm.imports.mending import mended
from crm.imports.model import Import
from crm.imports.plan import ImportPlan
from crm.imports.remapped_rows import EarlierRows, with_their_leads
from crm.imports.statements_of_rows import KnownRow, known_rows, source_of, usable_rows, with_their_addresses
from crm.imports.told import ledger_row, rejected_because
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Recorder
from crm.statements.replacing import Replacer


def rows_and_leads(
    record: Import,
    plan: ImportPlan,
    batch: Batch,
    extraction: BatchExtraction,
    leads: LeadTable,
    earlier: EarlierRows | None = None,
) -> tuple[list[KnownRow], list[LedgerRow]]:
    """The rows of a batch and the leads that they are about, and the rejected rows; no lead is written.

    Args:
        earlier: what the rows were before, where they are said anew.
    """
    batch, left_out = mended(batch, plan.sheet(batch.sheet).mends)
    usable, rejected = usable_rows(record, plan, batch, extraction)
    known, nobody = known_rows(record, plan, batch.sheet, usable, leads)
    if earlier is not None:
        known = with_their_leads(known, earlier, leads)
    return known, [*left_out, *rejected, *nobody]


def record_rows(
    record: Import,
    plan: ImportPlan,
    batch: Batch,
    extraction: BatchExtraction,
    recorder: Recorder,
    folder: str,
    earlier: EarlierRows | None = None,
) -> list[LedgerRow]:
    """Records the rows of a batch.

    Args:
        folder: of the address of the pieces of chains.
        earlier: what the rows were before, where they are said anew.

    Returns:
        What became of each row, in the order of the file.

    Raises:
        ContentionError: when others change the leads all the time.
    """
    known, ledger = rows_and_leads(record, plan, batch, extraction, recorder.leads, earlier)
    if earlier is None:
        known, refused = with_their_addresses(known, recorder)
        ledger += [rejected_because(batch.sheet, row, sentences) for row, sentences in refused.items()]
        recorded = recorder.rows([row.incoming for row in known], folder)
    else:
        replacer = Replacer(recorder, source_of(record, plan))
        recorded = replacer.rows([row.incoming for row in known], earlier.places, folder)
    standard = {row.row.number: row.row.standard for row in known}
    ledger += [ledger_row(one, standard[one.statement.place.row], plan.own_fields) for one in recorded]
    return sorted(ledger, key=lambda row: row.row)
