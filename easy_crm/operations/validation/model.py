"""What a check says, and what a checker has to work with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Any

from easy_crm.operations.deployment import Deployment, Resource


class State(StrEnum):
    """How a check ended."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"
    NOT_CHECKED = "not checked here"


@dataclass(frozen=True, slots=True)
class Check:
    """One promise of a template, held against what AWS says.

    Attributes:
        resource: whose promise it is.
        aspect: what was looked at, in words.
        state: how it ended.
        detail: what was promised and what was found, or why it was not checked; "" when it is right.
    """

    resource: Resource
    aspect: str
    state: State
    detail: str = ""


class NotThere(LookupError):
    """AWS knows nothing of a resource, and says so in another way than by an error of its own."""


class Unknown:
    """A part of a template whose value only CloudFormation knows; it equals everything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "(known to CloudFormation only)"


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Aspect:
    """What a template wants of one aspect of a resource, and what is there."""

    name: str
    wanted: Any
    found: Any


class Properties:
    """A resource's properties with every reference resolved.

    Args:
        values: the properties; parts that cannot be known are `UNKNOWN`.
    """

    def __init__(self, values: Any) -> None:
        self._values = values

    def get(self, path: str, default: Any = None) -> Any:
        """The value at `A.B.C`; `default` where the template says nothing."""
        return at(self._values, path, default)


class Probe:
    """Asks AWS about resources.

    Args:
        deployment: whose resources they are.
        resolve: turns a value of a part's template into the deployed one.
    """

    def __init__(self, deployment: Deployment, resolve: Callable[[str, Any], Any]) -> None:
        self.deployment = deployment
        self._resolve = resolve
        self._clients: dict[str, Any] = {}
        self._making = Lock()

    def client(self, service: str) -> Any:
        """A client of AWS; one for all checks, and for all their threads."""
        # Clients may be shared by threads, and boto3's session, which makes them, may not.
        with self._making:
            if service not in self._clients:
                self._clients[service] = self.deployment.account.client(service)
            return self._clients[service]

    def wanted(self, resource: Resource) -> Properties:
        """What the template says of a resource."""
        return Properties(self._resolve(resource.part, resource.properties))


Checker = Callable[[Probe, Resource], Iterator[Aspect]]
"""Compares one resource; an error of AWS that says "not found" means that the resource is missing."""


def at(value: Any, path: str, default: Any = None) -> Any:
    """What lies at `A.B.C` in nested mappings; `default` when there is nothing."""
    for step in path.split("."):
        if isinstance(value, Unknown):
            return value
        if not isinstance(value, Mapping) or step not in value:
            return default
        value = value[step]
    return value


def matches(wanted: Any, found: Any) -> bool:
    """Whether what was found is what is wanted; APIs and templates write numbers and truth in different ways."""
    if isinstance(wanted, Unknown):
        return True
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return wanted.keys() == found.keys() and all(matches(value, found[key]) for key, value in wanted.items())
    if isinstance(wanted, list | tuple) and isinstance(found, list | tuple):
        return len(wanted) == len(found) and all(matches(one, other) for one, other in zip(wanted, found, strict=True))
    if isinstance(wanted, str) and UNKNOWN_TEXT in wanted:
        return isinstance(found, str) and all(piece in found for piece in wanted.split(UNKNOWN_TEXT))
    return bool(plain(wanted) == plain(found))


UNKNOWN_TEXT = "\0unknown\0"
"""Stands in a text for a piece that only CloudFormation knows."""


def plain(value: Any) -> Any:
    """A value as every API would write it: numbers without a fraction, truth as a word."""
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
        case _:
            return value


def shown(value: Any) -> str:
    """A value for the table, short."""
    text = value if isinstance(value, str) else json.dumps(value, default=repr, ensure_ascii=False)
    text = text.replace(UNKNOWN_TEXT, "…")
    return text if len(text) <= 160 else text[:157] + "..."
