"""Workers that die: whenever their batch was closed while they ran, or when they have recorded mended rows."""

from __future__ import annotations

from crm.imports.batch_worker import BatchWorker
from crm.imports.ledger import LedgerRow
from crm.imports.mender import Mender
from crm.imports.model import Import

from tests.doubles.faults import SimulatedCrash


class DyingWorker(BatchWorker):
    """Leaves behind what it has recorded since, so that its message comes again until it is a dead letter."""

    def _take_back_late_rows(self, record: Import, number: int, ledger: list[LedgerRow]) -> None:
        raise SimulatedCrash(f"batch {number} of {record.import_id} was closed with {len(ledger)} rows")


class DyingMender(Mender):
    """Records mended rows and does not tell of it, until its message is a dead letter."""

    def _say(self, record: Import, number: int) -> list[LedgerRow]:
        told = super()._say(record, number)
        raise SimulatedCrash(f"round {number} of mending {record.import_id} had recorded {len(told)} rows")
