"""Shared fixtures, the order of the tests, and what must be said when some could not run.

In one process unit and infra tests come first: they are fast and need nothing. Then the stacks are deployed once, into
an emulator with a folder and a port of its own, for all system and browser tests. Several processes share the groups
that are marked here (`-n 2 --dist loadgroup`): what uses those stacks is one group, which begins as it takes longest.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from easy_crm import paths
from easy_crm.local.emulator import free_port
from easy_crm.operations.local_system import LocalSystem
from tests.system.deployed import Deployed

_ORDER = ("unit", "conformance", "infra", "quality", "concurrency", "system", "browser")
_LONG = ("quality", "concurrency", "infra")
_DEPLOYED = "deployed"
CORPUS = paths.ROOT.parent / "shared" / "corpus"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--keep-system",
        metavar="FOLDER",
        type=Path,
        help="deploy the system tests' stacks into this folder and leave them running there: a second run finds them",
    )


# First of all plugins: xdist's own hook writes the groups into the tests' names, so they must be marked by then.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if _part(item.nodeid) in ("system", "browser"):
            item.add_marker(_part(item.nodeid))
        item.add_marker(pytest.mark.xdist_group(_group(item.nodeid)))
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: (_group(item.nodeid) != _DEPLOYED, _part(item.nodeid) not in _LONG, _place(item)))
    else:
        items.sort(key=_place)


def _group(nodeid: str) -> str:
    """What one process must run: all that uses a costly fixture, else a file."""
    file = nodeid.partition("::")[0]
    if _part(nodeid) == "system" or file.endswith("test_end_to_end.py"):
        return _DEPLOYED
    if _part(nodeid) == "infra":
        return "infra"
    # Simulations are few and long, so each goes to whichever process is free.
    alone = nodeid.partition("::")[2] if _part(nodeid) == "concurrency" else ""
    return f"{Path(file).stem}:{alone}" if alone else file.removeprefix("tests/").removesuffix(".py")


def _part(nodeid: str) -> str:
    """The folder of `tests` that a test belongs to."""
    return nodeid.split("/")[1]


def _place(item: pytest.Item) -> int:
    return _ORDER.index(_part(item.nodeid))


@pytest.fixture(scope="session")
def deployed(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """The four stacks, deployed by the same code as `./easy-crm up`; beside a running `up`, not into it."""
    kept: Path | None = pytestconfig.getoption("--keep-system")
    system = LocalSystem(kept.resolve() if kept else tmp_path_factory.mktemp("system"))
    process = system.emulator.running() or system.emulator.start(system.emulator.last_port() or free_port())
    try:
        system.deploy(process, lambda _what, _share: None)
        yield Deployed(system, process)
    finally:
        if not kept:
            system.emulator.stop()
            system.forget()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of example files beside the project; tests that need it are skipped where it is absent."""
    if not CORPUS.is_dir():
        pytest.skip(f"The example files are not here: {os.path.relpath(CORPUS, paths.ROOT)}")
    return CORPUS


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says loudly which browser tests did not run; one line each, above pytest's closing line."""
    missed = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if "DID NOT RUN" in str(report.longrepr) or "/browser/" in report.nodeid
    ]
    if missed:
        terminalreporter.section("NOT TESTED", sep="!", red=True, bold=True)
        for report in missed:
            terminalreporter.write_line(f"did not run: {report.nodeid}")
