"""boto3 clients, made on first use and kept for the life of a warm function; most wait while AWS is busy."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm.aws.patient import patient
from crm.patience import Patience

if TYPE_CHECKING:
    from boto3 import Session
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

PATIENCE = Patience()
"""Of the run under way; whoever begins a run begins it with the time that the function has."""

_TRIES = 3
"""boto3's own tries of a call: some seconds at most, so that what is patient keeps an eye on the time."""
_MODELS = str(Path(__file__).with_name("models"))
"""What is different from boto3's own descriptions of services: its loader merges `*.sdk-extras.json` into them."""


@cache
def dynamodb() -> DynamoDBClient:
    """DynamoDB, with as many connections as the lead writer has threads.

    boto3 does not check parameters before it sends them: DynamoDB does so itself, and the check would take half of a
    worker's processor time (docs/measurements.md, "Writing leads"). Tests run with the check. A fixed user agent saves
    another tenth, because boto3 would build its own for each request.

    Statements of a batch, keys that are read in one, and the answers to both go through as they are, as documents in
    the words of boto3: to walk through each of their values would take a twelfth. So they can have no binary values.
    """
    made: DynamoDBClient = _made("dynamodb", max_pool_connections=16, parameter_validation=False, user_agent="easy-crm")
    return made


@cache
def s3() -> S3Client:
    """S3. Presigned addresses name bucket and region, as the page's content policy lists them."""
    made: S3Client = _made(
        "s3", signature_version="s3v4", s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}
    )
    return made


@cache
def sqs() -> SQSClient:
    made: SQSClient = _made("sqs")
    return made


@cache
def cognito() -> CognitoIdentityProviderClient:
    """Cognito, which is asked for nothing that an import could not do without: nothing waits for it."""
    return _session().client("cognito-idp")


def _made(service: Any, **config: Any) -> Any:
    from botocore.config import Config

    retries: Any = {"mode": "standard", "total_max_attempts": _TRIES}
    return patient(_session().client(service, config=Config(retries=retries, **config)), PATIENCE)


@cache
def _session() -> Session:
    import boto3
    from botocore.session import get_session

    made = get_session()
    made.get_component("data_loader").search_paths.append(_MODELS)
    return boto3.Session(botocore_session=made)
