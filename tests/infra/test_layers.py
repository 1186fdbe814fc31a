"""Layers: built by pip from wheels, stripped, cached, for a target that need not be this machine."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from easy_crm.bundling.bundler import Bundler
from easy_crm.bundling.closure import SourceTree
from easy_crm.bundling.folders import unzipped_bytes
from easy_crm.bundling.layers import LayerBuildError, LayerFolder, PipLayers
from easy_crm.lambda_target import AWS_TARGET, LambdaTarget, host_target
from tests.infra.synthesis import FUNCTIONS, Synthesized

LAMBDA_LIMIT = 250 * 1024 * 1024
"""What a function and its layers may take unzipped."""
DISTRIBUTIONS = importlib.metadata.packages_distributions()
NOT_YET_IMPORTED = {"pandas", "openpyxl"}
"""What the pandas layer is for, the writing of workbooks, while no function writes one."""


def _wheel(folder: Path, files: dict[str, str], *, tag: str = "py3-none-any") -> Path:
    metadata = "tiny-1.0.dist-info"
    wheel = folder / f"tiny-1.0-{tag}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(f"{metadata}/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr(f"{metadata}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        archive.writestr(f"{metadata}/RECORD", "")
    return wheel


@pytest.fixture(scope="module")
def pins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pins of a layer `tiny` of one wheel, which pip installs without network."""
    folder = tmp_path_factory.mktemp("pins")
    files = {
        "tiny/__init__.py": "NAME = 'tiny'\n",
        "tiny/__init__.pyi": "NAME: str\n",
        "tiny/tests/__init__.py": "",
        "tiny/tests/test_tiny.py": "",
        "tiny/data.txt": "data",
    }
    _lock(folder, _wheel(folder, files))
    return folder


def _lock(folder: Path, wheel: Path) -> None:
    hashed = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (folder / "requirements-tiny.lock").write_text(f"{wheel} --hash=sha256:{hashed}\n")


def _layers(pins: Path, build: Path) -> PipLayers:
    return PipLayers(locks=pins, build=build)


@pytest.fixture(scope="module")
def layers(pins: Path) -> PipLayers:
    return _layers(pins, pins / "build")


def _files(layer: LayerFolder) -> set[str]:
    return {path.relative_to(layer.path).as_posix() for path in layer.path.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_layer_holds_its_packages_without_tests_stubs_and_notes(layers: PipLayers) -> None:
    assert _files(layers.layer("tiny", AWS_TARGET)) == {
        "python/tiny/__init__.py",
        "python/tiny/data.txt",
        "python/tiny-1.0.dist-info/METADATA",
        "python/tiny-1.0.dist-info/WHEEL",
    }


@pytest.mark.slow
def test_a_layer_for_this_python_brings_bytecode_that_needs_no_file_times(layers: PipLayers) -> None:
    layer = layers.layer("tiny", host_target())
    (compiled,) = layer.path.rglob("*.pyc")
    flags = int.from_bytes(compiled.read_bytes()[4:8], "little")
    assert flags == 0b01  # hash-based and unchecked, PEP 552


@pytest.mark.slow
def test_a_layer_is_built_once_for_each_target(layers: PipLayers, monkeypatch: pytest.MonkeyPatch) -> None:
    first = layers.layer("tiny", AWS_TARGET)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert layers.layer("tiny", AWS_TARGET) == first
    assert layers.folder("tiny", AWS_TARGET) != layers.folder("tiny", host_target())


def test_other_pins_make_another_layer(pins: Path, tmp_path: Path) -> None:
    shutil.copytree(pins, tmp_path, dirs_exist_ok=True)
    before = _layers(tmp_path, tmp_path).folder("tiny", AWS_TARGET)
    with (tmp_path / "requirements-tiny.lock").open("a") as changed:
        changed.write("# other\n")
    assert _layers(tmp_path, tmp_path).folder("tiny", AWS_TARGET) != before


@pytest.mark.slow
def test_the_same_packages_have_the_same_hash_wherever_they_are_built(
    layers: PipLayers, pins: Path, tmp_path: Path
) -> None:
    elsewhere = _layers(pins, tmp_path).layer("tiny", AWS_TARGET)
    here = layers.layer("tiny", AWS_TARGET)
    assert here.path != elsewhere.path
    assert here.digest == elsewhere.digest


def test_a_package_without_a_wheel_for_the_target_is_refused_in_pips_words(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path, {"tiny/__init__.py": ""}, tag="cp311-cp311-win_amd64")
    _lock(tmp_path, wheel)
    with pytest.raises(LayerBuildError, match="not a supported wheel"):
        _layers(tmp_path, tmp_path / "build").layer("tiny", AWS_TARGET)
    assert list((tmp_path / "build" / "layers").iterdir()) == []


def test_a_package_that_is_not_the_one_in_the_lock_is_refused(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path, {"tiny/__init__.py": ""})
    _lock(tmp_path, wheel)
    _wheel(tmp_path, {"tiny/__init__.py": "import socket\n"})
    with pytest.raises(LayerBuildError, match="DO NOT MATCH THE HASHES"):
        _layers(tmp_path, tmp_path / "build").layer("tiny", AWS_TARGET)


def _real_bundler(project: Path, target: LambdaTarget) -> Bundler:
    """The project's own bundler with both layers built; the first time it downloads them."""
    bundler = Bundler.of_project(project, target)
    try:
        for layer in ("runtime", "pandas"):
            bundler.layer(layer)
    except LayerBuildError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"The packages of the layers could not be downloaded: {error}")
    return bundler


