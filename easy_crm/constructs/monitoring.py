"""The dashboard and the alarms of an environment, built with cdk-monitoring-constructs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import aws_cdk as cdk
import cdk_monitoring_constructs as monitoring
import jsii
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from constructs import Construct

from easy_crm.config import EnvironmentConfig
from easy_crm.constructs import business_metrics
from easy_crm.constructs.crm_function import CrmFunction
from easy_crm.constructs.rest_api import STAGE
from easy_crm.constructs.work_queue import WorkQueue

Threshold = TypeVar("Threshold")


class Monitoring(Construct):
    """The dashboard `easy-crm-<environment>`, and alarms that notify a topic.

    Args:
        config: the environment.
        topic: notified when an alarm goes off and when it is over.
    """

    def __init__(self, scope: Construct, id: str, *, config: EnvironmentConfig, topic: sns.ITopic) -> None:
        super().__init__(scope, id)
        self._config = config
        prefix = f"easy-crm-{config.name}"
        self._facade = monitoring.MonitoringFacade(
            self,
            "Facade",
            metric_factory_defaults=monitoring.MetricFactoryDefaults(
                namespace=business_metrics.NAMESPACE, period=business_metrics.PERIOD
            ),
            alarm_factory_defaults=monitoring.AlarmFactoryDefaults(
                alarm_name_prefix=prefix,
                actions_enabled=True,
                action=monitoring.SnsAlarmActionStrategy(on_alarm_topic=topic, on_ok_topic=topic),
                datapoints_to_alarm=1,
                evaluation_periods=1,
            ),
            dashboard_factory=monitoring.DefaultDashboardFactory(
                self,
                "Dashboards",
                dashboard_name_prefix=prefix,
                create_summary_dashboard=False,
                create_alarm_dashboard=False,
                detail_dashboard_range=cdk.Duration.hours(24),
            ),
        )

    def watch_imports(self, tables: Mapping[str, dynamodb.ITable]) -> None:
        """Imports by final state, rows, the model, and costs.

        Args:
            tables: the tables whose reads and writes are billed.
        """
        self._facade.add_large_header("Imports")
        self._facade.monitor_custom(
            human_readable_name="Imports",
            alarm_friendly_name="imports",
            metric_groups=[
                *business_metrics.groups(self._config, tables),
                monitoring.CustomMetricGroup(
                    title="Stood still and were ended",
                    metrics=[
                        monitoring.CustomMetricWithAlarm(
                            metric=business_metrics.stuck_imports(self._config),
                            alarm_friendly_name="import-stuck",
                            add_alarm={
                                "Warning": self._when(
                                    monitoring.CustomThreshold,
                                    "An import had not moved for longer than all retries take, and was ended.",
                                    "events",
                                    threshold=1,
                                    comparison_operator=_AT_LEAST,
                                )
                            },
                        )
                    ],
                ),
            ],
        )

    def watch_api(self, api: apigateway.IRestApi) -> None:
        """Requests, refusals, failures and latency of the API."""
        self._facade.add_large_header("API")
        self._facade.monitor_api_gateway(
            api=api,
            api_stage=STAGE,
            human_readable_name="API",
            alarm_friendly_name="api",
            add5_xx_fault_rate_alarm={
                "Critical": self._when(
                    monitoring.ErrorRateThreshold,
                    "One request in twenty has failed for ten minutes.",
                    "logs FUNCTION",
                    periods=2,
                    max_error_rate=0.05,
                )
            },
            add_latency_p90_alarm={
                "Warning": self._when(
                    monitoring.LatencyThreshold,
                    "One request in ten has taken more than 5 seconds for a quarter of an hour.",
                    "events",
                    periods=3,
                    max_latency=cdk.Duration.seconds(5),
                )
            },
        )

    def watch_functions(self, functions: Sequence[CrmFunction]) -> None:
        """Errors, duration, throttles and concurrency of each function, and cold starts of all functions."""
        self._facade.add_large_header("Functions")
        self._facade.add_widget(_cold_starts([function.physical_name for function in functions]))
        for function in functions:
            name = function.physical_name
            self._facade.monitor_lambda_function(
                # By name: we chose it, and a reference would add an output per function.
                lambda_function=lambda_.Function.from_function_name(self, function.node.id, name),
                human_readable_name=function.name,
                alarm_friendly_name=function.name,
                add_fault_rate_alarm={
                    "Critical": self._when(
                        monitoring.ErrorRateThreshold,
                        f"One run in ten of {name} has failed for ten minutes.",
                        f"logs {function.name}",
                        periods=2,
                        max_error_rate=0.1,
                    )
                },
                add_throttles_count_alarm={
                    "Warning": self._when(
                        monitoring.ErrorCountThreshold,
                        f"{name} was refused runs for a quarter of an hour: the account's limit of concurrent "
                        "executions is too low, or writer_concurrency too high.",
                        "events",
                        periods=3,
                        max_error_count=0,
                    )
                },
            )

    def watch_queues(self, queues: Mapping[str, WorkQueue]) -> None:
        """Age and depth of each queue and of its dead-letter queue."""
        self._facade.add_large_header("Queues")
        for name, work in queues.items():
            minutes = work.oldest_minutes
            self._facade.monitor_sqs_queue_with_dlq(
                queue=work.queue,
                dead_letter_queue=work.dead_letters,
                human_readable_name=name,
                alarm_friendly_name=name,
                add_queue_max_message_age_alarm={
                    "Warning": self._when(
                        monitoring.MaxMessageAgeThreshold,
                        f"{name}: the oldest message has waited for {minutes} minutes.",
                        "events",
                        max_age_in_seconds=minutes * 60,
                    )
                },
                add_dead_letter_queue_max_size_alarm={
                    "Critical": self._when(
                        monitoring.MaxMessageCountThreshold,
                        f"{name}: a message failed five times and waits to be closed.",
                        "dlq list",
                        max_message_count=0,
                    )
                },
            )

    def watch_tables(self, tables: Mapping[str, dynamodb.ITable]) -> None:
        """Consumed capacity and throttles of each table."""
        self._facade.add_large_header("Tables")
        for name, table in tables.items():
            throttled = self._when(
                monitoring.ThrottledEventsThreshold,
                f"Requests to the table {name} were refused for a quarter of an hour.",
                "events",
                periods=3,
                max_throttled_events_threshold=0,
            )
            self._facade.monitor_dynamo_table(
                table=table,
                billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
                human_readable_name=name,
                alarm_friendly_name=name,
                add_read_throttled_events_count_alarm={"Warning": throttled},
                add_write_throttled_events_count_alarm={"Warning": throttled},
            )

    def _when(
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


_AT_LEAST = cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD


def _cold_starts(functions: Sequence[str]) -> cloudwatch.LogQueryWidget:
    """Cold starts, queried from Lambda's own log lines because there is no metric for them."""
    return cloudwatch.LogQueryWidget(
        title="Cold starts",
        width=24,
        height=6,
        log_group_names=[f"/aws/lambda/{function}" for function in functions],
        query_lines=[
            'filter type = "platform.report" and ispresent(record.metrics.initDurationMs)',
            "stats count(*) as starts, avg(record.metrics.initDurationMs) as mean_ms, "
            "max(record.metrics.initDurationMs) as longest_ms by @log",
            "sort starts desc",
        ],
        view=cloudwatch.LogQueryVisualizationType.TABLE,
    )
