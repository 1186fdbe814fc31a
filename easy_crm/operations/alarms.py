"""The alarms of a deployment."""

from __future__ import annotations

from easy_crm.operations.deployment import Deployment

_NAMES_PER_CALL = 100
"""DescribeAlarms takes no more names, and answers no more alarms."""


def sounding(deployment: Deployment) -> frozenset[str]:
    """The names of the alarms of an environment that are on now."""
    client = deployment.account.client("cloudwatch")
    names = sorted(alarm.physical_id for alarm in deployment.of_type("AWS::CloudWatch::Alarm"))
    return frozenset(
        alarm["AlarmName"]
        for start in range(0, len(names), _NAMES_PER_CALL)
        for alarm in client.describe_alarms(
            AlarmNames=names[start : start + _NAMES_PER_CALL], StateValue="ALARM", MaxRecords=_NAMES_PER_CALL
        )["MetricAlarms"]
    )
