"""The functions that turn an uploaded file into leads, that make every import end, and that keep the read model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from easy_crm import function_sizes, permissions
from easy_crm.bundling.bundler import Bundler
from easy_crm.config import EnvironmentConfig
from easy_crm.constructs.athena_table import AthenaTable
from easy_crm.constructs.crm_function import CrmFunction, FunctionSize
from easy_crm.constructs.queue_worker import consume, consume_dead_letters
from easy_crm.function_stack import FunctionStack
from easy_crm.nag import acknowledge
from easy_crm.storage_stack import StorageStack

SWEEP_MINUTES = 5
INDEX_MINUTES = 1


class ProcessingStack(FunctionStack):
    """The functions behind the queues."""

    def __init__(
        self, scope: Construct, id: str, *, config: EnvironmentConfig, storage: StorageStack, bundler: Bundler
    ) -> None:
        super().__init__(
            scope, id, config=config, summary="from uploaded files to leads", storage=storage, bundler=bundler
        )
        self.lead_splitter = self._lead_splitter()
        self.batch_worker = self._batch_worker()
        self.dead_letter = self._dead_letter()
        self.sweeper = self._sweeper()
        self.index_writer = self._index_writer()
        if config.athena_table:
            self._athena_table()

    @property
    def functions(self) -> Sequence[CrmFunction]:
        """All functions of this stack."""
        return self.lead_splitter, self.batch_worker, self.dead_letter, self.sweeper, self.index_writer

    @property
    def consumers(self) -> Sequence[CrmFunction]:
        """Those that handle messages of queues."""
        return self.lead_splitter, self.batch_worker, self.dead_letter, self.index_writer

    def _lead_splitter(self) -> CrmFunction:
        storage = self._storage
        function = self._function(
            "LeadSplitter",
            "lead_splitter",
            function_sizes.LEAD_SPLITTER,
            {
                "IMPORTS_TABLE": storage.imports.table_name,
                "LEADS_TABLE": storage.leads.table_name,
                "MAPPINGS_TABLE": storage.mappings.table_name,
                "UPLOADS_BUCKET": storage.buckets.uploads.bucket_name,
                "WORK_BUCKET": storage.buckets.work.bucket_name,
                "BATCH_QUEUE_URL": storage.batches.queue.queue_url,
                "USER_POOL_ID": storage.users.pool.user_pool_id,
                **permissions.deepseek_environment(self._config, storage),
            },
            layers=["spreadsheets"],
        )
        permissions.allow_uploads(function, storage, ["GetObject", "GetObjectVersion"])
        permissions.allow_import_files(function, storage, ["GetObject", "PutObject"])
        permissions.allow_table(function, storage.imports, ["GetItem", "UpdateItem"])
        # The own fields, to which columns may go.
        permissions.allow_table(function, storage.leads, ["GetItem"])
        # Mappings, and what headers say.
        permissions.allow_table(function, storage.mappings, ["GetItem", "BatchGetItem", "PutItem"])
        function.allow(["sqs:SendMessage"], [storage.batches.queue.queue_arn])
        permissions.allow_users(function, storage)
        permissions.allow_deepseek_key(function, storage)
        permissions.allow_deliveries(function, storage, ["PutObject"])
        consume(function, storage.intake, batch_size=1)
        return function

    def _batch_worker(self) -> CrmFunction:
        storage = self._storage
        function = self._function(
            "BatchWorker",
            "batch_worker",
            function_sizes.BATCH_WORKER,
            {
                **permissions.import_environment(storage),
                **permissions.deepseek_environment(self._config, storage),
                "EXPORT_QUEUE_URL": storage.exports.queue.queue_url,
            },
        )
        # What finds the duplicates of an import.
        function.allow(["sqs:SendMessage"], [storage.exports.queue.queue_arn])
        permissions.allow_import_files(function, storage, ["GetObject", "PutObject"])
        permissions.allow_table(function, storage.imports, ["GetItem", "UpdateItem"])
        # An undo takes away what there was nothing of before; by hand, leads only move to the bin.
        permissions.allow_table(
            function, storage.leads, [*permissions.READ_LEADS, *permissions.WRITE_LEADS, "PartiQLDelete"]
        )
        permissions.allow_chains(function, storage, ["GetObject", "PutObject"])
        permissions.allow_logging_changes(function, storage)
        permissions.allow_deepseek_key(function, storage)
        permissions.allow_deliveries(function, storage, ["PutObject"])
        consume(function, storage.batches, batch_size=1, max_concurrency=self._config.writer_concurrency)
        return function

    def _dead_letter(self) -> CrmFunction:
        function = self._import_ender("DeadLetter", "dead_letter", function_sizes.DEAD_LETTER)
        works = (self._storage.intake, self._storage.batches, self._storage.exports, self._storage.index)
        for work in works:
            consume_dead_letters(function, work)
        # What Lambda has dropped goes back to where it was; a batch that is closed makes room for the next one.
        queues = [work.queue.queue_arn for work in works]
        function.allow(["sqs:SendMessage", "sqs:GetQueueUrl"], queues)
        permissions.allow_export_files(function, self._storage, ["GetObject", "PutObject"])
        return function

    def _sweeper(self) -> CrmFunction:
        storage = self._storage
        intake, batches = storage.intake.queue, storage.batches.queue
        more = {
            "INTAKE_QUEUE_URL": intake.queue_url,
            "UPLOADS_BUCKET": storage.buckets.uploads.bucket_name,
        }
        function = self._import_ender("Sweeper", "sweeper", function_sizes.SWEEPER, more)
        permissions.allow_table(function, storage.imports, ["BatchGetItem"])
        permissions.allow_index(function, storage.imports, "Open")
        permissions.allow_looking_for_uploads(function, storage)
        function.allow(["sqs:GetQueueAttributes"], [intake.queue_arn, batches.queue_arn])
        self._clock(function, SWEEP_MINUTES, "Ends imports that have not moved for longer than all retries take")
        return function

    def _index_writer(self) -> CrmFunction:
        storage = self._storage
        function = self._function(
            "IndexWriter",
            "index_writer",
            function_sizes.INDEX_WRITER,
            {
                "LEADS_TABLE": storage.leads.table_name,
                "WORK_BUCKET": storage.buckets.work.bucket_name,
                **permissions.log_environment(storage),
                **permissions.athena_environment(self._config),
            },
            layers=["index"],
        )
        permissions.allow_writing_index(function, storage)
        # The own fields, the leads of announcements, and all of them for a rebuild.
        permissions.allow_table(function, storage.leads, ["GetItem", "BatchGetItem", "Scan"])
        permissions.allow_chains(function, storage, ["GetObject"])
        permissions.allow_deliveries(function, storage, ["PutObject"])
        # Each message asks for the same: those of a second are one look into the log.
        consume(function, storage.index, batch_size=10, window_seconds=1)
        self._clock(function, INDEX_MINUTES, "Takes up what no message has told, and what writers that died have left")
        return function

    def _athena_table(self) -> None:
        """Where people query the leads with SQL, and what they need for that."""
        config, storage = self._config, self._storage
        table = AthenaTable(self, "AthenaTable", config=config, bucket=storage.buckets.work, key=storage.key)
        permissions.allow_keeping_athena_table(self.index_writer, storage)
        cdk.CfnOutput(self, "AthenaWorkGroup", value=config.athena_work_group)
        cdk.CfnOutput(self, "AthenaReadersPolicy", value=table.readers.managed_policy_arn)

    def _clock(self, function: CrmFunction, minutes: int, description: str) -> None:
        """Calls a function every so many minutes."""
        clock = events.Rule(
            self,
            f"{function.node.id}Schedule",
            description=description,
            schedule=events.Schedule.rate(cdk.Duration.minutes(minutes)),
            targets=[targets.LambdaFunction(function.live, retry_attempts=2)],
        )
        acknowledge(
            clock,
            "Serverless-EventBusDLQ",
            f"A call that is lost is made up for by the next: they come every {minutes} min.",
        )

    def _import_ender(
        self, id: str, name: str, size: FunctionSize, environment: Mapping[str, str] | None = None
    ) -> CrmFunction:
        """A function that closes batches: it checks which rows were written and counts the others as rejected.

        Args:
            environment: variables besides those for imports.
        """
        storage = self._storage
        function = self._function(id, name, size, {**permissions.import_environment(storage), **(environment or {})})
        permissions.allow_import_files(function, storage, ["GetObject", "PutObject"])
        permissions.allow_table(function, storage.imports, ["GetItem", "UpdateItem"])
        permissions.allow_table(function, storage.leads, permissions.READ_LEADS)
        permissions.allow_chains(function, storage, ["GetObject"])
        permissions.allow_logging_found_leads(function, storage)
        return function
