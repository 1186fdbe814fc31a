"""Business metrics: what dashboards and alarms know.

A metric is one log line in CloudWatch's embedded format, so nothing is called and nothing waits. Its dimensions are
the environment and the subject; nothing that names a person, a file or an import is ever one. To Lambda the
lines are of level INFO, which is why no environment logs less than that.
"""

from __future__ import annotations

from collections.abc import Mapping

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from crm.settings import Settings

NAMESPACE = "EasyCRM"
MODEL = "model"


def model_answered(prompt_tokens: int, completion_tokens: int) -> None:
    """The model has answered once."""
    emit(MODEL, {"Calls": 1, "PromptTokens": prompt_tokens, "CompletionTokens": completion_tokens})


def emit(subject: str, values: Mapping[str, int]) -> None:
    """Writes one line of metrics.

    Args:
        subject: what they tell of; CloudWatch's dimension `service`.
        values: count by name of the metric.
    """
    line = EphemeralMetrics(namespace=NAMESPACE, service=subject)
    line.add_dimension("environment", Settings().environment)
    for name, value in values.items():
        line.add_metric(name, MetricUnit.Count, value)
    line.flush_metrics()
