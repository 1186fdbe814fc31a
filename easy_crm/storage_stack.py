"""Everything that holds state: tables, buckets, queues, users, and the secret with the DeepSeek key."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from easy_crm import function_sizes
from easy_crm.config import EnvironmentConfig
from easy_crm.constructs.app_stack import AppStack
from easy_crm.constructs.buckets import StateBuckets
from easy_crm.constructs.customer_key import CustomerKey
from easy_crm.constructs.users import Users
from easy_crm.constructs.work_queue import WorkQueue
from easy_crm.nag import acknowledge


class StorageStack(AppStack):
    """Holds state and no code. It refers to no other stack."""

    def __init__(self, scope: Construct, id: str, *, config: EnvironmentConfig) -> None:
        super().__init__(
            scope,
            id,
            config=config,
            summary="tables, buckets, queues and users",
            termination_protection=config.retains_state,
        )
        # A first creation that fails leaves nothing, so that it can be repeated.
        self._removal = (
            cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if config.retains_state else cdk.RemovalPolicy.DESTROY
        )
        self.key: kms.IKey | None = None
        if config.customer_keys:
            self.key = CustomerKey(self, "CustomerKey", config=config, removal_policy=self._removal).key

        self.leads = self._table("Leads", "leadId", expires="expires", warm=_warm(config))
        self.imports = self._table("Imports", "importId", warm=_warm(config))
        self.imports.add_global_secondary_index(
            index_name="ByCreation",
            partition_key=_text("kind"),
            sort_key=_text("createdAt"),
            projection_type=dynamodb.ProjectionType.KEYS_ONLY,
        )
        # Sparse: an import has `open` until it has ended.
        self.imports.add_global_secondary_index(
            index_name="Open",
            partition_key=_text("open"),
            sort_key=_text("createdAt"),
            projection_type=dynamodb.ProjectionType.KEYS_ONLY,
        )
        self.mappings = self._table("Mappings", "signature")
        self.changes = self._table("LeadChanges", "log", sort_key="entry", warm=_warm(config))

        self.intake = self._queue("Intake", function_sizes.LEAD_SPLITTER.seconds, oldest_minutes=30)
        self.batches = self._queue("Batches", function_sizes.BATCH_WORKER.seconds, oldest_minutes=30)
        self.exports = self._queue("Exports", function_sizes.LEAD_EXPORTER.seconds, oldest_minutes=15)
        self.index = self._queue("Index", function_sizes.INDEX_WRITER.seconds, oldest_minutes=15)

        self.buckets = StateBuckets(
            self, "Buckets", config=config, removal_policy=self._removal, intake=self.intake.queue, key=self.key
        )
        self.users = Users(self, "Users", config=config, removal_policy=self._removal)
        self.deepseek_secret = self._secret()
        self._outputs()
        self._exports()

    def _table(
        self,
        id: str,
        partition_key: str,
        *,
        sort_key: str | None = None,
        expires: str | None = None,
        warm: dynamodb.WarmThroughput | None = None,
    ) -> dynamodb.Table:
        """A table.

        Args:
            expires: the attribute that says when DynamoDB removes an item, in seconds since 1970; others stay.
            warm: units a second that it takes from the start, if more than a new table does.
        """
        return dynamodb.Table(
            self,
            id,
            partition_key=_text(partition_key),
            sort_key=_text(sort_key) if sort_key else None,
            time_to_live_attribute=expires,
            warm_throughput=warm,
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=(
                dynamodb.TableEncryption.CUSTOMER_MANAGED if self.key else dynamodb.TableEncryption.AWS_MANAGED
            ),
            encryption_key=self.key,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=self._config.retains_state,
            removal_policy=self._removal,
        )

    def _queue(self, id: str, worker_seconds: int, *, oldest_minutes: int) -> WorkQueue:
        return WorkQueue(
            self,
            id,
            worker_seconds=worker_seconds,
            dead_letter_seconds=function_sizes.DEAD_LETTER.seconds,
            removal_policy=self._removal,
            oldest_minutes=oldest_minutes,
            key=self.key,
        )

    def _secret(self) -> secretsmanager.Secret:
        """An empty secret: `secret set` stores the key, so that it is in no template.

        By default the construct generates a random value, which functions would use as the key; without a value they
        work by rules alone.
        """
        secret = secretsmanager.Secret(
            self,
            "DeepSeekKey",
            description="The DeepSeek API key, bare",
            encryption_key=self.key,
            removal_policy=self._removal,
        )
        resource = secret.node.default_child
        if isinstance(resource, cdk.CfnResource):
            resource.add_property_deletion_override("GenerateSecretString")
        acknowledge(
            secret,
            "AwsSolutions-SMG4",
            "DeepSeek issues keys by hand on its web page and has no way to rotate one; "
            "`./easy-crm secret set` replaces it.",
        )
        return secret

    def _exports(self) -> None:
        """Exports whatever another stack may refer to, also while none does.

        An import holds its export: state that others refer to can be neither replaced nor deleted. An export that CDK
        made for a reference would go with the last reference to it, and CloudFormation refuses that as long as the
        stacks that are deployed later still import it.
        """
        tables = (self.leads, self.imports, self.mappings, self.changes)
        works = (self.intake, self.batches, self.exports, self.index)
        queues = [queue for work in works for queue in (work.queue, work.dead_letters)]
        values = [value for table in tables for value in (table.table_name, table.table_arn)]
        values += [value for queue in queues for value in (queue.queue_url, queue.queue_arn, queue.queue_name)]
        for bucket in (self.buckets.uploads, self.buckets.work):
            values += [bucket.bucket_name, bucket.bucket_arn]
        values += [self.users.pool.user_pool_id, self.users.pool.user_pool_arn, self.users.client.user_pool_client_id]
        values.append(self.deepseek_secret.secret_arn)
        if self.key:
            values.append(self.key.key_arn)
        for value in values:
            self.export_value(value)

    def _outputs(self) -> None:
        values = {
            "UserPoolId": self.users.pool.user_pool_id,
            "UserPoolClientId": self.users.client.user_pool_client_id,
            "LeadsTableName": self.leads.table_name,
            "ImportsTableName": self.imports.table_name,
            "MappingsTableName": self.mappings.table_name,
            "ChangesTableName": self.changes.table_name,
            "UploadsBucketName": self.buckets.uploads.bucket_name,
            "WorkBucketName": self.buckets.work.bucket_name,
            "IntakeQueueUrl": self.intake.queue.queue_url,
            "IntakeDeadLettersUrl": self.intake.dead_letters.queue_url,
            "BatchQueueUrl": self.batches.queue.queue_url,
            "BatchDeadLettersUrl": self.batches.dead_letters.queue_url,
            "ExportQueueUrl": self.exports.queue.queue_url,
            "ExportDeadLettersUrl": self.exports.dead_letters.queue_url,
            "IndexQueueUrl": self.index.queue.queue_url,
            "IndexDeadLettersUrl": self.index.dead_letters.queue_url,
            "DeepSeekSecretId": self.deepseek_secret.secret_arn,
        }
        for name, value in values.items():
            cdk.CfnOutput(self, name, value=value)


def _warm(config: EnvironmentConfig) -> dynamodb.WarmThroughput | None:
    """What the environment sets; the unit that it leaves out stays AWS's own."""
    read, write = config.warm_read_units, config.warm_write_units
    if read is None and write is None:
        return None
    return dynamodb.WarmThroughput(read_units_per_second=read, write_units_per_second=write)


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
