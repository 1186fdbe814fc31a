"""Finds Chromium for the browser tests, or installs it where apt-get can."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from easy_crm.cli.console import err

_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "msedge",
)
"""The best first: the headless shell has no windows to draw, which takes a third less processor time."""
_PACKAGES = ("chromium-headless-shell", "chromium")
"""The first that the distribution has is installed."""
_INSTALL = ("apt-get", "install", "-y", "-q", "--no-install-recommends", "fonts-dejavu-core")


def find_browser() -> str | None:
    """The path of Chromium: from the variable CHROMIUM, or the system's; None if there is none."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, _NAMES)]
    return next((path for path in candidates if path and Path(path).exists()), None)


def want_browser(arguments: Sequence[str]) -> None:
    """Installs Chromium before browser tests if none is found and this user may run apt-get.

    Args:
        arguments: pytest's arguments; tests in other folders need no browser.
    """
    places = [argument for argument in arguments if argument.startswith("tests")]
    if find_browser() or (places and not any("browser" in place for place in places)):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        err.print("Chromium was not found, so the browser tests will not run. Install it, or set CHROMIUM to its path.")
        return
    err.print("Installing Chromium for the browser tests ...")
    _run(["apt-get", "update", "-q"])
    said = ""
    for package in _PACKAGES:
        said = _run([*_INSTALL, package])
        if not said:
            return
    err.print(said, markup=False)


def _run(command: Sequence[str]) -> str:
    """What a command that failed has printed, and the command itself; nothing if all went well."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if not done.returncode:
        return ""
    return f"{done.stdout.decode()}{done.stderr.decode()}\nThis command failed: {' '.join(command)}"
