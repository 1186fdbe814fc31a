"""What functions do in AWS while they run on the doubles, compared with what their roles allow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError
from crm.aws import clients
from crm.deepseek import key

from easy_crm.templates import System
from tests.crm_in_memory import CrmInMemory
from tests.doubles.client import operation_name


class Right(NamedTuple):
    """An action on a resource: `dynamodb:GetItem` on `Leads`, `s3:PutObject` on `BucketsWork/chains/*`."""

    action: str
    resource: str


TABLES = {"leads": "Leads", "imports": "Imports", "mappings": "Mappings", "changes": "LeadChanges"}
BUCKETS = {"uploads": "BucketsUploads", "work": "BucketsWork"}
QUEUES = {
    "intake": "IntakeQueue",
    "intake-dead": "IntakeDeadLetters",
    "batch": "BatchesQueue",
    "batch-dead": "BatchesDeadLetters",
    "export": "ExportsQueue",
    "export-dead": "ExportsDeadLetters",
    "index": "IndexQueue",
    "index-dead": "IndexDeadLetters",
}
LOG = "index/changes"
_OBJECTS = {
    "get_object": "s3:GetObject",
    "head_object": "s3:GetObject",
    "download_file": "s3:GetObject",
    "put_object": "s3:PutObject",
    "upload_file": "s3:PutObject",
    "upload_fileobj": "s3:PutObject",
    "generate_presigned_post": "s3:PutObject",
    "delete_object": "s3:DeleteObject",
}
_PARTIQL = {"INSERT": "PartiQLInsert", "UPDATE": "PartiQLUpdate", "DELETE": "PartiQLDelete", "SELECT": "PartiQLSelect"}


def allowed(system: System, function: str) -> set[Right]:
    """What a function's role allows on state; without its log."""
    found = set()
    for statement in system.statements(function):
        for resource in statement.resources:
            place = system.follow(statement.role.stack, resource)
            assert place is not None, resource
            below = resource["Fn::Join"][1][-1] if isinstance(resource, dict) and "Fn::Join" in resource else ""
            name = re.sub(r"[0-9A-F]{8}$", "", place.logical_id) + (below if isinstance(below, str) else "")
            found |= {Right(action, name) for action in statement.actions if not action.startswith("logs:")}
    return found


class Watch:
    """Notes what each function does, and refuses what its role does not allow, as AWS does.

    Args:
        rights: what the role of each function allows.

    Attributes:
        used: what each function has done.
        refused: what it has tried and may not.
    """

    def __init__(self, rights: Mapping[str, set[Right]]) -> None:
        self._rights = rights
        self.function: str | None = None
        self.used: dict[str, set[Right]] = {name: set() for name in rights}
        self.refused: set[tuple[str, Right]] = set()

    @contextmanager
    def running(self, function: str) -> Iterator[None]:
        before, self.function = self.function, function
        try:
            yield
        finally:
            self.function = before

    def note(self, right: Right) -> None:
        """Raises `ClientError` for what the running function may not do."""
        function = self.function
        if function is None:
            return
        if right not in self._rights[function]:
            # The log of changes is in a folder of the index.
            right = right._replace(resource=right.resource.replace(f"/{LOG}/", "/index/"))
        if right not in self._rights[function]:
            self.refused.add((function, right))
            raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": str(right)}}, right.action)
        self.used[function].add(right)


class Watched:
    """A client whose calls are noted before they are made."""

    def __init__(self, client: Any, watch: Watch) -> None:
        self._client = client
        self._watch = watch

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._client, name)
        return partial(self._call, name, attribute) if callable(attribute) else attribute

    def _call(self, name: str, method: Callable[..., Any], *positional: Any, **named: Any) -> Any:
        for right in _rights_of(name, positional, named):
            self._watch.note(right)
        try:
            return method(*positional, **named)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                # S3 tells that an object is not there to nobody but those who may list the bucket.
                self._watch.note(Right("s3:ListBucket", BUCKETS[named["Bucket"]]))
            raise


