"""Users and operators of the deployed system. Every test has its own mail domain, so it sees only its own leads."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from easy_crm.cli import console
from easy_crm.cli.main import app
from easy_crm.operations.account import ENDPOINT, connect
from easy_crm.operations.deployment import Deployment
from tests.system.deployed import Client, Deployed

EasyCrm = Callable[..., Result]
"""Runs a command of `./easy-crm`, given its words."""


@pytest.fixture(scope="session")
def member(deployed: Deployed) -> Client:
    return deployed.user("mina@users.example", "member")


@pytest.fixture(scope="session")
def other_member(deployed: Deployed) -> Client:
    return deployed.user("otto@users.example", "member")


@pytest.fixture(scope="session")
def admin(deployed: Deployed) -> Client:
    return deployed.user("ana@users.example", "admin")


@pytest.fixture(scope="session")
def viewer(deployed: Deployed) -> Client:
    return deployed.user("vera@users.example", "viewer")


@pytest.fixture(scope="session")
def run(pytestconfig: pytest.Config) -> str:
    """Separates this run's leads from those of earlier runs if the system is kept."""
    return f"{time.time_ns():x}." if pytestconfig.getoption("--keep-system") else ""


@pytest.fixture
def domain(request: pytest.FixtureRequest, run: str) -> str:
    """The test's own mail domain."""
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")
    return f"{name[-60:].strip('-')}.{run}example"


@pytest.fixture
def easy_crm(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> EasyCrm:
    """Runs a command against the shared deployment, with the option for its environment."""
    monkeypatch.setenv(ENDPOINT, deployed.process.endpoint)
    monkeypatch.setattr(console.out, "width", 200)
    monkeypatch.delenv("DEEPSEEK_API_KEY", raising=False)

    def run(*arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(app, [*arguments, "--env", "local"], input=typed, catch_exceptions=False)

    return run


@pytest.fixture
def deployment(easy_crm: EasyCrm) -> Deployment:  # noqa: ARG001 - it sets where AWS is
    return Deployment(connect("local"))
