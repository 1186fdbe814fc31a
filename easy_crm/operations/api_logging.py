"""The role through which API Gateway writes logs: one for all APIs of an account in a region."""

from __future__ import annotations

import json
import time
from typing import Any

from easy_crm.operations.account import Account

_POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"
_ATTEMPTS = 10
_PAUSE_S = 3.0


def ensure_logging_role(account: Account, *, pause_s: float = _PAUSE_S) -> str | None:
    """Makes the role unless API Gateway has one; without it, a stage with logs cannot be created.

    Args:
        pause_s: seconds between attempts while IAM spreads a new role.

    Returns:
        The ARN of a new role; None if the account has one, whoever made it.
    """
    gateway, iam = account.client("apigateway"), account.client("iam")
    if gateway.get_account().get("cloudwatchRoleArn"):
        return None
    name = f"easy-crm-api-logs-{account.region}"
    try:
        role = iam.get_role(RoleName=name)["Role"]
    except iam.exceptions.NoSuchEntityException:
        role = iam.create_role(
            RoleName=name,
            Description=f"Lets API Gateway write logs in {account.region}, for all APIs of this account",
            AssumeRolePolicyDocument=json.dumps(_trust(account)),
        )["Role"]
    partition = role["Arn"].split(":")[1]
    iam.attach_role_policy(RoleName=name, PolicyArn=f"arn:{partition}:iam::aws:policy/{_POLICY}")
    _use(gateway, role["Arn"], pause_s)
    return str(role["Arn"])


def _trust(account: Account) -> dict[str, Any]:
    number = account.client("sts").get_caller_identity()["Account"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "apigateway.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": number}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _use(gateway: Any, arn: str, pause_s: float) -> None:
    operation = {"op": "replace", "path": "/cloudwatchRoleArn", "value": arn}
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            gateway.update_account(patchOperations=[operation])
        except gateway.exceptions.BadRequestException:
            # API Gateway tries the role, which IAM may not have spread yet.
            if attempt == _ATTEMPTS:
                raise
            time.sleep(pause_s)
        else:
            return
