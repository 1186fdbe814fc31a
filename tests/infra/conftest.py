"""One synthesized app per environment for the whole run, made from small handlers and an empty layer."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from easy_crm.config import environment_config
from easy_crm.local import machine
from tests.infra.synthesis import EVERYTHING, Synthesized, synthesized_once, tiny_lock, tiny_wheel

# CDK's own check of templates takes seconds for each app; `cdk synth` and `cdk deploy` run it.
os.environ["CDK_VALIDATION"] = "false"


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all apps that the processes of this run synthesize."""
    folder = tmp_path_factory.getbasetemp()
    return (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "apps"


@pytest.fixture(scope="session")
def app_of(apps: Path) -> Callable[[str], Synthesized]:
    """The app of an environment, synthesized when first asked for."""

    @cache
    def synthesized(environment: str) -> Synthesized:
        return synthesized_once(environment_config(environment), apps / environment)

    return synthesized


@pytest.fixture(scope="session")
def app_with_everything(apps: Path) -> Callable[[str], Synthesized]:
    """The app of an environment with every option on, synthesized when first asked for."""

    @cache
    def synthesized(environment: str) -> Synthesized:
        config = dataclasses.replace(environment_config(environment), **EVERYTHING)
        return synthesized_once(config, apps / f"{environment}-with-everything")

    return synthesized


@pytest.fixture(scope="session")
def prod(app_of: Callable[[str], Synthesized]) -> Synthesized:
    return app_of("prod")


@pytest.fixture(scope="session")
def local(app_of: Callable[[str], Synthesized]) -> Synthesized:
    return app_of("local")


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of this project."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def npm_packages() -> None:
    """What package-lock.json pins, with the Python that compiles."""
    machine.ensure_npm_packages()


@pytest.fixture(scope="session")
def pins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pins of a layer `tiny` of one wheel, which pip installs without network."""
    folder = tmp_path_factory.mktemp("pins")
    files = {
        "tiny/__init__.py": "NAME = 'tiny'\n",
        "tiny/__init__.pyi": "NAME: str\n",
        "tiny/tests/__init__.py": "",
        "tiny/tests/test_tiny.py": "",
        "tiny/data.txt": "data",
    }
    tiny_lock(folder, tiny_wheel(folder, files))
    return folder
