"""In the emulator, commands of layers are found; archives are unpacked once, and statements are cut up once."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from easy_crm.local.emulator import _COMMAND, _SITE, forget_unused, tidy


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.setattr(subprocess, "Popen", subprocess.Popen)
    monkeypatch.setattr(zipfile.ZipFile, "extractall", zipfile.ZipFile.extractall)
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


def start(temporary: Path, name: str, text: str, *, part: str = "code") -> Path:
    """Does what the emulator does for each start of a function; returns the folder with its code or a layer."""
    folder = temporary / f"ministack-lambda-{name}"
    (folder / part).mkdir(parents=True)
    with zipfile.ZipFile(folder / f"{part}.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("crm/handler.py"), text)
    with zipfile.ZipFile(folder / f"{part}.zip") as archive:
        archive.extractall(folder / part)
    return folder / part


@pytest.mark.usefixtures("site")
def test_starts_with_the_same_code_share_it_and_others_have_their_own(tmp_path: Path) -> None:
    first, second, other = (start(tmp_path, *given) for given in (("a", "same"), ("b", "same"), ("c", "other")))

    assert [(code / "crm" / "handler.py").read_text() for code in (first, second, other)] == ["same", "same", "other"]
    assert first.resolve() == second.resolve() != other.resolve()


@pytest.mark.usefixtures("site")
def test_emulators_share_layers_and_not_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layers = tmp_path / "layers"
    layers.mkdir()
    monkeypatch.setenv("EASY_CRM_LAYERS", str(layers))

    first, second = (start(tmp_path / name, "a", "same", part="layer_0") for name in ("one", "another"))
    code = start(tmp_path / "one", "b", "same")

    assert (second / "crm" / "handler.py").read_text() == "same"
    assert first.resolve() == second.resolve()
    assert list(layers.iterdir()) == [first.resolve()]
    assert code.resolve().parent == tmp_path / "one"


def test_of_shared_folders_only_those_unused_for_a_week_are_deleted(tmp_path: Path) -> None:
    for name in ("unpacked-used", "being-filled", "unpacked-unused"):
        (tmp_path / name).mkdir()
    os.utime(tmp_path / "unpacked-unused", (0, 0))

    forget_unused(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {"unpacked-used", "being-filled"}


@pytest.mark.usefixtures("site")
def test_what_one_start_removes_stays_for_the_others(tmp_path: Path) -> None:
    first, second = (start(tmp_path, name, "same") for name in "ab")

    shutil.rmtree(first.parent)

    assert (second / "crm" / "handler.py").read_text() == "same"


@pytest.mark.usefixtures("site")
def test_other_archives_are_unpacked_where_they_are_asked_to(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("file", "content")
    with zipfile.ZipFile(tmp_path / "other.zip") as archive:
        archive.extractall(tmp_path / "here", members=["file"])

    assert (tmp_path / "here" / "file").read_text() == "content"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", "other.zip"]


@pytest.mark.usefixtures("site")
def test_between_runs_only_unpacked_archives_stay_that_were_used_within_a_week(tmp_path: Path) -> None:
    used, unused = (start(tmp_path, name, name).resolve() for name in ("used", "unused"))
    (tmp_path / "file").touch()
    os.utime(unused, (0, 0))

    tidy(tmp_path)

    assert list(tmp_path.iterdir()) == [used]


@pytest.mark.usefixtures("site")
def test_a_start_counts_as_use(tmp_path: Path) -> None:
    unpacked = start(tmp_path, "a", "same").resolve()
    os.utime(unpacked, (0, 0))

    start(tmp_path, "b", "same")
    tidy(tmp_path)

    assert list(tmp_path.iterdir()) == [unpacked]


def test_the_emulator_cuts_each_statement_up_once(tmp_path: Path) -> None:
    services = tmp_path / "ministack" / "services"
    services.mkdir(parents=True)
    (services / "_dynamodb_keywords.py").write_text(
        "def _tokenize(text):\n    print('cut', text)\n    return text.split()\n"
    )
    (tmp_path / "ministack" / "__main__.py").write_text(
        "from ministack.services import _dynamodb_keywords as partiql\n"
        "print([partiql._tokenize(text) for text in ('a b', 'c', 'a b')])\n"
    )

    said = subprocess.check_output(
        [sys.executable, *_COMMAND.split()], cwd=tmp_path, env={"PYTHONPATH": str(_SITE)}, text=True
    )

    assert said.splitlines() == ["cut a b", "cut c", "[['a', 'b'], ['c'], ['a', 'b']]"]
