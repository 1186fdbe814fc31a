"""Commands work in the account of the environment and refuse any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from easy_crm import paths
from easy_crm.errors import CommandFailed
from easy_crm.operations.account import ENDPOINT, connect, emulator_session


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, outside of any emulator."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "LOCAL_STATE", tmp_path / "state")
    monkeypatch.delenv(ENDPOINT, raising=False)
    return tmp_path


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """What boto3's session was made with; its credentials are of account 999999999999."""
    made: dict[str, Any] = {}

    class Session:
        def __init__(self, **options: Any) -> None:
            made.update(options)
            self.region_name = options.get("region_name")

        def client(self, service: str, **_: Any) -> Any:
            assert service == "sts"
            return SimpleNamespace(get_caller_identity=lambda: {"Account": "999999999999"})

    monkeypatch.setattr(boto3.session, "Session", Session)
    emulator_session.cache_clear()
    yield made
    emulator_session.cache_clear()


def test_profile_and_region_are_those_of_the_command_and_the_environment(
    project: Path, session: dict[str, Any]
) -> None:
    (project / "environments.toml").write_text('[dev]\nregion = "eu-central-1"\n')

    account = connect("dev", "work")

    assert session == {"profile_name": "work", "region_name": "eu-central-1"}
    assert (account.region, account.is_emulated) == ("eu-central-1", False)


@pytest.mark.usefixtures("session")
def test_credentials_of_another_account_are_refused(project: Path) -> None:
    (project / "environments.toml").write_text('[prod]\nregion = "eu-central-1"\naccount = "123456789012"\n')

    with pytest.raises(CommandFailed, match=r"account 999999999999, but prod belongs to account 123456789012"):
        connect("prod")


@pytest.mark.usefixtures("session")
def test_without_a_region_the_command_says_where_to_set_it() -> None:
    with pytest.raises(CommandFailed, match=r"environments\.toml, below \[dev\]: region"):
        connect("dev")


def test_local_is_the_system_that_up_runs() -> None:
    with pytest.raises(CommandFailed, match=r"\./easy-crm up"):
        connect("local")


def test_an_endpoint_on_this_machine_replaces_aws(monkeypatch: pytest.MonkeyPatch, session: dict[str, Any]) -> None:
    monkeypatch.setenv(ENDPOINT, "http://127.0.0.1:9999/")

    account = connect("dev")

    assert account.endpoint == "http://127.0.0.1:9999"
    assert account.config.emulator is not None
    assert account.config.emulator.port == 9999
    assert session["aws_access_key_id"] == "test"


@pytest.mark.usefixtures("session")
def test_any_other_endpoint_is_left_to_boto3(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    monkeypatch.setenv(ENDPOINT, "https://vpce.example")
    (project / "environments.toml").write_text('[dev]\nregion = "eu-central-1"\n')

    assert connect("dev").is_emulated is False
