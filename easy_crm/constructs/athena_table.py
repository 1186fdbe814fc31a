"""The leads as a table in Amazon Athena, for people who query with SQL; an option of an environment."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_athena as athena
from aws_cdk import aws_glue as glue
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from easy_crm.config import ATHENA_TABLE, EnvironmentConfig
from easy_crm.constructs.buckets import ATHENA_LEADS_FOLDER, ATHENA_LIST_FOLDER, ATHENA_RESULTS_FOLDER
from easy_crm.nag import acknowledge_objects

COLUMNS: Mapping[str, str] = {
    "lead_id": "string",
    "first_name": "string",
    "last_name": "string",
    "title": "string",
    "company": "string",
    "email": "string",
    "phone": "string",
    "notes": "string",
    "status": "string",
    "owner": "string",
    "source_file": "string",
    "tags": "array<string>",
    "emails": "array<string>",
    "phones": "array<string>",
    "created_at": "timestamp",
    "updated_at": "timestamp",
    "extras": "map<string,string>",
    "own_fields": "map<string,string>",
    "own_numbers": "map<string,double>",
    "own_dates": "map<string,timestamp>",
}
"""Types of Glue by column; a test compares them with the files that `crm.index.lead_parquet` writes."""
MOST_SCANNED_BYTES = 10 * 1024**3
"""What one query may read, at most five cents: more than all columns of four million leads."""


class AthenaTable(Construct):
    """A database and its table in Glue, a workgroup that limits what a query costs, and a policy for people.

    No function queries the table. The index writer keeps its files (`crm.index.athena_table`).

    Args:
        config: the environment.
        bucket: the bucket with the files and the results of queries.
        key: the customer-managed key of the bucket, if there is one.
    """

    def __init__(
        self, scope: Construct, id: str, *, config: EnvironmentConfig, bucket: s3.IBucket, key: kms.IKey | None
    ) -> None:
        super().__init__(scope, id)
        self._config = config
        self._bucket = bucket
        self._key = key
        self._stack = cdk.Stack.of(self)
        self._table(self._database())
        self._work_group()
        self.readers = self._readers()

    def _database(self) -> glue.CfnDatabase:
        return glue.CfnDatabase(
            self,
            "Database",
            catalog_id=self._stack.account,
            database_input=glue.CfnDatabase.DatabaseInputProperty(
                name=self._config.athena_database, description=f"Easy CRM {self._config.name}"
            ),
        )

    def _table(self, database: glue.CfnDatabase) -> glue.CfnTable:
        """The table: its location holds a list of files, which the index writer writes over as a whole.

        The input format of such lists takes the format of the files from the deserializer. Athena knows it from tables
        of Delta Lake (Delta Lake documentation, *Presto, Trino, and Athena to Delta Lake integration using manifests*).
        """
        hive = "org.apache.hadoop.hive.ql.io"
        return glue.CfnTable(
            self,
            "Table",
            catalog_id=self._stack.account,
            database_name=database.ref,
            table_input=glue.CfnTable.TableInputProperty(
                name=ATHENA_TABLE,
                description="The leads that are not in the bin, as of the newest snapshot of the read model",
                table_type="EXTERNAL_TABLE",
                parameters={"EXTERNAL": "TRUE"},
                storage_descriptor=glue.CfnTable.StorageDescriptorProperty(
                    columns=[
                        glue.CfnTable.ColumnProperty(name=name, type=column_type)
                        for name, column_type in COLUMNS.items()
                    ],
                    location=f"s3://{self._bucket.bucket_name}/{ATHENA_LIST_FOLDER}/",
                    input_format=f"{hive}.SymlinkTextInputFormat",
                    output_format=f"{hive}.HiveIgnoreKeyTextOutputFormat",
                    serde_info=glue.CfnTable.SerdeInfoProperty(
                        serialization_library=f"{hive}.parquet.serde.ParquetHiveSerDe"
                    ),
                ),
            ),
        )

    def _work_group(self) -> athena.CfnWorkGroup:
        group = athena.CfnWorkGroup
        return group(
            self,
            "WorkGroup",
            name=self._config.athena_work_group,
            description=f"Queries over the leads of Easy CRM {self._config.name}",
            # A stack that is deleted takes what people have saved in it along.
            recursive_delete_option=True,
            work_group_configuration=group.WorkGroupConfigurationProperty(
                enforce_work_group_configuration=True,
                bytes_scanned_cutoff_per_query=MOST_SCANNED_BYTES,
                publish_cloud_watch_metrics_enabled=True,
                engine_version=group.EngineVersionProperty(selected_engine_version="Athena engine version 3"),
                result_configuration=group.ResultConfigurationProperty(
                    output_location=f"s3://{self._bucket.bucket_name}/{ATHENA_RESULTS_FOLDER}/",
                    encryption_configuration=group.EncryptionConfigurationProperty(
                        encryption_option="SSE_KMS" if self._key else "SSE_S3",
                        kms_key=self._key.key_arn if self._key else None,
                    ),
                ),
            ),
        )

    def _readers(self) -> iam.ManagedPolicy:
        """A policy to attach to people who may query all leads; nobody has it before that."""
        stack, bucket = self._stack, self._bucket
        files = [bucket.arn_for_objects(f"{folder}/*") for folder in (ATHENA_LEADS_FOLDER, ATHENA_LIST_FOLDER)]
        results = bucket.arn_for_objects(f"{ATHENA_RESULTS_FOLDER}/*")
        database = self._config.athena_database
        catalog = [
            stack.format_arn(service="glue", resource=resource)
            for resource in ("catalog", f"database/{database}", f"table/{database}/{ATHENA_TABLE}")
        ]
        statements = [
            iam.PolicyStatement(
                actions=[
                    "athena:GetQueryExecution",
                    "athena:GetQueryResults",
                    "athena:GetWorkGroup",
                    "athena:ListQueryExecutions",
                    "athena:StartQueryExecution",
                    "athena:StopQueryExecution",
                ],
                resources=[
                    stack.format_arn(
                        service="athena", resource="workgroup", resource_name=self._config.athena_work_group
                    )
                ],
            ),
            iam.PolicyStatement(
                actions=["glue:GetDatabase", "glue:GetTable", "glue:GetTables", "glue:GetPartitions"],
                resources=catalog,
            ),
            iam.PolicyStatement(actions=["s3:GetObject"], resources=[*files, results]),
            iam.PolicyStatement(
                actions=["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"], resources=[results]
            ),
            iam.PolicyStatement(
                actions=["s3:ListBucket"],
                resources=[bucket.bucket_arn],
                conditions={
                    "StringLike": {
                        "s3:prefix": [
                            f"{folder}/*" for folder in (ATHENA_LEADS_FOLDER, ATHENA_LIST_FOLDER, ATHENA_RESULTS_FOLDER)
                        ]
                    }
                },
            ),
            iam.PolicyStatement(actions=["s3:GetBucketLocation"], resources=[bucket.bucket_arn]),
        ]
        if self._key:
            statements.append(
                iam.PolicyStatement(
                    actions=["kms:Decrypt", "kms:GenerateDataKey"],
                    resources=[self._key.key_arn],
                    conditions={"StringEquals": {"kms:ViaService": f"s3.{stack.region}.amazonaws.com"}},
                )
            )
        policy = iam.ManagedPolicy(
            self,
            "Readers",
            description=f"Queries over the leads of Easy CRM {self._config.name}",
            statements=statements,
        )
        for resource in files:
            acknowledge_objects(policy, resource, "The files of the table have a new name each time they are made.")
        acknowledge_objects(policy, results, "Athena names the result of a query after the query.")
        return policy
