"""Takes an environment out of its account for good: stacks, data, and what would outlive them.

The stacks that hold no data go first, so nothing can change the data any more. Then comes the export, and only after it
the data. A run that breaks off can be repeated: CloudFormation remembers for 90 days what deleted stacks have retained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from botocore.exceptions import WaiterError

from easy_crm.config import PARTS
from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.execution_policy import NAME
from easy_crm.operations.leftovers import Left, Leftovers

STATE = "storage"
"""The part that holds data."""
_WAIT = {"Delay": 5, "MaxAttempts": 1440}
_SHARED = (
    "the bucket and the roles of CDK's bootstrap stack (CDKToolkit), which all CDK apps of the account share",
    f"the policies {NAME}1 and so on in IAM, with which bootstrap lets CDK deploy all environments of the account",
    "the role through which API Gateway writes logs of the account",
    "the roles AWSServiceRoleFor… in IAM, which services made for themselves and all of the account may share",
    "metrics, which CloudWatch deletes after 15 months",
)

Report = Callable[[str], None]


class Destruction:
    """The end of one environment.

    Args:
        deployment: what is deployed, or left of it.
        report: called with each step.
        leftovers: deletes what stacks retain.
    """

    def __init__(self, deployment: Deployment, report: Report, leftovers: Leftovers | None = None) -> None:
        self._deployment = deployment
        self._report = report
        self._leftovers = leftovers or Leftovers(deployment.account)
        self._cloudformation = deployment.account.client("cloudformation")
        self._names = {deployment.config.stack_name(part) for part in PARTS}
        self._deleted: set[Left] = set()

    @property
    def has_data(self) -> bool:
        """Whether there are data to export; a stack whose creation failed has no outputs, and never had any."""
        return "LeadsTableName" in self._deployment.outputs

    def require_something(self) -> None:
        """Checks that there is anything to delete.

        Raises:
            CommandFailed: when the environment has no stacks and had none in the last 90 days.
        """
        if not self._deployment.stacks and not any(self._of_deleted_stacks()):
            self._deployment.require()

    def delete_functions(self) -> None:
        """Deletes the stacks without data, each before those that it uses. From here on nothing changes the data.

        Raises:
            CommandFailed: when a stack cannot be deleted.
        """
        for part in reversed(PARTS):
            if part != STATE and part in self._deployment.stacks:
                self._delete_stack(part)

    def delete_data(self) -> list[str]:
        """Deletes the stack with the data, and all that the stacks have left.

        Returns:
            What stays, and until when.

        Raises:
            CommandFailed: when the stack cannot be deleted.
        """
        if STATE in self._deployment.stacks:
            self._delete_stack(STATE)
        stays = []
        gone = self._deleted | set(self._of_deleted_stacks())
        for left in [*self._in_order(gone), *self._logs(gone)]:
            if kept := self._leftovers.delete(left):
                stays.append(kept)
        return [*stays, *self._made_by_hand(), *_SHARED]

    def _made_by_hand(self) -> Iterator[str]:
        """What only some settings bring, and no stack has made."""
        config = self._deployment.config
        if config.oidc_client_secret:
            yield f"the secret {config.oidc_client_secret}, which you have stored for {config.identity_provider}"
        if config.web_firewall:
            yield "the resource policy AWSWAF-LOGS of CloudWatch Logs, which all web ACLs of the account share"

    def _delete_stack(self, part: str) -> None:
        name = self._deployment.config.stack_name(part)
        stack = self._deployment.stacks[part]["StackId"]
        self._cloudformation.update_termination_protection(StackName=name, EnableTerminationProtection=False)
        resources = set(self._resources(name))
        for left in self._in_order(resources):
            if left.type == "AWS::S3::Bucket":
                self._report(f"Emptying {left.name}")
                self._leftovers.empty(left.name)
        self._report(f"Deleting the stack {name}")
        self._cloudformation.delete_stack(StackName=name)
        try:
            self._cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig=_WAIT)
        except WaiterError as error:
            raise CommandFailed(
                f"{name} could not be deleted. What failed: ./easy-crm events --env {self._deployment.config.name} "
                "--failures. Remove the cause, then run the command again; it goes on where it stopped."
            ) from error
        self._deleted |= resources

    def _in_order(self, resources: set[Left]) -> list[Left]:
        """Those that can be deleted by themselves: buckets of access logs after the others, keys last."""
        return sorted(
            (left for left in resources if self._leftovers.handles(left.type)),
            key=lambda left: (left.type == "AWS::KMS::Key", "accesslogs" in left.name, left.type, left.name),
        )

    def _logs(self, gone: set[Left]) -> Iterator[Left]:
        """The log groups that Lambda and API Gateway have made by themselves."""
        for one in gone:
            if one.type == "AWS::Lambda::Function":
                named = f"/aws/lambda/{one.name}"
                yield from (left for left in self._leftovers.log_groups(named) if left.name == named)
            elif one.type == "AWS::ApiGateway::RestApi":
                yield from self._leftovers.log_groups(f"API-Gateway-Execution-Logs_{one.name}/")

    def _of_deleted_stacks(self) -> Iterator[Left]:
        """The resources of this environment's stacks that were deleted in the last 90 days, gone or not."""
        pages = self._cloudformation.get_paginator("list_stacks").paginate(StackStatusFilter=["DELETE_COMPLETE"])
        for page in pages:
            for stack in page["StackSummaries"]:
                if stack["StackName"] in self._names:
                    yield from self._resources(stack["StackId"])

    def _resources(self, stack: str) -> Iterator[Left]:
        for page in self._cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack):
            for one in page["StackResourceSummaries"]:
                if one.get("PhysicalResourceId"):
                    yield Left(one["ResourceType"], one["PhysicalResourceId"])
