"""boto3 clients, made once a warm function and only when first used."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


@cache
def dynamodb() -> DynamoDBClient:
    """DynamoDB, with as many connections as the lead writer has threads.

    Requests are not checked against the service's model before they are sent, which DynamoDB does itself and which
    takes half of a worker's processor time (`./easy-crm bench ingest`); tests run with the check. A fixed user agent
    spares a tenth more: boto3 puts its own together anew for each request.
    """
    import boto3
    from botocore.config import Config

    return boto3.client(
        "dynamodb",
        config=Config(
            max_pool_connections=16,
            parameter_validation=False,
            user_agent="easy-crm",
            retries={"mode": "standard", "max_attempts": 8},
        ),
    )


@cache
def s3() -> S3Client:
    """S3; presigned addresses name the bucket and the region, as the page's content policy lists them."""
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        config=Config(
            signature_version="s3v4", s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}
        ),
    )


@cache
def sqs() -> SQSClient:
    import boto3

    return boto3.client("sqs")
