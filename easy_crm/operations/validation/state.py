"""Checks of resources that hold state: tables, buckets, queues, the secret and keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from easy_crm.operations.deployment import Resource
from easy_crm.operations.validation.access import statements
from easy_crm.operations.validation.model import Aspect, Checker, Probe, at


def table(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    client, wanted = probe.client("dynamodb"), probe.wanted(resource)
    found = client.describe_table(TableName=resource.physical_id)["Table"]
    yield Aspect("keys", _keys(wanted.get("KeySchema")), _keys(found["KeySchema"]))
    yield Aspect(
        "indexes",
        {index["IndexName"]: _keys(index["KeySchema"]) for index in wanted.get("GlobalSecondaryIndexes", [])},
        {index["IndexName"]: _keys(index["KeySchema"]) for index in found.get("GlobalSecondaryIndexes", [])},
    )
    yield Aspect(
        "billing", wanted.get("BillingMode", "PROVISIONED"), at(found, "BillingModeSummary.BillingMode", "PROVISIONED")
    )
    yield Aspect(
        "encryption by KMS",
        wanted.get("SSESpecification.SSEEnabled", False),
        at(found, "SSEDescription.Status") in ("ENABLED", "UPDATING"),
    )
    if key := wanted.get("SSESpecification.KMSMasterKeyId"):
        yield Aspect("key", key, at(found, "SSEDescription.KMSMasterKeyArn"))
    yield Aspect(
        "deletion protection",
        wanted.get("DeletionProtectionEnabled", False),
        found.get("DeletionProtectionEnabled", False),
    )
    backups = client.describe_continuous_backups(TableName=resource.physical_id)["ContinuousBackupsDescription"]
    recovery = at(backups, "PointInTimeRecoveryDescription.PointInTimeRecoveryStatus")
    yield Aspect(
        "point-in-time recovery",
        wanted.get("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", False),
        recovery == "ENABLED",
    )
    expiry = client.describe_time_to_live(TableName=resource.physical_id)["TimeToLiveDescription"]
    yield Aspect("expiry of items", wanted.get("TimeToLiveSpecification.AttributeName"), expiry.get("AttributeName"))


def bucket(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    client, wanted, name = probe.client("s3"), probe.wanted(resource), resource.physical_id
    client.head_bucket(Bucket=name)
    rules = _configured(client, client.get_bucket_encryption, name, "ServerSideEncryptionConfiguration.Rules", [])
    promised = wanted.get("BucketEncryption.ServerSideEncryptionConfiguration", [])
    for what, key in (("encryption", "SSEAlgorithm"), ("key", "KMSMasterKeyID")):
        yield Aspect(
            what,
            [at(rule, f"ServerSideEncryptionByDefault.{key}") for rule in promised],
            [at(rule, f"ApplyServerSideEncryptionByDefault.{key}") for rule in rules],
        )
    yield Aspect(
        "public access blocked",
        wanted.get("PublicAccessBlockConfiguration", {}),
        _configured(client, client.get_public_access_block, name, "PublicAccessBlockConfiguration", {}),
    )
    versioning = client.get_bucket_versioning(Bucket=name).get("Status")
    yield Aspect("versioning", wanted.get("VersioningConfiguration.Status"), versioning)
    yield Aspect(
        "lifecycle",
        sorted(_rule(rule) for rule in wanted.get("LifecycleConfiguration.Rules", [])),
        sorted(
            _found_rule(rule)
            for rule in _configured(client, client.get_bucket_lifecycle_configuration, name, "Rules", [])
        ),
    )
    logging = client.get_bucket_logging(Bucket=name)
    yield Aspect(
        "access log",
        wanted.get("LoggingConfiguration.DestinationBucketName"),
        at(logging, "LoggingEnabled.TargetBucket"),
    )
    told = client.get_bucket_notification_configuration(Bucket=name)
    queues = wanted.get("NotificationConfiguration.QueueConfigurations", [])
    yield Aspect(
        "announces to",
        sorted(queue["Queue"] for queue in queues),
        sorted(queue["QueueArn"] for queue in told.get("QueueConfigurations", [])),
    )


def bucket_policy(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = json.loads(probe.client("s3").get_bucket_policy(Bucket=wanted.get("Bucket"))["Policy"])
    yield Aspect("statements (TLS only)", statements(wanted.get("PolicyDocument")), statements(found))


def queue(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    answer = probe.client("sqs").get_queue_attributes(QueueUrl=resource.physical_id, AttributeNames=["All"])
    found = answer["Attributes"]
    yield Aspect("visibility timeout, seconds", wanted.get("VisibilityTimeout", 30), found.get("VisibilityTimeout"))
    yield Aspect("kept, seconds", wanted.get("MessageRetentionPeriod", 345600), found.get("MessageRetentionPeriod"))
    redrive = json.loads(found.get("RedrivePolicy") or "{}")
    for name, key in (("dead-letter queue", "deadLetterTargetArn"), ("attempts", "maxReceiveCount")):
        yield Aspect(name, wanted.get(f"RedrivePolicy.{key}"), redrive.get(key))
    yield Aspect(
        "encryption by SQS", wanted.get("SqsManagedSseEnabled", False), found.get("SqsManagedSseEnabled", False)
    )
    yield Aspect("key", wanted.get("KmsMasterKeyId"), found.get("KmsMasterKeyId"))


def queue_policy(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    for url in wanted.get("Queues", []):
        answer = probe.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
        found = json.loads(answer.get("Attributes", {}).get("Policy") or "{}")
        yield Aspect("statements (TLS only)", statements(wanted.get("PolicyDocument")), statements(found))


def secret(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("secretsmanager").describe_secret(SecretId=resource.physical_id)
    yield Aspect("key", wanted.get("KmsKeyId"), found.get("KmsKeyId"))
    yield Aspect("deletion planned", False, "DeletedDate" in found)


def kms_key(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    client, wanted = probe.client("kms"), probe.wanted(resource)
    found = client.describe_key(KeyId=resource.physical_id)["KeyMetadata"]
    yield Aspect("usable", True, found["Enabled"])
    rotates = client.get_key_rotation_status(KeyId=resource.physical_id)["KeyRotationEnabled"]
    yield Aspect("yearly rotation", wanted.get("EnableKeyRotation", False), rotates)


def kms_alias(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("kms").describe_key(KeyId=resource.physical_id)["KeyMetadata"]
    yield Aspect("key", wanted.get("TargetKeyId"), found["Arn"])


CHECKERS: Mapping[str, Checker] = {
    "AWS::DynamoDB::Table": table,
    "AWS::KMS::Alias": kms_alias,
    "AWS::KMS::Key": kms_key,
    "AWS::S3::Bucket": bucket,
    "AWS::S3::BucketPolicy": bucket_policy,
    "AWS::SQS::Queue": queue,
    "AWS::SQS::QueuePolicy": queue_policy,
    "AWS::SecretsManager::Secret": secret,
}


def _keys(schema: Any) -> list[str]:
    return [f"{key['AttributeName']} {key['KeyType']}" for key in schema]


def _configured(client: Any, ask: Any, bucket: str, path: str, default: Any) -> Any:
    """Part of a bucket's configuration; S3 returns an error where there is none."""
    try:
        return at(ask(Bucket=bucket), path, default)
    except client.exceptions.ClientError as error:
        if error.response["Error"]["Code"].startswith(("NoSuch", "ServerSideEncryptionConfigurationNotFound")):
            return default
        raise


def _rule(rule: Mapping[str, Any]) -> str:
    days = rule.get("ExpirationInDays") or at(rule, "NoncurrentVersionExpiration.NoncurrentDays", "-")
    return f"{rule.get('Prefix', '')}* {days} {rule.get('Status')}"


def _found_rule(rule: Mapping[str, Any]) -> str:
    prefix = at(rule, "Filter.Prefix") or rule.get("Prefix") or ""
    days = at(rule, "Expiration.Days") or at(rule, "NoncurrentVersionExpiration.NoncurrentDays", "-")
    return f"{prefix}* {days} {rule.get('Status')}"
