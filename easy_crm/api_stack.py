"""The REST API and the functions behind it."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from easy_crm import function_sizes, permissions
from easy_crm.bundling.bundler import Bundler
from easy_crm.config import EnvironmentConfig
from easy_crm.constructs.crm_function import CrmFunction
from easy_crm.constructs.queue_worker import consume
from easy_crm.constructs.rest_api import CrmApi
from easy_crm.function_stack import FunctionStack
from easy_crm.storage_stack import StorageStack


class ApiStack(FunctionStack):
    """`/api` and the six functions behind it."""

    def __init__(
        self, scope: Construct, id: str, *, config: EnvironmentConfig, storage: StorageStack, bundler: Bundler
    ) -> None:
        super().__init__(scope, id, config=config, summary="the HTTP API", storage=storage, bundler=bundler)
        exporter = self._lead_exporter()
        self.functions = (
            self._file_upload(),
            self._import_api(),
            self._lead_api(),
            exporter,
            self._user_api(),
            self._chatbot(),
        )
        self.consumers = (exporter,)
        self.api = CrmApi(
            self,
            "Api",
            config=config,
            user_pool=storage.users.pool,
            functions={function.name: function for function in self.functions},
            key=storage.key,
        )
        # Exported also while no page refers to it; see `StorageStack`.
        self.export_value(self.api.rest_api_id)
        cdk.CfnOutput(self, "ApiUrl", value=self.api.url)
        cdk.CfnOutput(self, "ApiId", value=self.api.rest_api_id)

    def _file_upload(self) -> CrmFunction:
        storage = self._storage
        function = self._function(
            "FileUpload",
            "file_upload",
            function_sizes.FILE_UPLOAD,
            {
                "IMPORTS_TABLE": storage.imports.table_name,
                "LEADS_TABLE": storage.leads.table_name,
                "UPLOADS_BUCKET": storage.buckets.uploads.bucket_name,
                "MAX_UPLOAD_BYTES": str(self._config.max_upload_bytes),
            },
        )
        permissions.allow_table(function, storage.imports, ["UpdateItem"])
        # The own fields, which rules may name.
        permissions.allow_table(function, storage.leads, ["GetItem"])
        permissions.allow_uploads(function, storage, ["PutObject"])
        return function

    def _import_api(self) -> CrmFunction:
        storage = self._storage
        function = self._function(
            "ImportApi",
            "import_api",
            function_sizes.IMPORT_API,
            {
                **permissions.import_environment(storage),
                "MAPPINGS_TABLE": storage.mappings.table_name,
                "UPLOADS_BUCKET": storage.buckets.uploads.bucket_name,
                "INTAKE_QUEUE_URL": storage.intake.queue.queue_url,
                "EXPORT_QUEUE_URL": storage.exports.queue.queue_url,
            },
        )
        permissions.allow_table(function, storage.imports, ["GetItem", "BatchGetItem", "UpdateItem"])
        permissions.allow_index(function, storage.imports, "ByCreation")
        permissions.allow_table(function, storage.leads, permissions.READ_LEADS)
        permissions.allow_table(function, storage.mappings, ["PutItem"])
        permissions.allow_import_files(function, storage, ["GetObject", "PutObject"])
        permissions.allow_looking_for_uploads(function, storage)
        permissions.allow_chains(function, storage, ["GetObject"])
        permissions.allow_logging_found_leads(function, storage)
        queues = (storage.batches, storage.intake, storage.exports)
        function.allow(["sqs:SendMessage"], [one.queue.queue_arn for one in queues])
        return function

    def _lead_api(self) -> CrmFunction:
        storage = self._storage
        function = self._function(
            "LeadApi",
            "lead_api",
            function_sizes.LEAD_API,
            {
                "LEADS_TABLE": storage.leads.table_name,
                "IMPORTS_TABLE": storage.imports.table_name,
                "MAPPINGS_TABLE": storage.mappings.table_name,
                "WORK_BUCKET": storage.buckets.work.bucket_name,
                **permissions.log_environment(storage),
                **permissions.athena_environment(self._config),
            },
            layers=["index"],
        )
        permissions.allow_table(function, storage.leads, [*permissions.READ_LEADS, *permissions.WRITE_LEADS])
        permissions.allow_chains(function, storage, ["GetObject", "PutObject"])
        permissions.allow_logging_changes(function, storage)
        permissions.allow_reading_index(function, storage)
        # The number of the newest import.
        permissions.allow_table(function, storage.imports, ["GetItem"])
        # What a header says.
        permissions.allow_table(function, storage.mappings, ["BatchGetItem"])
        return function

    def _lead_exporter(self) -> CrmFunction:
        storage = self._storage
        function = self._function(
            "LeadExporter",
            "lead_exporter",
            function_sizes.LEAD_EXPORTER,
            {
                "LEADS_TABLE": storage.leads.table_name,
                "CHANGES_TABLE": storage.changes.table_name,
                "IMPORTS_TABLE": storage.imports.table_name,
                "WORK_BUCKET": storage.buckets.work.bucket_name,
                "EXPORT_QUEUE_URL": storage.exports.queue.queue_url,
                "BATCH_QUEUE_URL": storage.batches.queue.queue_url,
                **permissions.athena_environment(self._config),
            },
            layers=["index", "excel"],
        )
        # The own fields, and leads whose entries in the log a rebuild has overtaken.
        permissions.allow_table(function, storage.leads, permissions.READ_LEADS)
        permissions.allow_reading_index(function, storage)
        # The import whose report is exported, and bulk changes whose leads are found here and cut into batches.
        permissions.allow_table(function, storage.imports, ["GetItem", "UpdateItem"])
        permissions.allow_export_files(function, storage, ["GetObject", "PutObject"])
        permissions.allow_duplicates(function, storage)
        permissions.allow_import_files(function, storage, ["GetObject", "PutObject"])
        function.allow(["sqs:SendMessage"], [storage.exports.queue.queue_arn, storage.batches.queue.queue_arn])
        permissions.allow_deliveries(function, storage, ["PutObject"])
        consume(function, storage.exports, batch_size=1)
        return function

    def _user_api(self) -> CrmFunction:
        pool = self._storage.users.pool
        function = self._function("UserApi", "user_api", function_sizes.USER_API, {"USER_POOL_ID": pool.user_pool_id})
        permissions.allow_changing_users(function, self._storage)
        return function

    def _chatbot(self) -> CrmFunction:
        storage = self._storage
        function = self._function(
            "Chatbot",
            "chatbot",
            function_sizes.CHATBOT,
            {
                "LEADS_TABLE": storage.leads.table_name,
                "CHANGES_TABLE": storage.changes.table_name,
                "WORK_BUCKET": storage.buckets.work.bucket_name,
                **permissions.deepseek_environment(self._config, storage),
                **permissions.athena_environment(self._config),
            },
            layers=["index"],
        )
        # As the exporter.
        permissions.allow_table(function, storage.leads, permissions.READ_LEADS)
        permissions.allow_reading_index(function, storage)
        permissions.allow_deepseek_key(function, storage)
        return function
