"""`destroy`: asks for the environment's name, exports before the data goes, and says what stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from easy_crm.cli import console, destroy_command
from easy_crm.cli.main import app
from easy_crm.config import Emulator, EnvironmentConfig
from easy_crm.errors import CommandFailed
from easy_crm.operations import data_export, user_backup
from easy_crm.operations.deployment import Deployment
from tests.unit.operations.account_to_leave import STATE, AccountToLeave

Destroy = Callable[..., Result]


@pytest.fixture
def aws() -> AccountToLeave:
    return AccountToLeave()


@pytest.fixture
def destroy(aws: AccountToLeave, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Destroy:
    """The command, in a folder of its own; an export needs the tables and the users."""

    def export(deployment: Deployment, path: Path) -> int:
        assert set(deployment.stacks) == {"storage"}
        assert set(STATE) <= set(aws.resources)
        assert aws.stacks == ["storage"]
        path.write_text("")
        return 7

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(console.out, "width", 200)
    monkeypatch.setattr(destroy_command, "deployed", lambda _env, _profile: aws.deployment())
    monkeypatch.setattr(data_export, "export_leads", export)
    monkeypatch.setattr(user_backup, "export_users", export)

    def run(*arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(app, ["destroy", "--env", "dev", *arguments], input=typed)

    return run


def test_with_the_name_given_again_everything_goes_after_an_export(
    aws: AccountToLeave, destroy: Destroy, tmp_path: Path
) -> None:
    result = destroy("--yes", "dev")
    assert result.exit_code == 0, result.output
    assert aws.resources == {}
    assert {path.name for path in tmp_path.iterdir()} == {"easy-crm-dev-leads.csv", "easy-crm-dev-users.json"}
    assert "7 leads are in easy-crm-dev-leads.csv" in result.output
    assert "the key key, which KMS deletes on 2026-12-04" in result.output


def test_the_next_up_deploys_again_what_was_destroyed_on_this_machine(
    aws: AccountToLeave, destroy: Destroy, monkeypatch: pytest.MonkeyPatch
) -> None:
    destroy("--yes", "dev")
    assert not any("deployed-sources" in name for name in aws.done)
    another = AccountToLeave()
    config = EnvironmentConfig(name="local", emulator=Emulator(port=1))
    monkeypatch.setattr(destroy_command, "deployed", lambda _env, _profile: another.deployment(config))
    monkeypatch.setattr(data_export, "export_leads", lambda _deployment, _path: 0)
    monkeypatch.setattr(user_backup, "export_users", lambda _deployment, _path: 0)
    result = destroy("--env", "local", "--yes", "local")
    assert result.exit_code == 0, result.output
    assert "/easy-crm/local/deployed-sources" in another.done


@pytest.mark.parametrize("arguments", [("--yes", "prod"), ("--yes", ""), ()])
def test_without_the_name_nothing_is_done(arguments: tuple[str, ...], aws: AccountToLeave, destroy: Destroy) -> None:
    result = destroy(*arguments)
    assert isinstance(result.exception, CommandFailed)
    assert aws.done == []


@pytest.mark.parametrize(("typed", "goes"), [("dev\n", True), ("y\n", False)])
def test_at_a_terminal_the_name_is_typed(
    typed: str, goes: bool, aws: AccountToLeave, destroy: Destroy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    destroy(typed=typed)
    assert (aws.resources == {}) is goes


def test_an_earlier_export_is_not_overwritten_and_stops_all(
    aws: AccountToLeave, destroy: Destroy, tmp_path: Path
) -> None:
    (tmp_path / "easy-crm-dev-leads.csv").write_text("precious")
    result = destroy("--yes", "dev")
    assert isinstance(result.exception, CommandFailed)
    assert aws.done == []


def test_an_export_that_fails_keeps_the_data(
    aws: AccountToLeave, destroy: Destroy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_deployment: object, _path: Path) -> int:
        raise OSError("no more disk")

    monkeypatch.setattr(data_export, "export_leads", fail)
    assert destroy("--yes", "dev").exit_code != 0
    assert set(STATE) <= set(aws.resources)
