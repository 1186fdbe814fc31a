"""`frontend`, `functions`, `invalidate` and `rollback`: parts of the system, forward and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from easy_crm import paths
from easy_crm.bundling.bundler import Bundler
from easy_crm.cli import console
from easy_crm.cli.options import Environment, Profile, Yes, deployed
from easy_crm.errors import CommandFailed

if TYPE_CHECKING:
    from easy_crm.operations.stacks import Change

rollback = typer.Typer(help="Go back to what was live before.", no_args_is_help=True)


def frontend(env: Environment, profile: Profile = None) -> None:
    """Upload the page with the settings of its stacks, and wait until CloudFront shows it; nothing else."""
    from easy_crm.operations import website

    deployment = deployed(env, profile)
    built = Bundler.of_project(paths.ROOT, deployment.config.target).page(paths.ROOT / "frontend")
    number = website.upload(deployment, built)
    console.say(f"{number} files uploaded; CloudFront forgets its copies ...")
    website.invalidate(deployment)
    console.say(f"Release {built.release} is shown at {deployment.output('SiteUrl')}")


def invalidate(env: Environment, profile: Profile = None) -> None:
    """Let CloudFront forget its copies of the page, and wait until it has."""
    from easy_crm.operations import website

    website.invalidate(deployed(env, profile))
    console.say("CloudFront asks for every file anew.")


def functions(env: Environment, profile: Profile = None) -> None:
    """Publish the functions' code as new versions and make them live; packages and settings stay as they are."""
    from easy_crm.operations.functions import Functions

    deployment = deployed(env, profile)
    bundler = Bundler.of_project(paths.ROOT, deployment.config.target)
    changed = Functions(deployment).update(bundler, console.say)
    console.say(f"Live now: {', '.join(changed)}" if changed else "Every function has this code already.")


@rollback.command("functions")
def rollback_functions(env: Environment, profile: Profile = None) -> None:
    """Make the functions live again that were so before the last release."""
    from easy_crm.operations.functions import Functions

    for name, (was, now) in sorted(Functions(deployed(env, profile)).roll_back().items()):
        console.say(f"{name}: version {was} -> {now}")


@rollback.command("frontend")
def rollback_frontend(env: Environment, profile: Profile = None) -> None:
    """Show the page that was uploaded before the present one."""
    from easy_crm.operations import website

    was, now = website.roll_back(deployed(env, profile))
    console.say(f"Page: release {was} -> {now}")


@rollback.command("stack")
def rollback_stack(env: Environment, profile: Profile = None, yes: Yes = False) -> None:
    """Deploy the templates that were live before the last deployment; shows the changes and asks first."""
    from easy_crm.operations.functions import Functions
    from easy_crm.operations.stacks import StackReleases

    def confirm(changes: list[Change]) -> bool:
        console.say("This would change:")
        for change in changes:
            console.say(f"  {change.part:<10} {change.action:<7} {change.type}  {change.resource}")
        return yes or console.confirm("Go back?", otherwise="--yes")

    deployment = deployed(env, profile)
    before = Functions(deployment).release_before()
    parts = StackReleases(deployment).roll_back(confirm)
    if not parts:
        raise CommandFailed("Nothing was changed.")
    # The earlier code was published anew: for `rollback functions` it is the release that it was.
    Functions(deployed(env, profile)).remember(restores=before)
    console.say(f"Back to the earlier templates: {', '.join(parts)}")
