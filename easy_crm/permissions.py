"""The permissions and environment variables by which functions use state; the consuming stack grants them.

Statements name each action and resource. No function gets `PutItem`, `BatchWriteItem` or `DeleteItem` on the imports
table: an import's counters and final state change only by conditional updates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import aws_dynamodb as dynamodb

from easy_crm.config import ATHENA_TABLE, EnvironmentConfig
from easy_crm.constructs.buckets import (
    ATHENA_LEADS_FOLDER,
    ATHENA_LIST_FOLDER,
    CHAINS_FOLDER,
    DELIVERIES_FOLDER,
    DUPLICATES_FOLDER,
    EXPORTS_FOLDER,
    IMPORTS_FOLDER,
    INDEX_FOLDER,
    UPLOADS_FOLDER,
)
from easy_crm.constructs.crm_function import CrmFunction
from easy_crm.storage_stack import StorageStack

READ_LEADS = ("GetItem", "BatchGetItem")
"""Actions that reading single leads takes: the salt of the keys, and the leads behind keys."""
LOG_FOLDER = f"{INDEX_FOLDER}/changes"
"""Of the work bucket, for changes that are too many for an item of the log."""
LOG_REASON = "An object of the log is named after its entry, which is made with each write of many leads."
INDEX_REASON = "Files of the read model have a new name each time they are made."
WRITE_LEADS = ("PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem", "PartiQLInsert", "PartiQLUpdate")
"""Actions that writing leads takes: the salt and claims of addresses, and the leads."""

CHANGE_USERS = ("CreateUser", "DeleteUser", "EnableUser", "DisableUser", "AddUserToGroup", "RemoveUserFromGroup")
"""What an admin does to others, as Cognito calls it after `Admin`."""


def deepseek_environment(config: EnvironmentConfig, storage: StorageStack) -> Mapping[str, str]:
    """Variables for DeepSeek's address and for the name, not the content, of the secret that holds its key."""
    return {
        "DEEPSEEK_SECRET_ID": storage.deepseek_secret.secret_arn,
        "DEEPSEEK_BASE_URL": config.deepseek_base_url,
        "DEEPSEEK_MODEL": config.deepseek_model,
    }


def import_environment(storage: StorageStack) -> Mapping[str, str]:
    """Variables for the tables, the bucket and the queue with imports, their files, their leads and their batches."""
    return {
        "BATCH_QUEUE_URL": storage.batches.queue.queue_url,
        "IMPORTS_TABLE": storage.imports.table_name,
        "LEADS_TABLE": storage.leads.table_name,
        "WORK_BUCKET": storage.buckets.work.bucket_name,
        **log_environment(storage),
    }


def log_environment(storage: StorageStack) -> Mapping[str, str]:
    """Variables for writing the log of changes of leads; its objects are in the work bucket."""
    return {"CHANGES_TABLE": storage.changes.table_name, "INDEX_QUEUE_URL": storage.index.queue.queue_url}


def athena_environment(config: EnvironmentConfig) -> Mapping[str, str]:
    """The variable with the name of the table in Athena, where there is one."""
    return {"ATHENA_TABLE": f"{config.athena_database}.{ATHENA_TABLE}"} if config.athena_table else {}


def allow_table(function: CrmFunction, table: dynamodb.ITable, actions: Sequence[str]) -> None:
    """Allows actions (without the prefix `dynamodb:`) on the table, but not on its indexes."""
    function.allow([f"dynamodb:{action}" for action in actions], [table.table_arn])


def allow_index(function: CrmFunction, table: dynamodb.ITable, index: str) -> None:
    """Allows queries on one index."""
    function.allow(["dynamodb:Query"], [f"{table.table_arn}/index/{index}"])


def allow_uploads(function: CrmFunction, storage: StorageStack, actions: Sequence[str]) -> None:
    """Allows actions (without the prefix `s3:`) on uploaded files."""
    function.allow_objects(
        [f"s3:{action}" for action in actions],
        storage.buckets.uploads,
        UPLOADS_FOLDER,
        reason="An upload's name holds the import's id, which is made when a person uploads.",
    )


def allow_looking_for_uploads(function: CrmFunction, storage: StorageStack) -> None:
    """Allows asking whether a file is there; S3 tells that it is not to those only who may list the bucket."""
    allow_uploads(function, storage, ["GetObject"])
    function.allow(["s3:ListBucket"], [storage.buckets.uploads.bucket_arn])


def allow_import_files(function: CrmFunction, storage: StorageStack, actions: Sequence[str]) -> None:
    """Allows actions (without the prefix `s3:`) on the batches and ledgers of imports."""
    reason = "Batches and ledgers are named after imports, which come and go."
    _allow_work_files(function, storage, IMPORTS_FOLDER, actions, reason)


