"""What an environment has used, as CloudWatch has metered it, at the prices of the model.

S3's requests are missing: CloudWatch meters them only for a fee.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from easy_crm.constructs.business_metrics import NAMESPACE
from easy_crm.operations.deployment import Deployment
from easy_crm.prices import PRICES, UNITS_PER_ROW

_MILLION = 1_000_000
_GIGABYTE = 1_000_000_000
_DAY = 86_400
_DAYS_A_MONTH = 30
_QUERIES = 500
"""The most that one request for metrics takes."""
_DEFAULT_MEGABYTES = 128
"""The memory of a function whose template names none."""
CLOUDFRONT_REGION = "us-east-1"
"""Where CloudFront's metrics are, whatever the region of the stacks."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of CloudWatch that counts towards an item of the bill.

    Attributes:
        item: a name in `PRICES`, or `ROWS`.
        factor: what one unit of the metric is in units of the item.
        statistic: `Sum`, or `Average` for what is there rather than used.
    """

    item: str
    namespace: str
    name: str
    dimensions: Mapping[str, str]
    factor: float = 1.0
    statistic: str = "Sum"


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the bill.

    Attributes:
        used: what was metered, in units of the item.
    """

    item: str
    used: float

    @property
    def dollars(self) -> float:
        return self.used * PRICES[self.item]


@dataclass(frozen=True, slots=True)
class Metered:
    """A bill.

    Attributes:
        rows: the rows that were imported meanwhile.
        lines: in the order of `PRICES`, those that are metered.
    """

    rows: int
    lines: Sequence[Line]

    @property
    def dollars(self) -> float:
        return sum(line.dollars for line in self.lines)

    def per_million_rows(self, dollars: float) -> float | None:
        """The share of a million rows; None while there are no rows."""
        return dollars / self.rows * _MILLION if self.rows else None


ROWS = "rows"


def modelled(item: str) -> float | None:
    """US dollars that a million rows cost by the model; None for what it has not, such as the use of the page."""
    return UNITS_PER_ROW[item] * PRICES[item] * _MILLION if item in UNITS_PER_ROW else None


def meter(deployment: Deployment, days: int, *, now: datetime | None = None) -> Metered:
    """What the environment has used in the last days.

    Args:
        days: 1 to 455, the time that CloudWatch keeps metrics.
        now: the end; without it, the present.
    """
    end = now or datetime.now(UTC)
    used: dict[str, float] = {}
    metrics = list(_metrics(deployment, days))
    for region in (None, CLOUDFRONT_REGION):
        client = deployment.account.client("cloudwatch", region=region)
        here = [one for one in metrics if (one.namespace == "AWS/CloudFront") is (region is not None)]
        for metric, value in _read(client, here, end - timedelta(days=days), end):
            used[metric.item] = used.get(metric.item, 0.0) + value * metric.factor
    lines = [Line(item, used[item]) for item in PRICES if item in used]
    return Metered(round(used.get(ROWS, 0)), lines)


def billed(deployment: Deployment, days: int, *, now: datetime | None = None) -> float | None:
    """US dollars that Cost Explorer has for the environment's tag, which asking costs a cent.

    Returns:
        None if the credentials may not read that.
    """
    end = (now or datetime.now(UTC)).date()
    client = deployment.account.client("ce", region=CLOUDFRONT_REGION)
    try:
        answer = client.get_cost_and_usage(
            TimePeriod={"Start": f"{end - timedelta(days=days)}", "End": f"{end}"},
            Granularity="MONTHLY",
            Metrics=["UnblendedCost"],
            Filter={"Tags": {"Key": "environment", "Values": [deployment.config.name]}},
        )
    except client.exceptions.ClientError as error:
        if error.response["Error"]["Code"] not in ("AccessDeniedException", "DataUnavailableException"):
            raise
        return None
    return sum(float(one["Total"]["UnblendedCost"]["Amount"]) for one in answer["ResultsByTime"])


