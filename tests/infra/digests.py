"""The digest of a template: each resource with the properties that decide how it behaves, in words a reviewer reads.

A property is in the digest unless `LEFT_OUT` says why not, so one that nobody thought of shows as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from easy_crm.templates import Place, System
from tests.infra.dashboards import dashboard_widgets, title

WIDTH = 150
_TAGS = "every resource has the same two, which `test_app.py` checks"
_PACKAGED = "a hash of files; `test_versions.py` checks what changes it"
_ALLOWED = "the snapshot of `test_permissions.py` lists what each role may do"
LEFT_OUT = {
    ("*", "Tags"): _TAGS,
    ("AWS::Cognito::UserPool", "UserPoolTags"): _TAGS,
    ("AWS::Lambda::Function", "Code"): _PACKAGED,
    ("AWS::Lambda::LayerVersion", "Content"): _PACKAGED,
    ("Custom::CDKBucketDeployment", "SourceBucketNames"): _PACKAGED,
    ("Custom::CDKBucketDeployment", "SourceObjectKeys"): _PACKAGED,
    ("AWS::IAM::Policy", "PolicyDocument"): _ALLOWED,
    ("AWS::IAM::Policy", "PolicyName"): _ALLOWED,
    ("AWS::CloudWatch::Dashboard", "DashboardBody"): "titles suffice: `test_monitoring.py` checks the metrics",
    ("AWS::ApiGateway::*", "RestApiId"): "there is one API",
}
"""(Type, property) to why it is not in the digest; a star stands for the rest of a type's name."""
# What CDK's names end with: eight digits of a hash, for versions and deployments a second hash behind them.
_HASH = re.compile(r"[0-9A-F]{8}([0-9a-f]{32})?$")
_ASSET = re.compile(r"\b[0-9a-f]{64}\b")
# A function waits for its own role, a deployment for all of its API.
_DEPEND_ON_WHAT_THEY_NAME = ("AWS::Lambda::Function", "AWS::ApiGateway::Deployment")
_SYMBOLS = {
    "GreaterThanThreshold": ">",
    "GreaterThanOrEqualToThreshold": ">=",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "<=",
}


def digest(system: System, stack: str) -> str:
    """A stack as text: its resources by type, then its outputs.

    Args:
        system: all stacks, because references are followed into the others.
        stack: short name, `storage`.
    """
    template = system.templates[stack]
    by_kind: dict[str, list[str]] = {}
    for logical_id in sorted(template["Resources"]):
        by_kind.setdefault(template["Resources"][logical_id]["Type"], []).append(logical_id)
    lines = [f"{stack}: {template['Description']}"]
    for kind, logical_ids in sorted(by_kind.items()):
        lines += ["", kind]
        for logical_id in logical_ids:
            lines += [f"  {line}" for line in resource_lines(system, Place(stack, logical_id))]
    outputs = template.get("Outputs", {})
    # Those that CDK makes for other stacks are spelled out where they are used.
    named = {name: output["Value"] for name, output in outputs.items() if not name.startswith("ExportsOutput")}
    if named:
        lines += ["", "Outputs"]
        lines += [f"  {plain(name)}: {_inline(spelled(system, stack, value))}" for name, value in sorted(named.items())]
    return "\n".join(lines) + "\n"


def resource_lines(system: System, place: Place) -> list[str]:
    """One resource: a line where it fits, else its name and a line for each property."""
    resource = system.resource(place)
    properties = {
        name: spelled(system, place.stack, value)
        for name, value in sorted(resource.get("Properties", {}).items())
        if not left_out(resource["Type"], name)
    }
    head = plain(place.logical_id)
    match resource["Type"]:
        case "AWS::ApiGateway::Resource":
            head = _path(system, place.stack, {"Ref": place.logical_id})
            properties = {}
        case "AWS::ApiGateway::Method":
            head = _route(system, place, properties)
        case "AWS::ApiGateway::GatewayResponse":
            head = f"{properties.pop('ResponseType')} {properties.pop('StatusCode', '')}".rstrip()
        case "AWS::CloudWatch::Alarm":
            head = f"{properties.pop('AlarmName')}: {_condition(properties)}"
        case "AWS::CloudWatch::Dashboard":
            widgets = dashboard_widgets(resource["Properties"]["DashboardBody"])
            properties["Widgets"] = [re.sub(r"\(https.*?\)\*\*$", "**", title(widget)) for widget in widgets]
    if "DependsOn" in resource and resource["Type"] not in _DEPEND_ON_WHAT_THEY_NAME:
        properties["DependsOn"] = spelled(system, place.stack, resource["DependsOn"])
    head += _fate(resource)
    line = f"{head}  {'; '.join(f'{name}: {_inline(value)}' for name, value in properties.items())}".rstrip()
    return [line] if len(line) <= WIDTH else [head, *_block(properties, 1)]


def plain(logical_id: str) -> str:
    """A logical id without CDK's hash."""
    return _HASH.sub("", logical_id)


def left_out(kind: str, name: str) -> tuple[str, str] | None:
    """The entry of `LEFT_OUT` that keeps a property of a type out of the digest."""
    service = kind.rpartition("::")[0] + "::*"
    return next((entry for entry in ((kind, name), (service, name), ("*", name)) if entry in LEFT_OUT), None)


