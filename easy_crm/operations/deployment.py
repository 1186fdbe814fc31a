"""The deployed stacks of one environment: their outputs, templates and resources."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from easy_crm.config import PARTS, EnvironmentConfig
from easy_crm.errors import CommandFailed
from easy_crm.operations.account import Account


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of a deployed stack.

    Attributes:
        part: the stack's short name, `storage`.
        logical_id: its name in the template.
        physical_id: its name in AWS.
        type: `AWS::SQS::Queue`.
        properties: its properties in the template, with references unresolved.
    """

    part: str
    logical_id: str
    physical_id: str
    type: str
    properties: Mapping[str, Any]


class Deployment:
    """The deployed stacks of one environment. Each answer of AWS is requested once, when it is first needed.

    Args:
        account: the account that holds the stacks.
    """

    def __init__(self, account: Account) -> None:
        self.account = account
        self._cloudformation = account.client("cloudformation")

    @property
    def config(self) -> EnvironmentConfig:
        return self.account.config

    @cached_property
    def stacks(self) -> Mapping[str, Mapping[str, Any]]:
        """CloudFormation's description of each deployed stack, by its short name."""
        found = {}
        for part in PARTS:
            try:
                answer = self._cloudformation.describe_stacks(StackName=self.config.stack_name(part))
            except self._cloudformation.exceptions.ClientError as error:
                if "does not exist" not in str(error):
                    raise
                continue
            found[part] = answer["Stacks"][0]
        return found

    @cached_property
    def outputs(self) -> Mapping[str, str]:
        """The outputs of all stacks, by name."""
        return {
            output["OutputKey"]: output["OutputValue"]
            for stack in self.stacks.values()
            for output in stack.get("Outputs", [])
        }

    @property
    def account_id(self) -> str:
        """The number of the AWS account that holds the stacks."""
        return str(self.stacks[PARTS[0]]["StackId"]).split(":")[4]

    def output(self, name: str) -> str:
        """One output.

        Raises:
            CommandFailed: when no deployed stack has it.
        """
        if name not in self.outputs:
            raise CommandFailed(
                f"{self.config.name} has no output {name}: it is not deployed, or only partly. {self._hint()}"
            )
        return self.outputs[name]

    def require(self) -> None:
        """Checks that all stacks are deployed.

        Raises:
            CommandFailed: when some are not; it names them.
        """
        if absent := self._absent:
            raise CommandFailed(f"Not deployed: {', '.join(absent)}. {self._hint()}")

    @property
    def is_whole(self) -> bool:
        """Whether all stacks are deployed; they are not before the first deployment and where that has failed."""
        return not self._absent

    @property
    def _absent(self) -> list[str]:
        return [self.config.stack_name(part) for part in PARTS if part not in self.stacks]

    def template(self, part: str) -> Mapping[str, Any]:
        """The template that the stack was deployed from."""
        return self._templates[part]

    @cached_property
    def _templates(self) -> Mapping[str, Mapping[str, Any]]:
        return {part: self._template(part) for part in self.stacks}

    def _template(self, part: str) -> Mapping[str, Any]:
        name = self.config.stack_name(part)
        body = self._cloudformation.get_template(StackName=name, TemplateStage="Original")["TemplateBody"]
        # boto3 parses JSON templates and returns YAML ones as text.
        parsed: Mapping[str, Any] = json.loads(body) if isinstance(body, str) else body
        return parsed

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """All resources in the templates that CloudFormation has created."""
        return tuple(resource for part in self.stacks for resource in self._resources_of(part))

    def of_type(self, *types: str) -> list[Resource]:
        """The resources of these types."""
        return [resource for resource in self.resources if resource.type in types]

    def functions(self) -> Mapping[str, str]:
        """The physical name of each of our functions, by the name of its handler module."""
        prefix, suffix = "easy-crm-", f"-{self.config.name}"
        return {
            resource.physical_id.removeprefix(prefix).removesuffix(suffix): resource.physical_id
            for resource in self.of_type("AWS::Lambda::Function")
            if resource.physical_id.startswith(prefix)
            and resource.physical_id.endswith(suffix)
            and "FunctionName" in resource.properties
        }

    @property
    def alias(self) -> str:
        """The name of the alias through which all functions are called.

        Raises:
            CommandFailed: when no function has one.
        """
        aliases = self.of_type("AWS::Lambda::Alias")
        if not aliases:
            raise CommandFailed(f"No function of {self.config.name} has an alias. {self._hint()}")
        return str(aliases[0].properties["Name"])

    @property
    def deploy_command(self) -> str:
        """The command that deploys the sources to this environment."""
        return "./easy-crm up" if self.config.name == "local" else f"./easy-crm deploy --env {self.config.name}"

    def _resources_of(self, part: str) -> Iterator[Resource]:
        declared = self.template(part)["Resources"]
        pages = self._cloudformation.get_paginator("list_stack_resources").paginate(
            StackName=self.config.stack_name(part)
        )
        for page in pages:
            for summary in page["StackResourceSummaries"]:
                name = summary["LogicalResourceId"]
                if name in declared and summary["ResourceStatus"] != "DELETE_COMPLETE":
                    yield Resource(
                        part,
                        name,
                        summary.get("PhysicalResourceId", ""),
                        summary["ResourceType"],
                        declared[name].get("Properties", {}),
                    )

    def _hint(self) -> str:
        where = f"This looked in {self.account.region}" + (
            f" with profile {self.account.profile}. " if self.account.profile else ". "
        )
        return f"{'' if self.account.is_emulated else where}Deploy it: {self.deploy_command}"
