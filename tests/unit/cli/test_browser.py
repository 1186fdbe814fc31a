"""Chromium for the browser tests: the headless shell where the distribution has it, else the whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from easy_crm.cli.browser import find_browser, want_browser

APT_GET = """#!/bin/sh
echo "$@" >> "{log}"
case "$*" in *{missing}*) exit 100;; esac
"""


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser, whose user may install."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr("easy_crm.cli.browser._NAMES", ("easy-crm-has-no-such-browser",))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def installed(machine: Path, missing: str) -> list[str]:
    """The packages that were asked for, in order; `missing` is not in the distribution."""
    log = machine / "log"
    (machine / "apt-get").write_text(APT_GET.format(log=log, missing=missing))
    (machine / "apt-get").chmod(0o755)
    want_browser([])
    return [line.rpartition(" ")[2] for line in log.read_text().splitlines() if line.startswith("install")]


def test_the_headless_shell_is_installed(bare: Path) -> None:
    assert installed(bare, "nothing") == ["chromium-headless-shell"]


def test_where_the_distribution_has_no_headless_shell_chromium_is_installed(bare: Path) -> None:
    assert installed(bare, "headless-shell") == ["chromium-headless-shell", "chromium"]


def test_what_failed_is_told(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    installed(bare, "install")

    assert "apt-get install" in capsys.readouterr().err


def test_the_variable_goes_before_what_the_system_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path))

    assert find_browser() == str(tmp_path)
