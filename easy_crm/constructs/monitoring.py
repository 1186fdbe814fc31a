"""The dashboard and the alarms of an environment, built with cdk-monitoring-constructs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
import cdk_monitoring_constructs as monitoring
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from constructs import Construct

from easy_crm.config import EnvironmentConfig
from easy_crm.constructs import business_metrics
from easy_crm.constructs.alarms import Alarms
from easy_crm.constructs.crm_function import CrmFunction
from easy_crm.constructs.rest_api import STAGE
from easy_crm.constructs.work_queue import WorkQueue


class Monitoring(Construct):
    """The dashboard and alarms that notify a topic.

    Args:
        config: the environment.
        topic: notified when an alarm goes off and when it is over.
        dashboard: the dashboard's name; dashboards belong to the account and not to a region.
    """

    def __init__(
        self, scope: Construct, id: str, *, config: EnvironmentConfig, topic: sns.ITopic, dashboard: str
    ) -> None:
        super().__init__(scope, id)
        self._config = config
        self._alarms = Alarms(config)
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
                dashboard_name_prefix=dashboard,
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
                        self._alarms.at_once(
                            business_metrics.stuck_imports(self._config),
                            "import-stuck",
                            "Warning",
                            "An import had not moved for longer than all retries take, and was ended.",
                            "events",
                        )
                    ],
                ),
            ],
        )

    def watch_failures(self, consumers: Sequence[CrmFunction], queues: Mapping[str, WorkQueue]) -> None:
        """Messages that failed, once and for good, and those that AWS was too busy for.

        A consumed dead-letter queue is nearly always empty: what arrives shows in the messages received from it, and
        what cannot be closed in the messages that stay in flight.

        Args:
            consumers: the functions behind queues, that of the dead letters too.
            queues: the queues by name.
        """
        self._facade.add_large_header("Failures")
        self._facade.monitor_custom(
            human_readable_name="Failures",
            alarm_friendly_name="failures",
            metric_groups=[
                monitoring.CustomMetricGroup(
                    title="Messages that failed",
                    metrics=[
                        self._alarms.at_once(
                            business_metrics.failed_messages(self._config, function.name),
                            f"{function.name}-message-failed",
                            "Warning",
                            f"{function.name} could not handle a message, which is delivered again.",
                            f"logs {function.name}",
                        )
                        for function in consumers
                    ],
                ),
                # Throttling is no failure until it lasts. The age of the oldest message would not show it: what is
                # handed back is a new message.
                monitoring.CustomMetricGroup(
                    title="Handed back because AWS was busy",
                    metrics=[
                        self._alarms.at_once(
                            business_metrics.handed_back_messages(self._config, function.name),
                            f"{function.name}-messages-handed-back",
                            "Warning",
                            f"{function.name} has handed messages back for a quarter of an hour: AWS was too busy for "
                            "them.",
                            f"logs {function.name}",
                            periods=3,
                        )
                        for function in consumers
                    ],
                ),
                monitoring.CustomMetricGroup(
                    title="Failed for good",
                    metrics=[
                        self._alarms.at_once(
                            business_metrics.closed_dead_letters(self._config),
                            "dead-letter-closed",
                            "Critical",
                            "A message failed for good: its batch, file or export was ended with an error.",
                            "logs dead_letter",
                        ),
                        self._alarms.at_once(
                            business_metrics.lost_rows(self._config),
                            "rows-lost",
                            "Critical",
                            "Rows were rejected because their batch failed for good: try them again on the import's "
                            "page once the cause is mended.",
                            "logs batch_worker",
                        ),
                    ],
                ),
                monitoring.CustomMetricGroup(
                    title="Dead letters",
                    metrics=[metric for name, work in queues.items() for metric in self._dead_letters(name, work)],
                ),
            ],
        )

    def _dead_letters(self, name: str, work: WorkQueue) -> Sequence[monitoring.CustomMetricWithAlarm]:
        received = work.dead_letters.metric_number_of_messages_received(
            period=business_metrics.PERIOD, label=f"{name} received"
        )
        in_flight = work.dead_letters.metric_approximate_number_of_messages_not_visible(
            period=business_metrics.PERIOD, label=f"{name} not closed"
        )
        return [
            self._alarms.at_once(
                received, f"{name}-dead-letter", "Critical", f"{name}: a message failed for good.", "logs dead_letter"
            ),
            self._alarms.at_once(
                in_flight,
                f"{name}-dead-letter-stays",
                "Critical",
                f"{name}: a dead letter could not be closed for a quarter of an hour.",
                "logs dead_letter",
                periods=3,
            ),
        ]

    def watch_api(self, api: apigateway.IRestApi) -> None:
        """Requests, refusals, failures and latency of the API."""
        self._facade.add_large_header("API")
        self._facade.monitor_api_gateway(
            api=api,
            api_stage=STAGE,
            human_readable_name="API",
            alarm_friendly_name="api",
            add5_xx_fault_rate_alarm={
                "Critical": self._alarms.when(
                    monitoring.ErrorRateThreshold,
                    "One request in twenty has failed for ten minutes.",
                    "logs FUNCTION",
                    periods=2,
                    max_error_rate=0.05,
                )
            },
            add_latency_p90_alarm={
                "Warning": self._alarms.when(
                    monitoring.LatencyThreshold,
                    "One request in ten has taken more than 5 seconds for a quarter of an hour.",
                    "events",
                    periods=3,
                    max_latency=cdk.Duration.seconds(5),
                )
            },
        )

    def watch_functions(self, functions: Sequence[CrmFunction], *, unattended: Sequence[CrmFunction]) -> None:
        """Errors, duration, throttles and concurrency of each function, and cold starts of all functions.

        Args:
            functions: all functions.
            unattended: those that a queue or the clock calls. Nobody waits for their answer, and a retry is minutes
                away, so a single failed run raises the alarm.
        """
        self._facade.add_large_header("Functions")
        self._facade.add_widget(_cold_starts([function.physical_name for function in functions]))
        for function in functions:
            name = function.physical_name
            alone = function in unattended
            self._facade.monitor_lambda_function(
                # By name: we chose it, and a reference would add an output per function.
                lambda_function=lambda_.Function.from_function_name(self, function.node.id, name),
                human_readable_name=function.name,
                alarm_friendly_name=function.name,
                add_fault_count_alarm={
                    "Critical": self._alarms.when(
                        monitoring.ErrorCountThreshold,
                        f"A run of {name} failed, ran out of time or ran out of memory.",
                        f"logs {function.name}",
                        max_error_count=0,
                    )
                }
                if alone
                else None,
                add_fault_rate_alarm={
                    "Critical": self._alarms.when(
                        monitoring.ErrorRateThreshold,
                        f"One run in ten of {name} has failed for ten minutes.",
                        f"logs {function.name}",
                        periods=2,
                        max_error_rate=0.1,
                    )
                }
                if not alone
                else None,
                add_throttles_count_alarm={
                    "Warning": self._alarms.when(
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
                    "Warning": self._alarms.when(
                        monitoring.MaxMessageAgeThreshold,
                        f"{name}: the oldest message has waited for {minutes} minutes.",
                        "events",
                        max_age_in_seconds=minutes * 60,
                    )
                },
                add_dead_letter_queue_max_size_alarm={
                    "Critical": self._alarms.when(
                        monitoring.MaxMessageCountThreshold,
                        f"{name}: a dead letter waits, and no function takes it.",
                        "dlq list",
                        max_message_count=0,
                    )
                },
            )

    def watch_tables(self, tables: Mapping[str, dynamodb.ITable]) -> None:
        """Consumed capacity and throttles of each table."""
        self._facade.add_large_header("Tables")
        for name, table in tables.items():
            throttled = self._alarms.when(
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
