"""A first deployment that fails can be repeated, and touches nothing that has ever been live."""

# Arguments have the names that boto3 gives them.
# ruff: noqa: N803

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, WaiterError

from easy_crm.config import EnvironmentConfig
from easy_crm.errors import CommandFailed
from easy_crm.operations.account import Account
from easy_crm.operations.api_logging import ensure_logging_role
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.first_deployment import NEVER_LIVE, clear_failed_stacks
from tests.unit.operations.deployed_in_memory import REGION, FakeSession

RESOURCES = [
    ("AWS::DynamoDB::Table", "leads-1", "CREATE_COMPLETE"),
    ("AWS::DynamoDB::Table", "imports-1", "DELETE_COMPLETE"),
    ("AWS::Cognito::UserPool", "pool-1", "CREATE_COMPLETE"),
    ("AWS::S3::Bucket", "", "CREATE_FAILED"),
    ("AWS::DynamoDB::Table", "mappings-1", "CREATE_FAILED"),
]


class Recorder:
    """CloudFormation, DynamoDB and Cognito with one stack: they note what is asked of them, and obey.

    Attributes:
        done: the calls that change something, with the name of what they change.
        is_stuck: whether the stack cannot be deleted.
    """

    class exceptions:  # noqa: N801  (the name that boto3 gives it)
        ClientError = ClientError

    def __init__(self, status: str) -> None:
        self._status = status
        self.done: list[tuple[str, str]] = []
        self.is_stuck = False

    def describe_stacks(self, StackName: str) -> dict[str, Any]:
        if StackName != "easy-crm-dev-storage":
            error = {"Error": {"Code": "ValidationError", "Message": f"{StackName} does not exist"}}
            raise ClientError(error, "DescribeStacks")  # type: ignore[arg-type]
        return {"Stacks": [{"StackName": StackName, "StackId": "arn:stack", "StackStatus": self._status}]}

    def get_paginator(self, _name: str) -> Recorder:
        return self

    def paginate(self, StackName: str) -> list[dict[str, Any]]:
        deleted = StackName == "arn:stack"
        return [
            {
                "StackResourceSummaries": [
                    {
                        "ResourceType": kind,
                        "PhysicalResourceId": name,
                        "ResourceStatus": "DELETE_SKIPPED" if deleted and status == "CREATE_COMPLETE" else status,
                    }
                    for kind, name, status in RESOURCES
                ]
            }
        ]

    def update_termination_protection(self, StackName: str, EnableTerminationProtection: bool) -> None:
        assert not EnableTerminationProtection
        self.done.append(("unprotect stack", StackName))

    def update_table(self, TableName: str, DeletionProtectionEnabled: bool) -> None:
        assert not DeletionProtectionEnabled
        if TableName == "mappings-1":
            # It has a name and was never made.
            error = {"Error": {"Code": "ResourceNotFoundException", "Message": TableName}}
            raise ClientError(error, "UpdateTable")  # type: ignore[arg-type]
        self.done.append(("unprotect table", TableName))

    def update_user_pool(self, UserPoolId: str, DeletionProtection: str) -> None:
        assert DeletionProtection == "INACTIVE"
        self.done.append(("unprotect pool", UserPoolId))

    def delete_stack(self, StackName: str) -> None:
        self.done.append(("delete", StackName))

    def get_waiter(self, _name: str) -> Recorder:
        return self

    def wait(self, StackName: str = "", TableName: str = "") -> None:
        if TableName:
            self.done.append(("active", TableName))
            return
        if self.is_stuck:
            raise WaiterError("StackDeleteComplete", "DELETE_FAILED", {})
        self.done.append(("deleted", StackName))


def _deployment(aws: Recorder) -> Deployment:
    session = FakeSession(dict.fromkeys(("cloudformation", "dynamodb", "cognito-idp"), aws))
    return Deployment(Account(session, EnvironmentConfig(name="dev")))


@pytest.mark.parametrize("status", NEVER_LIVE)
def test_a_stack_whose_creation_failed_is_deleted_with_all_its_protections_lifted(status: str) -> None:
    aws = Recorder(status)
    left = clear_failed_stacks(_deployment(aws))
    assert aws.done == [
        ("unprotect stack", "easy-crm-dev-storage"),
        ("unprotect table", "leads-1"),
        ("active", "leads-1"),
        ("unprotect pool", "pool-1"),
        ("delete", "easy-crm-dev-storage"),
        ("deleted", "arn:stack"),
    ]
    assert left == ["AWS::DynamoDB::Table leads-1", "AWS::Cognito::UserPool pool-1"]


