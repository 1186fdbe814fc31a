"""Which import had the same file before: one small item for each content, so that nobody looks through all imports.

Each import knows the one before it with the same content. One that has brought nothing, or was taken back, is no reason
to warn anybody; then the one before that may be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from crm.aws.conditional import is_unmet
from crm.imports.model import Import
from crm.outcomes import Outcome

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PREFIX = "#file:"
"""Of the keys of these items in the imports table."""
_STEPS = 5
"""Imports without effect that are passed over. Each takes a read."""
_EFFECTS = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)


def import_before(client: DynamoDBClient, table: str, digest: str, import_id: str) -> str | None:
    """Notes that an import has a file, and tells which import had it last; also when it is asked again.

    Args:
        digest: of the file's bytes.

    Returns:
        The other import's id, None for a new file.
    """
    key = {"importId": {"S": f"{PREFIX}{digest}"}}
    try:
        noted = client.update_item(
            TableName=table,
            Key=key,
            # What is on the right is as it was before the write.
            UpdateExpression="SET #before = if_not_exists(#newest, :none), #newest = :this",
            ConditionExpression="attribute_not_exists(#newest) OR #newest <> :this",
            ExpressionAttributeNames={"#before": "before", "#newest": "newest"},
            ExpressionAttributeValues={":this": {"S": import_id}, ":none": {"S": ""}},
            ReturnValues="ALL_NEW",
        )["Attributes"]
    except ClientError as error:
        if not is_unmet(error):
            raise
        noted = client.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    return noted["before"]["S"] or None


def earlier_import(record: Import, get: Callable[[str], Import | None]) -> Import | None:
    """The last import before this one that has brought the same file into leads and was not taken back.

    Args:
        get: reads an import by its id.
    """
    for _ in range(_STEPS):
        if record.same_as is None:
            return None
        earlier = get(record.same_as)
        if earlier is None:
            return None
        if earlier.undo is None and any(earlier.counts.get(outcome, 0) for outcome in _EFFECTS):
            return earlier
        record = earlier
    return None
