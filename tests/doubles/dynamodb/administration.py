"""Creating, describing and looking into the tables of the DynamoDB double."""

from __future__ import annotations

import threading

from tests.doubles.client import ACCOUNT, REGION, FakeClient, Refused, Request, Response, operation
from tests.doubles.dynamodb.tables import Index, Table
from tests.doubles.dynamodb.values import Item, copied_item, invalid


class Administration(FakeClient):
    """The tables themselves, and what a test wants to know of them.

    Args:
        tracks_stale: whether the tables remember what a stale read would see.
        check_parameters: see `FakeClient`.
    """

    service = "dynamodb"

    def __init__(self, *, tracks_stale: bool, check_parameters: bool) -> None:
        super().__init__(check_parameters=check_parameters)
        self._tracks_stale = tracks_stale
        self._tables: dict[str, Table] = {}
        self._lock = threading.RLock()

    def add_table(
        self,
        name: str,
        *keys: str,
        indexes: list[Index] | None = None,
        numbers: tuple[str, ...] = (),
        stream: bool = False,
    ) -> Table:
        """Creates a table at once.

        Args:
            name: its name.
            keys: the hash and, if there is one, the range attribute; texts unless named in `numbers`.
            indexes: its global secondary indexes.
            numbers: the key attributes that are numbers.
            stream: whether changes are recorded in the table's `stream`.
        """
        named = [*keys, *(key for index in indexes or () for key in index.keys)]
        table = Table(
            name,
            keys,
            {key: "N" if key in numbers else "S" for key in named},
            {index.name: index for index in indexes or ()},
            stream=[] if stream else None,
            stale={} if self._tracks_stale else None,
        )
        with self._lock:
            if name in self._tables:
                raise Refused("ResourceInUseException", f"Table already exists: {name}")
            self._tables[name] = table
        return table

    def table(self, name: str) -> Table:
        """The table with this name or ARN.

        Raises:
            Refused: ResourceNotFoundException.
        """
        table = self._tables.get(name.rpartition("/")[2])
        if table is None:
            raise Refused("ResourceNotFoundException", "Requested resource not found")
        return table

    def all_items(self, name: str) -> list[Item]:
        """Every item of a table in the order of a scan, at no cost: for a test to look at."""
        with self._lock:
            table = self.table(name)
            return [copied_item(table.items[key]) for key in table.scan_order() if key in table.items]

    def settle(self) -> None:
        """Ends all staleness: until the next write every read sees the latest."""
        with self._lock:
            for table in self._tables.values():
                if table.stale is not None:
                    table.stale.clear()
                    table.forget_order()

    @operation("CreateTable")
    def create_table(self, request: Request) -> Response:
        types = {one["AttributeName"]: one["AttributeType"] for one in request["AttributeDefinitions"]}
        indexes = [
            Index(
                index["IndexName"],
                _key_names(index["KeySchema"]),
                index["Projection"].get("ProjectionType", "ALL"),
                tuple(index["Projection"].get("NonKeyAttributes", ())),
            )
            for index in request.get("GlobalSecondaryIndexes", ())
        ]
        table = self.add_table(
            request["TableName"],
            *_key_names(request["KeySchema"]),
            indexes=indexes,
            stream=request.get("StreamSpecification", {}).get("StreamEnabled", False),
        )
        used = {*table.keys, *(key for index in indexes for key in index.keys)}
        if used != set(types):
            del self._tables[table.name]
            raise invalid(
                "One or more parameter values were invalid: Some AttributeDefinitions are not used or missing"
            )
        table.types.update(types)
        return {"TableDescription": self._described(table)}

    @operation("DeleteTable")
    def delete_table(self, request: Request) -> Response:
        with self._lock:
            table = self.table(request["TableName"])
            del self._tables[table.name]
            return {"TableDescription": self._described(table) | {"TableStatus": "DELETING"}}

    @operation("DescribeTable")
    def describe_table(self, request: Request) -> Response:
        with self._lock:
            return {"Table": self._described(self.table(request["TableName"]))}

    @operation("ListTables")
    def list_tables(self, request: Request) -> Response:  # noqa: ARG002
        return {"TableNames": sorted(self._tables)}

    @staticmethod
    def _described(table: Table) -> Response:
        return {
            "TableName": table.name,
            "TableStatus": "ACTIVE",
            "TableArn": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table.name}",
            "KeySchema": _key_schema(table.keys),
            "AttributeDefinitions": [
                {"AttributeName": name, "AttributeType": kind} for name, kind in sorted(table.types.items())
            ],
            "ItemCount": len(table.items),
            "GlobalSecondaryIndexes": [
                {
                    "IndexName": index.name,
                    "IndexStatus": "ACTIVE",
                    "KeySchema": _key_schema(index.keys),
                    "Projection": {"ProjectionType": index.projection},
                }
                for index in table.indexes.values()
            ],
        }


def _key_names(schema: list[dict[str, str]]) -> tuple[str, ...]:
    return tuple(one["AttributeName"] for one in sorted(schema, key=lambda one: one["KeyType"]))


def _key_schema(keys: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(keys, ("HASH", "RANGE"), strict=False)]