def _metrics(deployment: Deployment, days: int) -> Iterator[Metric]:
    for resource in deployment.resources:
        name = resource.physical_id
        match resource.type:
            case "AWS::DynamoDB::Table":
                indexes = [one["IndexName"] for one in resource.properties.get("GlobalSecondaryIndexes", [])]
                yield from _table(name, indexes)
            case "AWS::Lambda::Function":
                gigabytes = float(resource.properties.get("MemorySize", _DEFAULT_MEGABYTES)) / 1024
                of = {"FunctionName": name}
                yield Metric("Lambda GB-seconds", "AWS/Lambda", "Duration", of, gigabytes / 1000)
                yield Metric("Lambda requests", "AWS/Lambda", "Invocations", of)
            case "AWS::SQS::Queue":
                of = {"QueueName": name.rpartition("/")[2]}
                # Messages, of which a request may have ten: at most this many requests.
                for metric in ("Sent", "Received", "Deleted"):
                    yield Metric("SQS requests", "AWS/SQS", f"NumberOfMessages{metric}", of)
                yield Metric("SQS requests", "AWS/SQS", "NumberOfEmptyReceives", of)
            case "AWS::S3::Bucket":
                of = {"BucketName": name, "StorageType": "StandardStorage"}
                share = days / _DAYS_A_MONTH / _GIGABYTE
                yield Metric("S3 GB-months", "AWS/S3", "BucketSizeBytes", of, share, "Average")
            case "AWS::ApiGateway::RestApi":
                yield Metric("API requests", "AWS/ApiGateway", "Count", {"ApiName": str(resource.properties["Name"])})
            case "AWS::CloudFront::Distribution":
                of = {"DistributionId": name, "Region": "Global"}
                yield Metric("CloudFront requests", "AWS/CloudFront", "Requests", of)
                yield Metric("CloudFront GB", "AWS/CloudFront", "BytesDownloaded", of, 1 / _GIGABYTE)
    for item, subject, metric in (
        (ROWS, "imports", "Rows"),
        ("DeepSeek prompt tokens", "model", "PromptTokens"),
        ("DeepSeek completion tokens", "model", "CompletionTokens"),
    ):
        yield Metric(item, NAMESPACE, metric, {"environment": deployment.config.name, "service": subject})


def _table(name: str, indexes: Iterable[str]) -> Iterator[Metric]:
    for of in ({"TableName": name}, *({"TableName": name, "GlobalSecondaryIndexName": index} for index in indexes)):
        yield Metric("DynamoDB write units", "AWS/DynamoDB", "ConsumedWriteCapacityUnits", of)
        yield Metric("DynamoDB read units", "AWS/DynamoDB", "ConsumedReadCapacityUnits", of)


def _read(client: Any, metrics: Sequence[Metric], start: datetime, end: datetime) -> Iterator[tuple[Metric, float]]:
    """Each metric with its sum, or the mean of its averages; zero where there are no data."""
    for first in range(0, len(metrics), _QUERIES):
        batch = metrics[first : first + _QUERIES]
        queries = [
            {
                "Id": f"m{place}",
                "MetricStat": {
                    "Metric": {
                        "Namespace": metric.namespace,
                        "MetricName": metric.name,
                        "Dimensions": [{"Name": key, "Value": value} for key, value in metric.dimensions.items()],
                    },
                    "Period": _DAY,
                    "Stat": metric.statistic,
                },
            }
            for place, metric in enumerate(batch)
        ]
        found: dict[str, list[float]] = {}
        for page in client.get_paginator("get_metric_data").paginate(
            MetricDataQueries=queries, StartTime=start, EndTime=end
        ):
            for result in page["MetricDataResults"]:
                found.setdefault(result["Id"], []).extend(result["Values"])
        for place, metric in enumerate(batch):
            values = found.get(f"m{place}", [])
            total = sum(values)
            yield metric, total / len(values) if values and metric.statistic == "Average" else total
