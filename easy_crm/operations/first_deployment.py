"""Clears away what a failed first deployment has left, so that it can be repeated."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import WaiterError

from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.leftovers import Left, Leftovers

NEVER_LIVE = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
"""States that only the creation of a stack can end in. No such stack has ever held anything."""
_STUCK = "DELETE_FAILED"


def clear_failed_stacks(deployment: Deployment) -> list[str]:
    """Deletes stacks whose creation failed; CloudFormation can do nothing else with them.

    CDK protects a stack before it is created, and a table or a user pool is protected as soon as it exists, so neither
    could be deleted otherwise. Nothing is lost: no stack in one of these states has ever been live.

    Returns:
        What CloudFormation leaves behind, as `type physical-id`: empty resources to delete by hand.

    Raises:
        CommandFailed: when a stack cannot be deleted, or could not be before.
    """
    cloudformation = deployment.account.client("cloudformation")
    left: list[str] = []
    # Later stacks use earlier ones.
    for part, stack in reversed(list(deployment.stacks.items())):
        name = deployment.config.stack_name(part)
        if stack["StackStatus"] == _STUCK:
            # It may have been live, and hold data: nothing is deleted here.
            raise CommandFailed(_advice(deployment, name))
        if stack["StackStatus"] not in NEVER_LIVE:
            continue
        cloudformation.update_termination_protection(StackName=name, EnableTerminationProtection=False)
        _lift_protections(deployment, _resources(cloudformation, name))
        cloudformation.delete_stack(StackName=name)
        try:
            cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack["StackId"])
        except WaiterError as error:
            raise CommandFailed(_advice(deployment, name)) from error
        left += [
            f"{resource['ResourceType']} {resource['PhysicalResourceId']}"
            for resource in _resources(cloudformation, stack["StackId"])
            if resource["ResourceStatus"] == "DELETE_SKIPPED" and resource.get("PhysicalResourceId")
        ]
    return left


def _advice(deployment: Deployment, stack: str) -> str:
    env = deployment.config.name
    return (
        f"{stack} could not be deleted, and CloudFormation can do nothing else with it. What failed: ./easy-crm events "
        f"--env {env} --failures. Remove the cause. If {env} was never in use, run "
        f"aws cloudformation delete-stack --stack-name {stack} --region {deployment.account.region} and deploy again; "
        f"if ./easy-crm destroy --env {env} broke off, run that again. Nothing was deployed."
    )


def _resources(cloudformation: Any, stack: str) -> list[dict[str, Any]]:
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    return [resource for page in pages for resource in page["StackResourceSummaries"]]


def _lift_protections(deployment: Deployment, resources: list[dict[str, Any]]) -> None:
    leftovers = Leftovers(deployment.account)
    for resource in resources:
        name = resource.get("PhysicalResourceId")
        if not name or resource["ResourceStatus"] == "DELETE_COMPLETE":
            continue
        leftovers.unprotect(Left(resource["ResourceType"], name))
