"""An account with one environment in it: stacks, what they hold, and what services have made by themselves."""

# Arguments have the names that boto3 gives them.
# ruff: noqa: N803

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ClientError, WaiterError

from easy_crm.config import EnvironmentConfig
from easy_crm.operations.account import Account
from easy_crm.operations.deployment import Deployment
from tests.unit.operations.deployed_in_memory import FakeSession

STATE: Mapping[str, str] = {
    "leads": "AWS::DynamoDB::Table",
    "work": "AWS::S3::Bucket",
    "accesslogs": "AWS::S3::Bucket",
    "queue": "AWS::SQS::Queue",
    "pool": "AWS::Cognito::UserPool",
    "secret": "AWS::SecretsManager::Secret",
    "key": "AWS::KMS::Key",
}
"""What the storage stack retains."""
PARTS: Mapping[str, Mapping[str, str]] = {
    "storage": {**STATE, "policy": "AWS::S3::BucketPolicy"},
    "processing": {"worker": "AWS::Lambda::Function"},
    "api": {"api": "AWS::ApiGateway::RestApi"},
    "frontend": {"site": "AWS::S3::Bucket"},
    "monitoring": {"topickey": "AWS::KMS::Key"},
}


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, "Operation")


@dataclass
class AccountToLeave:
    """Every client in one.

    Attributes:
        stacks: the parts whose stacks are there.
        resources: all that exists, by name.
        protected: stacks, tables and pools that refuse to be deleted.
        updating: tables that refuse it until a change of them has come to its end.
        objects: how many objects a bucket has, two at a time.
        refills: how often a bucket fills again after it was emptied.
        log_groups: those that exist.
        complete: the part that has outputs, as its creation did not fail.
        stuck: the part whose stack cannot be deleted.
        done: what was deleted, in order.
    """

    stacks: list[str] = field(default_factory=lambda: list(PARTS))
    resources: dict[str, str] = field(
        default_factory=lambda: {k: v for part in PARTS.values() for k, v in part.items()}
    )
    protected: set[str] = field(default_factory=lambda: {"storage", "leads", "pool"})
    updating: set[str] = field(default_factory=set)
    objects: dict[str, int] = field(default_factory=lambda: {"work": 5, "accesslogs": 1, "site": 3})
    refills: dict[str, int] = field(default_factory=dict)
    log_groups: set[str] = field(
        default_factory=lambda: {
            "/aws/lambda/worker",
            "/aws/lambda/worker-of-others",
            "API-Gateway-Execution-Logs_api/live",
        }
    )
    stuck: str | None = None
    complete: str | None = "storage"
    done: list[str] = field(default_factory=list)
    pending: dict[str, datetime] = field(default_factory=dict)
    _asked: str = ""
    exceptions = SimpleNamespace(ClientError=ClientError)

    def deployment(self, config: EnvironmentConfig | None = None) -> Deployment:
        session = FakeSession(dict.fromkeys(_SERVICES, self))
        return Deployment(Account(session, config or EnvironmentConfig(name="dev")))

    # CloudFormation

    def describe_stacks(self, StackName: str) -> dict[str, Any]:
        part = StackName.rpartition("-")[2]
        if part not in self.stacks:
            error = {"Error": {"Code": "ValidationError", "Message": f"{StackName} does not exist"}}
            raise ClientError(error, "DescribeStacks")  # type: ignore[arg-type]
        outputs = [{"OutputKey": "LeadsTableName", "OutputValue": "leads"}] if part == self.complete else []
        return {
            "Stacks": [
                {"StackName": StackName, "StackId": f"arn:{part}", "StackStatus": "CREATE_COMPLETE", "Outputs": outputs}
            ]
        }

    def update_termination_protection(self, StackName: str, EnableTerminationProtection: bool) -> None:
        assert not EnableTerminationProtection
        self.protected.discard(StackName.rpartition("-")[2])

    def delete_stack(self, StackName: str) -> None:
        part = StackName.rpartition("-")[2]
        assert part not in self.protected
        self._asked = part
        if part == self.stuck:
            return
        for name, kind in PARTS[part].items():
            if part != "storage" or name not in STATE:
                assert not self.objects.get(name), f"{name} is not empty"
                if kind == "AWS::KMS::Key":
                    self.pending[name] = datetime(2026, 12, 24, tzinfo=UTC)
                del self.resources[name]
        self.stacks.remove(part)
        self.done.append(f"stack {part}")

    def get_waiter(self, name: str) -> Any:
        def wait(TableName: str = "", **_: Any) -> None:
            if name == "table_exists":
                self.updating.discard(TableName)
            if name == "stack_delete_complete" and self._asked == self.stuck:
                raise WaiterError("StackDeleteComplete", "DELETE_FAILED", {})

        return SimpleNamespace(wait=wait)

    def get_paginator(self, name: str) -> Any:
        return SimpleNamespace(paginate=getattr(self, f"_{name}"))

    def _list_stacks(self, StackStatusFilter: list[str]) -> list[dict[str, Any]]:
        assert StackStatusFilter == ["DELETE_COMPLETE"]
        gone = [part for part in PARTS if part not in self.stacks and f"stack {part}" in self.done]
        names = [*(f"easy-crm-dev-{part}" for part in gone), "somebody-elses"]
        return [
            {"StackSummaries": [{"StackName": name, "StackId": f"arn:{name.rpartition('-')[2]}"} for name in names]}
        ]

    def _list_stack_resources(self, StackName: str) -> list[dict[str, Any]]:
        resources = PARTS[StackName.rpartition("-")[2].rpartition(":")[2]]
        return [
            {"StackResourceSummaries": [{"ResourceType": t, "PhysicalResourceId": n} for n, t in resources.items()]}
        ]

    # What is deleted by itself

    def _delete(self, name: str, missing: str) -> None:
        if name not in self.resources:
            raise refused(missing)
        assert name not in self.protected
        del self.resources[name]
        self.done.append(name)

    def update_table(self, TableName: str, DeletionProtectionEnabled: bool) -> None:
        assert not DeletionProtectionEnabled
        if TableName not in self.resources:
            raise refused("ResourceNotFoundException")
        self.protected.discard(TableName)
        self.updating.add(TableName)

    def delete_table(self, TableName: str) -> None:
        if TableName in self.updating:
            raise refused("ResourceInUseException")
        self._delete(TableName, "ResourceNotFoundException")

    def update_user_pool(self, UserPoolId: str, DeletionProtection: str) -> None:
        assert DeletionProtection == "INACTIVE"
        if UserPoolId not in self.resources:
            raise refused("ResourceNotFoundException")
        self.protected.discard(UserPoolId)

    def delete_user_pool(self, UserPoolId: str) -> None:
        self._delete(UserPoolId, "ResourceNotFoundException")

    def delete_queue(self, QueueUrl: str) -> None:
        self._delete(QueueUrl, "AWS.SimpleQueueService.NonExistentQueue")

    def delete_secret(self, SecretId: str, ForceDeleteWithoutRecovery: bool) -> None:
        assert ForceDeleteWithoutRecovery
        self._delete(SecretId, "ResourceNotFoundException")

    def describe_key(self, KeyId: str) -> dict[str, Any]:
        if KeyId in self.pending:
            return {"KeyMetadata": {"KeyState": "PendingDeletion", "DeletionDate": self.pending[KeyId]}}
        if KeyId not in self.resources:
            raise refused("NotFoundException")
        return {"KeyMetadata": {"KeyState": "Enabled"}}

    def schedule_key_deletion(self, KeyId: str, PendingWindowInDays: int) -> None:
        assert PendingWindowInDays == 7
        self._delete(KeyId, "NotFoundException")
        self.pending[KeyId] = datetime(2026, 12, 4, tzinfo=UTC)

    def _describe_log_groups(self, logGroupNamePrefix: str) -> list[dict[str, Any]]:
        found = sorted(name for name in self.log_groups if name.startswith(logGroupNamePrefix))
        return [{"logGroups": [{"logGroupName": name} for name in found]}]

    def delete_log_group(self, logGroupName: str) -> None:
        self.log_groups.remove(logGroupName)

    def delete_parameters(self, Names: list[str]) -> None:
        self.done += Names

    # Buckets

    def _list_object_versions(self, Bucket: str) -> list[dict[str, Any]]:
        if Bucket not in self.resources:
            raise refused("NoSuchBucket")
        kinds = ("Versions", "DeleteMarkers")
        return [{kinds[n % 2]: [{"Key": "a", "VersionId": str(n)}]} for n in range(self.objects.get(Bucket, 0))]

    def delete_objects(self, Bucket: str, Delete: dict[str, Any]) -> dict[str, Any]:
        self.objects[Bucket] -= len(Delete["Objects"])
        return {}

    def delete_bucket(self, Bucket: str) -> None:
        if self.refills.get(Bucket, 0):
            self.refills[Bucket] -= 1
            self.objects[Bucket] = 1
        if self.objects.get(Bucket):
            raise refused("BucketNotEmpty")
        self._delete(Bucket, "NoSuchBucket")


_SERVICES = ("cloudformation", "dynamodb", "s3", "sqs", "cognito-idp", "secretsmanager", "kms", "logs", "ssm")
