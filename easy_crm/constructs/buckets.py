"""The buckets that hold state."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from easy_crm.config import EnvironmentConfig

UPLOADS_FOLDER = "uploads"
IMPORTS_FOLDER = "imports"
EXPORTS_FOLDER = "exports"
DUPLICATES_FOLDER = "duplicates"
DELIVERIES_FOLDER = "deliveries"
CHAINS_FOLDER = "chains"
"""What was ever said of leads; a lead's undo and its history need all of it, so it has no rule of expiry."""
INDEX_FOLDER = "index"
"""The read model and the log of changes; the index writer deletes what its manifest does not name."""
ATHENA_LEADS_FOLDER = "athena/leads"
"""The files of the table in Athena; the index writer deletes those that were replaced."""
ATHENA_LIST_FOLDER = "athena/current"
"""The list of the files that the table is."""
ATHENA_RESULTS_FOLDER = "athena/results"

DELIVERIES_DAYS = 15
"""A queue keeps a message for 14 days."""
RECOVERABLE_DAYS = 14
"""How long a deleted, overwritten or expired file can be restored (docs/restore.md)."""


def private_bucket(  # noqa: PLR0913  (each is named where it is given)
    scope: Construct,
    id: str,
    *,
    removal_policy: cdk.RemovalPolicy,
    logs: s3.IBucket | None,
    lifecycle_rules: list[s3.LifecycleRule] | None = None,
    cors: list[s3.CorsRule] | None = None,
    object_ownership: s3.ObjectOwnership = s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforce_ssl: bool = True,
    key: kms.IKey | None = None,
    versioned: bool = False,
) -> s3.Bucket:
    """A private bucket: encrypted, with an access log, over TLS only.

    Args:
        logs: the bucket for the access log, below this bucket's id; None for a bucket of logs.
        enforce_ssl: off for the bucket that the emulator's CloudFront reads, because that has no TLS.
        key: the key that encrypts the objects; without it, S3's own.
        versioned: whether earlier versions of objects are kept.
    """
    return s3.Bucket(
        scope,
        id,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        encryption=s3.BucketEncryption.KMS if key else s3.BucketEncryption.S3_MANAGED,
        encryption_key=key,
        bucket_key_enabled=True if key else None,
        enforce_ssl=enforce_ssl,
        versioned=versioned,
        object_ownership=object_ownership,
        removal_policy=removal_policy,
        server_access_logs_bucket=logs,
        server_access_logs_prefix=f"{id.lower()}/" if logs else None,
        lifecycle_rules=lifecycle_rules,
        cors=cors,
    )


def log_bucket(scope: Construct, id: str, *, removal_policy: cdk.RemovalPolicy, takes_acls: bool = False) -> s3.Bucket:
    """A bucket of access logs, kept for 90 days.

    Args:
        takes_acls: whether the bucket accepts ACLs, through which CloudFront delivers its logs.
    """
    return private_bucket(
        scope,
        id,
        removal_policy=removal_policy,
        logs=None,
        lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(90))],
        object_ownership=(
            s3.ObjectOwnership.BUCKET_OWNER_PREFERRED if takes_acls else s3.ObjectOwnership.BUCKET_OWNER_ENFORCED
        ),
    )


