"""Style and types hold everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

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


def test_mypy_reads_every_module_of_cdk_that_is_imported() -> None:
    """One that it skipped would be of type Any, without a word."""
    overrides = tomllib.loads((paths.ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["overrides"]
    read = {name for one in overrides if one.get("follow_imports") == "normal" for name in one["module"]}
    sources = [path for folder in ("easy_crm", "tests") for path in (paths.ROOT / folder).rglob("*.py")]
    imported = {
        f"aws_cdk.{name}"
        for path in [*sources, paths.ROOT / "app.py"]
        for line in re.findall(
            r"^from aws_cdk import (.+)|^(?:from|import) aws_cdk\.(\w+)", path.read_text(), re.MULTILINE
        )
        for name in re.findall(r"\baws_\w+", " ".join(line))
    }
    assert len(imported) > 10
    assert imported <= read
