"""Business metrics for dashboards and alarms.

A metric is one log line in CloudWatch's embedded format, so emitting it needs no call and no waiting. Its dimensions
are the environment and the subject, and never name a person, a file or an import. Lambda gives these lines the
level INFO, so every environment logs at INFO.
"""

from __future__ import annotations

from collections.abc import Mapping

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from crm.settings import Settings

NAMESPACE = "EasyCRM"
MODEL = "model"
DEAD_LETTERS = "dead_letters"
MESSAGES_FAILED = "MessagesFailed"
MESSAGES_HANDED_BACK = "MessagesHandedBack"


def model_answered(prompt_tokens: int, completion_tokens: int) -> None:
    """Counts one answer of the model with its tokens."""
    emit(MODEL, {"Calls": 1, "PromptTokens": prompt_tokens, "CompletionTokens": completion_tokens})


def message_failed() -> None:
    """Counts one delivery of a queue's message that this function could not handle."""
    emit(Settings().function, {MESSAGES_FAILED: 1})


def message_handed_back() -> None:
    """Counts one message that this function returned to its queue because AWS was too busy."""
    emit(Settings().function, {MESSAGES_HANDED_BACK: 1})


def dead_letter_closed(lost_rows: int) -> None:
    """Counts a message that failed for good, and the rows that it took with it."""
    emit(DEAD_LETTERS, {"DeadLettersClosed": 1, "RowsLost": lost_rows})


def emit(subject: str, values: Mapping[str, int]) -> None:
    """Writes one line of metrics.

    Args:
        subject: CloudWatch's dimension `service`.
        values: name of the metric to count.
    """
    line = EphemeralMetrics(namespace=NAMESPACE, service=subject)
    line.add_dimension("environment", Settings().environment)
    for name, value in values.items():
        line.add_metric(name, MetricUnit.Count, value)
    line.flush_metrics()
