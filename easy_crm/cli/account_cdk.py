"""Runs the CDK command line in the account of one environment, or in the emulator that replaces it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import typer

from easy_crm import paths
from easy_crm.cli import console
from easy_crm.local import cdk
from easy_crm.local.emulator import credentials
from easy_crm.operations.execution_policy import store

if TYPE_CHECKING:
    from easy_crm.operations.account import Account

_TOOLKIT = "CDKToolkit"


class AccountCdk:
    """The CDK command line for one account.

    Args:
        account: the account that it deploys to.
    """

    def __init__(self, account: Account) -> None:
        self._account = account

    def bootstrap_if_needed(self) -> None:
        """Bootstraps the account for CDK if it is not."""
        cloudformation = self._account.client("cloudformation")
        try:
            cloudformation.describe_stacks(StackName=_TOOLKIT)
        except cloudformation.exceptions.ClientError as error:
            if "does not exist" not in str(error):
                raise
            self.bootstrap()

    def bootstrap(self) -> None:
        """Creates or updates CDK's bootstrap stack (asset bucket, deployment roles).

        CloudFormation gets policies of ours; by default it would get an administrator's. The emulator knows no rights.
        """
        number = self._account.client("sts").get_caller_identity()["Account"]
        console.say(f"Preparing account {number} in {self._account.region} for CDK ...")
        given: list[str] = []
        if not self._account.is_emulated:
            given = ["--cloudformation-execution-policies", ",".join(store(self._account))]
        # In a folder with a cdk.json, bootstrap would synthesize the whole app for nothing.
        with TemporaryDirectory() as elsewhere:
            self.run(["bootstrap", f"aws://{number}/{self._account.region}", *given], folder=Path(elsewhere))

    def synthesize(self, assembly: Path) -> Path:
        """Writes the cloud assembly (templates and assets) to a folder and returns the folder."""
        self.run(["synth", "--quiet", "--output", str(assembly), *self.context])
        return assembly

    @property
    def context(self) -> list[str]:
        """The context options that select the environment in the CDK app."""
        port = ["-c", f"port={self._account.endpoint.rpartition(':')[2]}"] if self._account.endpoint else []
        return ["-c", f"env={self._account.config.name}", *port]

    def run(self, arguments: Sequence[str], *, folder: Path | None = None) -> None:
        """Runs `cdk` at the terminal, in the project's folder or in `folder`.

        Raises:
            typer.Exit: with its exit code, when it fails.
        """
        profile = ["--profile", self._account.profile] if self._account.profile else []
        code = cdk.run([*arguments, *profile], extra_environment=cdk_environment(self._account), folder=folder)
        if code:
            raise typer.Exit(code)


def cdk_environment(account: Account) -> dict[str, str]:
    """Environment variables that point `cdk` at the account that the command works in."""
    if account.endpoint is None:
        return {"AWS_REGION": account.region, "AWS_DEFAULT_REGION": account.region}
    keys: Any = account.session.get_credentials()
    return {
        **credentials(int(account.endpoint.rpartition(":")[2])),
        "AWS_ACCESS_KEY_ID": keys.access_key,
        "AWS_SECRET_ACCESS_KEY": keys.secret_key,
        "AWS_REGION": account.region,
        "AWS_DEFAULT_REGION": account.region,
        # CDK caches account numbers by access key; keep them apart from those of real accounts.
        "CDK_HOME": str(paths.PRIVATE / "cdk-home"),
        "NO_PROXY": "127.0.0.1,localhost",
    }
