"""Shared fixtures, the order of the tests, and what must be said when some could not run.

In one process unit and infra tests come first: they are fast and need nothing. Then the stacks are deployed once, into
an emulator with a folder and a port of its own, for all system and browser tests. Several processes (`-n 3`) share the
files among them, but for what uses those stacks: that stays in one process, which begins with it as it takes longest
and goes before the others where all want a processor.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from crm.garbage import search_rarely
from xdist.scheduler import LoadScopeScheduling

from easy_crm import paths
from easy_crm.local.emulator import free_port
from easy_crm.operations.local_system import LocalSystem
from tests.system.deployed import Deployed

_ORDER = ("unit", "conformance", "infra", "quality", "concurrency", "system", "browser")
_DEPLOYED = "deployed"
_GIVES_WAY = 5
"""The niceness of a process that runs other tests: about a third of the processor time of one at 0."""
CORPUS = paths.ROOT.parent / "shared" / "corpus"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--keep-system",
        metavar="FOLDER",
        type=Path,
        help="deploy the system tests' stacks into this folder and leave them running there: a second run finds them",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if _part(item.nodeid) in ("system", "browser"):
            item.add_marker(_part(item.nodeid))
    if hasattr(config, "workerinput"):
        long = {_scope(item.nodeid) for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: (_small(item, long), _place(item)))
    else:
        items.sort(key=_place)


def pytest_collection_finish() -> None:
    """Python searches rarely for garbage: what is loaded is never any, and the searches take a twentieth of a run."""
    search_rarely()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Lets the process with the deployed stacks go first: it waits for much, and the run ends when it does."""
    if hasattr(item.config, "workerinput") and _scope(item.nodeid) != _DEPLOYED:
        os.nice(max(0, _GIVES_WAY - os.nice(0)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Hands out what belongs together as one piece."""
    return _Scopes(config, log)


# Not xdist's own loadgroup: with pytest 9.2 it drops the groups in silence (pytest-dev/pytest-xdist#1386), so that each
# process would deploy the stacks; and it changes the tests' names, which `--last-failed` and people then do not find.
class _Scopes(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    def _split_scope(self, nodeid: str) -> str:
        return _scope(nodeid)


def _scope(nodeid: str) -> str:
    """What one process must run: all that uses a costly fixture, else a file."""
    file = nodeid.partition("::")[0]
    if _part(nodeid) == "system" or file.startswith("tests/browser/deployed/"):
        return _DEPLOYED
    if _part(nodeid) == "concurrency":
        return nodeid
    return "infra" if _part(nodeid) == "infra" else file


def _small(item: pytest.Item, long: Collection[str]) -> int:
    """How late a process begins with a test, from 0: short files are the small change that fills all to the end.

    Args:
        long: what holds tests that take longer than a second.
    """
    scope = _scope(item.nodeid)
    if scope == _DEPLOYED:
        return 0
    if _part(item.nodeid) != "unit":
        return 1
    return 2 if scope in long else 3


def _part(nodeid: str) -> str:
    """The folder of `tests` that a test belongs to."""
    return nodeid.split("/")[1]


def _place(item: pytest.Item) -> int:
    return _ORDER.index(_part(item.nodeid))


@pytest.fixture(scope="session")
def deployed(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """The four stacks, deployed by the same code as `./easy-crm up`; beside a running `up`, not into it."""
    _claim(pytestconfig, tmp_path_factory)
    kept: Path | None = pytestconfig.getoption("--keep-system")
    system = LocalSystem(kept.resolve() if kept else tmp_path_factory.mktemp("system"))
    process = system.emulator.running() or system.emulator.start(system.emulator.last_port() or free_port())
    try:
        system.deploy(process, lambda _what, _share: None)
        yield Deployed(system, process)
    finally:
        if not kept:
            system.emulator.stop()
            # Its fourteen thousand files take half a minute, for which nobody needs to wait.
            subprocess.Popen(["rm", "-rf", str(system.folder)], start_new_session=True)


def _claim(config: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Fails where another process of this run has deployed the stacks already: its tests were not kept together."""
    if hasattr(config, "workerinput"):
        (tmp_path_factory.getbasetemp().parent / "deployed").touch(exist_ok=False)


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
