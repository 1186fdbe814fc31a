"""Commands pass their arguments on and end with the right exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest
from typer.testing import CliRunner

from easy_crm import paths
from easy_crm.cli import test_command
from easy_crm.cli.main import app
from easy_crm.local import cdk, machine

runner = CliRunner()
SEVERAL = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadscope", "--no-loadscope-reorder"]


@pytest.fixture
def pytest_calls(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """The command lines of a pytest that ends at once with exit code 5."""
    monkeypatch.setattr(machine, "environment_with_tools", dict)
    monkeypatch.setattr(test_command, "want_browser", lambda _arguments: None)
    calls: list[Sequence[str]] = []

    def run(command: Sequence[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        calls.append(command)
        return subprocess.CompletedProcess(command, 5)

    monkeypatch.setattr(subprocess, "run", run)
    return calls


def test_every_command_has_a_description() -> None:
    groups = [group.typer_instance for group in app.registered_groups]
    commands = [command.callback for one in (app, *groups) if one for command in one.registered_commands]

    assert len(commands) > 20
    assert all(command and command.__doc__ for command in commands)


def test_synth_passes_environment_and_further_arguments_to_cdk(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Sequence[str]] = []

    def run(arguments: Sequence[str]) -> int:
        calls.append(arguments)
        return 7

    monkeypatch.setattr(cdk, "run", run)

    result = runner.invoke(app, ["synth", "--env", "dev", "--strict"])

    assert calls == [["synth", "--quiet", "-c", "env=dev", "--strict"]]
    assert result.exit_code == 7


def test_a_run_of_all_tests_or_of_whole_folders_uses_several_processes(pytest_calls: list[Sequence[str]]) -> None:
    runner.invoke(app, ["test", "-x"])
    runner.invoke(app, ["test", "tests/unit"])

    assert pytest_calls == [
        [sys.executable, "-m", "pytest", *SEVERAL, "-x"],
        [sys.executable, "-m", "pytest", *SEVERAL, "tests/unit"],
    ]


def test_the_fast_run_leaves_out_what_is_marked_slow(pytest_calls: list[Sequence[str]]) -> None:
    runner.invoke(app, ["test", "--fast", "-q"])

    fast = ["-m", "not slow", "tests/unit", "tests/infra"]
    assert pytest_calls == [[sys.executable, "-m", "pytest", *SEVERAL, *fast, "-q"]]


def test_coverage_is_measured_of_the_unit_tests(pytest_calls: list[Sequence[str]]) -> None:
    runner.invoke(app, ["test", "--coverage"])

    coverage = ["--cov", "--cov-report=term:skip-covered", "tests/unit"]
    assert pytest_calls == [[sys.executable, "-m", "pytest", *SEVERAL, *coverage]]


def test_tests_get_their_arguments_and_the_exit_code_of_pytest_passes_through(
    pytest_calls: list[Sequence[str]],
) -> None:
    result = runner.invoke(app, ["test", "tests/unit", "-q", "-k", "port"])

    assert pytest_calls == [[sys.executable, "-m", "pytest", "tests/unit", "-q", "-k", "port"]]
    assert result.exit_code == 5


def test_the_launcher_may_be_called_from_anywhere() -> None:
    assert (paths.ROOT / "easy-crm").is_file()
    assert (paths.ROOT / "easy-crm").stat().st_mode & 0o111
