"""Metrics of imports: how rows and imports end, and how many imports stand still."""

from __future__ import annotations

from crm.imports.model import Import, ImportStatus
from crm.metrics import emit
from crm.outcomes import Counts, Outcome

IMPORTS = "imports"

ENDS = {
    ImportStatus.COMPLETED: "ImportsCompleted",
    ImportStatus.COMPLETED_WITH_ERRORS: "ImportsCompletedWithErrors",
    ImportStatus.FAILED: "ImportsFailed",
    ImportStatus.CANCELLED: "ImportsCancelled",
}
"""The metric that counts imports which ended in a state."""

KNOWN = (Outcome.UPDATED, Outcome.UNCHANGED, Outcome.SUPERSEDED)
"""Outcomes of rows whose lead was there already."""


class ImportMetrics:
    """What an `ImportStore` tells of imports that move."""

    def counted(self, counts: Counts) -> None:
        """A batch was counted; `counts` are its rows per outcome."""
        emit(
            IMPORTS,
            {
                "Rows": sum(counts.values()),
                "Duplicates": sum(counts.get(outcome, 0) for outcome in KNOWN),
                "RowsRejected": counts.get(Outcome.REJECTED, 0),
            },
        )

    def ended(self, record: Import) -> None:
        """An import has reached its final state."""
        emit(IMPORTS, {ENDS[record.status]: 1})


def polled() -> None:
    """Somebody asked how far an import is."""
    emit(IMPORTS, {"Polls": 1})


def stuck(imports: int) -> None:
    """So many imports had stood still for too long and were ended."""
    emit(IMPORTS, {"ImportsStuck": imports})
