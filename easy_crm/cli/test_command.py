"""`test`: runs all tests in one run of pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from easy_crm import paths
from easy_crm.cli.browser import want_browser
from easy_crm.local import machine

FAST = ("tests/unit", "tests/infra")


def test(
    context: typer.Context,
    fast: Annotated[
        bool, typer.Option("--fast", help="Only unit and infra tests, without those that take longer than a second.")
    ] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Only unit tests; tell what they leave out of the code.")
    ] = False,
) -> None:
    """Run all tests. Arguments go to pytest, as in `./easy-crm test tests/unit -q`."""
    arguments = [*_chosen(fast, coverage), *context.args]
    want_browser(arguments)
    environment = machine.environment_with_tools()
    command = [sys.executable, "-m", "pytest", *_in_parallel(arguments), *arguments]
    try:
        code = subprocess.run(command, cwd=paths.ROOT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        code = 130
    raise typer.Exit(code)


def _chosen(fast: bool, coverage: bool) -> list[str]:
    """pytest's arguments for the command's own options."""
    if coverage:
        return ["--cov", "--cov-report=term:skip-covered", "tests/unit"]
    return ["-m", "not slow", *FAST] if fast else []


def _in_parallel(arguments: Sequence[str]) -> list[str]:
    """Options for several processes; none for single tests, where starting a second one costs more."""
    if any(".py" in argument or argument in ("-k", "--pdb") for argument in arguments):
        return []
    # One more than there are processors: the process with the deployed tests mostly waits. With two more, a run on two
    # processors took more of their time and no less of the day.
    return ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadscope", "--no-loadscope-reorder"]