@pytest.fixture(scope="module")
def aws_bundler(project: Path) -> Bundler:
    return _real_bundler(project, AWS_TARGET)


@pytest.fixture(scope="module")
def host_bundler(project: Path) -> Bundler:
    return _real_bundler(project, host_target())


def _layers_of(function: str, app: Synthesized) -> list[str]:
    place = app.system.functions()[function]
    resources = [app.system.follow(place.stack, layer) for layer in app.system.function(function)["Layers"]]
    return [re.sub(r"Kit(\w+)Layer\w*", r"\1", resource.logical_id).lower() for resource in resources if resource]


@pytest.mark.slow
@pytest.mark.parametrize("function", FUNCTIONS)
def test_code_and_layers_stay_below_lambdas_limit(function: str, aws_bundler: Bundler, prod: Synthesized) -> None:
    folders = [aws_bundler.function(function).path]
    folders += [aws_bundler.layer(layer).path for layer in _layers_of(function, prod)]
    assert len(folders) > 1
    assert sum(unzipped_bytes(folder) for folder in folders) < LAMBDA_LIMIT


@pytest.mark.slow
def test_compiled_parts_are_for_the_processor_of_the_target(aws_bundler: Bundler) -> None:
    compiled = [path.name for path in aws_bundler.layer("pandas").path.rglob("*.so*") if "-linux-gnu" in path.name]
    assert compiled
    assert not [name for name in compiled if "aarch64" not in name or ("cp3" in name and "314" not in name)]


def _canonical(name: str) -> str:
    """A distribution's name as PEP 503 spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _listed(requirements: Path) -> Iterator[str]:
    """Names of the distributions that a requirements file lists."""
    for line in requirements.read_text().splitlines():
        if line and not line.startswith("#"):
            yield _canonical(Requirement(line).name)


def _provided_by(requirements: Path) -> set[str]:
    """Names of the distributions that a requirements file brings, those that they require included."""
    waiting = list(_listed(requirements))
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            needed = map(Requirement, importlib.metadata.requires(name) or [])
            waiting += [_canonical(one.name) for one in needed if not one.marker or one.marker.evaluate({"extra": ""})]
    return seen


@pytest.fixture(scope="module")
def modules_of(project: Path) -> Callable[[str], set[str]]:
    """Top-level modules that a layer provides."""

    def modules(layer: str) -> set[str]:
        provided = _provided_by(project / "lambda_src" / f"requirements-{layer}.txt")
        return {module for module, names in DISTRIBUTIONS.items() if set(map(_canonical, names)) & provided}

    return modules


@pytest.fixture(scope="module")
def imported(project: Path) -> dict[str, frozenset[str]]:
    """Top-level modules outside `crm` that each function's code imports."""
    tree = SourceTree(project / "lambda_src")
    return {function: tree.closure(f"crm.handlers.{function}").third_party for function in FUNCTIONS}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_a_function_imports_is_in_its_layers_or_in_lambda(
    function: str, imported: dict[str, frozenset[str]], prod: Synthesized, modules_of: Callable[[str], set[str]]
) -> None:
    available = {"boto3", "botocore", *sys.stdlib_module_names}
    for layer in _layers_of(function, prod):
        available |= modules_of(layer)
    assert imported[function] - available == set()


@pytest.mark.parametrize("layer", ["runtime", "pandas"])
def test_what_a_layer_lists_is_imported_by_a_function_that_has_it(
    layer: str, imported: dict[str, frozenset[str]], project: Path, prod: Synthesized
) -> None:
    modules = {module for function in FUNCTIONS if layer in _layers_of(function, prod) for module in imported[function]}
    used = {_canonical(name) for module in modules for name in DISTRIBUTIONS.get(module, ())}
    listed = set(_listed(project / "lambda_src" / f"requirements-{layer}.txt"))
    assert listed
    assert listed - used == {name for name in NOT_YET_IMPORTED if name in listed}


@pytest.mark.slow
def test_the_splitters_layers_can_be_imported_together(host_bundler: Bundler) -> None:
    paths = [str(host_bundler.layer(layer).path / "python") for layer in ("runtime", "pandas")]
    code = (
        f"import sys; sys.path[:0] = {paths!r}; import pandas, openpyxl, python_calamine, httpx, aws_lambda_powertools"
    )
    told = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
