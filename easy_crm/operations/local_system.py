"""The whole system on this machine: the emulator, and in it the four stacks that `cdk deploy` really deploys.

`./easy-crm up` and the tests use the same class, each with a folder and a port of its own.
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
from easy_crm.local.emulator import ACCESS_KEY, ACCOUNT, REGION, Emulator, EmulatorProcess, credentials
from easy_crm.local.source_hash import hash_of_sources
from easy_crm.operations.cognito_users import create_user, new_password
from easy_crm.operations.deepseek_key import put_deepseek_key

DEMO_USER = "demo@example.com"
ENVIRONMENT = "local"
STACKS = tuple(f"easy-crm-{ENVIRONMENT}-{part}" for part in PARTS)

# Kept in the emulator itself, so they are true of exactly the state that they describe.
_DEPLOYED_SOURCES = "/easy-crm/local/deployed-sources"
_DEMO_PASSWORD = "/easy-crm/local/demo-password"  # noqa: S105

# `easy-crm-local-api | 12/40 | 10:00:00 | CREATE_COMPLETE | AWS::...`
_STACK_EVENT = re.compile(r"^(easy-crm-\S+) \|\s*(\d+)/(\d+) \|")

Report = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Address:
    """Where the deployed system answers.

    Attributes:
        site: the page, on a host name that browsers resolve to this machine.
        host: the `Host` header for clients that do not resolve it.
        endpoint: the emulator, for clients of AWS.
        outputs: of all stacks, by name.
    """

    site: str
    host: str
    endpoint: str
    outputs: Mapping[str, str]


class LocalSystem:
    """One emulator, its state and what is deployed in it.

    Args:
        folder: keeps everything, so that deleting it forgets everything.
        root: the project whose stacks are deployed.
    """

    def __init__(self, folder: Path, root: Path = paths.ROOT) -> None:
        self.folder = folder
        self.emulator = Emulator(folder / "emulator")
        self.log = folder / "cdk.log"
        self._root = root

    def deploy(self, process: EmulatorProcess, report: Report, *, context: Mapping[str, str] | None = None) -> bool:
        """Brings the emulator to what the sources say.

        Args:
            process: the running emulator.
            report: told what is going on, and how far it is from 0 to 1.
            context: further `-c` context for the CDK app.

        Returns:
            False when it was there already.

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
        """Deletes everything that it keeps; the emulator must not be running."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def provide_key(self, process: EmulatorProcess) -> None:
        """Puts DEEPSEEK_API_KEY, if there is one, into the deployed secret."""
        secret = self.address(process).outputs.get("DeepSeekSecretId")
        if secret:
            put_deepseek_key(self.client(process, "secretsmanager"), secret, os.environ.get("DEEPSEEK_API_KEY"))

    def address(self, process: EmulatorProcess) -> Address:
        """Where what is deployed answers.

        Raises:
            CommandFailed: when nothing is deployed.
        """
        outputs: dict[str, str] = {}
        for stack in self.client(process, "cloudformation").describe_stacks()["Stacks"]:
            # Other environments may be deployed beside this one.
            if stack["StackName"] in STACKS:
                outputs |= {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
        if "SiteUrl" not in outputs:
            raise CommandFailed("The emulator holds no deployed site. Start over: ./easy-crm up --fresh")
        return Address(outputs["SiteUrl"], urlsplit(outputs["SiteUrl"]).netloc, process.endpoint, outputs)

    def demo_password(self, process: EmulatorProcess) -> str:
        """Makes sure that the demo user, an admin, exists; returns the password, the same one while the state lives."""
        known = self._parameter(process, _DEMO_PASSWORD)
        password = known or new_password()
        self.create_user(process, DEMO_USER, password, group="admin")
        if known is None:
            self._set_parameter(process, _DEMO_PASSWORD, password)
        return password

    def create_user(self, process: EmulatorProcess, email: str, password: str, *, group: str | None) -> None:
        """Makes a user who can sign in at once; one who exists gets this password and group."""
        pool = self.address(process).outputs["UserPoolId"]
        create_user(self.client(process, "cognito-idp"), pool, email, password, group)

    def client(self, process: EmulatorProcess, service: str) -> Any:
        """A boto3 client of the emulator."""
        import boto3

        session: Any = boto3.session.Session(
            aws_access_key_id=ACCESS_KEY, aws_secret_access_key=ACCESS_KEY, region_name=REGION
        )
        return session.client(service, endpoint_url=process.endpoint)

    def _synthesize(
        self, process: EmulatorProcess, environment: Mapping[str, str], report: Report, context: Mapping[str, str]
    ) -> Path:
        report("Synthesizing the stacks", 0.1)
        assembly = self.folder / "cdk.out"
        shutil.rmtree(assembly, ignore_errors=True)
        given = {"env": ENVIRONMENT, "port": str(process.port), **context}
        options = [option for name, value in given.items() for option in ("-c", f"{name}={value}")]
        cdk.run_quietly(
            ["synth", "--quiet", "--output", str(assembly), *options],
            # The validator costs seconds and is on wherever the templates are judged: in `synth` and in the tests.
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
            # The command line remembers account numbers by access key: not among those of real accounts.
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