def allow_export_files(function: CrmFunction, storage: StorageStack, actions: Sequence[str]) -> None:
    """Allows actions (without the prefix `s3:`) on exported files."""
    _allow_work_files(
        function, storage, EXPORTS_FOLDER, actions, "Exported files are named after exports, which come and go."
    )


def allow_duplicates(function: CrmFunction, storage: StorageStack) -> None:
    """Allows keeping what searches for duplicates find, and remembering what was dismissed."""
    allow_table(function, storage.changes, ["PutItem"])
    _allow_work_files(
        function,
        storage,
        DUPLICATES_FOLDER,
        ["GetObject", "PutObject", "DeleteObject"],
        "Pages of duplicates are named after searches, which come and go.",
    )


def allow_chains(function: CrmFunction, storage: StorageStack, actions: Sequence[str]) -> None:
    """Allows actions (without the prefix `s3:`) on the pieces of the chains of leads."""
    _allow_work_files(
        function,
        storage,
        CHAINS_FOLDER,
        actions,
        "A piece is named after the import or the lead that it belongs to, and these come and go.",
    )


def allow_deliveries(function: CrmFunction, storage: StorageStack, actions: Sequence[str]) -> None:
    """Allows noting that a message is begun, or with no action counting such notes."""
    _allow_work_files(function, storage, DELIVERIES_FOLDER, actions, "Notes are named after messages.")


def allow_logging_changes(function: CrmFunction, storage: StorageStack) -> None:
    """Allows announcing writes of leads, logging what became of them, and telling the index writer."""
    allow_table(function, storage.changes, ["PutItem", "UpdateItem", "Query"])
    _allow_work_files(function, storage, LOG_FOLDER, ["GetObject", "PutObject"], LOG_REASON)
    function.allow(["sqs:SendMessage"], [storage.index.queue.queue_arn])


def allow_logging_found_leads(function: CrmFunction, storage: StorageStack) -> None:
    """Allows logging leads as they were found, for functions that write none, and telling the index writer."""
    allow_table(function, storage.changes, ["PutItem"])
    _allow_work_files(function, storage, LOG_FOLDER, ["PutObject"], LOG_REASON)
    function.allow(["sqs:SendMessage"], [storage.index.queue.queue_arn])


def allow_reading_index(function: CrmFunction, storage: StorageStack) -> None:
    """Allows reading the read model: the log of changes, the manifest, and the files that they name."""
    allow_table(function, storage.changes, ["Query", "GetItem"])
    _allow_work_files(function, storage, INDEX_FOLDER, ["GetObject"], INDEX_REASON)


def allow_writing_index(function: CrmFunction, storage: StorageStack) -> None:
    """Allows keeping the read model: taking up the log, and making, naming and deleting files."""
    allow_table(function, storage.changes, ["Query", "GetItem", "PutItem", "DeleteItem"])
    _allow_work_files(function, storage, INDEX_FOLDER, ["GetObject", "PutObject", "DeleteObject"], INDEX_REASON)


def allow_keeping_athena_table(function: CrmFunction, storage: StorageStack) -> None:
    """Allows making and deleting files of the table in Athena, and saying which of them it is."""
    _allow_work_files(function, storage, ATHENA_LEADS_FOLDER, ["PutObject", "DeleteObject"], INDEX_REASON)
    listed = storage.buckets.work.arn_for_objects(f"{ATHENA_LIST_FOLDER}/files.txt")
    function.allow(["s3:GetObject", "s3:PutObject"], [listed])


def allow_users(function: CrmFunction, storage: StorageStack) -> None:
    """Allows looking users up by their email address."""
    function.allow(["cognito-idp:ListUsers"], [storage.users.pool.user_pool_arn])


def allow_changing_users(function: CrmFunction, storage: StorageStack) -> None:
    """Allows reading users with their groups, inviting, and changing what they may do; no password of anybody."""
    actions = ("ListUsers", "ListUsersInGroup", *(f"Admin{action}" for action in CHANGE_USERS))
    function.allow([f"cognito-idp:{action}" for action in actions], [storage.users.pool.user_pool_arn])


def _allow_work_files(
    function: CrmFunction,
    storage: StorageStack,
    folder: str,
    actions: Sequence[str],
    reason: str,
) -> None:
    work = storage.buckets.work
    function.allow_objects([f"s3:{action}" for action in actions], work, folder, reason=reason)
    # Without the right to list the bucket, S3 answers 403 instead of 404 for a missing object. By the 404, a retry
    # finds out what is left to do, and a reader of a chain that a piece was deleted. A condition on the prefix would
    # bring the 403 back.
    function.allow(["s3:ListBucket"], [work.bucket_arn])


def allow_deepseek_key(function: CrmFunction, storage: StorageStack) -> None:
    """Allows reading the key; only functions that call DeepSeek need it."""
    function.allow(["secretsmanager:GetSecretValue"], [storage.deepseek_secret.secret_arn])
