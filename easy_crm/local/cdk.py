"""Runs the pinned CDK command line."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from easy_crm import paths
from easy_crm.errors import CommandFailed
from easy_crm.local import machine

# No notices, no version check and no telemetry: a deployment connects only to its account.
QUIET = {"CDK_DISABLE_VERSION_CHECK": "1", "CDK_DISABLE_CLI_TELEMETRY": "true"}
_OPTIONS = ("--no-notices", "--no-version-reporting")


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment variables for `cdk` and `app.py`: the current ones, the project's tools on PATH, and `extra`."""
    return {**machine.environment_with_tools(), **QUIET, **(extra or {})}


def run(
    arguments: Sequence[str], *, extra_environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> int:
    """Runs `cdk` at the terminal, in the project's folder or in `folder`; returns its exit code."""
    try:
        return subprocess.run(
            command(arguments), cwd=folder or paths.ROOT, env=environment(extra_environment), check=False
        ).returncode
    except KeyboardInterrupt:
        return 130


def run_quietly(
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str],
    folder: Path,
    log: Path,
    on_line: Callable[[str], None] = lambda _: None,
) -> None:
    """Runs `cdk`, appends its output to `log` and passes it to `on_line`, line by line.

    Raises:
        CommandFailed: when it fails; it quotes the relevant output.
    """
    said: list[str] = []
    process = subprocess.Popen(
        command(arguments),
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        # Ctrl-C must end it once, through the handler below, and not also from the terminal.
        start_new_session=True,
    )
    assert process.stdout is not None  # noqa: S101
    try:
        with log.open("a") as file:
            for text in process.stdout:
                file.write(text)
                said.append(text)
                on_line(text)
        process.wait()
    finally:
        if process.poll() is None:
            # Its whole process group, because Node does not end the app that it has started.
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
    if process.returncode:
        raise CommandFailed(
            f"{_what_matters(said)}\nThis command failed: cdk {' '.join(arguments)}\nIts full output: {log}"
        )


def _what_matters(said: Sequence[str]) -> str:
    """The list of failed resources at the end of a deployment; without one, the last lines."""
    for position, text in enumerate(said):
        if text.startswith("Failed resources:"):
            return "".join(said[position:])
    return "".join(said[-60:])


def command(arguments: Sequence[str]) -> list[str]:
    """The command that runs `cdk` with these arguments on the chosen Node."""
    return [str(machine.ensure_node()), str(machine.ensure_cdk()), *arguments, *_OPTIONS]
