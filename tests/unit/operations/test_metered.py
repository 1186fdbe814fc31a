"""What CloudWatch has metered becomes a bill at the model's prices."""

# Arguments have the names that boto3 gives them.
# ruff: noqa: N803

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from easy_crm.config import EnvironmentConfig
from easy_crm.operations.account import Account
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.metered import CLOUDFRONT_REGION, billed, meter, modelled
from easy_crm.prices import PRICES
from tests.unit.operations.deployed_in_memory import REGION, FakeCloudFormation, FakeSession

NOW = datetime(2026, 11, 27, tzinfo=UTC)
RESOURCES = {
    "Imports": {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {"GlobalSecondaryIndexes": [{"IndexName": "Open"}]},
    },
    "Worker": {"Type": "AWS::Lambda::Function", "Properties": {"MemorySize": 2048}},
    "Small": {"Type": "AWS::Lambda::Function", "Properties": {}},
    "Queue": {"Type": "AWS::SQS::Queue"},
    "Bucket": {"Type": "AWS::S3::Bucket"},
    "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "easy-crm-dev"}},
    "Page": {"Type": "AWS::CloudFront::Distribution"},
}
NAMES = {"Queue": "https://sqs.example/1/queue"}

Key = tuple[str, str, str]
"""Namespace, metric and the dimensions' values, in their order."""


@dataclass
class Metrics:
    """CloudWatch of one region: values by metric, a page for each query.

    Attributes:
        asked: the metrics that were asked for.
    """

    values: dict[Key, list[float]] = field(default_factory=dict)
    asked: set[Key] = field(default_factory=set)

    def get_paginator(self, name: str) -> Any:
        assert name == "get_metric_data"
        return SimpleNamespace(paginate=self._paginate)

    def _paginate(self, MetricDataQueries: list[Any], StartTime: datetime, EndTime: datetime) -> list[Any]:
        assert (EndTime, EndTime - StartTime) == (NOW, timedelta(days=15))
        pages = []
        for query in MetricDataQueries:
            metric, stat = query["MetricStat"]["Metric"], query["MetricStat"]
            assert stat["Period"] == 86_400
            assert stat["Stat"] == ("Average" if metric["MetricName"] == "BucketSizeBytes" else "Sum")
            of = " ".join(one["Value"] for one in metric["Dimensions"])
            key = (metric["Namespace"], metric["MetricName"], of)
            self.asked.add(key)
            pages.append({"MetricDataResults": [{"Id": query["Id"], "Values": self.values.get(key, [])}]})
        return pages


class Session(FakeSession):
    """CloudWatch in two regions."""

    def __init__(self, here: Metrics, us: Metrics, ce: Any = None) -> None:
        stacks = FakeCloudFormation({"storage": {"Resources": RESOURCES}}, names=NAMES)
        super().__init__({"cloudformation": stacks, "ce": ce})
        self._metrics = {REGION: here, CLOUDFRONT_REGION: us}

    def client(self, service: str, **options: Any) -> Any:
        if service == "cloudwatch":
            return self._metrics[options.get("region_name", REGION)]
        return super().client(service, **options)


def system(here: Metrics, us: Metrics, ce: Any = None) -> Deployment:
    return Deployment(Account(Session(here, us, ce), EnvironmentConfig(name="dev")))


