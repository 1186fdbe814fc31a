"""Finds a Chromium for the browser tests."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Playwright

from easy_crm.cli.browser import find_browser

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
    # No page lives long enough for what its scripts would gain by it: a fifth of the processor time of axe's runs.
    # Short functions are optimized all the same: those by which a password is proved run a million times.
    "--js-flags=--no-maglev --max-optimized-bytecode-size=300 --max-inlined-bytecode-size-cumulative=100",
]


def find_chromium(playwright: Playwright) -> str | None:
    """Path of a browser: the one in the variable CHROMIUM, the system's, or Playwright's own; None without any."""
    own = playwright.chromium.executable_path
    return find_browser() or (own if Path(own).exists() else None)
