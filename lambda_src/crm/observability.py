"""Business metrics: what dashboards and alarms know of imports and of the model.

A metric is one log line in CloudWatch's embedded format, so nothing is called and nothing waits. Its dimensions are
the environment and the subject; nothing that names a person, a file or an import is ever one. To Lambda the
lines are of level INFO, which is why no environment logs less than that.
"""

from __future__ import annotations

from collections.abc import Mapping

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from crm.imports.model import Import, Status
from crm.outcomes import Counts, Outcome
from crm.settings import Settings

NAMESPACE = "EasyCRM"
IMPORTS = "imports"
MODEL = "model"

ENDS = {
    Status.COMPLETED: "ImportsCompleted",
    Status.COMPLETED_WITH_ERRORS: "ImportsCompletedWithErrors",
    Status.FAILED: "ImportsFailed",
    Status.CANCELLED: "ImportsCancelled",
}
"""The metric that counts imports which ended in a state."""

KNOWN = (Outcome.UPDATED, Outcome.UNCHANGED, Outcome.SUPERSEDED)
"""Outcomes of rows whose lead was there already."""


class ImportMetrics:
    """What an `ImportStore` tells of imports that move."""

    def counted(self, counts: Counts) -> None:
        """A batch was counted; `counts` are its rows per outcome."""
        _emit(
            IMPORTS,
            {
                "Rows": sum(counts.values()),
                "Duplicates": sum(counts.get(outcome, 0) for outcome in KNOWN),
                "RowsRejected": counts.get(Outcome.REJECTED, 0),
            },
        )

    def ended(self, record: Import) -> None:
        """An import has reached its final state."""
        _emit(IMPORTS, {ENDS[record.status]: 1})


def polled() -> None:
    """Somebody asked how far an import is."""
    _emit(IMPORTS, {"Polls": 1})


def stuck(imports: int) -> None:
    """So many imports had stood still for too long and were ended."""
    _emit(IMPORTS, {"ImportsStuck": imports})


def model_answered(prompt_tokens: int, completion_tokens: int) -> None:
    """The model has answered once."""
    _emit(MODEL, {"Calls": 1, "PromptTokens": prompt_tokens, "CompletionTokens": completion_tokens})


def _emit(subject: str, values: Mapping[str, int]) -> None:
    line = EphemeralMetrics(namespace=NAMESPACE, service=subject)
    line.add_dimension("environment", Settings().environment)
    for name, value in values.items():
        line.add_metric(name, MetricUnit.Count, value)
    line.flush_metrics()