def test_each_item_is_summed_over_its_resources_and_days_in_units_of_its_price() -> None:
    here = Metrics(
        {
            ("AWS/DynamoDB", "ConsumedWriteCapacityUnits", "physical-Imports"): [10.0, 20.0],
            ("AWS/DynamoDB", "ConsumedWriteCapacityUnits", "physical-Imports Open"): [5.0],
            ("AWS/DynamoDB", "ConsumedReadCapacityUnits", "physical-Imports"): [7.0],
            ("AWS/Lambda", "Duration", "physical-Worker"): [3_000.0],
            ("AWS/Lambda", "Duration", "physical-Small"): [8_000.0],
            ("AWS/Lambda", "Invocations", "physical-Worker"): [2.0],
            ("AWS/SQS", "NumberOfMessagesSent", "queue"): [1.0],
            ("AWS/SQS", "NumberOfMessagesReceived", "queue"): [1.0],
            ("AWS/SQS", "NumberOfMessagesDeleted", "queue"): [1.0],
            ("AWS/SQS", "NumberOfEmptyReceives", "queue"): [100.0],
            ("AWS/S3", "BucketSizeBytes", "physical-Bucket StandardStorage"): [2e9, 4e9],
            ("AWS/ApiGateway", "Count", "easy-crm-dev"): [11.0],
            ("EasyCRM", "Rows", "dev imports"): [500.0, 500.0],
            ("EasyCRM", "PromptTokens", "dev model"): [600.0],
        }
    )
    us = Metrics(
        {
            ("AWS/CloudFront", "Requests", "physical-Page Global"): [9.0],
            ("AWS/CloudFront", "BytesDownloaded", "physical-Page Global"): [5e8],
        }
    )
    bill = meter(system(here, us), 15, now=NOW)
    assert {line.item: line.used for line in bill.lines} == pytest.approx(
        {
            "DynamoDB write units": 35,
            "DynamoDB read units": 7,
            "S3 GB-months": 1.5,
            "SQS requests": 103,
            "Lambda GB-seconds": 3 * 2 + 8 / 8,
            "Lambda requests": 2,
            "API requests": 11,
            "CloudFront requests": 9,
            "CloudFront GB": 0.5,
            "DeepSeek prompt tokens": 600,
            "DeepSeek completion tokens": 0,
        }
    )
    assert bill.rows == 1000
    assert bill.dollars == pytest.approx(sum(PRICES[line.item] * line.used for line in bill.lines))
    assert bill.per_million_rows(0.002) == pytest.approx(2.0)


def test_cloudfront_is_metered_in_its_own_region_and_all_else_at_home() -> None:
    here, us = Metrics(), Metrics()
    meter(system(here, us), 15, now=NOW)
    assert {namespace for namespace, _, _ in us.asked} == {"AWS/CloudFront"}
    assert "AWS/CloudFront" not in {namespace for namespace, _, _ in here.asked}


def test_without_any_row_there_is_no_price_of_a_million() -> None:
    bill = meter(system(Metrics(), Metrics()), 15, now=NOW)
    assert (bill.rows, bill.dollars, bill.per_million_rows(1.0)) == (0, 0.0, None)


def test_the_models_price_of_a_million_rows_is_that_of_its_units() -> None:
    assert modelled("DynamoDB write units") == pytest.approx(0.627, abs=0.001)
    assert modelled("CloudFront GB") is None


class Explorer:
    """Cost Explorer, which may refuse."""

    exceptions = SimpleNamespace(ClientError=ClientError)

    def __init__(self, refusal: str = "") -> None:
        self._refusal = refusal

    def get_cost_and_usage(self, TimePeriod: Any, Filter: Any, **_: Any) -> Any:
        assert TimePeriod == {"Start": "2026-11-12", "End": "2026-11-27"}
        assert Filter == {"Tags": {"Key": "environment", "Values": ["dev"]}}
        if self._refusal:
            raise ClientError({"Error": {"Code": self._refusal, "Message": ""}}, "GetCostAndUsage")
        return {"ResultsByTime": [{"Total": {"UnblendedCost": {"Amount": text}}} for text in ("1.25", "0.5")]}


def test_cost_explorer_adds_up_the_months() -> None:
    assert billed(system(Metrics(), Metrics(), Explorer()), 15, now=NOW) == 1.75


@pytest.mark.parametrize("refusal", ["AccessDeniedException", "DataUnavailableException"])
def test_without_the_right_there_is_no_bill(refusal: str) -> None:
    assert billed(system(Metrics(), Metrics(), Explorer(refusal)), 15, now=NOW) is None


def test_another_refusal_is_an_error() -> None:
    with pytest.raises(ClientError):
        billed(system(Metrics(), Metrics(), Explorer("LimitExceededException")), 15, now=NOW)
