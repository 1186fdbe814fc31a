"""The events of the CloudFormation stacks, in the order in which they happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from easy_crm.operations.deployment import Deployment


@dataclass(frozen=True, slots=True)
class StackEvent:
    """One step of one resource.

    Attributes:
        when: the time, with its time zone.
        part: the stack's short name, `storage`.
        resource: its name in the template; the stack's name for the stack itself.
        type: `AWS::SQS::Queue`.
        status: `UPDATE_FAILED`.
        reason: CloudFormation's explanation, often empty.
    """

    when: datetime
    part: str
    resource: str
    type: str
    status: str
    reason: str

    @property
    def is_failure(self) -> bool:
        """Whether this step failed. A cancelled step is only the consequence of another failure."""
        return "FAILED" in self.status or "ROLLBACK" in self.status


def recent(deployment: Deployment, *, last: int, failures_only: bool) -> list[StackEvent]:
    """The newest events of all stacks, oldest first.

    Args:
        last: the number of events.
        failures_only: leaves out everything but failures.
    """
    cloudformation = deployment.account.client("cloudformation")
    found = [
        event
        for part in deployment.stacks
        for event in _of_stack(cloudformation, deployment.config.stack_name(part), part)
        if event.is_failure or not failures_only
    ]
    return sorted(found, key=lambda event: event.when)[-last:]


def _of_stack(cloudformation: Any, stack: str, part: str) -> Iterator[StackEvent]:
    for page in cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack):
        for event in page["StackEvents"]:
            yield StackEvent(
                event["Timestamp"],
                part,
                event["LogicalResourceId"],
                event["ResourceType"],
                event["ResourceStatus"],
                event.get("ResourceStatusReason", ""),
            )
