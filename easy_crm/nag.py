"""cdk-nag's AwsSolutions rules, and the one way to explain a finding."""

from __future__ import annotations

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks
from constructs import IConstruct


def check_against_aws_solutions(app: cdk.App) -> None:
    """Makes `synth` fail on any finding that no construct acknowledges."""
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))


def acknowledge(construct: IConstruct, rule: str, reason: str) -> None:
    """Accepts one finding on one construct.

    Args:
        construct: the narrowest that has the finding.
        rule: `AwsSolutions-S1`; IAM findings name what they found, `AwsSolutions-IAM5[Resource::*]`.
        reason: why it is right here; read by whoever reviews the system's security.

    Raises:
        ValueError: without a reason; cdk-nag itself would let an empty one pass.
    """
    if not reason.strip():
        raise ValueError(f"{construct.node.path} acknowledges {rule} without a reason")
    cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=rule, reason=reason))
