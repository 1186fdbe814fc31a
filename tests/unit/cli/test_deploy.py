"""`diff` and `deploy`: what they pass to `cdk`, in which order, and what stops them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from easy_crm import paths
from easy_crm.cli import cdk_commands, console, deploy_command
from easy_crm.cli.main import app
from easy_crm.config import EnvironmentConfig
from easy_crm.local import cdk, machine
from easy_crm.operations.account import Account
from easy_crm.operations.data_steps import STEPS
from easy_crm.operations.data_upgrade import Progress, Tables
from easy_crm.operations.data_version import DataVersion
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.going_live import Before
from tests.doubles.dynamodb import FakeDynamoDB
from tests.doubles.iam import FakeIam
from tests.unit.operations.deployed_in_memory import REGION, FakeCloudFormation, FakeSession, work_bucket

SETTINGS = f"""
[dev]
account = "123456789012"
region = "{REGION}"
first_admin_email = "ana@example.com"
"""


class Sts:
    def get_caller_identity(self) -> Mapping[str, str]:
        return {"Account": "123456789012"}


class SmallAccount:
    def get_account_settings(self) -> Mapping[str, Mapping[str, int]]:
        return {"AccountLimit": {"ConcurrentExecutions": 8}}


class World:
    """An account in which nothing is deployed yet, and a `cdk` that only records its arguments.

    Attributes:
        calls: the arguments of each run of `cdk`, without the folder of the assembly.
        fails: the `cdk` command that ends with 7.
    """

    def __init__(self, *, bootstrapped: bool = True) -> None:
        templates: dict[str, Any] = {"CDKToolkit": {"Resources": {}}} if bootstrapped else {}
        self.iam = FakeIam()
        clients = {
            "cloudformation": FakeCloudFormation(templates),
            "iam": self.iam,
            "sts": Sts(),
            "lambda": SmallAccount(),
        }
        session = FakeSession(clients)
        self.deployment = Deployment(Account(session, EnvironmentConfig(name="dev"), None, "work"))
        self.calls: list[list[str]] = []
        self.fails = ""
        self.is_finished = False

    def cdk(self, arguments: Sequence[str], *, extra_environment: Mapping[str, str], folder: Path | None) -> int:
        assert extra_environment["AWS_REGION"] == REGION
        assert (folder is None) is (arguments[0] != "bootstrap")
        self.calls.append([argument for argument in arguments if not argument.endswith("cdk.out")])
        return 7 if arguments[0] == self.fails else 0

    def prepare(self, _: Deployment) -> None:
        self.calls.append(["(prepare)"])

    @property
    def commands(self) -> list[str]:
        return [call[0] for call in self.calls]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    world = World()
    settle(world, monkeypatch, tmp_path)
    (tmp_path / "environments.toml").write_text(SETTINGS)
    return world


def settle(world: World, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(paths, "ROOT", folder)
    monkeypatch.setattr(cdk, "run", world.cdk)
    monkeypatch.setattr(machine, "ensure_cdk", lambda: Path("cdk"))
    for module in (cdk_commands, deploy_command):
        monkeypatch.setattr(module, "deployed", lambda _env, _profile: world.deployment)

    def finish(_: Deployment, __: Before) -> None:
        world.is_finished = True

    monkeypatch.setattr(deploy_command, "_finish", finish)
    monkeypatch.setattr(deploy_command, "_prepare", world.prepare)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def test_diff_passes_environment_profile_and_further_arguments_to_cdk(world: World) -> None:
    assert run("diff", "--env", "dev", "--strict").exit_code == 0

    assert world.calls == [["diff", "-c", "env=dev", "--strict", "--profile", "work"]]


def test_a_deployment_shows_the_changes_and_deploys_those(world: World) -> None:
    assert run("deploy", "--env", "dev", "--yes", "--no-rollback").exit_code == 0

    assert world.commands == ["synth", "diff", "(prepare)", "deploy"]
    assert "--app" in world.calls[1]
    assert "--app" in world.calls[3]
    assert "--no-rollback" in world.calls[3]
    assert world.is_finished


def test_an_account_that_runs_too_little_at_once_is_told_what_to_ask_for(world: World) -> None:
    result = run("deploy", "--env", "dev", "--yes")

    assert "may run 8 functions at once" in result.output
    assert "request-service-quota-increase" in result.output
    assert world.is_finished


def test_an_account_without_bootstrapping_is_bootstrapped_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world = World(bootstrapped=False)
    settle(world, monkeypatch, tmp_path)
    (tmp_path / "environments.toml").write_text(SETTINGS)

    run("deploy", "--env", "dev", "--yes")

    arns = ",".join(f"arn:aws:iam::123456789012:policy/{name}" for name in world.iam.policies)
    assert world.calls[0] == [
        *("bootstrap", f"aws://123456789012/{REGION}", "--cloudformation-execution-policies", arns),
        *("--profile", "work"),
    ]
    assert world.commands == ["bootstrap", "synth", "diff", "(prepare)", "deploy"]


def test_a_first_deployment_that_failed_half_way_is_repeated(world: World) -> None:
    """The stacks of the functions behind the queues are there, and those of the page are not."""
    alias = {"Live": {"Type": "AWS::Lambda::Alias", "Properties": {"Name": "live"}}}
    stacks: dict[str, Any] = {"CDKToolkit": {"Resources": {}}, "storage": {"Resources": {}}}
    s3, outputs = work_bucket()
    half = FakeCloudFormation(stacks | {"processing": {"Resources": alias}}, outputs=outputs)
    clients = {"cloudformation": half, "sts": Sts(), "lambda": SmallAccount(), "s3": s3}
    world.deployment = Deployment(Account(FakeSession(clients), EnvironmentConfig(name="dev"), None, "work"))

    result = run("deploy", "--env", "dev", "--yes")

    assert result.exit_code == 0, result.exception
    assert world.is_finished


def test_a_setting_that_cannot_be_changed_any_more_stops_everything(world: World) -> None:
    """The environment was deployed without a key of its own."""
    database = FakeDynamoDB()
    database.add_table("imports", "importId")
    outputs = {f"{name}TableName": name.lower() for name in ("Leads", "Imports", "Mappings")}
    DataVersion(Tables(database, "leads", "imports", "mappings"), len(STEPS)).advance(Progress(0), Progress(len(STEPS)))
    deployed = FakeCloudFormation({"storage": {"Resources": {}}}, outputs=outputs)
    session = FakeSession({"cloudformation": deployed, "dynamodb": database})
    config = EnvironmentConfig(name="dev", customer_keys=True)
    world.deployment = Deployment(Account(session, config, None, "work"))

    result = run("deploy", "--env", "dev", "--yes")

    assert "Set customer_keys = false" in str(result.exception)
    assert world.calls == []


@pytest.mark.parametrize("step", ["synth", "diff", "deploy"])
def test_a_failed_cdk_ends_the_command_with_its_exit_code(world: World, step: str) -> None:
    world.fails = step

    result = run("deploy", "--env", "dev", "--yes")

    assert result.exit_code == 7
    assert world.commands[-1] == step
    assert not world.is_finished


def test_without_confirmation_nothing_is_deployed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "is_interactive", lambda: True)

    result = CliRunner().invoke(app, ["deploy", "--env", "dev"], input="n\n")

    assert "Nothing was deployed" in str(result.exception)
    assert world.commands == ["synth", "diff"]


def test_without_a_terminal_a_deployment_requires_yes(world: World) -> None:
    result = run("deploy", "--env", "dev")

    assert "--yes" in str(result.exception)
    assert world.calls == []


def test_without_settings_everything_missing_is_named(world: World, tmp_path: Path) -> None:
    (tmp_path / "environments.toml").unlink()

    result = run("deploy", "--env", "dev", "--yes")

    assert "Missing for dev: account, region, first_admin_email" in str(result.exception)
    assert world.calls == []


def test_answers_at_the_terminal_are_stored(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "environments.toml").unlink()
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    monkeypatch.setattr(deploy_command, "_suggestions", lambda _env, _profile: {"account": "123456789012"})

    answers = "\n" + f"{REGION}\nana@example.com\n\n\n" + "y\n"
    result = CliRunner().invoke(app, ["deploy", "--env", "dev"], input=answers)

    assert result.exit_code == 0, result.output
    assert (tmp_path / "environments.toml").read_text() == SETTINGS.lstrip("\n")
    assert world.commands == ["synth", "diff", "(prepare)", "deploy"]


def test_only_up_deploys_local(world: World) -> None:
    result = run("deploy", "--env", "local", "--yes")

    assert "./easy-crm up" in str(result.exception)
    assert world.calls == []


@pytest.mark.usefixtures("world")
def test_an_unknown_environment_is_named() -> None:
    result = run("deploy", "--env", "prd", "--yes")

    assert 'There is no environment "prd"' in str(result.exception)
