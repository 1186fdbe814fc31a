"""`upgrade`: brings the data of an environment to the version that this code reads and writes."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from easy_crm.cli import console
from easy_crm.cli.options import Environment, Profile, Yes, deployed
from easy_crm.errors import CommandFailed

Rehearse = Annotated[bool, typer.Option("--rehearse", help="Run the steps on restored copies of the tables only.")]


def upgrade(env: Environment, profile: Profile = None, rehearse: Rehearse = False, yes: Yes = False) -> None:
    """Change the data as this code needs it, before it is deployed. Can be interrupted and run again."""
    from easy_crm.operations import data_upgrade, rehearsal, reindex
    from easy_crm.operations.data_steps import STEPS
    from easy_crm.operations.data_version import DataVersion, is_behind, tables_of

    deployment = deployed(env, profile)
    tables = tables_of(deployment)
    if not is_behind(deployment, len(STEPS)):
        console.say(f"The data of {env} need no upgrade.")
        return
    if rehearse:
        began = time.monotonic()
        done = rehearsal.rehearse(STEPS, tables, console.say, mark=f"rehearsal-{time.time_ns()}")
        console.say(
            f"Rehearsed: {done} steps on copies, in {time.monotonic() - began:.0f} s. Nothing else has changed."
        )
        return
    if not yes and not console.confirm(f"Upgrade the data of {env}?", otherwise="--yes"):
        raise CommandFailed("Nothing was changed.")
    done = data_upgrade.upgrade(STEPS, tables, DataVersion(tables, len(STEPS)), console.say)
    reindex.rebuild(deployment)
    console.say(f"Done: {done} steps. Deploy now: {deployment.deploy_command}")
