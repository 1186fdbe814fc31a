"""Faults between the code and a double: crashes, lost answers, throttling, partial results.

`inject(client, plan)` puts a plan in front of a client. One plan may stand before several clients; it counts all their
calls together, decides at each call what goes wrong, and remembers it, so that a failing run can be told and repeated.
"""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Any, Protocol, TypeVar, cast

from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, ReadTimeoutError

from tests.doubles.client import (
    FakeClient,
    Refused,
    Request,
    Response,
    client_error,
    is_operation,
    operation_name,
    paginator,
)
from tests.doubles.partial import can_be_partial, perform_partly


class SimulatedCrash(BaseException):
    """The process dies here. Not an `Exception`, so that no handler of errors goes on living."""


class Fault(StrEnum):
    """What goes wrong with one call."""

    CRASH_BEFORE = "crash before"
    """The process dies before the call reaches AWS."""
    CRASH_AFTER = "crash after"
    """The call is done and the process dies before it sees the answer."""
    UNREACHABLE = "unreachable"
    """The call does not reach AWS and raises a connection error."""
    LOST_ANSWER = "lost answer"
    """The call is done, and raises a time-out or a closed connection."""
    REPEATED = "repeated"
    """The answer is lost and boto3 repeats the call by itself: done twice, the second answer is seen."""
    THROTTLED = "throttled"
    """AWS refuses the call for now; boto3 has already used up its own retries."""
    CONFLICT = "conflict"
    """A transaction is under way on the same item."""
    PARTIAL = "partial"
    """A batch does only some of its items, a page ends early."""


CRASHES = frozenset({Fault.CRASH_BEFORE, Fault.CRASH_AFTER})
ERRORS = frozenset(set(Fault) - CRASHES)

_THROTTLES = {
    "dynamodb": ("ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"),
    "s3": ("SlowDown",),
    "sqs": ("RequestThrottled",),
}
_CONFLICTS = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"})
_WITH_FILES = frozenset({"UploadFileobj", "DownloadFileobj"})
_TRANSFERS = frozenset({"upload_fileobj", "upload_file", "download_fileobj", "download_file"})


def applies(fault: Fault, service: str, operation: str, request: Request) -> bool:
    """Whether this can happen to this call at all."""
    if fault is Fault.CONFLICT:
        return service == "dynamodb" and operation in _CONFLICTS
    if fault is Fault.THROTTLED:
        return service in _THROTTLES
    if fault is Fault.PARTIAL:
        return can_be_partial(operation, request)
    if fault is Fault.REPEATED:
        # boto3 would wind the file back, which not every file here can do.
        return operation not in _WITH_FILES and not hasattr(request.get("Body"), "read")
    return True


class Plan(Protocol):
    """Decides what goes wrong."""

    random: random.Random

    def at(self, service: str, operation: str, request: Request) -> Fault | None: ...


class FaultPlan:
    """Faults at random, the same for the same seed and the same calls.

    Args:
        seed: of the random numbers.
        rate: the chance of each call to meet a fault, 0 to 1.
        faults: what may happen.
        limit: how many faults there may be at most, so that every run comes to an end.
        only: calls for which it is False never meet a fault: (service, operation, request).
        before_call: called before each call, for a simulation that lets somebody else go on there.

    Attributes:
        rate: may be changed between calls.
        log: every call so far with what went wrong, in order.
    """

    def __init__(
        self,
        seed: int,
        *,
        rate: float = 0.1,
        faults: Collection[Fault] = frozenset(Fault),
        limit: int = 10,
        only: Callable[[str, str, Request], bool] = lambda *_: True,
        before_call: Callable[[], None] = lambda: None,
    ) -> None:
        self.seed = seed
        self.random = random.Random(seed)
        self.log: list[tuple[str, str, str, Fault | None]] = []
        self.left = limit
        self.rate = rate
        self._faults = sorted(faults)
        self._only = only
        self._before_call = before_call
        self._lock = threading.Lock()

    def at(self, service: str, operation: str, request: Request) -> Fault | None:
        """What happens to the call that comes now."""
        self._before_call()
        with self._lock:
            fault = None
            if self.left > 0 and self.random.random() < self.rate and self._only(service, operation, request):
                possible = [fault for fault in self._faults if applies(fault, service, operation, request)]
                if possible:
                    fault = self.random.choice(possible)
                    self.left -= 1
            self.log.append((service, operation, _subject(request), fault))
            return fault

    def __str__(self) -> str:
        return f"seed {self.seed}\n{told(self.log)}"


class ScriptedFaults:
    """Faults at given calls: for going through every call of a run one by one.

    Args:
        script: what happens at which call, counted from 1 over all clients of the plan.
        seed: of what is still random, such as which items of a batch are left out.
    """

    def __init__(self, script: Mapping[int, Fault], *, seed: int = 0) -> None:
        self.script = dict(script)
        self.random = random.Random(seed)
        self.log: list[tuple[str, str, str, Fault | None]] = []
        self._lock = threading.Lock()

    def at(self, service: str, operation: str, request: Request) -> Fault | None:
        """What happens to the call that comes now."""
        with self._lock:
            fault = self.script.get(len(self.log) + 1)
            if fault is not None and not applies(fault, service, operation, request):
                fault = None
            self.log.append((service, operation, _subject(request), fault))
            return fault

    def __str__(self) -> str:
        return told(self.log)


