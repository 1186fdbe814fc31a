"""Style and types hold everywhere. Slow the first time only: mypy reads all of aws-cdk-lib once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from easy_crm import paths


@pytest.mark.parametrize(
    "tool",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]],
    ids=" ".join,
)
@pytest.mark.timeout(900)
def test_the_project_passes(tool: list[str]) -> None:
    checked = subprocess.run([sys.executable, "-m", *tool], cwd=paths.ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, f"\n{checked.stdout}{checked.stderr}"