@pytest.mark.parametrize(
    "status",
    [
        "CREATE_COMPLETE",
        "UPDATE_COMPLETE",
        "UPDATE_ROLLBACK_COMPLETE",
        "UPDATE_ROLLBACK_FAILED",
        "UPDATE_FAILED",
        "CREATE_IN_PROGRESS",
        "REVIEW_IN_PROGRESS",
    ],
)
def test_a_stack_that_has_been_live_or_is_being_made_is_left_alone(status: str) -> None:
    aws = Recorder(status)
    assert clear_failed_stacks(_deployment(aws)) == []
    assert aws.done == []


WHAT_TO_DO = "easy-crm-dev-storage could not be deleted.*events --env dev --failures.*delete-stack --stack-name easy"


def test_a_stack_that_cannot_be_deleted_stops_the_deployment_and_says_what_to_do() -> None:
    aws = Recorder("ROLLBACK_COMPLETE")
    aws.is_stuck = True
    with pytest.raises(CommandFailed, match=WHAT_TO_DO):
        clear_failed_stacks(_deployment(aws))


def test_a_stack_that_could_not_be_deleted_before_is_not_touched_as_it_may_have_been_live() -> None:
    aws = Recorder("DELETE_FAILED")
    with pytest.raises(CommandFailed, match=WHAT_TO_DO):
        clear_failed_stacks(_deployment(aws))
    assert aws.done == []


class Gateway:
    """API Gateway and IAM; the first uses of a new role are refused.

    Attributes:
        role: the role of the account.
    """

    class exceptions:  # noqa: N801  (the name that boto3 gives it)
        class BadRequestException(Exception):
            pass

        class NoSuchEntityException(Exception):
            pass

    def __init__(self, role: str | None, *, refusals: int = 0) -> None:
        self.role = role
        self._refusals = refusals
        self.made: list[str] = []

    def get_caller_identity(self) -> dict[str, str]:
        return {"Account": "123456789012"}

    def get_account(self) -> dict[str, str]:
        return {"cloudwatchRoleArn": self.role} if self.role else {}

    def get_role(self, RoleName: str) -> dict[str, Any]:
        raise self.exceptions.NoSuchEntityException(RoleName)

    def create_role(self, RoleName: str, AssumeRolePolicyDocument: str, **_: Any) -> dict[str, Any]:
        assert '"aws:SourceAccount": "123456789012"' in AssumeRolePolicyDocument
        self.made.append(RoleName)
        return {"Role": {"Arn": f"arn:aws:iam::123456789012:role/{RoleName}"}}

    def attach_role_policy(self, RoleName: str, PolicyArn: str) -> None:
        self.made.append(f"{RoleName} {PolicyArn.rpartition('/')[2]}")

    def update_account(self, patchOperations: list[dict[str, str]]) -> None:
        if self._refusals:
            self._refusals -= 1
            raise self.exceptions.BadRequestException
        self.role = patchOperations[0]["value"]


def _account(gateway: Gateway) -> Account:
    return Account(FakeSession(dict.fromkeys(("apigateway", "iam", "sts"), gateway)), EnvironmentConfig(name="dev"))


def test_the_role_that_another_environment_logs_through_stays() -> None:
    gateway = Gateway("arn:aws:iam::123456789012:role/another")
    assert ensure_logging_role(_account(gateway)) is None
    assert (gateway.role, gateway.made) == ("arn:aws:iam::123456789012:role/another", [])


def test_an_account_without_a_role_gets_one_as_soon_as_iam_has_spread_it() -> None:
    gateway = Gateway(None, refusals=2)
    name = f"easy-crm-api-logs-{REGION}"
    assert ensure_logging_role(_account(gateway), pause_s=0) == gateway.role
    assert gateway.role == f"arn:aws:iam::123456789012:role/{name}"
    assert gateway.made == [name, f"{name} AmazonAPIGatewayPushToCloudWatchLogs"]
