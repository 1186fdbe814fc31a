"""Checks of the functions and of what invokes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from easy_crm.operations.deployment import Resource
from easy_crm.operations.validation.model import Aspect, Checker, Probe, at, matches


def function(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    client, wanted = probe.client("lambda"), probe.wanted(resource)
    # Callers invoke a version; $LATEST is only what the next version is published from.
    found = client.get_function_configuration(FunctionName=resource.physical_id)
    for name, key, default in (
        ("handler", "Handler", None),
        ("runtime", "Runtime", None),
        ("timeout, seconds", "Timeout", 3),
        ("memory, MB", "MemorySize", 128),
        ("disk, MB", "EphemeralStorage.Size", 512),
        ("role", "Role", None),
        ("key", "KmsKeyArn", None),
        ("log group", "LoggingConfig.LogGroup", None),
        ("tracing", "TracingConfig.Mode", "PassThrough"),
    ):
        yield Aspect(name, wanted.get(key, default), at(found, key, default))
    yield Aspect("layers", wanted.get("Layers", []), [layer["Arn"] for layer in found.get("Layers", [])])
    variables = at(found, "Environment.Variables", {})
    expected = wanted.get("Environment.Variables", {})
    for name in sorted({*expected, *variables}):
        yield Aspect(f"variable {name}", expected.get(name), variables.get(name))
    if deployed := _deployed_version(probe, resource):
        published = client.get_function_configuration(FunctionName=deployed)
        yield Aspect("code", published.get("CodeSha256"), found.get("CodeSha256"))
    limit = client.get_function_concurrency(FunctionName=resource.physical_id)
    yield Aspect(
        "reserved concurrency",
        wanted.get("ReservedConcurrentExecutions"),
        limit.get("ReservedConcurrentExecutions"),
    )


def alias(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    client, wanted = probe.client("lambda"), probe.wanted(resource)
    name, function = wanted.get("Name"), wanted.get("FunctionName")
    found = client.get_alias(FunctionName=function, Name=name)
    # The version changes with every release and rollback, but it is always a published one.
    version = found["FunctionVersion"]
    yield Aspect("points to a published version", True, version.isdigit())
    yield Aspect("points to one version only", {}, at(found, "RoutingConfig.AdditionalVersionWeights", {}))
    published = client.get_function_configuration(FunctionName=function, Qualifier=version)
    latest = client.get_function_configuration(FunctionName=function)
    for key in ("Timeout", "MemorySize", "Role"):
        yield Aspect(f"{key} of version {version}", latest.get(key), published.get(key))


def version(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    found = probe.client("lambda").get_function_configuration(FunctionName=resource.physical_id)
    yield Aspect("is there", resource.physical_id, found["FunctionArn"])


def layer(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    found = probe.client("lambda").get_layer_version_by_arn(Arn=resource.physical_id)
    yield Aspect("is there", resource.physical_id, found["LayerVersionArn"])


def permission(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = json.loads(probe.client("lambda").get_policy(**_qualified(wanted.get("FunctionName")))["Policy"])
    allowed = [
        (
            at(statement, "Principal.Service") or at(statement, "Principal.AWS") or statement.get("Principal"),
            source(statement),
        )
        for statement in found["Statement"]
        if statement["Effect"] == "Allow"
    ]
    who = (wanted.get("Principal"), wanted.get("SourceArn"))
    yield Aspect("may be called", True, any(matches(who, one) for one in allowed))


def source(statement: Mapping[str, Any]) -> Any:
    """The source ARN that a statement of a function's policy requires; None when it requires none."""
    for condition in ("ArnLike", "ArnEquals", "StringEquals"):
        for key in ("AWS:SourceArn", "aws:SourceArn"):
            if value := at(statement.get("Condition", {}), f"{condition}.{key}"):
                return value
    return None


def mapping(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("lambda").get_event_source_mapping(UUID=resource.physical_id)
    yield Aspect("switched on", wanted.get("Enabled", True), found.get("State") in ("Enabled", "Enabling", "Updating"))
    yield Aspect("queue", wanted.get("EventSourceArn"), found.get("EventSourceArn"))
    yield Aspect("calls", _function(wanted.get("FunctionName")), _function(found.get("FunctionArn")))
    yield Aspect("batch size", wanted.get("BatchSize", 10), found.get("BatchSize"))
    yield Aspect(
        "reports failures per message", wanted.get("FunctionResponseTypes", []), found.get("FunctionResponseTypes", [])
    )
    yield Aspect(
        "maximum concurrency",
        wanted.get("ScalingConfig.MaximumConcurrency"),
        at(found, "ScalingConfig.MaximumConcurrency"),
    )


CHECKERS: Mapping[str, Checker] = {
    "AWS::Lambda::Alias": alias,
    "AWS::Lambda::EventSourceMapping": mapping,
    "AWS::Lambda::Function": function,
    "AWS::Lambda::LayerVersion": layer,
    "AWS::Lambda::Permission": permission,
    "AWS::Lambda::Version": version,
}


def _deployed_version(probe: Probe, function: Resource) -> str | None:
    """The version that CloudFormation published last; CDK's own functions have none."""
    for version in probe.deployment.of_type("AWS::Lambda::Version"):
        if (version.part, version.properties.get("FunctionName")) == (function.part, {"Ref": function.logical_id}):
            return version.physical_id
    return None


def _qualified(function: str) -> dict[str, str]:
    """A function's name or ARN as call arguments; with the alias as qualifier if the permission is the alias's."""
    if function.startswith("arn:") and function.count(":") == 7:
        name, _, qualifier = function.rpartition(":")
        return {"FunctionName": name, "Qualifier": qualifier}
    return {"FunctionName": function}


def _function(name: Any) -> Any:
    """The name and alias in any form of a function's name."""
    return name.rpartition(":function:")[2] if isinstance(name, str) else name
