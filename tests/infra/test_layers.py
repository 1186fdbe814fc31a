"""Layers: built by pip from wheels, stripped, compiled, cached, for a target that need not be this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from easy_crm.bundling.bundler import Bundler
from easy_crm.bundling.bytecode import Compiler, compiler_for
from easy_crm.bundling.folders import unzipped_bytes
from easy_crm.bundling.layers import LayerBuildError, LayerFolder, PipLayers
from easy_crm.lambda_target import AWS_TARGET, LambdaTarget, host_target
from tests.infra.synthesis import FUNCTIONS, QuickCompiler, Synthesized, layers_of, tiny_lock, tiny_wheel

LAMBDA_LIMIT = 250 * 1024 * 1024
"""What a function and its layers may take unzipped."""
LAYERS = ("runtime", "spreadsheets", "index", "excel")


def _layers(pins: Path, build: Path, compiler: Compiler | None = None) -> PipLayers:
    return PipLayers(locks=pins, build=build, compiler=compiler or QuickCompiler())


@pytest.fixture(scope="module")
def layers(pins: Path) -> PipLayers:
    return _layers(pins, pins / "build")


def _files(layer: LayerFolder) -> set[str]:
    return {path.relative_to(layer.path).as_posix() for path in layer.path.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_layer_holds_its_packages_without_tests_stubs_and_notes(layers: PipLayers) -> None:
    assert _files(layers.layer("tiny", AWS_TARGET)) == {
        "python/tiny/__init__.py",
        "python/tiny/__pycache__/__init__.quick.pyc",
        "python/tiny/data.txt",
        "python/tiny-1.0.dist-info/METADATA",
        "python/tiny-1.0.dist-info/WHEEL",
    }


@pytest.mark.usefixtures("npm_packages")
@pytest.mark.slow
@pytest.mark.parametrize("target", [AWS_TARGET, host_target()], ids=["aws", "host"])
def test_a_layers_bytecode_needs_no_file_times(target: LambdaTarget, pins: Path, project: Path, tmp_path: Path) -> None:
    layer = _layers(pins, tmp_path, compiler_for(target, project)).layer("tiny", target)
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
    tiny_lock(tmp_path, tiny_wheel(tmp_path, {"tiny/__init__.py": ""}, tag="cp311-cp311-win_amd64"))
    with pytest.raises(LayerBuildError, match="not a supported wheel"):
        _layers(tmp_path, tmp_path / "build").layer("tiny", AWS_TARGET)
    assert list((tmp_path / "build" / "layers").iterdir()) == []


def test_a_package_that_is_not_the_one_in_the_lock_is_refused(tmp_path: Path) -> None:
    tiny_lock(tmp_path, tiny_wheel(tmp_path, {"tiny/__init__.py": ""}))
    tiny_wheel(tmp_path, {"tiny/__init__.py": "import socket\n"})
    with pytest.raises(LayerBuildError, match="DO NOT MATCH THE HASHES"):
        _layers(tmp_path, tmp_path / "build").layer("tiny", AWS_TARGET)


def _real_bundler(project: Path, target: LambdaTarget) -> Bundler:
    """The project's own bundler with both layers built; the first time it downloads them."""
    bundler = Bundler.of_project(project, target)
    try:
        for layer in LAYERS:
            bundler.layer(layer)
    except LayerBuildError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"The packages of the layers could not be downloaded: {error}")
    return bundler


@pytest.fixture(scope="module")
def aws_bundler(project: Path, npm_packages: None) -> Bundler:  # noqa: ARG001
    return _real_bundler(project, AWS_TARGET)


@pytest.fixture(scope="module")
def host_bundler(project: Path) -> Bundler:
    return _real_bundler(project, host_target())


@pytest.mark.slow
@pytest.mark.parametrize("function", FUNCTIONS)
def test_code_and_layers_stay_below_lambdas_limit(function: str, aws_bundler: Bundler, prod: Synthesized) -> None:
    folders = [aws_bundler.function(function).path]
    folders += [aws_bundler.layer(layer).path for layer in layers_of(function, prod)]
    assert len(folders) > 1
    assert sum(unzipped_bytes(folder) for folder in folders) < LAMBDA_LIMIT


@pytest.mark.slow
def test_compiled_parts_are_for_the_processor_of_the_target(aws_bundler: Bundler) -> None:
    compiled = [
        path.name for path in aws_bundler.layer("spreadsheets").path.rglob("*.so*") if "-linux-gnu" in path.name
    ]
    assert compiled
    assert not [name for name in compiled if "aarch64" not in name or ("cp3" in name and "314" not in name)]


@pytest.mark.slow
def test_the_splitters_layers_can_be_imported_together(host_bundler: Bundler) -> None:
    paths = [str(host_bundler.layer(layer).path / "python") for layer in LAYERS]
    code = f"import sys; sys.path[:0] = {paths!r}; import python_calamine, httpx, aws_lambda_powertools"
    told = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
