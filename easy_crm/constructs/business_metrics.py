"""Graphs of business metrics: imports by final state, rows, duplicates, polls, the model, and costs; what failed.

The functions write these metrics (`lambda_src/crm/metrics.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
import cdk_monitoring_constructs as monitoring
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_dynamodb as dynamodb

from easy_crm.config import EnvironmentConfig
from easy_crm.prices import PRICES

NAMESPACE = "EasyCRM"
PERIOD = cdk.Duration.minutes(5)

_PROMPT_TOKEN = PRICES["DeepSeek prompt tokens"]
_COMPLETION_TOKEN = PRICES["DeepSeek completion tokens"]
_WRITE_UNIT = PRICES["DynamoDB write units"]
_READ_UNIT = PRICES["DynamoDB read units"]

_ENDS = ("ImportsCompleted", "ImportsCompletedWithErrors", "ImportsFailed", "ImportsCancelled")


def groups(config: EnvironmentConfig, tables: Mapping[str, dynamodb.ITable]) -> Sequence[monitoring.CustomMetricGroup]:
    """One graph per question.

    Args:
        config: the environment.
        tables: the tables whose reads and writes are billed.
    """
    ends = [_sum("imports", name, config) for name in _ENDS]
    rows, duplicates, rejected, polls = (
        _sum("imports", name, config) for name in ("Rows", "Duplicates", "RowsRejected", "Polls")
    )
    calls, prompt, completion = (_sum("model", name, config) for name in ("Calls", "PromptTokens", "CompletionTokens"))
    ended = " + ".join(f"FILL({letter}, 0)" for letter in "abcd")
    polls_an_import = _math(f"polls / ({ended})", {"polls": polls, **dict(zip("abcd", ends, strict=True))}, "polls")
    return [
        _group("Ended", ends),
        _group("Rows a second", [_math("rows / PERIOD(rows)", {"rows": rows}, "rows/s")]),
        _group("Rows", [rows, duplicates, rejected]),
        _group("Polls an import", [polls_an_import]),
        _group("Model", [calls, prompt, completion]),
        _group("Estimated cost", [_cost(prompt, completion, tables)]),
    ]


def stuck_imports(config: EnvironmentConfig) -> cloudwatch.Metric:
    """Imports that the sweeper had to end."""
    return _sum("imports", "ImportsStuck", config)


def failed_messages(config: EnvironmentConfig, function: str) -> cloudwatch.Metric:
    """Deliveries of messages that a function could not handle; each is delivered again, or becomes a dead letter."""
    return _sum(function, "MessagesFailed", config, label=function)


def handed_back_messages(config: EnvironmentConfig, function: str) -> cloudwatch.Metric:
    """Messages that a function returned to its queue, each as a new message, because AWS was too busy."""
    return _sum(function, "MessagesHandedBack", config, label=function)


def closed_dead_letters(config: EnvironmentConfig) -> cloudwatch.Metric:
    """Messages that failed for good, and whose import or export was ended."""
    return _sum("dead_letters", "DeadLettersClosed", config)


def lost_rows(config: EnvironmentConfig) -> cloudwatch.Metric:
    """Rows that are rejected because their batch failed for good, whatever they say."""
    return _sum("dead_letters", "RowsLost", config)


def _sum(subject: str, name: str, config: EnvironmentConfig, *, label: str | None = None) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=NAMESPACE,
        metric_name=name,
        dimensions_map={"environment": config.name, "service": subject},
        statistic=cloudwatch.Stats.SUM,
        period=PERIOD,
        label=label or name,
    )


def _math(expression: str, metrics: Mapping[str, cloudwatch.IMetric], label: str) -> cloudwatch.MathExpression:
    return cloudwatch.MathExpression(expression=expression, using_metrics=dict(metrics), label=label, period=PERIOD)


def _cost(
    prompt: cloudwatch.Metric, completion: cloudwatch.Metric, tables: Mapping[str, dynamodb.ITable]
) -> cloudwatch.MathExpression:
    """US dollars for the model and the tables, whose costs grow with the number of leads."""
    metrics: dict[str, cloudwatch.IMetric] = {"prompt": prompt, "completion": completion}
    terms = [f"FILL(prompt, 0) * {_PROMPT_TOKEN:.8f}", f"FILL(completion, 0) * {_COMPLETION_TOKEN:.8f}"]
    for place, table in enumerate(tables.values()):
        metrics[f"w{place}"] = table.metric_consumed_write_capacity_units(period=PERIOD, statistic="Sum")
        metrics[f"r{place}"] = table.metric_consumed_read_capacity_units(period=PERIOD, statistic="Sum")
        terms += [f"FILL(w{place}, 0) * {_WRITE_UNIT:.9f}", f"FILL(r{place}, 0) * {_READ_UNIT:.9f}"]
    return _math(" + ".join(terms), metrics, "US dollars")


def _group(
    title: str, metrics: Sequence[cloudwatch.Metric | cloudwatch.MathExpression]
) -> monitoring.CustomMetricGroup:
    return monitoring.CustomMetricGroup(title=title, metrics=list(metrics))
