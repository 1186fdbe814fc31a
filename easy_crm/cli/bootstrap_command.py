"""`bootstrap`: prepares an account for CDK, with rights for this app instead of an administrator's."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from easy_crm.cli.account_cdk import AccountCdk
from easy_crm.cli.options import Environment, Profile, deployed
from easy_crm.errors import CommandFailed
from easy_crm.local import machine

Show = Annotated[bool, typer.Option("--show", help="Only print the policies, as a JSON array.")]


def bootstrap(env: Environment, profile: Profile = None, show: Show = False) -> None:
    """Prepare the account for CDK, and give CloudFormation the rights that the stacks need. Once, and after upgrades.

    Needs the rights of an administrator, once.
    """
    if show:
        _print_policies(env)
        return
    if env == "local":
        raise CommandFailed("./easy-crm up prepares the environment local.")
    machine.ensure_cdk()
    AccountCdk(deployed(env, profile).account).bootstrap()


def _print_policies(env: str) -> None:
    from easy_crm import paths
    from easy_crm.config import environment_config
    from easy_crm.environments_file import read_environments
    from easy_crm.operations.execution_policy import policies

    region = environment_config(env, settings=read_environments(paths.ROOT)).region
    typer.echo(json.dumps(policies(region or ""), indent=2))
