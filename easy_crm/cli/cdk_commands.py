"""`synth`, `diff` and `deploy`: the CDK app in an environment of an AWS account."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from easy_crm.cli import cdk, console
from easy_crm.cli.errors import CommandFailed
from easy_crm.cli.secret import put_deepseek_key

Environment = Annotated[str, typer.Option("--env", help="dev, staging or prod.")]
Profile = Annotated[str | None, typer.Option(help="The AWS profile to use.")]


def synth(context: typer.Context, env: Environment = "prod") -> None:
    """Write the CloudFormation templates to cdk.out; needs no AWS account. Further arguments go to cdk."""
    _cdk(["synth", "--all", "--quiet", "-c", f"env={env}", *context.args])


def diff(context: typer.Context, env: Environment, profile: Profile = None) -> None:
    """Show what a deployment would change. Further arguments go to cdk."""
    _cdk(["diff", "--all", "-c", f"env={env}", *_profile(profile), *context.args])


def deploy(context: typer.Context, env: Environment, profile: Profile = None) -> None:
    """Deploy all stacks, then store DEEPSEEK_API_KEY, if it is set, as their secret. Further arguments go to cdk."""
    if env == "local":
        raise CommandFailed("The environment local is deployed by ./easy-crm up.")
    _cdk(["deploy", "--all", "-c", f"env={env}", *_profile(profile), *context.args])
    _store_key(env, profile)


def _cdk(arguments: list[str]) -> None:
    code = cdk.run(arguments)
    if code:
        raise typer.Exit(code)


def _profile(profile: str | None) -> list[str]:
    return ["--profile", profile] if profile else []


def _store_key(env: str, profile: str | None) -> None:
    key = os.environ.get("DEEPSEEK_API_KEY")
    if not key:
        console.out.print("DEEPSEEK_API_KEY is not set: the secret stays as it is; without a key, rules decide.")
        return
    import boto3

    session = boto3.session.Session(profile_name=profile)
    stack = f"easy-crm-{env}-storage"
    described = session.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}
    changed = put_deepseek_key(session.client("secretsmanager"), outputs["DeepSeekSecretId"], key)
    console.out.print("The DeepSeek key is stored in Secrets Manager." if changed else "The DeepSeek key is unchanged.")
