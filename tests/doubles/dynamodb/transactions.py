"""TransactWriteItems and TransactGetItems: all or nothing, with a reason for each action."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.doubles.client import Refused, Request, Response
from tests.doubles.dynamodb.expressions import check_placeholders, parse_projection, projected
from tests.doubles.dynamodb.tables import Table
from tests.doubles.dynamodb.units import Consumed, read_units, write_units
from tests.doubles.dynamodb.values import copied_item, invalid, taken_item
from tests.doubles.dynamodb.writes import Write, prepare_check, prepare_delete, prepare_put, prepare_update

MAX_ACTIONS = 100
MAX_BYTES = 4 * 1024 * 1024
TOKEN_SECONDS = 600
_PREPARE = {"Put": prepare_put, "Update": prepare_update, "Delete": prepare_delete, "ConditionCheck": prepare_check}


class Transactions:
    """The transactions of one database; the caller holds the lock.

    Args:
        table: finds a table by name.
        clock: seconds since the epoch.
    """

    def __init__(self, table: Callable[[str], Table], clock: Callable[[], float]) -> None:
        self._table = table
        self._clock = clock
        self._tokens: dict[str, tuple[float, str]] = {}

    def write(self, request: Request, consumed: Consumed) -> Response:
        """Carries out all actions or none.

        Raises:
            Refused: TransactionCanceledException with CancellationReasons in the order of the actions;
                ValidationException; IdempotentParameterMismatchException.
        """
        actions = request["TransactItems"]
        if not 0 < len(actions) <= MAX_ACTIONS:
            raise invalid(f"Member must have length less than or equal to {MAX_ACTIONS}")
        writes = [self._prepared(action) for action in actions]
        if len({write.identity for write in writes}) != len(writes):
            raise invalid("Transaction request cannot include multiple operations on one item")
        if self._done_before(request):
            for write in writes:
                # A repeated request is answered from memory and costs reads.
                size = write.table.size(write.key)
                consumed.read(write.table.name, read_units(size, consistent=True, transactional=True))
            return {}
        reasons: list[dict[str, Any]] = []
        results = []
        for write in writes:
            try:
                results.append(write.outcome())
                reasons.append({"Code": "None"})
            except Refused as refused:
                code = "ConditionalCheckFailed" if refused.code.startswith("Conditional") else "ValidationError"
                reasons.append({"Code": code, "Message": refused.message, **refused.details})
        if len(results) < len(writes):
            for write in writes:
                write.count_refusal(consumed, factor=2)
            codes = ", ".join(reason["Code"] for reason in reasons)
            raise Refused(
                "TransactionCanceledException",
                f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
                CancellationReasons=reasons,
            )
        if sum(write.size for write in writes) > MAX_BYTES:
            raise invalid("Transaction request cannot exceed 4MB")
        for write, item in zip(writes, results, strict=True):
            if write.changes:
                write.table.write(write.key, item, write.size, consumed, factor=2)
            else:
                consumed.write(write.table.name, 2 * write_units(write.table.size(write.key)))
        self._remember(request)
        return {}

    def _prepared(self, action: Request) -> Write:
        if len(action) != 1:
            raise invalid("TransactItems can only contain one of Check, Put, Update or Delete")
        kind, inner = next(iter(action.items()))
        return _PREPARE[kind](self._table(inner["TableName"]), inner)

    def _done_before(self, request: Request) -> bool:
        known = self._tokens.get(request.get("ClientRequestToken", ""))
        if known is None or self._clock() - known[0] > TOKEN_SECONDS:
            return False
        if known[1] != _fingerprint(request):
            raise Refused(
                "IdempotentParameterMismatchException",
                "The request uses the same client token as a previous, but non-identical request.",
            )
        return True

    def _remember(self, request: Request) -> None:
        if "ClientRequestToken" in request:
            self._tokens[request["ClientRequestToken"]] = (self._clock(), _fingerprint(request))

    def get(self, request: Request, consumed: Consumed) -> Response:
        """Reads all items as of one moment."""
        gets = [action["Get"] for action in request["TransactItems"]]
        if not 0 < len(gets) <= MAX_ACTIONS:
            raise invalid(f"Member must have length less than or equal to {MAX_ACTIONS}")
        places = []
        for get in gets:
            table = self._table(get["TableName"])
            places.append((table, table.key_of(taken_item(get["Key"]))))
        if len({(table.name, key) for table, key in places}) != len(places):
            raise invalid("Transaction request cannot include multiple operations on one item")
        responses: list[Response] = []
        for get, (table, key) in zip(gets, places, strict=True):
            item = table.items.get(key)
            size = table.size(key)
            consumed.read(table.name, read_units(size, consistent=True, transactional=True))
            if item is not None and "ProjectionExpression" in get:
                names = get.get("ExpressionAttributeNames", {})
                paths, parser = parse_projection(get["ProjectionExpression"], names)
                check_placeholders([parser], names, {})
                item = projected(item, paths)
            responses.append({} if item is None else {"Item": copied_item(item)})
        return {"Responses": responses}


def _fingerprint(request: Request) -> str:
    return json.dumps(request["TransactItems"], sort_keys=True, default=repr)
