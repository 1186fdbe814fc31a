"""Finds a Chromium for the browser tests, or installs one where that is a single command."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from easy_crm.cli.console import err

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
_INSTALL = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-dejavu-core"]


def find_browser() -> str | None:
    """Path of a Chromium: the one that the variable CHROMIUM names, or the system's; None without any."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, _NAMES)]
    return next((path for path in candidates if path and Path(path).exists()), None)


def want_browser(arguments: Sequence[str]) -> None:
    """Installs Chromium before tests that need it, where none is found and apt-get may be used by this user.

    Args:
        arguments: those of pytest; tests of other folders need no browser.
    """
    places = [argument for argument in arguments if argument.startswith("tests")]
    if find_browser() or (places and not any("browser" in place for place in places)):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        err.print("No Chromium was found: the browser tests will not run. Install one, or set CHROMIUM to its path.")
        return
    err.print("Installing Chromium for the browser tests ...")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], _INSTALL):
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode:
            err.print(f"{done.stdout.decode()}{done.stderr.decode()}\nThis failed: {' '.join(command)}", markup=False)
            return