def told(log: Collection[tuple[str, str, str, Fault | None]]) -> str:
    """A log of calls as text, one a line, faults marked."""
    return "\n".join(
        f"{number:4} {service}.{operation} {subject}" + (f"  <-- {fault}" if fault else "")
        for number, (service, operation, subject, fault) in enumerate(log, 1)
    )


def _subject(request: Request) -> str:
    """Which table, object or queue a call is about, and which item, as far as it says."""
    for name in ("TableName", "QueueUrl", "SecretId"):
        if name in request:
            key = request.get("Key")
            values = [next(iter(value.values())) for value in key.values()] if isinstance(key, dict) else []
            return " ".join([str(request[name]).rpartition("/")[2], *map(str, values)])
    if "Bucket" in request:
        return f"{request['Bucket']}/{request.get('Key', request.get('Prefix', ''))}"
    if "RequestItems" in request:
        return ",".join(request["RequestItems"])
    entries = request.get("Statements") or request.get("TransactItems") or ()
    return f"{len(entries)} entries" if entries else ""


ClientT = TypeVar("ClientT", bound=FakeClient)


def inject(client: ClientT, plan: Plan) -> ClientT:
    """The client with the plan's faults in front of its calls; everything else is the client's own."""
    return cast(ClientT, _Faulty(client, plan))


class _Faulty:
    def __init__(self, client: FakeClient, plan: Plan) -> None:
        self._client = client
        self._plan = plan

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._client, name)
        if name not in _TRANSFERS and not (callable(attribute) and is_operation(self._client.service, name)):
            return attribute

        def call(*arguments: Any, **request: Any) -> Response:
            return self._call(name, lambda changed: attribute(*arguments, **changed), request)

        return call

    def get_paginator(self, name: str) -> Any:
        return paginator(self._client.service, name, getattr(self, name))

    def _call(self, name: str, perform: Callable[[Request], Response], request: Request) -> Response:
        operation = operation_name(name)
        service = self._client.service
        fault = self._plan.at(service, operation, request)
        chance = self._plan.random
        if fault is Fault.CRASH_BEFORE:
            raise SimulatedCrash(f"before {service}.{operation}")
        if fault is Fault.UNREACHABLE:
            raise EndpointConnectionError(endpoint_url=f"https://{service}.fake.invalid")
        if fault is Fault.THROTTLED:
            raise client_error(service, operation, _throttled(service, operation, request, chance))
        if fault is Fault.CONFLICT:
            raise client_error(service, operation, _conflict(operation, request, chance))
        if fault is Fault.PARTIAL:
            return perform_partly(operation, request, perform, chance)
        if fault is Fault.REPEATED:
            return _done_twice(operation, request, perform, chance)
        if fault in (Fault.CRASH_AFTER, Fault.LOST_ANSWER):
            with contextlib.suppress(Exception):
                perform(request)
        if fault is Fault.CRASH_AFTER:
            raise SimulatedCrash(f"after {service}.{operation}")
        if fault is Fault.LOST_ANSWER:
            lost = ReadTimeoutError if chance.random() < 0.5 else ConnectionClosedError
            raise lost(endpoint_url=f"https://{service}.fake.invalid")
        return perform(request)


def _done_twice(
    operation: str, request: Request, perform: Callable[[Request], Response], chance: random.Random
) -> Response:
    """The second answer, which tells, as boto3's do, that it is not the first."""
    if operation == "TransactWriteItems":
        # boto3 gives each transaction a token of its own accord, so that its repetition is harmless.
        request = {"ClientRequestToken": f"{chance.getrandbits(128):032x}", **request}
    perform(request)
    try:
        answer = perform(request)
    except ClientError as error:
        error.response["ResponseMetadata"]["RetryAttempts"] = 1
        raise
    # A client's helpers, which carry files, answer nothing.
    return answer and answer | {"ResponseMetadata": {**answer["ResponseMetadata"], "RetryAttempts": 1}}


def _throttled(service: str, operation: str, request: Request, chance: random.Random) -> Refused:
    if operation == "TransactWriteItems":
        return _cancelled(request, "ThrottlingError", "Throughput exceeds the current capacity", chance)
    code = chance.choice(_THROTTLES[service])
    return Refused(code, "Too many requests: try again later", status=503 if service == "s3" else 400)


def _conflict(operation: str, request: Request, chance: random.Random) -> Refused:
    sentence = "Transaction is ongoing for the item"
    if operation == "TransactWriteItems":
        return _cancelled(request, "TransactionConflict", sentence, chance)
    return Refused("TransactionConflictException", sentence)


def _cancelled(request: Request, code: str, message: str, chance: random.Random) -> Refused:
    reasons: list[dict[str, str]] = [{"Code": "None"} for _ in request["TransactItems"]]
    reasons[chance.randrange(len(reasons))] = {"Code": code, "Message": message}
    return Refused(
        "TransactionCanceledException",
        "Transaction cancelled, please refer cancellation reasons for specific reasons "
        f"[{', '.join(reason['Code'] for reason in reasons)}]",
        CancellationReasons=reasons,
    )
