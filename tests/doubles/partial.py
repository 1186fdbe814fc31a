"""Calls of which AWS does only a part, and says so in its answer."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.doubles.client import Request, Response

Perform = Callable[[Request], Response]

_PAGED = {"Query": "Limit", "Scan": "Limit", "ListObjectsV2": "MaxKeys"}
_ENTRIES = {
    "BatchExecuteStatement": "Statements",
    "SendMessageBatch": "Entries",
    "DeleteMessageBatch": "Entries",
}


def can_be_partial(operation: str, request: Request) -> bool:
    """Whether AWS may do only a part of this call: a page is cut short, or a batch of several loses some."""
    if operation in _PAGED:
        return True
    if operation == "BatchWriteItem":
        return sum(map(len, request["RequestItems"].values())) > 1
    if operation == "BatchGetItem":
        return sum(len(wanted["Keys"]) for wanted in request["RequestItems"].values()) > 1
    if operation == "DeleteObjects":
        return len(request["Delete"]["Objects"]) > 1
    return operation in _ENTRIES and len(request[_ENTRIES[operation]]) > 1


def perform_partly(operation: str, request: Request, perform: Perform, chance: random.Random) -> Response:
    """Does a part chosen at random, never nothing and never all of a batch."""
    if operation in _PAGED:
        name = _PAGED[operation]
        most = min(3, request.get(name, 3))
        return perform(request | {name: chance.randint(1, most)})
    if operation == "BatchWriteItem":
        return _some_items(request, perform, chance, "UnprocessedItems", _requests, lambda _, rest: rest)
    if operation == "BatchGetItem":
        return _some_items(
            request, perform, chance, "UnprocessedKeys", _keys, lambda all_, rest: {**all_, "Keys": rest}
        )
    if operation == "BatchExecuteStatement":
        return _some_statements(request, perform, chance)
    if operation == "DeleteObjects":
        return _some_objects(request, perform, chance)
    return _some_entries(request, perform, chance)


def _requests(of_table: Any) -> list[Any]:
    return list(of_table)


def _keys(of_table: Any) -> list[Any]:
    return list(of_table["Keys"])


def _split(count: int, chance: random.Random) -> set[int]:
    """The places of the entries that are done."""
    return set(chance.sample(range(count), chance.randint(1, count - 1)))


def _some_items(
    request: Request,
    perform: Perform,
    chance: random.Random,
    answer: str,
    entries: Callable[[Any], list[Any]],
    rebuilt: Callable[[Any, list[Any]], Any],
) -> Response:
    tables = request["RequestItems"]
    flat = [(name, entry) for name, of_table in tables.items() for entry in entries(of_table)]
    done = _split(len(flat), chance)

    def part(wanted: bool) -> dict[str, Any]:
        chosen: dict[str, list[Any]] = {}
        for place, (name, entry) in enumerate(flat):
            if (place in done) == wanted:
                chosen.setdefault(name, []).append(entry)
        return {name: rebuilt(tables[name], some) for name, some in chosen.items()}

    response = perform(request | {"RequestItems": part(True)})
    if "Responses" in response:
        response["Responses"] = {name: response["Responses"].get(name, []) for name in tables}
    return response | {answer: part(False)}


def _some_statements(request: Request, perform: Perform, chance: random.Random) -> Response:
    statements = request["Statements"]
    done = _split(len(statements), chance)
    response = perform(request | {"Statements": [statements[place] for place in sorted(done)]})
    answers = iter(response["Responses"])
    response["Responses"] = [
        next(answers)
        if place in done
        else {
            "Error": {
                "Code": chance.choice(["ThrottlingError", "ProvisionedThroughputExceeded", "InternalServerError"]),
                "Message": "Try again later",
            }
        }
        for place in range(len(statements))
    ]
    return response


def _some_objects(request: Request, perform: Perform, chance: random.Random) -> Response:
    objects = request["Delete"]["Objects"]
    done = _split(len(objects), chance)
    some = [one for place, one in enumerate(objects) if place in done]
    response = perform(request | {"Delete": {**request["Delete"], "Objects": some}})
    response["Errors"] = [
        {"Key": one["Key"], "Code": "InternalError", "Message": "We encountered an internal error. Please try again."}
        for place, one in enumerate(objects)
        if place not in done
    ]
    return response


def _some_entries(request: Request, perform: Perform, chance: random.Random) -> Response:
    entries = request["Entries"]
    done = _split(len(entries), chance)
    response = perform(request | {"Entries": [entry for place, entry in enumerate(entries) if place in done]})
    response["Failed"] = [
        {"Id": entry["Id"], "SenderFault": False, "Code": "InternalError", "Message": "Try again later"}
        for place, entry in enumerate(entries)
        if place not in done
    ]
    return response
