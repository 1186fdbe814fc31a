"""The imports table: every write is one conditional `UpdateItem`, and none puts a whole item back."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crm.aws.conditional import is_unmet
from crm.aws.items import from_item, to_attribute
from crm.imports.model import FINAL, OPEN, Import

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Kind(StrEnum):
    """What an item of the table is, for lists of one kind."""

    IMPORT = "import"
    BULK_CHANGE = "bulk change"
    REMAP = "remap"
    """An import whose rows an earlier one has said first: it is found beside that one, and no list has it."""
    REPLACED = "replaced"
    """An import whose file another one has read again: no list has it."""
    DROPPED = "dropped"
    """An import whose file was never uploaded: no list has it."""


class ImportTable:
    """Reads imports, and writes one on a condition.

    Args:
        client: DynamoDB, patient (`crm.aws.patient`).
        table: name of the imports table.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def get(self, import_id: str) -> Import | None:
        """The import, read consistently; None if there is none."""
        answer = self._client.get_item(TableName=self._table, Key={"importId": {"S": import_id}}, ConsistentRead=True)
        item = answer.get("Item")
        return Import.from_item(item) if item and "kind" in item else None

    def page(
        self, *, limit: int, start: dict[str, Any] | None = None, kind: Kind = Kind.IMPORT
    ) -> tuple[list[Import], dict[str, Any] | None]:
        """One page of imports or of bulk changes, newest first, and the next page's start.

        Args:
            limit: at most 100, DynamoDB's limit for the second read.
            start: the one that the previous page returned.
        """
        return self._page("ByCreation", ("kind", kind.value), limit, start, newest_first=True)

    def page_of_open(
        self, *, limit: int, start: dict[str, Any] | None = None
    ) -> tuple[list[Import], dict[str, Any] | None]:
        """As `page`, but imports and bulk changes that have not ended, oldest first."""
        return self._page("Open", (OPEN, "import"), limit, start, newest_first=False)

    def _page(
        self, index: str, key: tuple[str, str], limit: int, start: dict[str, Any] | None, *, newest_first: bool
    ) -> tuple[list[Import], dict[str, Any] | None]:
        query: dict[str, Any] = {"ExclusiveStartKey": {k: to_attribute(v) for k, v in start.items()}} if start else {}
        answer = self._client.query(
            TableName=self._table,
            IndexName=index,
            KeyConditionExpression="#key = :value",
            ExpressionAttributeNames={"#key": key[0]},
            ExpressionAttributeValues={":value": {"S": key[1]}},
            ScanIndexForward=not newest_first,
            Limit=limit,
            **query,
        )
        found = self._get_many([item["importId"]["S"] for item in answer["Items"]])
        last = answer.get("LastEvaluatedKey")
        return found, from_item(last) if last else None

    def _get_many(self, import_ids: list[str]) -> list[Import]:
        if not import_ids:
            return []
        keys: Any = [{"importId": {"S": import_id}} for import_id in import_ids]
        answer = self._client.batch_get_item(RequestItems={self._table: {"Keys": keys}})
        records = map(Import.from_item, answer["Responses"].get(self._table, ()))
        found = {record.import_id: record for record in records}
        return [found[import_id] for import_id in import_ids if import_id in found]

    def _update(
        self, import_id: str, values: dict[str, Any], condition: str, condition_values: dict[str, Any]
    ) -> Import | None:
        """Sets values of an import; one that ends is open no more.

        Args:
            condition: names attributes of `values`, or `status`, with a `#`.
            condition_values: by name, with its colon.

        Returns:
            The import after the write; None if the condition did not hold.
        """
        names = {f"#{name}": name for name in values}
        if "#status" in condition:
            names["#status"] = "status"
        assigned = {f":{name}": value for name, value in values.items()}
        is_ending = values.get("status") in FINAL
        if is_ending:
            names[f"#{OPEN}"] = OPEN
        try:
            answer = self._client.update_item(
                TableName=self._table,
                Key={"importId": {"S": import_id}},
                UpdateExpression="SET "
                + ", ".join(f"#{name} = :{name}" for name in values)
                + (f" REMOVE #{OPEN}" if is_ending else ""),
                ConditionExpression=condition,
                ExpressionAttributeNames=names,
                ExpressionAttributeValues={k: to_attribute(v) for k, v in {**assigned, **condition_values}.items()},
                ReturnValues="ALL_NEW",
            )
        except ClientError as error:
            if is_unmet(error):
                return None
            raise
        return Import.from_item(answer["Attributes"])
