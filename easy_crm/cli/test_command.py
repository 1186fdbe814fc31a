"""`test`: runs all tests in one run of pytest."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import typer

from easy_crm import paths
from easy_crm.cli.browser import want_browser
from easy_crm.local import machine


def test(context: typer.Context) -> None:
    """Run all tests. Arguments go to pytest, as in `./easy-crm test tests/unit -q`."""
    want_browser(context.args)
    environment = machine.environment_with_tools()
    command = [sys.executable, "-m", "pytest", *_in_parallel(context.args), *context.args]
    try:
        code = subprocess.run(command, cwd=paths.ROOT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        code = 130
    raise typer.Exit(code)


def _in_parallel(arguments: Sequence[str]) -> list[str]:
    """Options that make pytest use two processors; none for single tests, where starting a second one costs more."""
    if any(".py" in argument or argument in ("-k", "--pdb") for argument in arguments):
        return []
    return ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]
