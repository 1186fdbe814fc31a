"""The construct for all Lambda functions of the CRM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

from easy_crm.bundling.bundler import Bundler
from easy_crm.config import EnvironmentConfig
from easy_crm.constructs.customer_key import use_through_services
from easy_crm.nag import acknowledge, acknowledge_objects

ALIAS = "live"
"""The alias through which the API, queues and schedules invoke a function. It points to a published version, so a
rollback is one call that changes nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionSize:
    """The limits of one run of a function.

    Attributes:
        seconds: the timeout.
        megabytes: the memory; CPU time is proportional to it, with one full core at 1,769 MB.
        disk_megabytes: the space in /tmp.
    """

    seconds: int
    megabytes: int = 1024
    disk_megabytes: int = 512


class FunctionKit(Construct):
    """What the functions of one stack share: the configuration, the bundler, and one resource per layer.

    Args:
        config: the environment.
        bundler: bundles code and layers.
        key: the customer-managed key, if there is one.
    """

    def __init__(
        self, scope: Construct, id: str, *, config: EnvironmentConfig, bundler: Bundler, key: kms.IKey | None
    ) -> None:
        super().__init__(scope, id)
        self.config = config
        self.key = key
        self.bundler = bundler
        target = bundler.target
        self.runtime = lambda_.Runtime(target.runtime, lambda_.RuntimeFamily.PYTHON)
        self.architecture = (
            lambda_.Architecture.ARM_64 if target.architecture == "arm64" else lambda_.Architecture.X86_64
        )
        self._layers: dict[str, lambda_.LayerVersion] = {}

    def layer(self, name: str) -> lambda_.LayerVersion:
        """The layer `name` as a resource of this stack."""
        if name not in self._layers:
            folder = self.bundler.layer(name)
            self._layers[name] = lambda_.LayerVersion(
                self,
                f"{name.capitalize()}Layer",
                code=lambda_.Code.from_asset(
                    str(folder.path), asset_hash=folder.digest, asset_hash_type=cdk.AssetHashType.CUSTOM
                ),
                compatible_runtimes=[self.runtime],
                compatible_architectures=[self.architecture],
                description=f"Python packages of lambda_src/requirements-{name}.txt",
            )
        return self._layers[name]


class CrmFunction(Construct):
    """One function with its code, its log group, and its role, which may initially only write that log.

    Every change of code or configuration is published as a version, and the alias `live` moves to it. Replaced versions
    are kept. Callers use `live`, never `function`.

    Args:
        name: the name of its handler module, `lead_api`.
        kit: the kit of its stack.
        size: timeout, memory and disk space.
        environment: its own variables, in addition to those of every function.
        layers: the names of its layers besides `runtime`.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        kit: FunctionKit,
        size: FunctionSize,
        environment: Mapping[str, str],
        layers: Sequence[str] = (),
    ) -> None:
        super().__init__(scope, id)
        self.name = name
        self.size = size
        config = kit.config
        self.physical_name = config.function_name(name)
        self.log_group = logs.LogGroup(
            self,
            "Log",
            log_group_name=f"/aws/lambda/{self.physical_name}",
            retention=logs.RetentionDays[config.log_retention],
            encryption_key=kit.key,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        self.role = iam.Role(
            self,
            "Role",
            # Lambda acts for many accounts; only for this one may it use the role.
            assumed_by=iam.ServicePrincipal(
                "lambda.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": cdk.Stack.of(self).account}},
            ),
            description=f"What {self.physical_name} may do",
        )
        self.allow(["logs:CreateLogStream", "logs:PutLogEvents"], [self.log_group.log_group_arn])
        if kit.key:
            self.role.add_to_policy(use_through_services(kit.key))
        folder = kit.bundler.function(name)
        self.function = lambda_.Function(
            self,
            "Function",
            function_name=self.physical_name,
            runtime=kit.runtime,
            architecture=kit.architecture,
            handler=folder.handler,
            code=lambda_.Code.from_asset(
                str(folder.path), asset_hash=folder.digest, asset_hash_type=cdk.AssetHashType.CUSTOM
            ),
            layers=[kit.layer(layer) for layer in ("runtime", *layers)],
            role=self.role,
            log_group=self.log_group,
            logging_format=lambda_.LoggingFormat.JSON,
            # Not a higher level, because metrics are log lines of this one; not DEBUG, because boto3 would log every
            # request and response, with leads and the DeepSeek key.
            application_log_level_v2=lambda_.ApplicationLogLevel.INFO,
            timeout=cdk.Duration.seconds(size.seconds),
            memory_size=size.megabytes,
            ephemeral_storage_size=cdk.Size.mebibytes(size.disk_megabytes),
            environment={
                "ENVIRONMENT": config.name,
                "POWERTOOLS_SERVICE_NAME": name,
                **environment,
            },
            current_version_options=lambda_.VersionOptions(removal_policy=cdk.RemovalPolicy.RETAIN),
        )
        acknowledge(
            self.function,
            "Serverless-LambdaDLQ",
            "Its callers wait for it or deliver again: the API answers an error, a queue hands what failed five "
            "times to its dead-letter queue, the clock calls again five minutes later.",
        )
        acknowledge(
            self.function,
            "Serverless-LambdaTracing",
            "Traces would need the right to write to everything in X-Ray; durations, errors and request ids are in "
            "metrics and logs.",
        )
        self.live = lambda_.Alias(self, "Live", alias_name=ALIAS, version=self.function.current_version)

    def allow(self, actions: Sequence[str], resources: Sequence[str]) -> None:
        """Lets the function do `actions` on exactly `resources` (ARNs)."""
        self.role.add_to_policy(iam.PolicyStatement(actions=list(actions), resources=list(resources)))

    def allow_objects(self, actions: Sequence[str], bucket: s3.IBucket, folder: str, *, reason: str) -> None:
        """Lets the function do `actions` on the objects of one folder of a bucket.

        Args:
            folder: `uploads`, without slashes.
            reason: why the object names in it cannot be known in advance.
        """
        objects = bucket.arn_for_objects(f"{folder}/*")
        self.allow(actions, [objects])
        acknowledge_objects(self.role, objects, reason)
