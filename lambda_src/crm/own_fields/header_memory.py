"""What the headers of files say of the values below them, kept for whoever has no words of headers.

Only the splitter has these words, so that a new one changes its bundle and no other. It remembers what each header of a
file says. `lead_api` recalls it when it proposes a field for the values that leads have under the header.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from crm.clock import now_iso
from crm.concurrency import chunks
from crm.own_fields.header_kinds import Headed
from crm.said import header_key

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, KeysAndAttributesTypeDef

_KEYS = 100
"""Items of one read, the limit of DynamoDB's BatchGetItem."""


class HeaderMemory:
    """Remembers headers in the mappings table, each under a hash of how own fields compare it.

    Args:
        client: DynamoDB, patient (`crm.aws.patient`).
        table: name of the mappings table.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def recall(self, header: str) -> Headed | None:
        """What the last file with this header said; None where it said nothing, and where no file has had it."""
        key = _key(header)
        return self._known([key]).get(key)

    def remember(self, said: Mapping[str, Headed | None]) -> None:
        """Keeps what headers say, and writes only what is new.

        Args:
            said: by header, as leads have it; None for a header that says nothing, or nothing any more.
        """
        by_key = {_key(header): says for header, says in said.items()}
        known = self._known(by_key)
        for key, says in by_key.items():
            if known.get(key) is not says:
                item: dict[str, AttributeValueTypeDef] = {"signature": {"S": key}, "updatedAt": {"S": now_iso()}}
                self._client.put_item(TableName=self._table, Item=item | ({"says": {"S": says}} if says else {}))

    def _known(self, keys: Collection[str]) -> dict[str, Headed]:
        """What is remembered under each key that says something."""
        known: dict[str, Headed] = {}
        for some in chunks(list(keys), _KEYS):
            wanted: KeysAndAttributesTypeDef = {"Keys": [{"signature": {"S": key}} for key in some]}
            items = self._client.batch_get_item(RequestItems={self._table: wanted})["Responses"].get(self._table, ())
            known |= {item["signature"]["S"]: Headed(item["says"]["S"]) for item in items if "says" in item}
        return known


def _key(header: str) -> str:
    """The key of a header, which no mapping has; its text may be of any length, and somebody's data."""
    return f"header/{hashlib.sha256(header_key(header).encode()).hexdigest()}"
