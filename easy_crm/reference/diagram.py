"""Draws the diagram in docs/architecture.md from the synthesized templates.

    ./easy-crm synth --env prod && .venv/bin/python -m easy_crm.reference.diagram

A test compares the committed diagram with the templates.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from easy_crm import paths
from easy_crm.templates import NoAssemblyError, Place, System

DOCUMENT = paths.ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- drawn by python -m easy_crm.reference.diagram -->", "<!-- end of the drawing -->"

_TITLES = {
    "frontend": "frontend: the page",
    "api": "api: the HTTP API",
    "storage": "storage: all that holds state",
    "processing": "processing: from files to leads",
    "monitoring": "monitoring",
}
# The shape of each type of resource; types without one are not drawn.
_SHAPES = {
    "AWS::CloudFront::Distribution": ("[", "]", "CloudFront"),
    "AWS::ApiGateway::RestApi": ("[", "]", "API Gateway"),
    "AWS::Lambda::Function": ("([", "])", ""),
    "AWS::DynamoDB::Table": ("[(", ")]", "table"),
    "AWS::S3::Bucket": ("[/", "/]", "bucket"),
    "AWS::SQS::Queue": ("[[", "]]", "queue"),
    "AWS::Cognito::UserPool": ("[", "]", "Cognito users"),
    "AWS::SecretsManager::Secret": ("[", "]", "secret"),
    "AWS::Events::Rule": ("[", "]", "schedule"),
    "AWS::SNS::Topic": ("[", "]", "topic"),
    "AWS::CloudWatch::Alarm": ("[", "]", "alarms"),
    "AWS::CloudWatch::Dashboard": ("[", "]", "dashboard"),
}
_STATE = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::SecretsManager::Secret"}
_ONE_BOX = {"AWS::CloudWatch::Alarm"}
_WORDS_OF_READING = ("Get", "Query", "Scan", "List", "Receive", "BatchGet", "ConditionCheck")


def draw(system: System) -> str:
    """The system as a Mermaid flow chart: which resource calls or feeds which."""
    lines = ["flowchart LR"]
    for stack, title in _TITLES.items():
        boxes = sorted(set(_boxes(system, stack)))
        lines += [f'  subgraph {stack}["{title}"]', *(f"    {box}" for box in boxes), "  end"]
    lines += ["  browser((browser)) --> " + _node(system, _only(system, "AWS::CloudFront::Distribution"))]
    lines += sorted({f"  {arrow}" for arrow in _arrows(system)})
    return "\n".join(lines)


def section(system: System) -> str:
    """The generated part of the document: the chart and the table, between their markers."""
    chart = f"```mermaid\n{draw(system)}\n```"
    return f"{BEGIN}\n{chart}\n\n{access_table(system)}\n{END}"


def replaced(document: str, system: System) -> str:
    """The document with an updated diagram."""
    start, end = document.index(BEGIN), document.index(END) + len(END)
    return document[:start] + section(system) + document[end:]


def _boxes(system: System, stack: str) -> Iterator[str]:
    for place in _places(system, stack):
        opening, closing, kind = _SHAPES[system.resource(place)["Type"]]
        name = _label(system, place)
        text = " ".join(part for part in (name, kind) if part)
        yield f'{_node(system, place)}{opening}"{text}"{closing}'


def _places(system: System, stack: str) -> Iterator[Place]:
    ours = set(system.functions().values())
    for logical_id, resource in system.templates[stack]["Resources"].items():
        place = Place(stack, logical_id)
        if resource["Type"] in _SHAPES and (resource["Type"] != "AWS::Lambda::Function" or place in ours):
            yield place


def _node(system: System, place: Place) -> str:
    if system.resource(place)["Type"] in _ONE_BOX:
        return f"{place.stack}_alarms"
    return f"{place.stack}_{_plain(place.logical_id)}"


def _label(system: System, place: Place) -> str:
    functions = {where: name for name, where in system.functions().items()}
    kind = system.resource(place)["Type"]
    if place in functions:
        return functions[place]
    if kind == "AWS::CloudWatch::Alarm":
        return str(len(list(system.resources(kind))))
    if kind == "AWS::SQS::Queue":
        work, part = re.fullmatch(r"(\w+?)(Queue|DeadLetters)", _plain(place.logical_id)).groups()  # type: ignore[union-attr]
        return f"{work.lower()}: dead letters" if part == "DeadLetters" else work.lower()
    if kind in ("AWS::DynamoDB::Table", "AWS::S3::Bucket"):
        return re.sub(r"^(Buckets|Site)(?=\w)", "", _plain(place.logical_id)).lower().replace("bucket", "site")
    return "DeepSeek key" if kind == "AWS::SecretsManager::Secret" else ""


def _plain(logical_id: str) -> str:
    """A logical id without CDK's hash."""
    return re.sub(r"[0-9A-F]{8}$", "", logical_id)


