"""DynamoDB in memory, behind the methods of boto3's low-level client."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from botocore.serialize import create_serializer

from tests.doubles.client import Refused, Request, Response, client_error, operation, service_model
from tests.doubles.dynamodb import reads
from tests.doubles.dynamodb.administration import Administration
from tests.doubles.dynamodb.expressions import check_placeholders, parse_projection, projected
from tests.doubles.dynamodb.statements import Bound, bind_batch, statement_error
from tests.doubles.dynamodb.tables import Key, Table
from tests.doubles.dynamodb.transactions import Transactions
from tests.doubles.dynamodb.units import Consumed, read_units
from tests.doubles.dynamodb.values import Item, copied_item, invalid, item_size, taken_item
from tests.doubles.dynamodb.writes import (
    Write,
    prepare_delete,
    prepare_put,
    prepare_update,
    refuse_legacy,
    returned,
)

MAX_BATCH_GET = 100
MAX_BATCH_WRITE = 25
MAX_BATCH_GET_BYTES = 16 * 1024 * 1024
MAX_REQUEST_BYTES = 16 * 1024 * 1024


class FakeDynamoDB(Administration):
    """A double of `boto3.client("dynamodb")` with DynamoDB's semantics, safe under threads.

    Each call is atomic, except that a batch is, as in AWS, many calls: other threads may come in between its items.

    Args:
        clock: seconds since the epoch; decides how long a transaction's token is remembered.
        stale_read: asked at each eventually consistent read of an item that was written before; True lets the read
            see the item as it was before its latest write. None: every read sees the latest.
        check_parameters: see `FakeClient`.

    Attributes:
        consumed: read and write units of all calls so far.
        between: called between the items of a batch, for a test that wants to come in there.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = lambda: 0.0,
        stale_read: Callable[[], bool] | None = None,
        check_parameters: bool = True,
    ) -> None:
        super().__init__(tracks_stale=stale_read is not None, check_parameters=check_parameters)
        self.consumed = Consumed()
        self.between: Callable[[], None] = lambda: None
        self._stale_read = stale_read
        self._transactions = Transactions(self.table, clock)

    def _checked(self, operation: str, request: Request) -> None:
        super()._checked(operation, request)
        if self.check_parameters and _bytes_on_the_way(operation, request) > MAX_REQUEST_BYTES:
            refused = Refused("RequestEntityTooLarge", "Request Entity Too Large", status=413)
            raise client_error(self.service, operation, refused)

    # Single items

    @operation("GetItem")
    def get_item(self, request: Request) -> Response:
        with self._step() as consumed:
            refuse_legacy(request)
            table = self.table(request["TableName"])
            key = table.key_of(taken_item(request["Key"]))
            item = self._get(table, key, request, bool(request.get("ConsistentRead")), consumed)
            return self._reported({} if item is None else {"Item": item}, request, consumed)

    @operation("PutItem")
    def put_item(self, request: Request) -> Response:
        return self._written(request, prepare_put, ("NONE", "ALL_OLD"))

    @operation("UpdateItem")
    def update_item(self, request: Request) -> Response:
        return self._written(request, prepare_update, ("NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"))

    @operation("DeleteItem")
    def delete_item(self, request: Request) -> Response:
        return self._written(request, prepare_delete, ("NONE", "ALL_OLD"))

    def _written(
        self, request: Request, prepare: Callable[[Table, Request], Write], allowed: tuple[str, ...]
    ) -> Response:
        if request.get("ReturnValues", "NONE") not in allowed:
            raise invalid("Return values set to invalid value")
        with self._step() as consumed:
            write = prepare(self.table(request["TableName"]), request)
            before, after = write.carry_out(consumed)
            attributes = returned(request, write, before, after)
            return self._reported({} if attributes is None else {"Attributes": attributes}, request, consumed)

    # Many items

    @operation("Query")
    def query(self, request: Request) -> Response:
        with self._step() as consumed:
            response = reads.query(self.table(request["TableName"]), request, self._read, consumed)
            return self._reported(response, request, consumed)

    @operation("Scan")
    def scan(self, request: Request) -> Response:
        with self._step() as consumed:
            response = reads.scan(self.table(request["TableName"]), request, self._read, consumed)
            return self._reported(response, request, consumed)

    @operation("BatchGetItem")
    def batch_get_item(self, request: Request) -> Response:
        asked: list[tuple[str, Table, Key, Request]] = []
        for name, wanted in request["RequestItems"].items():
            refuse_legacy(wanted)
            table = self.table(name)
            keys = [table.key_of(taken_item(key)) for key in wanted["Keys"]]
            if len(set(keys)) != len(keys):
                raise invalid("Provided list of item keys contains duplicates")
            asked.extend((name, table, key, wanted) for key in keys)
        if len(asked) > MAX_BATCH_GET:
            raise invalid("Too many items requested for the BatchGetItem call")
        if not asked:
            raise invalid("The requestItems parameter is required for BatchGetItem")
        # AWS promises no order. The reverse one breaks code that relies on the request's.
        responses: dict[str, list[Item]] = {name: [] for name in request["RequestItems"]}
        unprocessed: dict[str, Any] = {}
        total = Consumed()
        size = 0
        for name, table, key, wanted in reversed(asked):
            if size > MAX_BATCH_GET_BYTES:
                rest = unprocessed.setdefault(name, {**wanted, "Keys": []})
                rest["Keys"].append(copied_item(table.key_item(key)))
                continue
            with self._step() as consumed:
                item = self._get(table, key, wanted, bool(wanted.get("ConsistentRead")), consumed)
            total.include(consumed)
            if item is not None:
                size += item_size(item)
                responses[name].append(item)
            self.between()
        return self._reported({"Responses": responses, "UnprocessedKeys": unprocessed}, request, total)

    @operation("BatchWriteItem")
    def batch_write_item(self, request: Request) -> Response:
        writes: list[Write] = []
        for name, entries in request["RequestItems"].items():
            table = self.table(name)
            if not entries:
                raise invalid("The batch write request list for a table cannot be null or empty")
            for entry in entries:
                if len(entry) != 1:
                    raise invalid("Supplied AttributeValue has more than one datatypes set")
                if "PutRequest" in entry:
                    writes.append(prepare_put(table, entry["PutRequest"]))
                else:
                    writes.append(prepare_delete(table, entry["DeleteRequest"]))
        if not 0 < len(writes) <= MAX_BATCH_WRITE:
            raise invalid("Too many items requested for the BatchWriteItem call")
        if len({write.identity for write in writes}) != len(writes):
            raise invalid("Provided list of item keys contains duplicates")
        total = Consumed()
        for write in writes:
            with self._step() as consumed:
                write.carry_out(consumed)
            total.include(consumed)
            self.between()
        return self._reported({"UnprocessedItems": {}}, request, total)

    # Transactions

    @operation("TransactWriteItems")
    def transact_write_items(self, request: Request) -> Response:
        with self._step() as consumed:
            return self._reported(self._transactions.write(request, consumed), request, consumed)

    @operation("TransactGetItems")
    def transact_get_items(self, request: Request) -> Response:
        with self._step() as consumed:
            return self._reported(self._transactions.get(request, consumed), request, consumed)

    # PartiQL

    @operation("ExecuteStatement")
    def execute_statement(self, request: Request) -> Response:
        if "Limit" in request or "NextToken" in request:
            raise NotImplementedError("The double does not page SELECT: use Query")
        with self._step() as consumed:
            items = Bound.of(request, self.table).carry_out(self._read, consumed)
            return self._reported({"Items": items}, request, consumed)

    @operation("BatchExecuteStatement")
    def batch_execute_statement(self, request: Request) -> Response:
        responses: list[Response] = []
        total = Consumed()
        for bound in bind_batch(request["Statements"], self.table):
            if isinstance(bound, Refused):
                responses.append({"Error": statement_error(bound)})
                continue
            response: Response = {"TableName": bound.table.name}
            with self._step() as consumed:
                try:
                    items = bound.carry_out(self._read, consumed)
                    if items:
                        response["Item"] = items[0]
                except Refused as refused:
                    response["Error"] = statement_error(refused)
            total.include(consumed)
            responses.append(response)
            self.between()
        return self._reported({"Responses": responses}, request, total)

    # Shared

    def _step(self) -> _Step:
        """Holds the lock during one atomic step and adds its units to the total, also when it is refused."""
        return _Step(self._lock, self.consumed)

    @staticmethod
    def _reported(response: Response, request: Request, consumed: Consumed) -> Response:
        detail = request.get("ReturnConsumedCapacity", "NONE")
        if detail != "NONE":
            reports = consumed.report(detail)
            one = "TableName" in request or "Statement" in request
            response["ConsumedCapacity"] = reports[0] if one else reports
        return response

    def _read(self, table: Table, key: Key, consistent: bool) -> Item | None:
        if consistent or table.stale is None or key not in table.stale:
            return table.items.get(key)
        if self._stale_read is not None and self._stale_read():
            return table.stale[key]
        return table.items.get(key)

    def _get(self, table: Table, key: Key, request: Request, consistent: bool, consumed: Consumed) -> Item | None:
        """One item's wanted part, copied for the caller."""
        paths = None
        names = request.get("ExpressionAttributeNames", {})
        if "ProjectionExpression" in request:
            paths, parser = parse_projection(request["ProjectionExpression"], names)
            check_placeholders([parser], names, {})
        elif names:
            raise invalid("ExpressionAttributeNames can only be specified when using expressions")
        item = self._read(table, key, consistent)
        newest = item is table.items.get(key)
        size = table.size(key) if newest else item_size(item) if item else 0
        consumed.read(table.name, read_units(size, consistent=consistent))
        if item is None:
            return None
        return copied_item(item if paths is None else projected(item, paths))


def _bytes_on_the_way(operation: str, request: Request) -> int:
    """The length of the body that boto3 sends: a letter beyond ASCII takes six bytes or more."""
    serializer = create_serializer("json", include_validation=False)
    model = service_model(FakeDynamoDB.service).operation_model(operation)
    return len(serializer.serialize_to_request(request, model)["body"])


class _Step:
    """One atomic step and its units. A class, as a step of a generator takes twice the time and a simulation many."""

    __slots__ = ("_lock", "_total", "consumed")

    def __init__(self, lock: threading.RLock, total: Consumed) -> None:
        self._lock = lock
        self._total = total
        self.consumed = Consumed()

    def __enter__(self) -> Consumed:
        self._lock.acquire()
        return self.consumed

    def __exit__(self, *_error: object) -> None:
        self._total.include(self.consumed)
        self._lock.release()
