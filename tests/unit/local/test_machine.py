"""A tool is set up once from its definition, and again when the definition changes."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from easy_crm import paths
from easy_crm.errors import CommandFailed
from easy_crm.local import machine


class Workshop:
    """Something to be set up from a definition file, and how often it was."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "tool"
        self.definition = folder / "requirements.txt"
        self.definition.write_text("tool==1")
        self.made = 0
        self.fails = False

    def make(self, _progress: Callable[[str], None]) -> None:
        self.made += 1
        self.folder.mkdir(exist_ok=True)
        if self.fails:
            raise CommandFailed("no network")

    def ensure(self) -> None:
        machine._ensure("a tool", self.folder, [self.definition], self.make)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setattr(paths, "PRIVATE", tmp_path / "private")
    return Workshop(tmp_path)


def test_a_second_start_does_nothing(workshop: Workshop) -> None:
    workshop.ensure()
    workshop.ensure()

    assert workshop.made == 1


def test_a_changed_definition_is_set_up_again(workshop: Workshop) -> None:
    workshop.ensure()
    workshop.definition.write_text("tool==2")
    workshop.ensure()

    assert workshop.made == 2


def test_a_failed_set_up_is_tried_again(workshop: Workshop) -> None:
    workshop.fails = True
    with pytest.raises(CommandFailed, match="no network"):
        workshop.ensure()

    workshop.fails = False
    workshop.ensure()

    assert workshop.made == 2


def test_concurrent_starts_set_up_once(workshop: Workshop) -> None:
    threads = [threading.Thread(target=workshop.ensure) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert workshop.made == 1


def test_a_failing_tool_is_quoted_in_full() -> None:
    script = "print('first line'); print('last line'); raise SystemExit(3)"

    with pytest.raises(CommandFailed, match=r"(?s)first line.*last line.*This command failed"):
        machine._run([sys.executable, "-c", script], lambda _line: None)


@pytest.mark.parametrize("name", ["PYTHONPATH", "PYTHONDONTWRITEBYTECODE"])
def test_variables_of_the_callers_python_do_not_reach_tools(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "/somewhere")
    seen: list[str] = []

    machine._run([sys.executable, "-c", f"import os; print(os.environ.get({name!r}))"], seen.append)

    assert seen == ["None\n"]


SAME_VERSION = f"{sys.version_info[0]}, {sys.version_info[1]}"


@pytest.mark.parametrize(
    ("version", "has_venv", "is_used"),
    [(SAME_VERSION, True, True), (SAME_VERSION, False, False), ("3, 6", True, False)],
)
def test_environments_are_made_with_the_systems_python_if_it_serves(
    version: str, has_venv: bool, is_used: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = tmp_path / "python3"
    hidden = "" if has_venv else "sys.modules['ensurepip'] = None;"
    system.write_text(f"#!{sys.executable}\nimport sys; sys.version_info = ({version}, 0);{hidden} exec(sys.argv[2])\n")
    system.chmod(0o755)
    monkeypatch.setattr(machine, "_SYSTEM_PYTHON", system)

    assert machine._base_python() == (system if is_used else Path(sys.executable))


def test_environments_are_made_with_this_python_where_the_system_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_SYSTEM_PYTHON", tmp_path / "none")

    assert machine._base_python() == Path(sys.executable)


def test_an_outdated_python_gets_a_clear_sentence() -> None:
    launcher = str(paths.ROOT / "easy-crm")
    script = (
        "import runpy, sys, shutil; shutil.which = lambda name: None; sys.version_info = (3, 9, 1); "
        f"runpy.run_path({launcher!r}, run_name='__main__')"
    )

    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert told.returncode == 1
    assert "Easy CRM needs Python 3.11 or newer" in told.stderr
    assert "Traceback" not in told.stderr
