"""The customer-managed KMS key for everything that holds leads, if the environment has one."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from easy_crm.config import EnvironmentConfig
from easy_crm.constructs.firewall_log import LOG_PREFIX

USE = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)
"""The KMS actions that a function needs, limited to the services that hold its data."""

_SERVICES = ("dynamodb", "s3", "sqs", "secretsmanager")


class CustomerKey(Construct):
    """A key that is rotated every year.

    Functions use it only through the services that store their data (the condition `via_services`). S3 needs it to
    notify an encrypted queue of uploads, and CloudWatch Logs to store logs.

    Args:
        config: the environment.
        removal_policy: whether the key outlives the stack; without the key, its data cannot be decrypted.
    """

    def __init__(
        self, scope: Construct, id: str, *, config: EnvironmentConfig, removal_policy: cdk.RemovalPolicy
    ) -> None:
        super().__init__(scope, id)
        stack = cdk.Stack.of(self)
        self.key = kms.Key(
            self,
            "Key",
            description=f"Easy CRM {config.name}: tables, files, queues, the secret and logs",
            enable_key_rotation=True,
            removal_policy=removal_policy,
        )
        self._let(
            "UploadsAreAnnounced",
            "s3.amazonaws.com",
            # As AWS documents it and CDK does it: S3 promises no condition key for the caller here.
            ["kms:Decrypt", "kms:GenerateDataKey"],
            {},
        )
        groups = f"arn:{stack.partition}:logs:{stack.region}:{stack.account}:log-group"
        self._let(
            "LogsAreKept",
            f"logs.{stack.region}.amazonaws.com",
            [*USE],
            {
                "ArnLike": {
                    "kms:EncryptionContext:aws:logs:arn": [
                        f"{groups}:/aws/lambda/easy-crm-*-{config.name}",
                        f"{groups}:easy-crm-{config.name}-*",
                        f"{groups}:API-Gateway-Execution-Logs_*",
                        f"{groups}:{LOG_PREFIX}easy-crm-{config.name}",
                    ]
                }
            },
        )

    def _let(self, sid: str, service: str, actions: list[str], conditions: dict[str, object]) -> None:
        self.key.add_to_resource_policy(
            iam.PolicyStatement(
                sid=sid,
                principals=[iam.ServicePrincipal(service)],
                actions=actions,
                # In a key policy, "*" is the key itself.
                resources=["*"],
                conditions=conditions,
            )
        )


def use_through_services(key: kms.IKey) -> iam.PolicyStatement:
    """The policy statement for a function that reads or writes data encrypted with `key`."""
    region = cdk.Stack.of(key).region
    return iam.PolicyStatement(
        actions=list(USE),
        resources=[key.key_arn],
        conditions={"StringEquals": {"kms:ViaService": [f"{service}.{region}.amazonaws.com" for service in _SERVICES]}},
    )
