"""`synth` and `diff`: show what the CDK app would deploy."""

from __future__ import annotations

import typer

from easy_crm.cli.account_cdk import AccountCdk
from easy_crm.cli.options import Environment, Profile, deployed
from easy_crm.local import cdk


def synth(context: typer.Context, env: Environment = "prod") -> None:
    """Write the CloudFormation templates to cdk.out. Needs no AWS account. Further arguments go to cdk."""
    code = cdk.run(["synth", "--quiet", "-c", f"env={env}", *context.args])
    if code:
        raise typer.Exit(code)


def diff(context: typer.Context, env: Environment, profile: Profile = None) -> None:
    """Show what a deployment would change. Further arguments go to cdk."""
    toolbox = AccountCdk(deployed(env, profile).account)
    toolbox.run(["diff", *toolbox.context, *context.args])
