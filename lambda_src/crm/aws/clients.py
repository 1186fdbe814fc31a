"""boto3 clients, made on first use and kept for the life of a warm function."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


@cache
def dynamodb() -> DynamoDBClient:
    """DynamoDB, with as many connections as the lead writer has threads.

    boto3 does not check parameters before it sends them: DynamoDB does so itself, and the check would take half of a
    worker's processor time (docs/measurements.md, "Writing leads"). Tests run with the check. A fixed user agent saves
    another tenth, because boto3 would build its own for each request.
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
    """S3. Presigned addresses name bucket and region, as the page's content policy lists them."""
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


@cache
def cognito() -> CognitoIdentityProviderClient:
    import boto3

    return boto3.client("cognito-idp")
