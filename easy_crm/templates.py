"""The synthesized templates as one system; references are resolved across stacks."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

Template = dict[str, Any]


class Place(NamedTuple):
    """The address of a resource: its stack and logical id."""

    stack: str
    logical_id: str


@dataclass(frozen=True)
class Statement:
    """One `Allow` statement in a role's policies."""

    role: Place
    actions: tuple[str, ...]
    resources: tuple[Any, ...]


class NoAssemblyError(ValueError):
    """A folder does not hold the assembly of exactly one environment."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} holds no templates of one environment. Run: ./easy-crm synth --env prod")


class UnconnectedError(ValueError):
    """A resource refers to something that is in none of the templates."""

    def __init__(self, place: Place) -> None:
        super().__init__(f"{place.logical_id} in {place.stack} refers to nothing in the templates")


class System:
    """The templates of one environment.

    Args:
        environment: its name, `prod`.
        templates: the templates by the stacks' short names.
    """

    def __init__(self, environment: str, templates: dict[str, Template]) -> None:
        self.environment = environment
        self.templates = templates

    @classmethod
    def of_assembly(cls, folder: Path) -> System:
        """The system in a cloud assembly.

        Args:
            folder: the assembly, `cdk.out`.

        Raises:
            NoAssemblyError: when it holds no environment, or several.
        """
        found: dict[str, Template] = {}
        environments = set()
        for path in sorted(folder.glob("easy-crm-*.template.json")):
            _, environment, stack = path.name.removesuffix(".template.json").rsplit("-", 2)
            environments.add(environment)
            found[stack] = json.loads(path.read_text(encoding="utf-8"))
        if len(environments) != 1:
            raise NoAssemblyError(folder)
        return cls(environments.pop(), found)

    def changed(self) -> System:
        """A copy, for tests that change it."""
        return System(self.environment, copy.deepcopy(self.templates))

    def resources(self, kind: str) -> Iterator[tuple[Place, dict[str, Any]]]:
        """All resources of a type, with their properties."""
        for stack, template in self.templates.items():
            for logical_id, resource in template["Resources"].items():
                if resource["Type"] == kind:
                    yield Place(stack, logical_id), resource.get("Properties", {})

    def resource(self, place: Place) -> dict[str, Any]:
        """The resource at a place."""
        found: dict[str, Any] = self.templates[place.stack]["Resources"][place.logical_id]
        return found

    def properties(self, place: Place) -> dict[str, Any]:
        properties: dict[str, Any] = self.resource(place)["Properties"]
        return properties

    def follow(self, stack: str, value: Any) -> Place | None:
        """The resource that a value in a stack refers to; None when it refers to none."""
        match value:
            case {"Ref": str(logical_id)} | {"Fn::GetAtt": [str(logical_id), *_]}:
                return Place(stack, logical_id) if logical_id in self.templates[stack]["Resources"] else None
            case {"Fn::ImportValue": str(export)}:
                other, output = self.exported(export)
                return self.follow(other, output["Value"])
            case {"Fn::Select": [_, {"Fn::Split": [_, whole]}]}:
                return self.follow(stack, whole)
            case {"Fn::Join": [_, list(parts)]}:
                places = [place for place in (self.follow(stack, part) for part in parts) if place]
                return places[0] if len(places) == 1 else None
            case _:
                return None

    def exported(self, name: str) -> tuple[str, dict[str, Any]]:
        """The stack and the output that export a value under a name of the account."""
        other, _, output = name.removeprefix(f"easy-crm-{self.environment}-").partition(":")
        return other, self.templates[other]["Outputs"][output]

    def called(self, stack: str, value: Any) -> Place | None:
        """The function whose alias a value in a stack refers to; None when it refers to none."""
        alias = self.follow(stack, value)
        if alias is None or self.resource(alias)["Type"] != "AWS::Lambda::Alias":
            return None
        return self.follow(alias.stack, self.properties(alias)["FunctionName"])

    def functions(self) -> dict[str, Place]:
        """Our functions by short name, without those of CDK."""
        found = {}
        for place, properties in self.resources("AWS::Lambda::Function"):
            name = properties.get("FunctionName")
            if isinstance(name, str):
                found[name.removeprefix("easy-crm-").removesuffix(f"-{self.environment}")] = place
        return found

    def function(self, name: str) -> dict[str, Any]:
        """A function's properties."""
        return self.properties(self.functions()[name])

    def variables(self, name: str) -> dict[str, Any]:
        """A function's environment."""
        variables: dict[str, Any] = self.function(name)["Environment"]["Variables"]
        return variables

    def statements(self, function: str | None = None) -> Iterator[Statement]:
        """The `Allow` statements of one function's role, or of all roles."""
        only = None
        if function is not None:
            place = self.functions()[function]
            only = self.follow(place.stack, self.properties(place)["Role"])
        for place, properties in self.resources("AWS::IAM::Policy"):
            for role in properties["Roles"]:
                owner = self.follow(place.stack, role)
                if owner is None:
                    raise UnconnectedError(place)
                if only in (None, owner):
                    for statement in properties["PolicyDocument"]["Statement"]:
                        if statement["Effect"] == "Allow":
                            yield Statement(owner, _tuple(statement["Action"]), _tuple(statement["Resource"]))

    def actions_on(self, target: Place, function: str | None = None) -> set[str]:
        """The actions allowed on a resource itself, without those on its parts, such as indexes and objects."""
        return {
            action
            for statement in self.statements(function)
            for resource in statement.resources
            if resource == "*" or (self.follow(statement.role.stack, resource) == target and not _is_below(resource))
            for action in statement.actions
        }

    def table(self, key: str) -> Place:
        """The table with the partition key `key`."""
        (place,) = (
            place
            for place, properties in self.resources("AWS::DynamoDB::Table")
            if {"AttributeName": key, "KeyType": "HASH"} in properties["KeySchema"]
        )
        return place

    def pollers(self) -> Iterator[tuple[str, Place, dict[str, Any]]]:
        """The function, queue and properties of every event source mapping."""
        names = {place: name for name, place in self.functions().items()}
        for place, properties in self.resources("AWS::Lambda::EventSourceMapping"):
            function = self.called(place.stack, properties["FunctionName"])
            queue = self.follow(place.stack, properties["EventSourceArn"])
            if function is None or queue is None:
                raise UnconnectedError(place)
            yield names[function], queue, properties


def _tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _is_below(resource: Any) -> bool:
    return isinstance(resource, dict) and "Fn::Join" in resource
