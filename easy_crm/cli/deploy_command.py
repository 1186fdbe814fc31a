"""`deploy`: all stacks of an environment, from the first question to the address of the page."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import typer

from easy_crm import paths
from easy_crm.cli import console
from easy_crm.cli.account_cdk import AccountCdk
from easy_crm.cli.deploy_questions import ask_for_missing, missing, require, write_answers
from easy_crm.cli.options import Environment, Profile, Yes, deployed
from easy_crm.errors import CommandFailed
from easy_crm.local import machine
from easy_crm.operations.deepseek_key import put_deepseek_key

if TYPE_CHECKING:
    from easy_crm.operations.deployment import Deployment

_SHOWN = ("SiteUrl", "ApiUrl", "UserPoolId", "DistributionId", "DashboardName")


def deploy(context: typer.Context, env: Environment, profile: Profile = None, yes: Yes = False) -> None:
    """Deploy all stacks: asks once for what is missing, shows the changes, asks, deploys.

    Further arguments go to cdk.
    """
    if env == "local":
        raise CommandFailed("The environment local is deployed by ./easy-crm up.")
    _complete_settings(env, profile)
    if not yes and not console.is_interactive():
        raise CommandFailed("Nobody is here to answer whether to deploy; --yes says so.")
    console.say("Checking the tools ...")
    machine.ensure_cdk()
    deployment = deployed(env, profile)
    toolbox = AccountCdk(deployment.account)
    toolbox.bootstrap_if_needed()
    with TemporaryDirectory(prefix="easy-crm-") as folder:
        assembly = toolbox.synthesize(Path(folder) / "cdk.out")
        toolbox.run(["diff", "--app", str(assembly)])
        if not yes and not console.confirm(f"Deploy this to {env}?", otherwise="--yes"):
            raise CommandFailed("Nothing was deployed.")
        _remember(deployment)
        options = ("--require-approval", "never", "--progress", "events", *context.args)
        try:
            toolbox.run(["deploy", "--all", "--app", str(assembly), *options])
        except typer.Exit:
            console.say(f"What failed: ./easy-crm events --env {env} --failures")
            raise
    _finish(deployed(env, profile))


def _complete_settings(env: str, profile: str | None) -> None:
    from easy_crm.config import ENVIRONMENTS, UnknownEnvironmentError
    from easy_crm.environments_file import FILE_NAME, read_environments

    if env not in ENVIRONMENTS:
        raise UnknownEnvironmentError(env)
    settings = read_environments(paths.ROOT).get(env, {})
    if not console.is_interactive():
        require(env, settings)
        return
    if not missing(settings):
        return
    answers = ask_for_missing(
        settings,
        lambda text, suggestion: typer.prompt(text, default=suggestion, show_default=bool(suggestion)),
        _suggestions(env, profile),
    )
    write_answers(paths.ROOT, env, answers)
    console.say(f"Written to {FILE_NAME}, which belongs into version control.")


def _suggestions(env: str, profile: str | None) -> dict[str, str]:
    """Account and region of the credentials, as far as they can be told before anything is configured."""
    from easy_crm.operations.account import connect

    try:
        account = connect(env, profile)
    except CommandFailed:
        # No region yet: the very thing that is about to be asked for.
        return {}
    identity = account.client("sts").get_caller_identity()
    return {"account": identity["Account"], "region": account.region}


def _remember(deployment: Deployment) -> None:
    """Notes what is live, so that a rollback can come back to it; before the first deployment nothing is."""
    from easy_crm.operations.functions import Functions
    from easy_crm.operations.stacks import StackReleases

    if "WorkBucketName" in deployment.outputs:
        StackReleases(deployment).remember()
        if deployment.of_type("AWS::Lambda::Alias"):
            Functions(deployment).remember()


def _finish(deployment: Deployment) -> None:
    from easy_crm.operations import users
    from easy_crm.operations.functions import Functions

    for name in Functions(deployment).align():
        console.say(f"{name} had been rolled back; it is what was deployed again.")
    _remember(deployment)
    _store_key(deployment)
    admin = deployment.config.first_admin_email
    if admin and not users.has_users(deployment):
        invited = users.add(deployment, admin, "admin")
        how = f"the first password is {invited.password}" if invited.password else "the invitation is on its way"
        console.say(f"{admin} is the first admin: {how}")
    for name in _SHOWN:
        console.say(f"{name:<16} {deployment.output(name)}")
    if domain := deployment.config.domain:
        console.say(f"Its DNS record: {domain} is an alias (CNAME) of {deployment.output('DistributionDomain')}")
    console.say(f"Check it: ./easy-crm validate --env {deployment.config.name}, then smoke")


def _store_key(deployment: Deployment) -> None:
    client, secret = deployment.account.client("secretsmanager"), deployment.output("DeepSeekSecretId")
    key = os.environ.get("DEEPSEEK_API_KEY")
    if not key and console.is_interactive() and not _has_key(client, secret):
        key = typer.prompt(
            "DeepSeek key (Enter: none, rules decide alone)", default="", hide_input=True, show_default=False
        )
        # Asked once: that there is none is an answer, too.
        key = key or "none"
    if put_deepseek_key(client, secret, key):
        console.say("The DeepSeek key is stored in Secrets Manager.")


def _has_key(client: Any, secret: str) -> bool:
    try:
        return bool(client.get_secret_value(SecretId=secret).get("SecretString"))
    except client.exceptions.ResourceNotFoundException:
        return False
