"""Deletes what outlives its stack: resources that a stack retains, and logs that services made by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from easy_crm.operations.account import Account

KEY_DAYS = 7
"""The shortest time that KMS keeps a key before it deletes it."""
BACKUP_DAYS = 35
"""How long DynamoDB keeps the last backup of a deleted table that had point-in-time recovery; it costs nothing."""
_GONE = {
    "ResourceNotFoundException",
    "NotFoundException",
    "NoSuchBucket",
    "AWS.SimpleQueueService.NonExistentQueue",
    "QueueDoesNotExist",
}
_TRIES = 6
"""S3 delivers access logs for a while after what they are about is gone."""


@dataclass(frozen=True, slots=True)
class Left:
    """A resource that CloudFormation knows, or knew: `AWS::SQS::Queue`, and its name in AWS."""

    type: str
    name: str


class Leftovers:
    """Deletes single resources. What is gone already is no error.

    Args:
        account: the account that holds them.
        pause_s: seconds between tries to delete a bucket that fills again.
    """

    def __init__(self, account: Account, *, pause_s: float = 10.0) -> None:
        self._account = account
        self._pause_s = pause_s
        self._deletes: dict[str, Callable[[str], str | None]] = {
            "AWS::DynamoDB::Table": self._delete_table,
            "AWS::S3::Bucket": self._delete_bucket,
            "AWS::SQS::Queue": self._delete_queue,
            "AWS::Cognito::UserPool": self._delete_user_pool,
            "AWS::SecretsManager::Secret": self._delete_secret,
            "AWS::KMS::Key": self._delete_key,
            "AWS::Logs::LogGroup": self._delete_log_group,
        }

    def handles(self, type_: str) -> bool:
        """Whether resources of this type are deleted by themselves; others go with the one that they belong to."""
        return type_ in self._deletes

    def delete(self, left: Left) -> str | None:
        """Deletes one resource, whatever protects it.

        Returns:
            What stays of it, and until when; None when nothing does.
        """
        try:
            return self._deletes[left.type](left.name)
        except Exception as error:
            if _code(error) in _GONE:
                return None
            raise

    def unprotect(self, left: Left) -> None:
        """Lifts the protection from deletion that a table or a user pool has of its own."""
        try:
            if left.type == "AWS::DynamoDB::Table":
                dynamodb = self._account.client("dynamodb")
                dynamodb.update_table(TableName=left.name, DeletionProtectionEnabled=False)
                # DynamoDB refuses to delete a table while it changes it.
                dynamodb.get_waiter("table_exists").wait(TableName=left.name)
            elif left.type == "AWS::Cognito::UserPool":
                cognito = self._account.client("cognito-idp")
                cognito.update_user_pool(UserPoolId=left.name, DeletionProtection="INACTIVE")
        except Exception as error:
            if _code(error) not in _GONE:
                raise

    def empty(self, bucket: str) -> int:
        """Deletes all objects of a bucket with all their versions; returns how many."""
        s3 = self._account.client("s3")
        deleted = 0
        for objects in _versions(s3, bucket):
            answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
            deleted += len(objects) - len(answer.get("Errors", []))
        return deleted

    def log_groups(self, prefix: str) -> list[Left]:
        """The log groups whose names begin so."""
        pages = self._account.client("logs").get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix)
        return [Left("AWS::Logs::LogGroup", group["logGroupName"]) for page in pages for group in page["logGroups"]]

    def _delete_table(self, name: str) -> str:
        self.unprotect(Left("AWS::DynamoDB::Table", name))
        dynamodb = self._account.client("dynamodb")
        dynamodb.delete_table(TableName=name)
        dynamodb.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 2, "MaxAttempts": 300})
        return f"the last backup of the table {name}, which DynamoDB deletes after {BACKUP_DAYS} days"

    def _delete_bucket(self, name: str) -> None:
        s3 = self._account.client("s3")
        for tried in range(1, _TRIES + 1):
            self.empty(name)
            try:
                s3.delete_bucket(Bucket=name)
            except s3.exceptions.ClientError as error:
                if _code(error) != "BucketNotEmpty" or tried == _TRIES:
                    raise
                time.sleep(self._pause_s)
            else:
                return

    def _delete_queue(self, url: str) -> None:
        self._account.client("sqs").delete_queue(QueueUrl=url)

    def _delete_user_pool(self, pool: str) -> None:
        self.unprotect(Left("AWS::Cognito::UserPool", pool))
        self._account.client("cognito-idp").delete_user_pool(UserPoolId=pool)

    def _delete_secret(self, arn: str) -> None:
        self._account.client("secretsmanager").delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)

    def _delete_key(self, key: str) -> str:
        kms = self._account.client("kms")
        if kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] != "PendingDeletion":
            kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=KEY_DAYS)
        when = kms.describe_key(KeyId=key)["KeyMetadata"].get("DeletionDate")
        return f"the key {key}, which KMS deletes {f'on {when:%Y-%m-%d}' if when else f'after {KEY_DAYS} days'}"

    def _delete_log_group(self, name: str) -> None:
        self._account.client("logs").delete_log_group(logGroupName=name)


def _versions(s3: Any, bucket: str) -> Iterator[list[dict[str, str]]]:
    """All versions and delete markers of a bucket, at most a thousand at once."""
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        if found:
            yield [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]


def _code(error: Exception) -> str:
    response: dict[str, Any] = getattr(error, "response", {})
    return str(response.get("Error", {}).get("Code", ""))
