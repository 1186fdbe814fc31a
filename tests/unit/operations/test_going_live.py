"""A release of a deployment: compared with what was live and what was on before it began."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from easy_crm.config import EnvironmentConfig
from easy_crm.errors import CommandFailed
from easy_crm.operations.account import Account
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.going_live import Before, go_live
from tests.doubles.client import FakeClient, Request, Response, operation
from tests.unit.operations.deployed_in_memory import (
    FakeCloudFormation,
    FakeFunction,
    FakeLambda,
    FakeSession,
    deployment,
    work_bucket,
)

CHATBOT = "easy-crm-chatbot-dev"
TEMPLATE = {
    "Resources": {
        "Chatbot": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": CHATBOT}},
        "Live": {"Type": "AWS::Lambda::Alias", "Properties": {"Name": "live"}},
        "Old": {"Type": "AWS::CloudWatch::Alarm"},
        "New": {"Type": "AWS::CloudWatch::Alarm"},
    }
}


class CloudWatch(FakeClient):
    """The alarms that are on."""

    service = "cloudwatch"

    def __init__(self) -> None:
        super().__init__()
        self.on = {"physical-Old"}

    @operation("DescribeAlarms")
    def describe_alarms(self, request: Request) -> Response:
        return {"MetricAlarms": [{"AlarmName": name} for name in request["AlarmNames"] if name in self.on]}


class World:
    """One function with two versions, and a canary of an environment."""

    def __init__(self, percent: int) -> None:
        self.function = FakeFunction(versions={"1": "", "2": ""})
        self.cloudwatch = CloudWatch()
        s3, outputs = work_bucket()
        clients: dict[str, Any] = {
            "s3": s3,
            "lambda_": FakeLambda(**{CHATBOT: self.function}),
            "cloudwatch": self.cloudwatch,
        }
        whole = deployment({"api": TEMPLATE}, outputs=outputs, names={"Chatbot": CHATBOT}, **clients)
        config = dataclasses.replace(whole.config, canary_percent=percent)
        self.deployment = Deployment(dataclasses.replace(whole.account, config=config))


def test_an_alarm_that_goes_off_during_the_deployment_takes_the_release_back() -> None:
    world = World(percent=10)
    before = Before.of(world.deployment)
    # CloudFormation has pointed the alias at what it published.
    world.function.live = "2"
    world.cloudwatch.on = {"physical-Old", "physical-New"}

    with pytest.raises(CommandFailed, match="went off: physical-New"):
        go_live(world.deployment, {"chatbot": "2"}, before, lambda _: None)

    assert (world.function.live, world.function.weights) == ("1", {})


def test_an_environment_without_a_canary_looks_at_no_alarm() -> None:
    world = World(percent=0)
    before = Before.of(world.deployment)
    world.cloudwatch.on = {"physical-New"}

    go_live(world.deployment, {"chatbot": "2"}, before, lambda _: None)

    assert before == Before({"chatbot": "1"}, frozenset())
    assert world.function.live == "2"


def test_nothing_was_live_before_the_first_deployment_and_where_that_has_failed() -> None:
    half: dict[str, Any] = {"storage": {"Resources": {}}, "processing": TEMPLATE}
    for stacks in ({}, half):
        session = FakeSession({"cloudformation": FakeCloudFormation(stacks)})
        assert Before.of(Deployment(Account(session, EnvironmentConfig(name="dev")))) == Before({}, frozenset())
