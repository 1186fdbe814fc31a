"""Builds layers with pip, from wheels only, for this or another platform."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from easy_crm.bundling.bytecode import Compiler
from easy_crm.bundling.folders import digest_of, make_once
from easy_crm.lambda_target import LambdaTarget

_TEST_FOLDERS = {"test", "tests"}
_INSTALLER_NOTES = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


class LayerBuildError(RuntimeError):
    """pip could not install a layer's packages."""

    def __init__(self, layer: str, target: LambdaTarget, output: str) -> None:
        super().__init__(f"Building the layer {layer} for {target.key} failed:\n{output.strip()}")


@dataclass(frozen=True, slots=True)
class LayerFolder:
    """A built layer: `path` holds `python/`, `digest` names its content."""

    path: Path
    digest: str


class LayerSource(Protocol):
    """A source of layers: pip, or a ready folder in tests."""

    def layer(self, name: str, target: LambdaTarget) -> LayerFolder: ...


class PipLayers:
    """Layers from `requirements-<name>.lock`, built once per lock and target.

    pip installs only files whose hash is in the lock.

    Such a file lists all packages of its layer, those that others need included, and pip adds none: which ones it would
    add depends on the Python that runs it, whatever the target.

    Args:
        locks: the folder of the locks.
        build: the output folder.
        compiler: compiles the packages' modules.
    """

    def __init__(self, *, locks: Path, build: Path, compiler: Compiler) -> None:
        self._locks = locks
        self._build = build
        self._compiler = compiler

    def folder(self, name: str, target: LambdaTarget) -> Path:
        """The path of the layer; if it exists, the layer is built."""
        pins = hashlib.sha256(self._lock(name).read_bytes())
        pins.update(f"{target.key} {self._compiler.name}".encode())
        return self._build / "layers" / f"{name}-{target.key}-{pins.hexdigest()[:16]}"

    def layer(self, name: str, target: LambdaTarget) -> LayerFolder:
        """The layer, built if it does not exist yet.

        Raises:
            LayerBuildError: when a package has no wheel for the target, cannot be fetched or is not the one in the
                lock; it quotes pip.
            CompileError: when its modules cannot be compiled.
        """

        def fill(draft: Path) -> None:
            content = draft / "content"
            packages = content / "python"
            _install(name, self._lock(name), packages, target)
            _strip(packages)
            self._compiler.compile(packages, shown_as="/opt/python")
            digest = digest_of(content, [path.relative_to(content) for path in content.rglob("*") if path.is_file()])
            (draft / "layer.json").write_text(json.dumps({"digest": digest}), encoding="utf-8")

        folder = make_once(self.folder(name, target), fill)
        note = json.loads((folder / "layer.json").read_text(encoding="utf-8"))
        return LayerFolder(folder / "content", note["digest"])

    def _lock(self, name: str) -> Path:
        return self._locks / f"requirements-{name}.lock"


def _install(name: str, lock: Path, into: Path, target: LambdaTarget) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--no-compile", "--no-deps", "--only-binary=:all:", "--target", str(into)]
    if target.platforms:
        command += ["--implementation", "cp", "--python-version", target.python]
        command += [f"--platform={platform}" for platform in target.platforms]
    command += ["--require-hashes", "--requirement", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise LayerBuildError(name, target, done.stderr or done.stdout)


def _strip(packages: Path) -> None:
    """Removes files that no function needs: the packages' tests, scripts, type stubs and installer metadata."""
    for path in list(_unneeded(packages)):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _unneeded(packages: Path) -> Iterator[Path]:
    yield packages / "bin"
    for path in packages.rglob("*"):
        in_metadata = path.parent.suffix == ".dist-info"
        if path.is_dir():
            if path.name == "__pycache__" or (path.name in _TEST_FOLDERS and (path / "__init__.py").exists()):
                yield path
        elif path.suffix in (".pyc", ".pyi", ".pyx", ".pxd", ".a") or (in_metadata and path.name in _INSTALLER_NOTES):
            yield path
