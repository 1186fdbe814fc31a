"""Commands of layers are found in the folders into which the emulator puts layers."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from easy_crm.local.emulator import _SITE


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.setattr(subprocess, "Popen", subprocess.Popen)
    spec = importlib.util.spec_from_file_location("emulator_site", _SITE / "sitecustomize.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module


@pytest.fixture
def layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("_LAMBDA_LAYERS_DIRS", f"/nowhere:{tmp_path}")
    (tmp_path / "tools").mkdir()
    return tmp_path / "tools"


def test_a_python_script_of_a_layer_runs_on_this_interpreter(site: ModuleType, layer: Path) -> None:
    (layer / "aws").write_text("#!/var/lang/bin/python\nprint('copied')\n")

    assert site.as_it_lies_here(["/opt/tools/aws", "s3"]) == [sys.executable, str(layer / "aws"), "s3"]
    assert subprocess.check_output(["/opt/tools/aws"], text=True) == "copied\n"


@pytest.mark.usefixtures("site")
def test_another_program_of_a_layer_is_made_executable(layer: Path) -> None:
    (layer / "greet").write_text("#!/bin/sh\necho hello\n")

    assert subprocess.check_output(["/opt/tools/greet"], text=True) == "hello\n"


@pytest.mark.usefixtures("layer")
@pytest.mark.parametrize("command", [["/opt/tools/missing"], ["/usr/bin/env", "x"], []])
def test_other_commands_stay_as_they_are(site: ModuleType, command: list[str]) -> None:
    assert site.as_it_lies_here(command) == command


@pytest.mark.usefixtures("site")
def test_what_a_program_of_a_layer_prints_does_not_get_among_the_functions_answer(
    layer: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (layer / "copy").write_text("#!/bin/sh\necho upload: 1\necho denied >&2\n")

    subprocess.check_call(["/opt/tools/copy"])

    assert capfd.readouterr() == ("", "denied\n")
