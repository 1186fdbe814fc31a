"""Finds a Chromium for the browser tests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever proxy the machine has, these tests talk to this machine only.
    "--no-proxy-server",
]


def find_chromium(playwright: Playwright) -> str | None:
    """Path of a browser: the one in the variable CHROMIUM, Playwright's own, or the system's; None without any."""
    own = playwright.chromium.executable_path
    candidates = [os.environ.get("CHROMIUM"), own, *map(shutil.which, NAMES)]
    return next((path for path in candidates if path and Path(path).exists()), None)