def _only(system: System, kind: str) -> Place:
    ((place, _),) = system.resources(kind)
    return place


def _arrows(system: System) -> Iterator[str]:
    yield from _page_arrows(system)
    yield from _api_arrows(system)
    yield from _queue_arrows(system)
    yield from _sending_arrows(system)
    for place, properties in system.resources("AWS::Events::Rule"):
        for target in properties["Targets"]:
            yield _arrow(system, place, system.called(place.stack, target["Arn"]), properties["ScheduleExpression"])
    for place, properties in system.resources("AWS::CloudWatch::Alarm"):
        for action in properties["AlarmActions"]:
            yield _arrow(system, place, system.follow(place.stack, action))


def _page_arrows(system: System) -> Iterator[str]:
    place = _only(system, "AWS::CloudFront::Distribution")
    api = _only(system, "AWS::ApiGateway::RestApi")
    behaviour = system.properties(place)["DistributionConfig"]["CacheBehaviors"][0]["PathPattern"]
    yield _arrow(system, place, api, behaviour)
    for origin in system.properties(place)["DistributionConfig"]["Origins"]:
        if "S3OriginConfig" in origin:
            yield _arrow(system, place, system.follow(place.stack, origin["DomainName"]))


def _api_arrows(system: System) -> Iterator[str]:
    api, routes = _only(system, "AWS::ApiGateway::RestApi"), Counter[Place]()
    for place, properties in system.resources("AWS::ApiGateway::Method"):
        for part in properties["Integration"].get("Uri", {}).get("Fn::Join", ("", ()))[1]:
            function = system.called(place.stack, part)
            if function:
                routes[function] += 1
    for function, count in routes.items():
        yield _arrow(system, api, function, f"{count} route{'s' if count > 1 else ''}")
    for place, properties in system.resources("AWS::ApiGateway::Authorizer"):
        for provider in properties["ProviderARNs"]:
            yield _arrow(system, api, system.follow(place.stack, provider), "whose token")


def _queue_arrows(system: System) -> Iterator[str]:
    functions = system.functions()
    for function, queue, _ in system.pollers():
        yield _arrow(system, queue, functions[function])
    for place, properties in system.resources("AWS::SQS::Queue"):
        redrive = properties.get("RedrivePolicy")
        if redrive:
            target = system.follow(place.stack, redrive["deadLetterTargetArn"])
            yield _arrow(system, place, target, f"{redrive['maxReceiveCount']} receives")
    for place, properties in system.resources("AWS::S3::Bucket"):
        for notification in properties.get("NotificationConfiguration", {}).get("QueueConfigurations", []):
            yield _arrow(system, place, system.follow(place.stack, notification["Queue"]), "each upload")


def _sending_arrows(system: System) -> Iterator[str]:
    for function, place in system.functions().items():
        for target, actions in _allowed(system, function).items():
            if "sqs:SendMessage" in actions:
                yield _arrow(system, place, target, "sends")


def access_table(system: System) -> str:
    """A Markdown table of what each function reads and writes."""
    lines = ["| function | reads | writes |", "|---|---|---|"]
    for function in sorted(system.functions()):
        reads, writes = set(), set()
        for target, actions in _allowed(system, function).items():
            if system.resource(target)["Type"] != "AWS::SQS::Queue":
                names = {action.partition(":")[2] for action in actions} - {"ListBucket"}
                reading = {name for name in names if name.startswith(_WORDS_OF_READING)}
                reads |= {_label(system, target)} if reading else set()
                writes |= {_label(system, target)} if names - reading else set()
        lines.append(f"| {function} | {', '.join(sorted(reads))} | {', '.join(sorted(writes))} |")
    return "\n".join(lines)


def _allowed(system: System, function: str) -> dict[Place, set[str]]:
    """The actions that a function's role allows on each resource that holds state."""
    allowed: dict[Place, set[str]] = {}
    for statement in system.statements(function):
        for resource in statement.resources:
            target = None if isinstance(resource, str) else system.follow(statement.role.stack, resource)
            if target and system.resource(target)["Type"] in _STATE:
                allowed.setdefault(target, set()).update(statement.actions)
    return allowed


def _arrow(system: System, source: Place, target: Place | None, text: str = "") -> str:
    if target is None:
        raise ValueError(f"an arrow from {source} ends nowhere")
    label = f'|"{text}"|' if text else ""
    return f"{_node(system, source)} -->{label} {_node(system, target)}"


def main(folder: Path) -> None:
    """Updates the document's diagram from the templates in `folder`."""
    system = System.of_assembly(folder)
    DOCUMENT.write_text(replaced(DOCUMENT.read_text(encoding="utf-8"), system), encoding="utf-8")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else paths.ROOT / "cdk.out")
    except NoAssemblyError as error:
        sys.exit(str(error))
