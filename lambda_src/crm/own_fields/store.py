"""The own fields as they are stored: one item of the leads table, written only over the version that was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.aws.versioned_items import Document, DocumentTooLargeError, VersionedItems, WrittenMeanwhileError
from crm.errors import Conflict, Invalid
from crm.own_fields.definition import OwnField, OwnFields

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEY = "#fields"
"""Key of the item; no lead's key has such a sign."""


@dataclass(frozen=True, slots=True)
class StoredFields:
    """The own fields, and how often they have been written: 0 where there never were any."""

    fields: OwnFields
    version: int


class OwnFieldStore:
    """Reads and writes the own fields.

    Args:
        client: DynamoDB.
        table: name of the leads table.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._items = VersionedItems(client, table)

    def read(self) -> StoredFields:
        """The own fields, read consistently."""
        document = self._items.read(KEY)
        return StoredFields(tuple(OwnField.from_json(one) for one in document.content or ()), document.version)

    def write(self, fields: OwnFields, read: StoredFields) -> None:
        """Writes the fields in place of those that were read.

        Raises:
            Conflict: `busy`, when somebody else was first.
            Invalid: when they are more than an item holds.
        """
        try:
            self._items.write(KEY, [field.to_json() for field in fields], Document(None, read.version))
        except DocumentTooLargeError as error:
            raise Invalid("All fields together are too long. Please shorten the lists of choices.") from error
        except WrittenMeanwhileError as error:
            raise Conflict("busy", "Someone else is changing the fields. Please try again.") from error
