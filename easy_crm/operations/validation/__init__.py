"""Checks that every resource in the templates exists and is configured as its template says.

The templates are those that CloudFormation holds, and each resource is read from its own service. So changes made by
hand show, although CloudFormation does not know of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from botocore.exceptions import ClientError

from easy_crm.operations.deployment import Deployment, Resource
from easy_crm.operations.validation import access, alarms_and_logs, api, athena, compute, site, state
from easy_crm.operations.validation.emulated import NOT_REPORTED
from easy_crm.operations.validation.model import Check, Checker, NotThere, Probe, State, matches, shown
from easy_crm.operations.validation.resolving import Resolver

CHECKERS: Mapping[str, Checker] = {
    **access.CHECKERS,
    **api.CHECKERS,
    **athena.CHECKERS,
    **compute.CHECKERS,
    **site.CHECKERS,
    **state.CHECKERS,
    **alarms_and_logs.CHECKERS,
}
"""The checks of every type of resource in the templates; a test compares the two."""

_THREADS = 8
_NOT_FOUND = ("NotFound", "NoSuch", "NonExistent", "DoesNotExist", "404", "ResourceNotFound")


def validate(deployment: Deployment, report: Callable[[Check], None] = lambda _: None) -> list[Check]:
    """Compares every resource in every template with its state in AWS.

    Args:
        report: called with each check when it is done.

    Returns:
        The checks in the order of the templates.

    Raises:
        CommandFailed: when a stack is not deployed.
        ClientError: when AWS refuses a call, for lack of permissions for example.
    """
    deployment.require()
    probe = Probe(deployment, Resolver(deployment))
    resources = [*deployment.resources]
    with ThreadPoolExecutor(_THREADS) as pool:
        done: list[Check] = []
        for checks in pool.map(lambda resource: list(_check(probe, resource)), resources):
            for check in checks:
                report(check)
            done += checks
    return [*_undeployed(deployment, resources), *done]


def _undeployed(deployment: Deployment, resources: Sequence[Resource]) -> Iterator[Check]:
    """Resources in a template that CloudFormation does not list."""
    known = {(resource.part, resource.logical_id) for resource in resources}
    for part in deployment.stacks:
        for name, declared in deployment.template(part)["Resources"].items():
            if (part, name) not in known and declared["Type"] != "AWS::CDK::Metadata":
                resource = Resource(part, name, "", declared["Type"], declared.get("Properties", {}))
                yield Check(resource, "is there", State.MISSING, "it is in the template, but not in the stack")


def _check(probe: Probe, resource: Resource) -> Iterator[Check]:
    checker = CHECKERS.get(resource.type)
    if checker is None:
        yield Check(resource, "all", State.NOT_CHECKED, f"there is no check for {resource.type}")
        return
    try:
        for aspect in checker(probe, resource):
            if matches(aspect.wanted, aspect.found):
                yield Check(resource, aspect.name, State.RIGHT)
            elif reason := _not_reported(probe, resource, aspect.name):
                yield Check(resource, aspect.name, State.NOT_CHECKED, reason)
            else:
                detail = f"expected {shown(aspect.wanted)}, found {shown(aspect.found)}"
                yield Check(resource, aspect.name, State.WRONG, detail)
    except NotThere:
        yield _absent(probe, resource)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if any(word in code for word in _NOT_FOUND):
            yield _absent(probe, resource)
        elif reason := _not_reported(probe, resource, error.operation_name):
            yield Check(resource, error.operation_name, State.NOT_CHECKED, reason)
        else:
            raise


def _absent(probe: Probe, resource: Resource) -> Check:
    reason = _not_reported(probe, resource, "is there")
    if reason:
        return Check(resource, "is there", State.NOT_CHECKED, reason)
    return Check(resource, "is there", State.MISSING, f"{resource.physical_id} does not exist")


def _not_reported(probe: Probe, resource: Resource, aspect: str) -> str | None:
    if not probe.deployment.account.is_emulated:
        return None
    return NOT_REPORTED.get((resource.type, aspect))
