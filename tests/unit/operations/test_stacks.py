"""Rollbacks to earlier templates: what is stored for them, and what stops them."""

from __future__ import annotations

from typing import Any

import pytest

from easy_crm.errors import CommandFailed
from easy_crm.operations.stacks import StackReleases
from tests.unit.operations.deployed_in_memory import deployment, work_bucket

TEMPLATE: dict[str, Any] = {"Resources": {"Leads": {"Type": "AWS::DynamoDB::Table"}}}


def test_without_an_earlier_deployment_there_is_nothing_to_go_back_to() -> None:
    s3, outputs = work_bucket()

    with pytest.raises(CommandFailed, match="No earlier templates are known"):
        StackReleases(deployment({"storage": TEMPLATE}, outputs=outputs, s3=s3)).roll_back(lambda _: True)


def test_templates_are_kept_once_each_however_often_they_are_deployed() -> None:
    s3, outputs = work_bucket()
    empty: dict[str, Any] = {"Resources": {}}
    for template in (TEMPLATE, TEMPLATE, empty):
        StackReleases(deployment({"storage": template}, outputs=outputs, s3=s3)).remember()

    kept = [key for key in s3.objects("work") if "/templates/storage-" in key]
    assert len(kept) == 2


def test_a_stack_in_progress_is_left_alone() -> None:
    s3, outputs = work_bucket()
    system = deployment({"storage": TEMPLATE}, outputs=outputs, s3=s3)
    system.stacks["storage"]["StackStatus"] = "UPDATE_IN_PROGRESS"  # type: ignore[index]

    with pytest.raises(CommandFailed, match=r"easy-crm-dev-storage is UPDATE_IN_PROGRESS.*events --env dev --failures"):
        StackReleases(system).roll_back(lambda _: True)
