"""Resolves the references in a deployed template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from easy_crm.operations.deployment import Deployment, Resource
from easy_crm.operations.validation.model import UNKNOWN, UNKNOWN_TEXT, Unknown

_IN_TEXT = re.compile(r"\$\{([^!}][^}]*)\}")

# The format of a resource's ARN by its type, with its physical id.
_ARNS: Mapping[str, str] = {
    "AWS::ApiGateway::RestApi": "arn:{partition}:apigateway:{region}::/restapis/{id}",
    "AWS::Cognito::UserPool": "arn:{partition}:cognito-idp:{region}:{account}:userpool/{id}",
    "AWS::DynamoDB::Table": "arn:{partition}:dynamodb:{region}:{account}:table/{id}",
    "AWS::Events::Rule": "arn:{partition}:events:{region}:{account}:rule/{id}",
    "AWS::IAM::Role": "arn:{partition}:iam::{account}:role/{id}",
    "AWS::KMS::Key": "arn:{partition}:kms:{region}:{account}:key/{id}",
    "AWS::Lambda::Function": "arn:{partition}:lambda:{region}:{account}:function:{id}",
    "AWS::Logs::LogGroup": "arn:{partition}:logs:{region}:{account}:log-group:{id}:*",
    "AWS::S3::Bucket": "arn:{partition}:s3:::{id}",
    "AWS::SQS::Queue": "arn:{partition}:sqs:{region}:{account}:{last}",
}


class Resolver:
    """Resolves the references in the templates of one deployment.

    Args:
        deployment: the deployment that holds the templates.
    """

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._resources = {(resource.part, resource.logical_id): resource for resource in deployment.resources}
        stack = next(iter(deployment.stacks.values()))
        _, partition, _, region, account, _ = stack["StackId"].split(":", 5)
        self._pseudo = {
            "AWS::AccountId": account,
            "AWS::Partition": partition,
            "AWS::Region": region,
            "AWS::URLSuffix": "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com",
        }

    def __call__(self, part: str, value: Any) -> Any:  # noqa: PLR0911  (one case for each function of templates)
        """The value with every reference resolved; what cannot be known becomes `UNKNOWN`.

        Args:
            part: the short name of the stack that the value is from.
        """
        match value:
            case {"Ref": str(name)} if len(value) == 1:
                return self._ref(part, name)
            case {"Fn::GetAtt": [str(name), str(attribute)]}:
                return self._attribute(part, name, attribute)
            case {"Fn::ImportValue": str(name)}:
                return self._deployment.outputs.get(name.rpartition(":")[2], UNKNOWN)
            case {"Fn::Join": [str(separator), list(pieces)]}:
                return separator.join(_text(self(part, piece)) for piece in pieces)
            case {"Fn::Sub": str(text)}:
                return _IN_TEXT.sub(lambda found: _text(self._named(part, found[1])), text)
            case {"Fn::Select": [index, pieces]}:
                known = self(part, pieces)
                return known[int(index)] if isinstance(known, list) and int(index) < len(known) else UNKNOWN
            case {"Fn::Split": [str(separator), text]}:
                known = self(part, text)
                return known.split(separator) if isinstance(known, str) and UNKNOWN_TEXT not in known else UNKNOWN
            case dict() if any(key.startswith("Fn::") for key in value):
                return UNKNOWN
            case Mapping():
                return {key: self(part, item) for key, item in value.items()}
            case list():
                return [self(part, item) for item in value]
            case _:
                return value

    def _named(self, part: str, name: str) -> Any:
        resource, dot, attribute = name.partition(".")
        return self._attribute(part, resource, attribute) if dot else self._ref(part, name)

    def _ref(self, part: str, name: str) -> Any:
        if name in self._pseudo:
            return self._pseudo[name]
        resource = self._resources.get((part, name))
        return resource.physical_id if resource else UNKNOWN

    def _attribute(self, part: str, name: str, attribute: str) -> Any:
        resource = self._resources.get((part, name))
        if resource is None:
            return UNKNOWN
        if attribute == "Arn":
            return self._arn(resource)
        if (resource.type, attribute) == ("AWS::SQS::Queue", "QueueName"):
            return resource.physical_id.rpartition("/")[2]
        if (resource.type, attribute) == ("AWS::S3::Bucket", "RegionalDomainName"):
            return f"{resource.physical_id}.s3.{self._pseudo['AWS::Region']}.{self._pseudo['AWS::URLSuffix']}"
        if attribute in ("TopicArn", "AliasArn", "LayerVersionArn", "FunctionArn"):
            return resource.physical_id
        return UNKNOWN

    def _arn(self, resource: Resource) -> Any:
        if resource.physical_id.startswith("arn:"):
            return resource.physical_id
        pattern = _ARNS.get(resource.type)
        if pattern is None:
            return UNKNOWN
        return pattern.format(
            partition=self._pseudo["AWS::Partition"],
            region=self._pseudo["AWS::Region"],
            account=self._pseudo["AWS::AccountId"],
            id=resource.physical_id,
            last=resource.physical_id.rpartition("/")[2],
        )


def _text(value: Any) -> str:
    return UNKNOWN_TEXT if isinstance(value, Unknown) else str(value)
