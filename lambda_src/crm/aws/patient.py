"""Clients that wait until AWS is less busy, and answer batches as a whole.

boto3 repeats a call that was throttled a few times, and no single entry of a batch: DynamoDB answers 200 with an error
for a statement, or names keys that it did not get to; SQS names messages that it did not take. Here all of these are
asked for again, by themselves, as long as the function's time allows (`crm.patience`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from botocore.exceptions import ClientError

from crm.patience import OutOfPatienceError, Patience

_Client = TypeVar("_Client")
_Call = Callable[..., Any]
_Answer = dict[str, Any]

BUSY = frozenset(
    {
        # An answer without a body that tells more, as every one to HEAD, with which a download begins.
        "500",
        "502",
        "503",
        "504",
        # DynamoDB: of calls, and of single statements (API_BatchStatementError).
        "InternalServerError",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingError",
        "ThrottlingException",
        # DynamoDB: a transaction is under way on the item, or the first try of this one still is.
        "TransactionConflictException",
        "TransactionInProgressException",
        # S3
        "InternalError",
        "ServiceUnavailable",
        "SlowDown",
        # SQS, Cognito, Lambda, and keys of KMS behind any of them
        "KMS.ThrottlingException",
        "KmsThrottled",
        "RequestThrottled",
        "RequestThrottledException",
        "Throttling",
        "ThrottledException",
        "TooManyRequestsException",
    }
)
"""Error codes of a service that may answer a moment later, as botocore's standard mode names them, and DynamoDB's."""


def is_busy(error: Exception) -> bool:
    """Whether a service has refused a call only for now; DynamoDB tells it of each action of a transaction."""
    if not isinstance(error, ClientError):
        return False
    reasons: list[Any] = error.response.get("CancellationReasons", [])
    return error.response["Error"]["Code"] in BUSY or any(reason.get("Code") in BUSY for reason in reasons)


def tries_before(error: ClientError) -> int:
    """How often a call was made before it was refused so. Each time it may have been done, and its answer lost."""
    tries: int = error.response["ResponseMetadata"].get("RetryAttempts", 0)
    return tries


def patient(client: _Client, patience: Patience) -> _Client:
    """The client, whose calls are repeated while AWS is busy.

    Its calls raise `OutOfPatienceError` when that takes too long. A batch of reads, statements or messages is answered
    once no entry of it is left that AWS did not get to.
    """
    return cast("_Client", _Patient(client, patience))


class _Patient:
    def __init__(self, client: Any, patience: Patience) -> None:
        self._client = client
        self._patience = patience

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._client, name)
        if not callable(attribute) or isinstance(attribute, type):
            return attribute
        once = self._repeated(attribute)
        batch = _BATCHES.get(name)
        call = once if batch is None else self._whole(once, batch)
        # A client is kept for the life of a function: the next call finds it at once.
        self.__dict__[name] = call
        return call

    def get_paginator(self, name: str) -> Any:
        paginator = self._client.get_paginator(name)
        paginator._method = getattr(self, name)
        return paginator

    def _repeated(self, call: _Call) -> _Call:
        def repeated(*arguments: Any, **request: Any) -> Any:
            refused = 0
            while True:
                try:
                    return call(*arguments, **request)
                except ClientError as error:
                    if not is_busy(error):
                        error.response["ResponseMetadata"]["RetryAttempts"] = tries_before(error) + refused
                        raise
                    if any(hasattr(argument, "read") for argument in (*arguments, *request.values())):
                        raise OutOfPatienceError("AWS was too busy to take a file, of which a part is read") from error
                self._patience.pause(refused)
                refused += 1

        return repeated

    def _whole(self, call: _Call, batch: _Batch) -> _Call:
        def whole(**request: Any) -> _Answer:
            answer: _Answer = call(**request)
            refused = 0
            while left := batch.left(request, answer):
                self._patience.pause(refused)
                batch.merge(answer, call(**request | left))
                refused += 1
            return answer

        return whole


@dataclass(frozen=True, slots=True)
class _Batch:
    """A call of several entries.

    Args:
        left: given request and answer, the part of a request that asks for the entries that AWS did not get to; empty
            when there are none.
        merge: takes the answer for these into the first one.
    """

    left: Callable[[_Answer, _Answer], _Answer]
    merge: Callable[[_Answer, _Answer], None]


def _unprocessed(name: str) -> _Batch:
    """A batch whose answer has, under this name, what is left, as it is to be asked for."""

    def left(_request: _Answer, answer: _Answer) -> _Answer:
        return {"RequestItems": answer[name]} if answer.get(name) else {}

    def merge(answer: _Answer, again: _Answer) -> None:
        for table, items in again.get("Responses", {}).items():
            answer["Responses"].setdefault(table, []).extend(items)
        answer[name] = again.get(name, {})

    return _Batch(left, merge)


def _busy_places(answer: _Answer) -> list[int]:
    """The places of the statements that AWS did not get to."""
    return [place for place, one in enumerate(answer["Responses"]) if one.get("Error", {}).get("Code") in BUSY]


def _statements_left(request: _Answer, answer: _Answer) -> _Answer:
    places = _busy_places(answer)
    return {"Statements": [request["Statements"][place] for place in places]} if places else {}


def _merge_statements(answer: _Answer, again: _Answer) -> None:
    for place, response in zip(_busy_places(answer), again["Responses"], strict=True):
        answer["Responses"][place] = response


def _messages_left(request: _Answer, answer: _Answer) -> _Answer:
    failed = {one["Id"] for one in answer.get("Failed", ()) if not one["SenderFault"]}
    return {"Entries": [one for one in request["Entries"] if one["Id"] in failed]} if failed else {}


def _merge_messages(answer: _Answer, again: _Answer) -> None:
    answer["Successful"] = [*answer.get("Successful", ()), *again.get("Successful", ())]
    answer["Failed"] = [one for one in answer["Failed"] if one["SenderFault"]] + again.get("Failed", [])


_BATCHES = {
    "batch_execute_statement": _Batch(_statements_left, _merge_statements),
    "batch_get_item": _unprocessed("UnprocessedKeys"),
    "batch_write_item": _unprocessed("UnprocessedItems"),
    "send_message_batch": _Batch(_messages_left, _merge_messages),
}
