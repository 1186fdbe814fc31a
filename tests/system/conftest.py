"""Users of the deployed system; every test has a mail domain of its own, so that none sees another's leads."""

from __future__ import annotations

import re
import time

import pytest

from tests.system.deployed import Client, Deployed


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
    """Tells this run's leads from those of earlier ones, where the system is kept between runs."""
    return f"{time.time_ns():x}." if pytestconfig.getoption("--keep-system") else ""


@pytest.fixture
def domain(request: pytest.FixtureRequest, run: str) -> str:
    """The test's own mail domain."""
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")
    return f"{name[:60].strip('-')}.{run}example"
