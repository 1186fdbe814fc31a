"""The whole system on this machine: the stacks, really deployed by `cdk deploy`, in the emulator.

`./easy-crm up` and the tests use the same class, each with its own folder and port.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from easy_crm import paths
from easy_crm.config import PARTS
from easy_crm.errors import CommandFailed
from easy_crm.local import cdk
from easy_crm.local.emulator import ACCOUNT, REGION, Emulator, EmulatorProcess, credentials, forget_unused
from easy_crm.local.source_hash import hash_of_sources
from easy_crm.operations.account import Account, emulator_session
from easy_crm.operations.cognito_users import create_user, new_password
from easy_crm.operations.deepseek_key import put_deepseek_key

DEMO_USER = "demo@example.com"
ENVIRONMENT = "local"
STACKS = tuple(f"easy-crm-{ENVIRONMENT}-{part}" for part in PARTS)

# Stored in the emulator, so that they always match the state that they describe.
_DEPLOYED_SOURCES = "/easy-crm/local/deployed-sources"
_DEMO_PASSWORD = "/easy-crm/local/demo-password"  # noqa: S105

# `easy-crm-local-api | 12/40 | 10:00:00 | CREATE_COMPLETE | AWS::...`
_STACK_EVENT = re.compile(r"^(easy-crm-\S+) \|\s*(\d+)/(\d+) \|")

Report = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Address:
    """The addresses of the deployed system.

    Attributes:
        site: the page's address, whose host name browsers resolve to this machine.
        host: the `Host` header for clients that do not resolve that name.
        endpoint: the emulator's address, for AWS clients.
        outputs: the outputs of all stacks, by name.
    """

    site: str
    host: str
    endpoint: str
    outputs: Mapping[str, str]


class LocalSystem:
    """One emulator with its state and the stacks deployed in it.

    Args:
        folder: holds everything; deleting it deletes the system.
        root: the project to deploy.
    """

    def __init__(self, folder: Path, root: Path = paths.ROOT) -> None:
        self.folder = folder
        self.emulator = Emulator(folder / "emulator")
        self.log = folder / "cdk.log"
        self._root = root

    def deploy(self, process: EmulatorProcess, report: Report, *, context: Mapping[str, str] | None = None) -> bool:
        """Deploys the sources into the emulator.

        Args:
            process: the running emulator.
            report: called with the current step and the share that is done, from 0 to 1.
            context: further `-c` context for the CDK app.

        Returns:
            False when these sources were deployed already.

        Raises:
            CommandFailed: when `cdk` fails.
        """
        wanted = f"{process.port} {sorted((context or {}).items())} {hash_of_sources(self._root)}"
        if self._parameter(process, _DEPLOYED_SOURCES) == wanted:
            return False
        environment = self._cdk_environment(process)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log.unlink(missing_ok=True)
        report("Bootstrapping the account", 0.0)
        cdk.run_quietly(
            ["bootstrap", f"aws://{ACCOUNT}/{REGION}"], environment=environment, folder=self.folder, log=self.log
        )
        assembly = self._synthesize(process, environment, report, context or {})
        report("Deploying", 0.3)
        cdk.run_quietly(
            ["deploy", "--all", "--app", str(assembly), "--require-approval", "never", "--progress", "events"],
            environment=environment,
            folder=self._root,
            log=self.log,
            on_line=_stack_progress(report),
        )
        self._set_parameter(process, _DEPLOYED_SOURCES, wanted)
        return True

    def forget(self) -> None:
        """Deletes the folder; the emulator must not be running."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def forget_deployment(account: Account) -> None:
        """Lets the next `up` deploy again, after the stacks were deleted from a running emulator."""
        account.client("ssm").delete_parameters(Names=[_DEPLOYED_SOURCES, _DEMO_PASSWORD])

    def provide_key(self, process: EmulatorProcess) -> None:
        """Stores DEEPSEEK_API_KEY, if it is set, in the deployed secret."""
        secret = self.address(process).outputs.get("DeepSeekSecretId")
        if secret:
            put_deepseek_key(self.client(process, "secretsmanager"), secret, os.environ.get("DEEPSEEK_API_KEY"))

    def address(self, process: EmulatorProcess) -> Address:
        """The addresses of the deployed system.

        Raises:
            CommandFailed: when nothing is deployed.
        """
        outputs: dict[str, str] = {}
        for stack in self.client(process, "cloudformation").describe_stacks()["Stacks"]:
            # Other environments may be deployed beside this one.
            if stack["StackName"] in STACKS:
                outputs |= {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
        if "SiteUrl" not in outputs:
            raise CommandFailed("No site is deployed in the emulator. Start over: ./easy-crm up --fresh")
        return Address(outputs["SiteUrl"], urlsplit(outputs["SiteUrl"]).netloc, process.endpoint, outputs)

    def demo_password(self, process: EmulatorProcess) -> str:
        """Creates the demo user, an admin, if needed; returns the password, which lasts as long as the state."""
        known = self._parameter(process, _DEMO_PASSWORD)
        password = known or new_password()
        self.create_user(process, DEMO_USER, password, group="admin")
        if known is None:
            self._set_parameter(process, _DEMO_PASSWORD, password)
        return password

    def create_user(self, process: EmulatorProcess, email: str, password: str, *, group: str | None) -> None:
        """Creates a user who can sign in at once. An existing user gets this password and group."""
        pool = self.address(process).outputs["UserPoolId"]
        create_user(self.client(process, "cognito-idp"), pool, email, password, group)

    def client(self, process: EmulatorProcess, service: str) -> Any:
        """A boto3 client of the emulator."""
        return emulator_session().client(service, endpoint_url=process.endpoint)

    def _synthesize(
        self, process: EmulatorProcess, environment: Mapping[str, str], report: Report, context: Mapping[str, str]
    ) -> Path:
        report("Synthesizing the stacks", 0.1)
        assembly = self.folder / "cdk.out"
        shutil.rmtree(assembly, ignore_errors=True)
        # Here `cdk deploy` looks for archives of what it deploys, by the hash of their content, before it makes them.
        paths.ZIPPED_CODE.mkdir(parents=True, exist_ok=True)
        forget_unused(paths.ZIPPED_CODE)
        assembly.mkdir(parents=True)
        (assembly / ".cache").symlink_to(paths.ZIPPED_CODE)
        given = {"env": ENVIRONMENT, "port": str(process.port), **context}
        options = [option for name, value in given.items() for option in ("-c", f"{name}={value}")]
        cdk.run_quietly(
            ["synth", "--quiet", "--output", str(assembly), *options],
            # Validation takes seconds; `synth` and the tests do it.
            environment={**environment, "CDK_VALIDATION": "false"},
            folder=self._root,
            log=self.log,
        )
        return assembly

    def _cdk_environment(self, process: EmulatorProcess) -> dict[str, str]:
        inherited = {name: value for name, value in cdk.environment().items() if not name.startswith(("AWS_", "CDK_"))}
        return {
            **inherited,
            **cdk.QUIET,
            **credentials(process.port),
            # CDK caches account numbers by access key; keep them apart from those of real accounts.
            "CDK_HOME": str(self.folder / "cdk-home"),
            "NO_PROXY": "127.0.0.1,localhost",
        }

    def _parameter(self, process: EmulatorProcess, name: str) -> str | None:
        ssm = self.client(process, "ssm")
        try:
            return str(ssm.get_parameter(Name=name)["Parameter"]["Value"])
        except ssm.exceptions.ParameterNotFound:
            return None

    def _set_parameter(self, process: EmulatorProcess, name: str, value: str) -> None:
        self.client(process, "ssm").put_parameter(Name=name, Value=value, Type="String", Overwrite=True)


def _stack_progress(report: Report) -> Callable[[str], None]:
    def line(text: str) -> None:
        event = _STACK_EVENT.match(text)
        if event and event[1] in STACKS:
            done, total = int(event[2]), int(event[3])
            finished = STACKS.index(event[1]) + min(1.0, done / total if total else 0.0)
            report(f"Deploying {event[1]}", 0.3 + 0.7 * finished / len(STACKS))

    return line
