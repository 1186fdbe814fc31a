"""`destroy`: takes an environment out of its account, with its data, after an export of all leads and users."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from easy_crm.cli import console
from easy_crm.cli.options import Environment, Profile, deployed
from easy_crm.errors import CommandFailed


def destroy(
    env: Environment,
    profile: Profile = None,
    yes: Annotated[
        str | None,
        typer.Option("--yes", metavar="NAME", help="The environment's name again, instead of typing it."),
    ] = None,
    export: Annotated[
        Path | None, typer.Option(help="The folder for the files of leads and users; without it, this one.")
    ] = None,
) -> None:
    """Delete an environment for good: stacks, leads, files, users, logs. Exports leads and users before the data goes.

    Lists at its end what stays in the account, and until when.
    """
    from easy_crm.operations import user_backup
    from easy_crm.operations.data_export import export_leads
    from easy_crm.operations.destruction import Destruction
    from easy_crm.operations.local_system import ENVIRONMENT, LocalSystem

    deployment = deployed(env, profile)
    destruction = Destruction(deployment, console.say)
    destruction.require_something()
    leads, users = ((export or Path()) / f"easy-crm-{env}-{what}" for what in ("leads.csv", "users.json"))
    if destruction.has_data:
        for path in (leads, users):
            if path.exists() or not path.parent.is_dir():
                raise CommandFailed(f"{path} is there already, or its folder is not. Nothing was done.")
    _confirm(env, yes)
    destruction.delete_functions()
    if destruction.has_data:
        # Asked anew: of the stacks that are gone, CloudFormation tells nothing under their names.
        remaining = deployed(env, profile)
        console.say(f"{export_leads(remaining, leads):,} leads are in {leads}")
        console.say(f"{user_backup.export_users(remaining, users):,} users are in {users}")
    stays = destruction.delete_data()
    if env == ENVIRONMENT:
        LocalSystem.forget_deployment(deployment.account)
    console.say(f"{env} is gone. What stays in the account:")
    for kept in stays:
        console.say(f"  {kept}")


def _confirm(env: str, yes: str | None) -> None:
    """Checks that the environment's name was given a second time.

    Raises:
        CommandFailed: when it was not.
    """
    if yes is None:
        if not console.is_interactive():
            raise CommandFailed(f"There is no terminal to confirm at; pass --yes {env}.")
        console.say(f"This deletes {env} with all its leads, files and users. It cannot be undone.")
        yes = typer.prompt("Type the environment's name to go on")
    if yes != env:
        raise CommandFailed(f'"{yes}" is not "{env}". Nothing was deleted.')
