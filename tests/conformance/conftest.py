"""The services on which the doubles' behaviour is checked: the double, moto, and whatever else is given.

`EASY_CRM_CONFORMANCE` names further endpoints, comma-separated, as `name=address`:
`ministack=http://127.0.0.1:8321` for the emulator, `local=http://127.0.0.1:8000` for DynamoDB Local. A test says which
of them is known to differ from AWS.
"""

from __future__ import annotations

import contextlib
import functools
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from tests.doubles import FakeDynamoDB, FakeS3, FakeSQS
from tests.doubles.client import REGION

ENDPOINTS = dict(one.split("=", 1) for one in os.environ.get("EASY_CRM_CONFORMANCE", "").split(",") if one)
ONLY_DYNAMODB = ("local",)

MOTO, MINISTACK, EMULATORS = ("moto",), ("ministack",), ("moto", "ministack")
"""Who is known to differ from AWS in a case."""


@functools.cache
def real_client(service: str, endpoint: str | None) -> Any:
    """boto3's own client, made once because that takes long; without an endpoint it is for moto."""
    make: Any = boto3.client
    return make(
        service,
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 1}),
    )


@dataclass(frozen=True, slots=True)
class Database:
    """One implementation of DynamoDB with two empty tables.

    Attributes:
        name: which one: double, moto, ministack, local.
        client: boto3's client or the double.
        plain: the table with hash key `pk` and the keys-only index `ByTeam` (team, joined).
        ranged: the table with keys `pk` and `sk` and the full index `ByTeam` (team, joined).
    """

    name: str
    client: Any
    plain: str
    ranged: str

    def put(self, pk: str, **attributes: Any) -> None:
        self.client.put_item(TableName=self.plain, Item={"pk": {"S": pk}, **attributes})

    def put_ranged(self, pk: str, sk: str, **attributes: Any) -> None:
        self.client.put_item(TableName=self.ranged, Item={"pk": {"S": pk}, "sk": {"S": sk}, **attributes})

    def get(self, pk: str) -> dict[str, Any] | None:
        response = self.client.get_item(TableName=self.plain, Key={"pk": {"S": pk}}, ConsistentRead=True)
        item: dict[str, Any] | None = response.get("Item")
        return item

    def unless(self, *differing: str) -> None:
        """Ends the test here on an implementation that is known to differ from AWS in what follows."""
        if self.name in differing:
            pytest.xfail(f"{self.name} differs from AWS here")


def _create_tables(client: Any, plain: str, ranged: str) -> None:
    for name, keys, projection in ((plain, ["pk"], "KEYS_ONLY"), (ranged, ["pk", "sk"], "ALL")):
        client.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=_schema(keys),
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in (*keys, "team", "joined")],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "ByTeam",
                    "KeySchema": _schema(["team", "joined"]),
                    "Projection": {"ProjectionType": projection},
                }
            ],
        )


def _schema(keys: list[str]) -> list[dict[str, str]]:
    return [{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)]


@contextlib.contextmanager
def _client(service: str, implementation: str) -> Iterator[Any]:
    if implementation == "double":
        yield {"dynamodb": FakeDynamoDB, "s3": FakeS3, "sqs": FakeSQS}[service]()
    elif implementation == "moto":
        with mock_aws():
            yield real_client(service, None)
    else:
        yield real_client(service, ENDPOINTS[implementation])


@pytest.fixture(params=["double", "moto", *ENDPOINTS])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """The same empty tables on each implementation of DynamoDB."""
    with _client("dynamodb", request.param) as client:
        unique = uuid.uuid4().hex[:8]
        database = Database(request.param, client, f"plain-{unique}", f"ranged-{unique}")
        _create_tables(client, database.plain, database.ranged)
        yield database
        if request.param in ENDPOINTS:
            client.delete_table(TableName=database.plain)
            client.delete_table(TableName=database.ranged)


@dataclass(frozen=True, slots=True)
class Storage:
    """One implementation of S3 with an empty bucket."""

    name: str
    client: Any
    bucket: str


@pytest.fixture(params=["double", "moto", *(name for name in ENDPOINTS if name not in ONLY_DYNAMODB)])
def storage(request: pytest.FixtureRequest) -> Iterator[Storage]:
    """The same empty bucket on each implementation of S3."""
    with _client("s3", request.param) as client:
        bucket = f"bucket-{uuid.uuid4().hex[:8]}"
        client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield Storage(request.param, client, bucket)
