"""A table that takes only so many writes a second, and in some minutes none: what it refuses, DynamoDB would refuse."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

from tests.doubles.client import FakeClient, Refused, Request, Response, client_error

_WRITES = {"put_item": "PutItem", "update_item": "UpdateItem", "delete_item": "DeleteItem"}
_CODES = ("ThrottlingError", "ProvisionedThroughputExceeded", "RequestLimitExceeded", "InternalServerError")
"""What single statements are refused with (API_BatchStatementError)."""

PERIOD_S = 600.0
"""Of the minutes in which nothing is taken: they begin anew after so many seconds."""


class Throughput:
    """The writes that one table takes.

    Args:
        table: its name.
        clock: seconds.
        writes_per_second: how many it takes, saved up for one second at most.
        closed_seconds: how long it takes none, at the beginning of each `PERIOD_S`.
        seed: of the codes of refusals.

    Attributes:
        refused: writes that were refused so far.
    """

    def __init__(
        self, table: str, clock: Callable[[], float], *, writes_per_second: int, closed_seconds: float, seed: int = 0
    ) -> None:
        self.table = table
        self.refused = 0
        self._clock = clock
        self._rate = writes_per_second
        self._closed = closed_seconds
        self._began = self._filled = clock()
        self._saved = float(writes_per_second)
        self._chance = random.Random(seed)
        self._lock = threading.Lock()

    def take(self, wanted: int) -> int:
        """Takes as many of these writes as it can; returns how many."""
        with self._lock:
            now = self._clock()
            self._saved = min(self._rate, self._saved + (now - self._filled) * self._rate)
            self._filled = now
            taken = 0 if (now - self._began) % PERIOD_S < self._closed else min(wanted, int(self._saved))
            self._saved -= taken
            self.refused += wanted - taken
            return taken

    def code(self) -> str:
        """What a statement is refused with."""
        return self._chance.choice(_CODES)


ClientT = TypeVar("ClientT", bound=FakeClient)


def limited(client: ClientT, throughput: Throughput) -> ClientT:
    """The double of DynamoDB, one table of which takes only so many writes."""
    return cast("ClientT", _Limited(client, throughput))


class _Limited:
    def __init__(self, client: Any, throughput: Throughput) -> None:
        self._client = client
        self._throughput = throughput

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._client, name)
        if name not in _WRITES:
            return attribute

        def write(**request: Any) -> Response:
            if request["TableName"] == self._throughput.table and not self._throughput.take(1):
                code = "ProvisionedThroughputExceededException"
                raise client_error("dynamodb", _WRITES[name], Refused(code, "Try again later"))
            return cast("Response", attribute(**request))

        return write

    def batch_execute_statement(self, **request: Any) -> Response:
        """Does the first statements, if all are of the limited table, and refuses the others one by one."""
        statements: list[Request] = request["Statements"]
        if not all(f'"{self._throughput.table}"' in one["Statement"] for one in statements):
            return cast("Response", self._client.batch_execute_statement(**request))
        taken = self._throughput.take(len(statements))
        done: list[Any] = []
        if taken:
            answer = self._client.batch_execute_statement(**request | {"Statements": statements[:taken]})
            done = answer["Responses"]
        late = [{"Error": {"Code": self._throughput.code(), "Message": "Try again later"}} for _ in statements[taken:]]
        return {"Responses": [*done, *late], "ResponseMetadata": {"HTTPStatusCode": 200}}
