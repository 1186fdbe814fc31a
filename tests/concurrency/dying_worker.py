"""A worker that dies whenever its batch was closed while it ran."""

from __future__ import annotations

from crm.imports.batch_worker import BatchWorker
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import

from tests.doubles.faults import SimulatedCrash


class DyingWorker(BatchWorker):
    """Leaves behind what it has recorded since, so that its message comes again until it is a dead letter."""

    def _take_back_late_rows(self, record: Import, number: int, ledger: list[LedgerRow]) -> None:
        raise SimulatedCrash(f"batch {number} of {record.import_id} was closed with {len(ledger)} rows")
