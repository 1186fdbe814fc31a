"""The IAM policies of the role with which CloudFormation deploys, in place of an administrator's.

`cdk bootstrap` gives that role to all deployments of an account and region, so the policies cover every option of every
environment. They follow from `execution_rights.toml`; a test compares it with the templates.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from easy_crm.regions import partition_of

if TYPE_CHECKING:
    from easy_crm.operations.account import Account

NAME = "easy-crm-deployment-"
LARGEST = 6144
"""Characters of a managed policy without white space (IAM User Guide, *IAM and AWS STS quotas*)."""
_VERSIONS = 5
"""How many versions IAM keeps of a policy."""

_TAG = ("application", "easy-crm")
"""What all resources of the app are tagged with (`easy_crm/application.py`)."""


@dataclass(frozen=True, slots=True)
class Right:
    """Actions on resources, and the types of resources in templates that need them."""

    types: Sequence[str]
    actions: Sequence[str]
    on: Sequence[str]
    when: str | None = None


def rights() -> Sequence[Right]:
    """The table of rights."""
    table = tomllib.loads(Path(__file__).with_name("execution_rights.toml").read_text(encoding="utf-8"))
    return [Right(**row) for row in table["right"]]


def policies(region: str) -> Sequence[Mapping[str, Any]]:
    """The policy documents, each of which fits a managed policy.

    Args:
        region: a region of the account, which tells the partition.
    """
    documents: list[list[dict[str, Any]]] = [[]]
    for right in rights():
        statement = _statement(right, partition_of(region))
        if size(_document([*documents[-1], statement])) > LARGEST:
            documents.append([])
        documents[-1].append(statement)
    return [_document(statements) for statements in documents]


def size(document: Mapping[str, Any]) -> int:
    """The characters that IAM counts."""
    return len(json.dumps(document, separators=(",", ":")))


def store(account: Account) -> Sequence[str]:
    """Creates the policies in an account, or brings them up to date.

    Returns:
        Their ARNs.
    """
    iam = account.client("iam")
    number = account.client("sts").get_caller_identity()["Account"]
    arns = []
    for place, document in enumerate(policies(account.region), 1):
        name, text = f"{NAME}{place}", json.dumps(document, separators=(",", ":"))
        try:
            arn = iam.create_policy(PolicyName=name, PolicyDocument=text)["Policy"]["Arn"]
        except iam.exceptions.EntityAlreadyExistsException:
            arn = f"arn:{partition_of(account.region)}:iam::{number}:policy/{name}"
            _replace(iam, arn, text)
        arns.append(arn)
    return arns


def _replace(iam: Any, arn: str, text: str) -> None:
    versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
    others = [version for version in versions if not version["IsDefaultVersion"]]
    if len(versions) == _VERSIONS:
        oldest = min(others, key=lambda version: version["CreateDate"])
        iam.delete_policy_version(PolicyArn=arn, VersionId=oldest["VersionId"])
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=text, SetAsDefault=True)


def _document(statements: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _statement(right: Right, partition: str) -> dict[str, Any]:
    arn = f"arn:{partition}"
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Action": list(right.actions),
        "Resource": [resource.format(arn=arn) for resource in right.on],
    }
    if right.when:
        statement["Condition"] = _conditions(arn)[right.when]
    return statement


def _conditions(arn: str) -> Mapping[str, Any]:
    key, value = _TAG
    return {
        "tagged": {"StringEquals": {f"aws:ResourceTag/{key}": value}},
        "tagging": {"StringEquals": {f"aws:RequestTag/{key}": value}},
        "passed to Lambda": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
        "may write a log": {
            "ArnEquals": {"iam:PolicyARN": f"{arn}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}
        },
        "for our functions": {"ArnLike": {"lambda:FunctionArn": f"{arn}:lambda:*:*:function:easy-crm-*"}},
    }
