"""Alarms: thresholds with a description that says what happened and what to run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import cdk_monitoring_constructs as monitoring
import jsii
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from easy_crm.config import EnvironmentConfig

Threshold = TypeVar("Threshold")


class Alarms:
    """Makes the alarms of one environment."""

    def __init__(self, config: EnvironmentConfig) -> None:
        self._config = config

    def at_once(
        self,
        metric: cloudwatch.Metric,
        alarm: str,
        severity: str,
        what: str,
        command: str,
        *,
        periods: int = 1,
    ) -> monitoring.CustomMetricWithAlarm:
        """A metric with an alarm at the first count; `what`, `command` and `periods` as in `when`."""
        threshold = self.when(
            monitoring.CustomThreshold,
            what,
            command,
            periods=periods,
            threshold=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        )
        return monitoring.CustomMetricWithAlarm(
            metric=metric, alarm_friendly_name=alarm, add_alarm={severity: threshold}
        )

    def when(
        self, kind: Callable[..., Threshold], what: str, command: str, *, periods: int = 1, **limit: Any
    ) -> Threshold:
        """An alarm's threshold.

        Args:
            kind: the type of threshold.
            what: what has happened when the alarm goes off.
            command: the `./easy-crm` command to run first.
            periods: the number of periods of five minutes that must all exceed the limit.
            limit: the threshold's own argument.
        """
        return kind(
            evaluation_periods=periods,
            datapoints_to_alarm=periods,
            metric_adjuster=_PlainMetric(),
            # There is no data where nothing runs.
            treat_missing_data_override=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description_override=f"{what} Look: ./easy-crm {command} --env {self._config.name}",
            **limit,
        )


@jsii.implements(monitoring.IMetricAdjuster)
class _PlainMetric:
    """Makes alarms watch a metric itself.

    The library labels each metric and fills missing data with zeroes. Both turn the alarm into one on a metric math
    expression, which costs more, is harder to read, and does not work in the emulator.
    """

    def adjust_metric(
        self,
        metric: cloudwatch.Metric | cloudwatch.MathExpression,
        alarm_scope: Construct,  # noqa: ARG002 - the interface's
        props: monitoring.AddAlarmProps,  # noqa: ARG002
    ) -> cloudwatch.Metric:
        if isinstance(metric, cloudwatch.MathExpression):
            (watched,) = metric.using_metrics.values()
        else:
            watched = metric
        if not isinstance(watched, cloudwatch.Metric):
            raise TypeError(f"{metric} consists of other expressions: no alarm can watch it")
        return cloudwatch.Metric(
            namespace=watched.namespace,
            metric_name=watched.metric_name,
            dimensions_map=watched.dimensions,
            statistic=watched.statistic,
            period=watched.period,
        )
