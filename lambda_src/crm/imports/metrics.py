"""Metrics of imports: how rows and imports end, and how many imports were stuck."""

from __future__ import annotations

from crm.imports.model import Import, ImportStatus
from crm.metrics import emit
from crm.outcomes import Counts, Outcome

IMPORTS = "imports"

METRIC_OF_STATUS = {
    ImportStatus.COMPLETED: "ImportsCompleted",
    ImportStatus.COMPLETED_WITH_ERRORS: "ImportsCompletedWithErrors",
    ImportStatus.FAILED: "ImportsFailed",
    ImportStatus.CANCELLED: "ImportsCancelled",
}
"""Final state to the metric that counts imports which ended in it."""

MATCHED = (Outcome.UPDATED, Outcome.UNCHANGED, Outcome.SUPERSEDED)
"""Outcomes of rows whose lead was there already."""


class ImportMetrics:
    """Emits metrics when an `ImportStore` counts batches and ends imports."""

    def counted(self, counts: Counts) -> None:
        """A batch was counted; `counts` are its rows per outcome."""
        emit(
            IMPORTS,
            {
                "Rows": sum(counts.values()),
                "Duplicates": sum(counts.get(outcome, 0) for outcome in MATCHED),
                "RowsRejected": counts.get(Outcome.REJECTED, 0),
            },
        )

    def ended(self, record: Import) -> None:
        """An import has reached its final state."""
        emit(IMPORTS, {METRIC_OF_STATUS[record.status]: 1})


def count_poll() -> None:
    """A client asked for the progress of an import."""
    emit(IMPORTS, {"Polls": 1})


def count_stuck(imports: int) -> None:
    """This many stuck imports were ended by the sweeper."""
    emit(IMPORTS, {"ImportsStuck": imports})
