"""`frontend`, `functions`, `invalidate` and `rollback`: release one part of the system, or roll it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from easy_crm import paths
from easy_crm.bundling.bundler import Bundler
from easy_crm.cli import console
from easy_crm.cli.options import Environment, Profile, Yes, deployed
from easy_crm.errors import CommandFailed
from easy_crm.local import machine

if TYPE_CHECKING:
    from easy_crm.operations.stacks import Change

rollback = typer.Typer(help="Roll back to the previous release.", no_args_is_help=True)


def frontend(env: Environment, profile: Profile = None) -> None:
    """Upload the page with the settings from its stacks, and wait until CloudFront serves it. Changes nothing else."""
    from easy_crm.operations import website

    deployment = deployed(env, profile)
    built = Bundler.of_project(paths.ROOT, deployment.config.target).page(paths.ROOT / "frontend")
    number = website.upload(deployment, built)
    console.say(f"{number} files uploaded; invalidating CloudFront's cache ...")
    website.invalidate(deployment)
    console.say(f"Release {built.release} is live at {deployment.output('SiteUrl')}")


def invalidate(env: Environment, profile: Profile = None) -> None:
    """Invalidate CloudFront's cache of the page, and wait until that is done."""
    from easy_crm.operations import website

    website.invalidate(deployed(env, profile))
    console.say("CloudFront's cache is empty.")


def functions(env: Environment, profile: Profile = None) -> None:
    """Publish the functions' code as new versions and make them live. Packages and settings stay unchanged."""
    from easy_crm.operations.data_steps import STEPS
    from easy_crm.operations.data_version import require_data
    from easy_crm.operations.functions import Functions
    from easy_crm.operations.going_live import Before, go_live

    deployment = deployed(env, profile)
    require_data(deployment, len(STEPS))
    # What compiles the code is among them.
    machine.ensure_npm_packages()
    bundler = Bundler.of_project(paths.ROOT, deployment.config.target)
    before = Before.of(deployment)
    changed = Functions(deployment).update(
        bundler, console.say, lambda published: go_live(deployment, published, before, console.say)
    )
    console.say(f"Live now: {', '.join(changed)}" if changed else "All functions have this code already.")


@rollback.command("functions")
def rollback_functions(env: Environment, profile: Profile = None) -> None:
    """Make the previous versions of the functions live again."""
    from easy_crm.operations.functions import Functions

    for name, (was, now) in sorted(Functions(deployed(env, profile)).roll_back().items()):
        console.say(f"{name}: version {was} -> {now}")


@rollback.command("frontend")
def rollback_frontend(env: Environment, profile: Profile = None) -> None:
    """Make the previous release of the page live again."""
    from easy_crm.operations import website

    was, now = website.roll_back(deployed(env, profile))
    console.say(f"Page: release {was} -> {now}")


@rollback.command("stack")
def rollback_stack(env: Environment, profile: Profile = None, yes: Yes = False) -> None:
    """Deploy the previous templates again. Shows the changes and asks first."""
    from easy_crm.operations.functions import Functions
    from easy_crm.operations.stacks import StackReleases

    def confirm(changes: list[Change]) -> bool:
        console.say("This would change:")
        for change in changes:
            console.say(f"  {change.part:<10} {change.action:<7} {change.type}  {change.resource}")
        return yes or console.confirm("Roll back?", otherwise="--yes")

    deployment = deployed(env, profile)
    before = Functions(deployment).release_before()
    parts = StackReleases(deployment).roll_back(confirm)
    if not parts:
        raise CommandFailed("Nothing was changed.")
    # The earlier code has been published again: `rollback functions` must see it as the earlier release.
    Functions(deployed(env, profile)).remember(restores=before)
    console.say(f"Rolled back to the previous templates: {', '.join(parts)}")