def spelled(system: System, stack: str, value: Any) -> Any:  # noqa: PLR0911  (one case for each function of templates)
    """A value with its references as names: `Leads.Arn`, in another stack `storage Leads.Arn`."""
    match value:
        case {"Fn::ImportValue": str(export)}:
            other, output = system.exported(export)
            return f"{other} {spelled(system, other, output['Value'])}"
        case {"Ref": str(name)}:
            return f"<{name.removeprefix('AWS::')}>" if name.startswith("AWS::") else plain(name)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"{plain(name)}.{attribute}"
        case {"Fn::Join": [str(between), list(parts)]}:
            return between.join(_inline(_named(spelled(system, stack, part), part)) for part in parts)
        case {"Fn::Select": [int(index), {"Fn::Split": [str(between), whole]}]}:
            return f"{spelled(system, stack, whole)}.split({between!r})[{index}]"
        case {"Fn::Sub": str(text)}:
            return re.sub(r"\$\{(AWS::)?", "<", text).replace("}", ">")
        case {"Statement": list(statements), "Version": "2012-10-17"}:
            return [_statement(spelled(system, stack, one)) for one in statements]
        case dict():
            return {name: spelled(system, stack, inner) for name, inner in sorted(value.items())}
        case list():
            return [spelled(system, stack, inner) for inner in value]
        case str():
            return plain(value) if value in system.templates[stack]["Resources"] else _ASSET.sub("<hash>", value)
        case _:
            return value


def _named(text: Any, part: Any) -> Any:
    """A reference within a text, told from the text."""
    return f"<{text}>" if isinstance(part, dict) and isinstance(text, str) and not text.startswith("<") else text


def _fate(resource: dict[str, Any]) -> str:
    """What becomes of a resource that is removed or replaced, where the template says so."""
    removed, replaced = resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy")
    if removed == replaced:
        return f" [{removed}]" if removed else ""
    return f" [removed: {removed}, replaced: {replaced}]"


def _path(system: System, stack: str, resource: Any) -> str:
    """The path of an API's resource, the API's root being empty."""
    place = system.follow(stack, resource)
    kind = system.resource(place)["Type"] if place else ""
    if place is None or kind not in ("AWS::ApiGateway::Resource", "AWS::ApiGateway::RestApi"):
        return _inline(spelled(system, stack, resource))
    if kind == "AWS::ApiGateway::RestApi":
        return ""
    properties = system.properties(place)
    return f"{_path(system, place.stack, properties['ParentId'])}/{properties['PathPart']}"


def _route(system: System, place: Place, method: dict[str, Any]) -> str:
    """Address, function, who may call and with what; takes what it tells out of the method's properties."""
    method.pop("ResourceId")
    path = _path(system, place.stack, system.properties(place)["ResourceId"])
    integration = method["Integration"]
    called = re.sub(r"^arn:.*/functions/<(\w+)>/invocations$", r"\1", integration.pop("Uri", "nothing"))
    how = f"{integration.pop('Type')} {integration.pop('IntegrationHttpMethod', '')}".rstrip()
    if not integration:
        del method["Integration"]
    allowed = f"{method.pop('AuthorizationType')} {method.pop('AuthorizerId', '')}".rstrip()
    return f"{method.pop('HttpMethod')} {path} -> {called} ({how}), {allowed}"


def _condition(alarm: dict[str, Any]) -> str:
    """When an alarm goes off; takes what it tells out of the alarm's properties, and sums up whom it tells."""
    statistic = alarm.pop("Statistic", "") or alarm.pop("ExtendedStatistic")
    operator = alarm.pop("ComparisonOperator")
    watched = f"{alarm.pop('Namespace')} {alarm.pop('MetricName')} {statistic}"
    limit = f"{_SYMBOLS.get(operator, operator)} {alarm.pop('Threshold')}"
    points = f"{alarm.pop('DatapointsToAlarm', '')} of {alarm.pop('EvaluationPeriods')} x {alarm.pop('Period')} s"
    actions = [f"{name}: {_inline(alarm.pop(name))}" for name in ("ActionsEnabled", "AlarmActions", "OKActions")]
    alarm["Tells"] = "; ".join(actions)
    return f"{watched} {limit}, {points}, without data {alarm.pop('TreatMissingData')}"


def _statement(statement: dict[str, Any]) -> str:
    """A policy's statement as a sentence."""
    known = ("Effect", "Principal", "Action", "Resource", "Condition")
    parts = [_inline(statement[name]) for name in known[:3] if name in statement]
    if "Resource" in statement:
        parts.append(f"on {_inline(statement['Resource'])}")
    if "Condition" in statement:
        parts.append(f"if {_inline(statement['Condition'])}")
    parts += [f"{name} {_inline(value)}" for name, value in statement.items() if name not in known]
    return " ".join(parts)


def _inline(value: Any) -> str:
    """A value on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{name}: {_inline(inner)}" for name, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(_inline(inner) for inner in value) + "]"
        case str():
            return " ".join(value.split()) if value.strip() == value and value else json.dumps(value)
        case _:
            return json.dumps(value)


def _block(value: dict[str, Any] | list[Any], depth: int) -> Iterator[str]:
    """A value on as few lines as fit the width."""
    entries = value.items() if isinstance(value, dict) else (("-", inner) for inner in value)
    for name, inner in entries:
        head = "  " * depth + (f"{name}:" if isinstance(value, dict) else name)
        line = f"{head} {_inline(inner)}"
        if len(line) > WIDTH and isinstance(inner, dict | list):
            yield head
            yield from _block(inner, depth + 1)
        else:
            yield line