class StateBuckets(Construct):
    """The buckets for uploads, for the functions' work files, and for access logs.

    Args:
        config: the environment.
        removal_policy: whether the buckets outlive the stack.
        intake: the queue that is notified of each upload.
        key: the key that encrypts uploads and work files; without it, S3's own.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        config: EnvironmentConfig,
        removal_policy: cdk.RemovalPolicy,
        intake: sqs.Queue,
        key: kms.IKey | None,
    ) -> None:
        super().__init__(scope, id)
        self.access_logs = log_bucket(self, "AccessLogs", removal_policy=removal_policy)
        self.uploads = private_bucket(
            self,
            "Uploads",
            removal_policy=removal_policy,
            logs=self.access_logs,
            lifecycle_rules=[_expire(UPLOADS_FOLDER, config.upload_days)],
            versioned=True,
            key=key,
            # The page posts files directly to S3. A presigned POST authorizes itself and sends no cookies;
            # CloudFront's own address for the page is not known to this stack.
            cors=[
                s3.CorsRule(
                    allowed_methods=[s3.HttpMethods.POST],
                    allowed_origins=[f"https://{config.domain}"] if config.domain else ["*"],
                    allowed_headers=["*"],
                    exposed_headers=["ETag"],
                    max_age=3600,
                )
            ],
        )
        self.work = private_bucket(
            self,
            "Work",
            removal_policy=removal_policy,
            logs=self.access_logs,
            key=key,
            lifecycle_rules=[
                _expire(IMPORTS_FOLDER, config.import_days),
                _expire(EXPORTS_FOLDER, config.export_days),
                _expire(DELIVERIES_FOLDER, DELIVERIES_DAYS),
                _forget_versions(INDEX_FOLDER),
                *(_athena_rules(config) if config.athena_table else ()),
            ],
            versioned=True,
        )
        self._announce_uploads(intake)
        for bucket in (self.uploads, self.work):
            _keep_from_reviewers(bucket)

    def _announce_uploads(self, intake: sqs.Queue) -> None:
        """Notifies `intake` of each new object below `uploads/`.

        The notification is a property of the bucket. CDK would use a custom resource with a function that may change
        the notifications of every bucket in the account.
        """
        account = cdk.Stack.of(self).account
        intake.add_to_resource_policy(
            iam.PolicyStatement(
                sid="UploadsAreAnnounced",
                principals=[iam.ServicePrincipal("s3.amazonaws.com")],
                actions=["sqs:SendMessage"],
                resources=[intake.queue_arn],
                conditions={"StringEquals": {"aws:SourceAccount": account}},
            )
        )
        bucket = self.uploads.node.default_child
        policy = intake.node.find_child("Policy")
        if isinstance(bucket, s3.CfnBucket):
            bucket.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
                queue_configurations=[
                    s3.CfnBucket.QueueConfigurationProperty(
                        event="s3:ObjectCreated:*",
                        queue=intake.queue_arn,
                        filter=s3.CfnBucket.NotificationFilterProperty(
                            s3_key=s3.CfnBucket.S3KeyFilterProperty(
                                rules=[s3.CfnBucket.FilterRuleProperty(name="prefix", value=f"{UPLOADS_FOLDER}/")]
                            )
                        ),
                    )
                ]
            )
            # S3 sends a test message when the notification is set.
            bucket.node.add_dependency(policy)


def _keep_from_reviewers(bucket: s3.Bucket) -> None:
    """Denies the bucket's objects to CDK's lookup role, which may read everything in the account.

    Whoever may compare templates, such as the code of a pull request, can assume that role.
    """
    stack = cdk.Stack.of(bucket)
    bucket.add_to_resource_policy(
        iam.PolicyStatement(
            sid="ReviewersReadNoData",
            effect=iam.Effect.DENY,
            principals=[iam.AnyPrincipal()],
            actions=["s3:GetObject", "s3:GetObjectVersion"],
            resources=[bucket.arn_for_objects("*")],
            conditions={
                "ArnLike": {"aws:PrincipalArn": f"arn:{stack.partition}:iam::{stack.account}:role/cdk-*-lookup-role-*"}
            },
        )
    )


def _athena_rules(config: EnvironmentConfig) -> list[s3.LifecycleRule]:
    """Results of queries hold leads, as exported files do, and stay as long."""
    return [
        _forget_versions(ATHENA_LEADS_FOLDER),
        _forget_versions(ATHENA_LIST_FOLDER),
        _expire(ATHENA_RESULTS_FOLDER, config.export_days),
    ]


def _expire(folder: str, days: int) -> s3.LifecycleRule:
    return s3.LifecycleRule(
        id=f"expire-{folder}",
        prefix=f"{folder}/",
        expiration=cdk.Duration.days(days),
        noncurrent_version_expiration=cdk.Duration.days(RECOVERABLE_DAYS),
        abort_incomplete_multipart_upload_after=cdk.Duration.days(1),
    )


def _forget_versions(folder: str) -> s3.LifecycleRule:
    """Removes for good what was deleted, soon: it can be made anew."""
    return s3.LifecycleRule(
        id=f"forget-{folder}",
        prefix=f"{folder}/",
        expired_object_delete_marker=True,
        noncurrent_version_expiration=cdk.Duration.days(1),
        abort_incomplete_multipart_upload_after=cdk.Duration.days(1),
    )
