"""The outcomes of an import's rows: stored by the batch, or the same for all rows of batches that never began."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from crm.concurrency import parallel_map
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import
from crm.imports.plan import ImportPlan
from crm.imports.work_files import MissingWorkFileError, WorkFiles
from crm.outcomes import Outcome

_FILES_AT_ONCE = 16
"""As in `crm.imports.retry`."""


@dataclass(frozen=True)
class Ledgers:
    """The ledgers of one import.

    Args:
        record: the import, with the rounds of mending that count.
        plan: reads its plan; called only for a batch whose file is lost.
    """

    record: Import
    files: WorkFiles
    plan: Callable[[], ImportPlan]

    def of(self, number: int) -> list[LedgerRow]:
        """The outcomes of a batch's rows, 0 for the splitter's own; empty while it has not ended.

        What was mended since stands in place of what was rejected.
        """
        rows = self._at_first(number)
        return [self._mended.get((row.sheet, row.row), row) for row in rows] if self._mended else rows

    @cached_property
    def _mended(self) -> dict[tuple[int, int], LedgerRow]:
        """What became of mended rows in the end, by sheet and row."""
        rounds = [one.mend_id for one in self.record.mends]
        found = parallel_map(partial(self.files.mend_ledger, self.record.import_id), rounds, _FILES_AT_ONCE)
        return {(row.sheet, row.row): row for rows in found for row in rows or ()}

    def _at_first(self, number: int) -> list[LedgerRow]:
        closed_as, because = self.record.closed_as, self.record.closed_because
        if closed_as is not None and number > self.record.sent_batches:
            if not self.record.is_final:
                return []
            return rows_of_batch(self.files, self.record.import_id, number, closed_as, because or "", self.plan)
        return self.files.ledger(self.record.import_id, number) or []


def rows_of_batch(
    files: WorkFiles, import_id: str, number: int, outcome: Outcome, reason: str, plan: Callable[[], ImportPlan]
) -> list[LedgerRow]:
    """All rows of a batch with one outcome."""
    try:
        batch = files.batch(import_id, number)
    except MissingWorkFileError:
        # The row numbers are lost with the file, but the plan still knows how many rows there were.
        known = plan()
        return [LedgerRow(known.batch_sheets[number - 1], 0, outcome, reason)] * known.batch_sizes[number - 1]
    return [LedgerRow(batch.sheet, row.number, outcome, reason) for row in batch.rows]
