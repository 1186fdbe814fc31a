"""The alarms of a template, and which of them go off at given values of metrics."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from easy_crm.templates import Place, System

ALARM = "AWS::CloudWatch::Alarm"

_STATISTICS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "Sum": sum,
    "Maximum": max,
    "Average": lambda samples: sum(samples) / len(samples),
}
_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
}


@dataclass(frozen=True)
class Samples:
    """What a metric recorded.

    Attributes:
        of: what it is about: the queue, the name of a function, or the value of the dimension `service`.
        periods: for each period of five minutes in turn, its samples; none of them, no data.
    """

    namespace: str
    metric: str
    of: Place | str
    periods: tuple[tuple[float, ...], ...]


def dimension(system: System, place: Place, value: Any) -> Place | str:
    """What a dimension of an alarm looks at: a resource, the end of a function's ARN, or the value itself."""
    resource = system.follow(place.stack, value)
    if resource is not None:
        return resource
    return value if isinstance(value, str) else str(re.findall(r"easy-crm-\w+-\w+", str(value))[-1])


def gone_off(system: System, samples: Iterable[Samples]) -> set[str]:
    """The names of the alarms that go off, without the environment and the severity."""
    recorded = list(samples)
    return {
        re.sub(rf"^easy-crm-{system.environment}-|-(Warning|Critical)$", "", alarm["AlarmName"])
        for place, alarm in system.resources(ALARM)
        for one in recorded
        if _watches(system, place, alarm, one) and _breaches(alarm, one.periods)
    }


def _watches(system: System, place: Place, alarm: Mapping[str, Any], samples: Samples) -> bool:
    if (alarm["Namespace"], alarm["MetricName"]) != (samples.namespace, samples.metric):
        return False
    dimensions = {one["Name"]: dimension(system, place, one["Value"]) for one in alarm["Dimensions"]}
    return samples.of in dimensions.values() and dimensions.get("environment", system.environment) == system.environment


def _breaches(alarm: Mapping[str, Any], periods: Sequence[Sequence[float]]) -> bool:
    assert alarm["TreatMissingData"] == "notBreaching"
    statistic, compare = _STATISTICS[alarm["Statistic"]], _COMPARISONS[alarm["ComparisonOperator"]]
    breaches = [bool(samples) and compare(statistic(samples), alarm["Threshold"]) for samples in periods]
    length, needed = alarm["EvaluationPeriods"], alarm["DatapointsToAlarm"]
    return any(sum(breaches[start : start + length]) >= needed for start in range(len(breaches)))


def embedded_metrics(lines: str) -> list[Samples]:
    """What CloudWatch records of log lines in its embedded format, all within one period."""
    found = []
    for line in lines.splitlines():
        if '"_aws"' not in line:
            continue
        values = json.loads(line)
        for block in values["_aws"]["CloudWatchMetrics"]:
            for metric in block["Metrics"]:
                recorded = (tuple(float(value) for value in values[metric["Name"]]),)
                found.append(Samples(block["Namespace"], metric["Name"], values["service"], recorded))
    return found
