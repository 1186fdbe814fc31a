"""Adds cdk-nag's rules, and acknowledges their findings with a reason."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import jsii
from cdk_nag import AwsSolutionsChecks, ServerlessChecks
from constructs import IConstruct, IValidation

PACKS = (AwsSolutionsChecks, ServerlessChecks)


def check_with_nag(app: cdk.App) -> None:
    """Makes `synth` fail on any finding that is not acknowledged."""
    cdk.Validations.of(app).add_plugins(*(pack(app) for pack in PACKS))


def acknowledge(construct: IConstruct, rule: str, reason: str) -> None:
    """Acknowledges one finding on one construct.

    Args:
        construct: the innermost construct with the finding.
        rule: `AwsSolutions-S1`; for IAM findings with their subject, `AwsSolutions-IAM5[Resource::*]`.
        reason: why the finding is acceptable here, for security reviews.

    Raises:
        ValueError: without a reason, which cdk-nag itself would accept.
    """
    if not reason.strip():
        raise ValueError(f"{construct.node.path} acknowledges {rule} without a reason")
    cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=rule, reason=reason))


def acknowledge_objects(construct: IConstruct, resource: str, reason: str) -> None:
    """Acknowledges that a policy of `construct` covers all objects in a folder, `arn:…/uploads/*`.

    cdk-nag's name for this finding contains the resource as written in the template. For a bucket in another stack that
    is known only after CDK has connected the stacks, so the finding is acknowledged then.

    Args:
        construct: the role.
        resource: the ARN in the policy, with its tokens.
        reason: why the objects' names cannot be known in advance.
    """
    if not reason.strip():
        raise ValueError(f"{construct.node.path} acknowledges {resource} without a reason")
    construct.node.add_validation(_AcknowledgeOnceConnected(construct, resource, reason))


@jsii.implements(IValidation)
class _AcknowledgeOnceConnected:
    """A validation without findings: CDK runs it after it has connected the stacks and before it runs plugins."""

    def __init__(self, construct: IConstruct, resource: str, reason: str) -> None:
        self._construct = construct
        self._resource = resource
        self._reason = reason

    def validate(self) -> list[str]:
        spelled = as_nag_spells(cdk.Stack.of(self._construct).resolve(self._resource))
        acknowledge(self._construct, f"AwsSolutions-IAM5[Resource::{spelled}]", self._reason)
        return []


def as_nag_spells(value: Any) -> str:
    """A resolved resource in cdk-nag's notation: references in angle brackets, imports bare, the rest as JSON."""
    match value:
        case str():
            return value
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(as_nag_spells(part) for part in parts)
        case {"Fn::GetAtt": [str(resource), str(attribute)]}:
            return f"<{resource}.{attribute}>"
        case {"Ref": str(name)}:
            return f"<{name}>"
        case {"Fn::ImportValue": str(name)}:
            return name
        case _:
            return json.dumps(value, separators=(",", ":"))