def _rights_of(name: str, positional: tuple[Any, ...], named: Mapping[str, Any]) -> Iterator[Right]:
    if name in _OBJECTS:
        bucket, place = (named["Bucket"], named["Key"]) if "Bucket" in named else _bucket_and_key(name, positional)
        of_version = "Version" if "VersionId" in (named.get("ExtraArgs") or named) else ""
        yield Right(_OBJECTS[name] + of_version, f"{BUCKETS[bucket]}/{_folder(place)}/*")
    elif name in ("delete_objects", "list_objects_v2"):
        yield from _rights_on_many(name, named)
    elif name == "generate_presigned_url":
        parameters = named.get("Params") or positional[1]
        yield from _rights_of(named.get("ClientMethod") or positional[0], (), parameters)
    elif name == "batch_execute_statement":
        for statement in named["Statements"]:
            verb, table = re.findall(r'^(\w+)[^"]*"([^"]+)"', statement["Statement"])[0]
            yield Right(f"dynamodb:{_PARTIQL[verb]}", TABLES[table])
    elif name == "transact_write_items":
        for action in named["TransactItems"]:
            ((kind, of),) = action.items()
            yield Right(f"dynamodb:{kind}Item", TABLES[of["TableName"]])
    elif name == "batch_get_item":
        yield from (Right("dynamodb:BatchGetItem", TABLES[table]) for table in named["RequestItems"])
    elif "TableName" in named:
        index = f"/index/{named['IndexName']}" if "IndexName" in named else ""
        action = "".join(part.capitalize() for part in name.split("_"))
        yield Right(f"dynamodb:{action}", TABLES[named["TableName"]] + index)
    elif "QueueUrl" in named or "QueueName" in named:
        queue = QUEUES[str(named.get("QueueName") or named["QueueUrl"]).rpartition("/")[2]]
        action = "".join(part.capitalize() for part in name.removesuffix("_batch").split("_"))
        yield Right(f"sqs:{action}", queue)
    elif name == "get_paginator" or "UserPoolId" in named:
        yield Right(f"cognito-idp:{operation_name(positional[0] if positional else name)}", "UsersPool")
    else:
        raise NotImplementedError(name)


def _rights_on_many(name: str, named: Mapping[str, Any]) -> Iterator[Right]:
    """What it takes to list objects, or to delete several."""
    if name == "list_objects_v2":
        yield Right("s3:ListBucket", BUCKETS[named["Bucket"]])
        return
    for one in named["Delete"]["Objects"]:
        yield Right("s3:DeleteObject", f"{BUCKETS[named['Bucket']]}/{_folder(one['Key'])}/*")


def _folder(key: str) -> str:
    """The folder of an object by which a role may name it; the log of changes has one within another."""
    return LOG if key.startswith(f"{LOG}/") else key.partition("/")[0]


def _bucket_and_key(name: str, positional: tuple[Any, ...]) -> tuple[str, str]:
    place = 1 if name == "upload_fileobj" else 0
    return positional[place], positional[place + 1]


class WatchedCrm(CrmInMemory):
    """The CRM in memory, in which each function may do only what its role allows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, watch: Watch) -> None:
        super().__init__(monkeypatch)
        self.watch = watch
        self._clients: dict[tuple[int, str | None], Watched] = {}
        for service in ("dynamodb", "s3", "sqs", "cognito"):
            monkeypatch.setattr(clients, service, partial(self._client, getattr(clients, service)()))
        fetch = key._fetch

        def read_secret(name: str) -> str:
            watch.note(Right("secretsmanager:GetSecretValue", "DeepSeekKey"))
            return fetch(name)

        monkeypatch.setattr(key, "_fetch", read_secret)

    def _client(self, real: Any) -> Watched:
        """A client for each function, because what a function keeps while it is warm belongs to its client."""
        return self._clients.setdefault((id(real), self.watch.function), Watched(real, self.watch))

    def call(self, handler: Callable[..., Any], method: str, path: str, body: Any = None, **event: Any) -> Any:
        with self.watch.running(function_of(handler)):
            return super().call(handler, method, path, body, **event)

    def deliver(self, url: str, handler: Callable[..., Any], size: int) -> bool:
        return super().deliver(url, partial(self._run, handler), size)

    def _run(self, handler: Callable[..., Any], event: Any, context: Any) -> Any:
        with self.watch.running(function_of(handler)):
            return handler(event, context)


def function_of(handler: Callable[..., Any]) -> str:
    """The function that a handler belongs to."""
    import sys

    (name,) = (
        module.rpartition(".")[2]
        for module, loaded in sys.modules.items()
        if module.startswith("crm.handlers.") and getattr(loaded, "handler", None) is handler
    )
    return name
