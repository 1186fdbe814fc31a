"""What functions may do with state, in the words of the design; the consuming stack grants it.

Statements name actions and resources one by one. Nobody gets `PutItem`, `BatchWriteItem` or `DeleteItem` on the
imports table: an import's counters and final state only ever change by a conditional update.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import aws_dynamodb as dynamodb

from easy_crm.config import EnvironmentConfig
from easy_crm.constructs.buckets import EXPORTS_FOLDER, IMPORTS_FOLDER, UPLOADS_FOLDER
from easy_crm.constructs.crm_function import CrmFunction
from easy_crm.storage_stack import StorageStack


def deepseek_environment(config: EnvironmentConfig, storage: StorageStack) -> Mapping[str, str]:
    """What a function needs to find DeepSeek and the name, not the content, of the secret with its key."""
    return {
        "DEEPSEEK_SECRET_ID": storage.deepseek_secret.secret_arn,
        "DEEPSEEK_BASE_URL": config.deepseek_base_url,
        "DEEPSEEK_MODEL": config.deepseek_model,
    }


def import_environment(storage: StorageStack) -> Mapping[str, str]:
    """What a function needs to find imports with their files, and the leads that they made."""
    return {
        "IMPORTS_TABLE": storage.imports.table_name,
        "LEADS_TABLE": storage.leads.table_name,
        "HISTORY_TABLE": storage.history.table_name,
        "WORK_BUCKET": storage.buckets.work.bucket_name,
    }


def allow_table(function: CrmFunction, table: dynamodb.ITable, actions: Sequence[str]) -> None:
    """`actions` without their `dynamodb:`, on the table and on none of its indexes."""
    function.allow([f"dynamodb:{action}" for action in actions], [table.table_arn])


def allow_index(function: CrmFunction, table: dynamodb.ITable, index: str) -> None:
    """Queries on one index."""
    function.allow(["dynamodb:Query"], [f"{table.table_arn}/index/{index}"])


def allow_uploads(function: CrmFunction, storage: StorageStack, actions: Sequence[str]) -> None:
    """`actions` without their `s3:`, on uploaded files."""
    function.allow_objects(
        [f"s3:{action}" for action in actions],
        storage.buckets.uploads,
        UPLOADS_FOLDER,
        reason="An upload's name holds the import's id, which is made when a person uploads.",
    )


def allow_import_files(function: CrmFunction, storage: StorageStack, actions: Sequence[str]) -> None:
    """`actions` without their `s3:`, on the batches and ledgers of imports."""
    _allow_work_files(
        function, storage, IMPORTS_FOLDER, actions, "Batches and ledgers are named after imports, which come and go."
    )


def allow_export_files(function: CrmFunction, storage: StorageStack, actions: Sequence[str]) -> None:
    """`actions` without their `s3:`, on exported files."""
    _allow_work_files(
        function, storage, EXPORTS_FOLDER, actions, "Exported files are named after exports, which come and go."
    )


def _allow_work_files(
    function: CrmFunction, storage: StorageStack, folder: str, actions: Sequence[str], reason: str
) -> None:
    work = storage.buckets.work
    function.allow_objects([f"s3:{action}" for action in actions], work, folder, reason=reason)
    # Who may not list a bucket is told 403 instead of 404 for a file that is not there, and a file that is not
    # there yet is how a retry knows what is left to do. A condition on the prefix would bring the 403 back.
    function.allow(["s3:ListBucket"], [work.bucket_arn])


def allow_deepseek_key(function: CrmFunction, storage: StorageStack) -> None:
    """Reads the key; only functions that call DeepSeek get this."""
    function.allow(["secretsmanager:GetSecretValue"], [storage.deepseek_secret.secret_arn])
