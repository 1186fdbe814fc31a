"""Checks of monitoring: logs, alarms, schedules, notifications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from easy_crm.operations.deployment import Resource
from easy_crm.operations.validation.access import statements
from easy_crm.operations.validation.model import Aspect, Checker, NotThere, Probe


def log_group(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    groups = probe.client("logs").describe_log_groups(logGroupNamePrefix=resource.physical_id)["logGroups"]
    found = _only((group for group in groups if group["logGroupName"] == resource.physical_id), resource)
    yield Aspect("kept, days", wanted.get("RetentionInDays"), found.get("retentionInDays"))
    yield Aspect("key", wanted.get("KmsKeyId"), found.get("kmsKeyId"))


def metric_filter(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    group = wanted.get("LogGroupName")
    filters = probe.client("logs").describe_metric_filters(logGroupName=group)["metricFilters"]
    found = _only((one for one in filters if one["filterName"] == resource.physical_id), resource)
    yield Aspect("pattern", wanted.get("FilterPattern"), found["filterPattern"])


def alarm(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    alarms = probe.client("cloudwatch").describe_alarms(AlarmNames=[resource.physical_id])
    found = _only(iter(alarms.get("MetricAlarms", [])), resource)
    for key in (
        "Namespace",
        "MetricName",
        "Threshold",
        "ComparisonOperator",
        "EvaluationPeriods",
        "Period",
        "Statistic" if wanted.get("Statistic") else "ExtendedStatistic",
    ):
        yield Aspect(key, wanted.get(key), found.get(key))
    yield Aspect(
        "watches",
        sorted(f"{one['Name']}={one['Value']}" for one in wanted.get("Dimensions", [])),
        sorted(f"{one['Name']}={one['Value']}" for one in found.get("Dimensions", [])),
    )
    points = wanted.get("DatapointsToAlarm", wanted.get("EvaluationPeriods"))
    yield Aspect("points to alarm", points, found.get("DatapointsToAlarm", found.get("EvaluationPeriods")))
    yield Aspect("missing data", wanted.get("TreatMissingData", "missing"), found.get("TreatMissingData", "missing"))
    yield Aspect("switched on", wanted.get("ActionsEnabled", True), found.get("ActionsEnabled", True))
    for name, key in (("tells", "AlarmActions"), ("notifies when it is over", "OKActions")):
        yield Aspect(name, sorted(wanted.get(key, [])), sorted(found.get(key, [])))


def dashboard(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    found = probe.client("cloudwatch").get_dashboard(DashboardName=resource.physical_id)
    yield Aspect("has content", True, bool(found.get("DashboardBody")))


def rule(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    client, wanted = probe.client("events"), probe.wanted(resource)
    found = client.describe_rule(Name=resource.physical_id)
    yield Aspect("state", wanted.get("State", "ENABLED"), found["State"])
    yield Aspect("schedule", wanted.get("ScheduleExpression"), found.get("ScheduleExpression"))
    targets = client.list_targets_by_rule(Rule=resource.physical_id)["Targets"]
    yield Aspect(
        "calls",
        sorted(target["Arn"] for target in wanted.get("Targets", [])),
        sorted(target["Arn"] for target in targets),
    )


def topic(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("sns").get_topic_attributes(TopicArn=resource.physical_id)["Attributes"]
    yield Aspect("key", wanted.get("KmsMasterKeyId"), found.get("KmsMasterKeyId"))


def topic_policy(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    for arn in wanted.get("Topics", []):
        found = probe.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]
        yield Aspect(
            "statements (TLS only)", statements(wanted.get("PolicyDocument")), statements(found.get("Policy") or "{}")
        )


def budget(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    account = probe.client("sts").get_caller_identity()["Account"]
    name = wanted.get("Budget.BudgetName")
    found = probe.client("budgets").describe_budget(AccountId=account, BudgetName=name)["Budget"]
    limit = found["BudgetLimit"]
    yield Aspect("dollars a month", wanted.get("Budget.BudgetLimit.Amount"), float(limit["Amount"]))


def subscription(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    listed = probe.client("sns").list_subscriptions_by_topic(TopicArn=wanted.get("TopicArn"))["Subscriptions"]
    found = _only((one for one in listed if one["Endpoint"] == wanted.get("Endpoint")), resource)
    yield Aspect("by", wanted.get("Protocol"), found["Protocol"])
    # SNS notifies nobody until the recipient has confirmed.
    yield Aspect("confirmed by the recipient", True, found["SubscriptionArn"].startswith("arn:"))


CHECKERS: Mapping[str, Checker] = {
    "AWS::Budgets::Budget": budget,
    "AWS::CloudWatch::Alarm": alarm,
    "AWS::CloudWatch::Dashboard": dashboard,
    "AWS::Events::Rule": rule,
    "AWS::Logs::LogGroup": log_group,
    "AWS::Logs::MetricFilter": metric_filter,
    "AWS::SNS::Subscription": subscription,
    "AWS::SNS::Topic": topic,
    "AWS::SNS::TopicPolicy": topic_policy,
}


def _only(found: Iterator[Any], resource: Resource) -> Any:
    """The first item; AWS reports a missing resource by an empty list, not by an error."""
    for one in found:
        return one
    raise NotThere(resource.physical_id)
