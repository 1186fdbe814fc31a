"""Style and types hold everywhere. Slow the first time only: mypy reads all of aws-cdk-lib once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from easy_crm import paths
from easy_crm.local import machine


@pytest.mark.parametrize(
    "tool",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]],
    ids=" ".join,
)
@pytest.mark.timeout(900)
def test_the_project_passes(tool: list[str]) -> None:
    _passes([sys.executable, "-m", *tool])


@pytest.mark.parametrize(
    "tool",
    [
        ["eslint/bin/eslint.js", "--max-warnings=0", "frontend/js", "eslint.config.mjs", "tests/quality"],
        ["typescript/bin/tsc"],
    ],
    ids=["eslint", "tsc"],
)
@pytest.mark.timeout(900)
def test_the_pages_scripts_pass(tool: list[str]) -> None:
    script, *arguments = tool
    _passes([str(machine.ensure_node()), str(machine.ensure_npm_packages() / script), *arguments])


def _passes(command: list[str]) -> None:
    checked = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, f"\n{checked.stdout}{checked.stderr}"
