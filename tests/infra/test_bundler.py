"""Bundles: one change, one asset; made once; the same everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from easy_crm.bundling.bundler import Bundler
from easy_crm.bundling.closure import SourceTree
from easy_crm.bundling.folders import digest_of, make_once, unzipped_bytes
from easy_crm.lambda_target import AWS_TARGET, LambdaTarget, host_target
from tests.infra.synthesis import FUNCTIONS, ready_bundler, small_source

Change = Callable[[str], set[str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bundler")


@pytest.fixture(scope="module")
def source(folder: Path) -> Path:
    """Small sources, to change: all handlers read the settings, and one has a subject of its own."""
    root = small_source(folder / "source")
    (root / "crm" / "settings.py").write_text("REGION = 'eu-west-1'\n")
    (root / "crm" / "chat").mkdir()
    (root / "crm" / "chat" / "__init__.py").write_text("")
    for function in FUNCTIONS:
        handler = root / "crm" / "handlers" / f"{function}.py"
        chat = "import crm.chat\n" if function == "chatbot" else ""
        handler.write_text(f"import crm.settings\n{chat}{handler.read_text()}")
    return root


def _bundler(source: Path, folder: Path, target: LambdaTarget = AWS_TARGET) -> Bundler:
    return ready_bundler(target, source=source, folder=folder)


def _digests(source: Path, folder: Path) -> dict[str, str]:
    bundler = _bundler(source, folder)
    return {function: bundler.function(function).digest for function in FUNCTIONS}


@pytest.fixture(scope="module")
def digests(source: Path, folder: Path) -> dict[str, str]:
    """The hash of every function's bundle."""
    return _digests(source, folder)


@pytest.fixture
def bundles_changed_by(source: Path, folder: Path, digests: dict[str, str]) -> Change:
    """Changes one module, and tells which functions' bundles are others then."""

    def change(module: str) -> set[str]:
        path = source / "crm" / module
        text = path.read_text()
        try:
            path.write_text(f"{text}\nCHANGED = True\n")
            after = _digests(source, folder)
        finally:
            path.write_text(text)
        return {function for function in FUNCTIONS if after[function] != digests[function]}

    return change


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_changed_handler_changes_its_own_bundle_only(function: str, bundles_changed_by: Change) -> None:
    assert bundles_changed_by(f"handlers/{function}.py") == {function}


def test_a_changed_module_changes_the_bundles_that_hold_it(bundles_changed_by: Change) -> None:
    assert bundles_changed_by("chat/__init__.py") == {"chatbot"}


def test_a_module_of_all_handlers_changes_every_bundle(bundles_changed_by: Change) -> None:
    assert bundles_changed_by("settings.py") == set(FUNCTIONS)


@pytest.mark.slow
def test_no_real_bundle_holds_the_handler_of_another_function(project: Path) -> None:
    tree = SourceTree(project / "lambda_src")
    for function in FUNCTIONS:
        handlers = {
            file.stem for file in tree.closure(f"crm.handlers.{function}").files if file.parent.name == "handlers"
        }
        assert handlers == {"__init__", function}


def test_the_time_of_a_file_changes_nothing(source: Path, folder: Path, digests: dict[str, str]) -> None:
    for path in source.rglob("*.py"):
        os.utime(path, (0, 0))
    assert _digests(source, folder) == digests


def test_a_bundle_for_another_python_is_another_bundle(source: Path, tmp_path: Path) -> None:
    newer = replace(AWS_TARGET, python="3.15")
    function = "lead_exporter"
    assert (
        _bundler(source, tmp_path).function(function).digest
        != _bundler(source, tmp_path, newer).function(function).digest
    )


@pytest.mark.slow
def test_a_bundle_imports_by_itself(project: Path, tmp_path: Path) -> None:
    """Nothing of the package is missing: the handler is imported with the bundle as its only `crm`."""
    bundle = _bundler(project / "lambda_src", tmp_path, host_target()).function("lead_api")
    told = subprocess.run(
        [sys.executable, "-c", "import crm.handlers.lead_api as h; print(h.__file__)"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(bundle.path), "PATH": os.environ["PATH"], "AWS_DEFAULT_REGION": "us-east-1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == str(bundle.path / "crm" / "handlers" / "lead_api.py")


def test_a_bundle_brings_its_bytecode(source: Path, tmp_path: Path) -> None:
    bundle = _bundler(source, tmp_path).function("lead_exporter")
    modules = {path.stem for path in (bundle.path / "crm" / "handlers").glob("*.py")}
    compiled = {path.name.partition(".")[0] for path in (bundle.path / "crm" / "handlers").glob("__pycache__/*.pyc")}
    assert modules == compiled == {"__init__", "lead_exporter"}


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    made: list[Path] = []

    def fill(draft: Path) -> None:
        made.append(draft)
        (draft / "file").write_text("content")

    for _ in range(2):
        assert (make_once(tmp_path / "folder", fill) / "file").read_text() == "content"
    assert len(made) == 1


def test_two_at_once_end_with_one_complete_folder(tmp_path: Path) -> None:
    def fill(draft: Path) -> None:
        for number in range(50):
            (draft / str(number)).write_text("content")

    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(lambda _: make_once(tmp_path / "folder", fill), range(8)))
    assert set(folders) == {tmp_path / "folder"}
    assert len(list((tmp_path / "folder").iterdir())) == 50
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_folder_that_could_not_be_filled_is_not_there(tmp_path: Path) -> None:
    def fail(draft: Path) -> None:
        (draft / "half").write_text("")
        raise RuntimeError("no more disk")

    with pytest.raises(RuntimeError, match="no more disk"):
        make_once(tmp_path / "folder", fail)
    assert list(tmp_path.iterdir()) == []


def test_a_digest_knows_names_from_contents(tmp_path: Path) -> None:
    (tmp_path / "ab").write_text("c")
    (tmp_path / "a").write_text("bc")
    assert digest_of(tmp_path, [Path("ab")]) != digest_of(tmp_path, [Path("a")])
    assert digest_of(tmp_path, [Path("ab"), Path("a")]) == digest_of(tmp_path, [Path("a"), Path("ab")])


def test_sizes_count_all_files(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "one").write_bytes(b"x" * 10)
    (tmp_path / "two").write_bytes(b"x" * 5)
    assert unzipped_bytes(tmp_path) == 15
