"""The result of a check, and what checkers work with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Any

from easy_crm.operations.deployment import Deployment, Resource


class State(StrEnum):
    """The result of a check."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"
    NOT_CHECKED = "not checked here"


@dataclass(frozen=True, slots=True)
class Check:
    """One aspect of a resource, compared with its template.

    Attributes:
        resource: the resource.
        aspect: what was compared.
        state: the result.
        detail: what was expected and what was found, or why it was not checked; "" when it is right.
    """

    resource: Resource
    aspect: str
    state: State
    detail: str = ""


class NotThere(LookupError):
    """A resource does not exist, and AWS reports that without an error."""


class Unknown:
    """A value in a template that only CloudFormation knows; it equals everything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "(known to CloudFormation only)"


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Aspect:
    """The expected and the actual value of one aspect of a resource."""

    name: str
    wanted: Any
    found: Any


class Properties:
    """A resource's properties with every reference resolved.

    Args:
        values: the properties; values that cannot be known are `UNKNOWN`.
    """

    def __init__(self, values: Any) -> None:
        self._values = values

    def get(self, path: str, default: Any = None) -> Any:
        """The value at `A.B.C`; `default` where the template has none."""
        return at(self._values, path, default)


class Probe:
    """Reads resources from AWS.

    Args:
        deployment: the deployment that holds them.
        resolve: resolves the references in a value of a stack's template.
    """

    def __init__(self, deployment: Deployment, resolve: Callable[[str, Any], Any]) -> None:
        self.deployment = deployment
        self._resolve = resolve
        self._clients: dict[str, Any] = {}
        self._making = Lock()

    def client(self, service: str) -> Any:
        """A boto3 client, shared by all checks and threads."""
        # boto3 clients are thread-safe; the session that creates them is not.
        with self._making:
            if service not in self._clients:
                self._clients[service] = self.deployment.account.client(service)
            return self._clients[service]

    def wanted(self, resource: Resource) -> Properties:
        """The properties of a resource in its template."""
        return Properties(self._resolve(resource.part, resource.properties))


Checker = Callable[[Probe, Resource], Iterator[Aspect]]
"""Compares one resource. A "not found" error of AWS means that the resource is missing."""


def at(value: Any, path: str, default: Any = None) -> Any:
    """The value at `A.B.C` in nested mappings; `default` when there is none."""
    for step in path.split("."):
        if isinstance(value, Unknown):
            return value
        if not isinstance(value, Mapping) or step not in value:
            return default
        value = value[step]
    return value


def matches(wanted: Any, found: Any) -> bool:
    """Whether two values are equal, although APIs and templates write numbers and booleans differently."""
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
"""Placeholder in a text for a part that only CloudFormation knows."""


def plain(value: Any) -> Any:
    """A value in a common notation: whole numbers without a fraction, booleans as words."""
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
    """A value for the table, shortened."""
    text = value if isinstance(value, str) else json.dumps(value, default=repr, ensure_ascii=False)
    text = text.replace(UNKNOWN_TEXT, "…")
    return text if len(text) <= 160 else text[:157] + "..."
