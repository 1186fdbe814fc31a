"""`deploy`: deploys all stacks of an environment, from the first question to the address of the page."""

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
    from easy_crm.operations.going_live import Before

_SHOWN = ("SiteUrl", "ApiUrl", "UserPoolId", "DistributionId", "DashboardName")


def deploy(context: typer.Context, env: Environment, profile: Profile = None, yes: Yes = False) -> None:
    """Deploy all stacks: ask once for missing settings, show the changes, ask for confirmation, deploy.

    Further arguments go to cdk.
    """
    if env == "local":
        raise CommandFailed("./easy-crm up deploys the environment local.")
    _complete_settings(env, profile)
    if not yes and not console.is_interactive():
        raise CommandFailed("There is no terminal to confirm the deployment at; pass --yes.")
    console.say("Checking the tools ...")
    machine.ensure_cdk()
    deployment = deployed(env, profile)
    _require_data(deployment)
    _require_lasting(deployment)
    _say_what_fits(deployment)
    toolbox = AccountCdk(deployment.account)
    toolbox.bootstrap_if_needed()
    with TemporaryDirectory(prefix="easy-crm-") as folder:
        assembly = toolbox.synthesize(Path(folder) / "cdk.out")
        toolbox.run(["diff", "--app", str(assembly)])
        if not yes and not console.confirm(f"Deploy this to {env}?", otherwise="--yes"):
            raise CommandFailed("Nothing was deployed.")
        _remember(deployment)
        before = _before(deployment)
        _prepare(deployment)
        options = ("--require-approval", "never", "--progress", "events", *context.args)
        try:
            toolbox.run(["deploy", "--all", "--app", str(assembly), *options])
        except typer.Exit:
            console.say(f"To see what failed: ./easy-crm events --env {env} --failures")
            raise
    _finish(deployed(env, profile), before)


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
    console.say(f"Your answers are in {FILE_NAME}. Commit that file.")


def _suggestions(env: str, profile: str | None) -> dict[str, str]:
    """The account and region of the credentials, if they are known before anything is configured."""
    from easy_crm.operations.account import connect

    try:
        account = connect(env, profile)
    except CommandFailed:
        # There is no region yet; it is one of the questions.
        return {}
    identity = account.client("sts").get_caller_identity()
    return {"account": identity["Account"], "region": account.region}


def _say_what_fits(deployment: Deployment) -> None:
    """Compares what the environment runs at once with what the account allows."""
    from easy_crm.concurrent_runs import advice
    from easy_crm.operations.quotas import concurrent_runs
    from easy_crm.regions import is_on_by_default

    account = deployment.account
    if not account.is_emulated and not is_on_by_default(account.region):
        console.say(
            f"CloudFront cannot write its access log in {account.region}, which accounts opt in to. The API's access "
            "log is written all the same."
        )
    quota = None if account.is_emulated else concurrent_runs(account)
    if quota is not None and (said := advice(quota, account.config.writer_concurrency, account.region)):
        console.say(said)


def _prepare(deployment: Deployment) -> None:
    """Clears away a failed first deployment, and makes what all environments of the account share."""
    from easy_crm.operations.api_logging import ensure_logging_role
    from easy_crm.operations.first_deployment import clear_failed_stacks

    for left in clear_failed_stacks(deployment):
        console.say(f"Left by the deployment that failed, and empty; delete it by hand: {left}")
    if role := ensure_logging_role(deployment.account):
        console.say(f"API Gateway writes logs of this account through {role}.")


def _remember(deployment: Deployment) -> None:
    """Records what is live, for a later rollback; before the first deployment there is nothing to record."""
    from easy_crm.operations.functions import Functions
    from easy_crm.operations.stacks import StackReleases

    if "WorkBucketName" in deployment.outputs:
        StackReleases(deployment).remember()
        if deployment.is_whole:
            Functions(deployment).remember()


def _require_data(deployment: Deployment) -> None:
    from easy_crm.operations.data_steps import STEPS
    from easy_crm.operations.data_version import require_data

    require_data(deployment, len(STEPS))


def _require_lasting(deployment: Deployment) -> None:
    from easy_crm.operations.lasting_settings import require_lasting

    require_lasting(deployment)


def _before(deployment: Deployment) -> Before:
    from easy_crm.operations.going_live import Before

    return Before.of(deployment)


def _release(deployment: Deployment, before: Before) -> None:
    """Makes live what CloudFormation published, also where it left an alias alone because nothing had changed."""
    from easy_crm.operations.functions import Functions
    from easy_crm.operations.going_live import go_live

    functions = Functions(deployment)
    promised = functions.promised()
    for name, version in functions.live().items():
        if promised[name] != version:
            console.say(f"{name} had been rolled back; it goes to the deployed version again.")
    go_live(deployment, promised, before, console.say)


def _finish(deployment: Deployment, before: Before) -> None:
    from easy_crm.operations import users
    from easy_crm.operations.data_steps import STEPS
    from easy_crm.operations.data_version import DataVersion, tables_of

    DataVersion(tables_of(deployment), len(STEPS)).settle()
    _release(deployment, before)
    _remember(deployment)
    _store_key(deployment)
    admin = deployment.config.first_admin_email
    if admin and not users.has_users(deployment):
        invited = users.add(deployment, admin, "admin")
        how = f"the first password is {invited.password}" if invited.password else "Cognito has sent the invitation"
        console.say(f"{admin} is the first admin: {how}")
    for name in _SHOWN:
        console.say(f"{name:<16} {deployment.output(name)}")
    if domain := deployment.config.domain:
        console.say(f"Create this DNS record: {domain} CNAME {deployment.output('DistributionDomain')}")
    console.say(f"Check it: ./easy-crm validate --env {deployment.config.name}, then smoke")


def _store_key(deployment: Deployment) -> None:
    client, secret = deployment.account.client("secretsmanager"), deployment.output("DeepSeekSecretId")
    key = os.environ.get("DEEPSEEK_API_KEY")
    if not key and console.is_interactive() and not _has_key(client, secret):
        key = typer.prompt(
            "DeepSeek key (Enter: none; imports then use rules alone)", default="", hide_input=True, show_default=False
        )
        # "None" is an answer too: it is not asked again.
        key = key or "none"
    if put_deepseek_key(client, secret, key):
        console.say("The DeepSeek key is stored in Secrets Manager.")


def _has_key(client: Any, secret: str) -> bool:
    try:
        return bool(client.get_secret_value(SecretId=secret).get("SecretString"))
    except client.exceptions.ResourceNotFoundException:
        return False
