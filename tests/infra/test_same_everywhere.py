"""Code and layers for AWS are the same bytes whichever Python runs the CDK app, on whichever machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from easy_crm.bundling.bundler import Bundler
from easy_crm.bundling.bytecode import CompileError, PinnedPython, ThisPython
from easy_crm.bundling.folders import make_once
from easy_crm.bundling.layers import PipLayers
from easy_crm.bundling.npm_packages import MissingPackageError
from easy_crm.lambda_target import AWS_TARGET
from tests.infra.synthesis import QuickCompiler, ReadyLayers, small_source

LARGEST = "lead_splitter"
"""The function with the most modules."""

BUNDLE = """
import json, sys
from pathlib import Path

project, source, pins, build, function = sys.argv[1:]
sys.path.insert(0, project)
from easy_crm.bundling.bundler import Bundler
from easy_crm.bundling.bytecode import PinnedPython
from easy_crm.bundling.folders import digest_of
from easy_crm.bundling.layers import PipLayers
from easy_crm.lambda_target import AWS_TARGET

compiler = PinnedPython(AWS_TARGET, Path(project))
layers = PipLayers(locks=Path(pins), build=Path(build), compiler=compiler)
bundler = Bundler(source=Path(source), build=Path(build), target=AWS_TARGET, layers=layers, compiler=compiler)
bundles = {"function": bundler.function(function), "layer": bundler.layer("tiny")}


def content(folder):
    return digest_of(folder, [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()])


print(json.dumps({name: [bundle.digest, content(bundle.path)] for name, bundle in bundles.items()}))
"""
"""Bundles a function and a layer, and prints the digest and the hash of all bytes of each."""


def _another_python() -> str | None:
    """Another Python of this machine that the command line runs on and that has pip, the newest there is."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for minor in reversed(range(11, 20)):
        if minor == sys.version_info.minor:
            continue
        name = f"python3.{minor}"
        for found in (shutil.which(name), *map(str, sorted(pyenv.glob(f"*/bin/{name}")))):
            if found and subprocess.run([found, "-m", "pip", "--version"], capture_output=True).returncode == 0:
                return found
    return None


def _bundled_by(python: str, project: Path, pins: Path, build: Path) -> dict[str, list[str]]:
    source = project / "lambda_src"
    arguments = [str(project), str(source), str(pins), str(build), LARGEST]
    done = subprocess.run([python, "-c", BUNDLE, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, list[str]] = json.loads(done.stdout)
    return told


def _with_what_is_compiled(project: Path, build: Path) -> Path:
    """A folder to build in that has the modules which this Python has compiled already: that takes half a minute."""
    compiled = project / "build" / "compiled"
    compiled.mkdir(parents=True, exist_ok=True)
    build.mkdir()
    (build / "compiled").symlink_to(compiled)
    return build


@pytest.mark.slow
@pytest.mark.usefixtures("npm_packages")
def test_another_python_bundles_the_same_bytes(project: Path, pins: Path, tmp_path: Path) -> None:
    other = _another_python()
    if other is None:
        pytest.skip("This machine has no other Python with pip.")
    here = _bundled_by(sys.executable, project, pins, _with_what_is_compiled(project, tmp_path / "here"))
    assert set(here) == {"function", "layer"}
    assert _bundled_by(other, project, pins, tmp_path / "there") == here


@pytest.mark.slow
@pytest.mark.usefixtures("npm_packages")
def test_the_pinned_python_compiles_the_same_bytes_each_time(project: Path, tmp_path: Path) -> None:
    """Hashes of texts are random in each process, and files are listed in any order."""
    modules = {"one.py": "NAMES = {'a', 'b', 'c', 'd'}\n", "two.py": "def two(x):\n    return x in ('a', 'b')\n"}
    compiled = []
    for run, names in enumerate((list(modules), list(reversed(modules)))):
        folder = tmp_path / str(run)
        folder.mkdir()
        for name in names:
            (folder / name).write_text(modules[name])
        PinnedPython(AWS_TARGET, project).compile(folder, shown_as="/var/task")
        compiled.append({path.name: path.read_bytes() for path in folder.rglob("*.pyc")})
    assert set(compiled[0]) == {"one.cpython-314.pyc", "two.cpython-314.pyc"}
    assert compiled[0] == compiled[1]
    assert b"/var/task/one.py" in compiled[0]["one.cpython-314.pyc"]


@pytest.mark.slow
@pytest.mark.usefixtures("npm_packages")
def test_the_pinned_python_refuses_code_for_another_version(project: Path, tmp_path: Path) -> None:
    newer = replace(AWS_TARGET, python="3.99")
    with pytest.raises(CompileError, match=r"Pyodide is Python 3\.14, and the code is for 3\.99"):
        PinnedPython(newer, project).compile(tmp_path, shown_as="/var/task")


@pytest.mark.slow
@pytest.mark.usefixtures("npm_packages")
def test_a_module_that_cannot_be_compiled_is_named(project: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def\n")
    with pytest.raises(CompileError, match=r"/var/task/broken\.py"):
        PinnedPython(AWS_TARGET, project).compile(tmp_path, shown_as="/var/task")


def test_another_version_than_the_pinned_one_compiles_nothing(tmp_path: Path) -> None:
    lock = {"packages": {"node_modules/pyodide": {"version": "999.0.1"}}}
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    compiler = PinnedPython(AWS_TARGET, tmp_path)
    with pytest.raises(MissingPackageError, match=r"wants pyodide 999\.0\.1, node_modules has none"):
        compiler.compile(tmp_path, shown_as="/var/task")
    installed = tmp_path / "node_modules" / "pyodide"
    installed.mkdir(parents=True)
    (installed / "package.json").write_text('{"version": "998.0.0"}')
    with pytest.raises(MissingPackageError, match=r"node_modules has 998\.0\.0"):
        compiler.compile(tmp_path, shown_as="/var/task")


def test_bytecode_lies_beside_its_module_wherever_the_caller_keeps_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path / "elsewhere"))
    module = tmp_path / "code" / "one.py"
    module.parent.mkdir()
    module.write_text("ONE = 1\n")
    ThisPython().compile(module.parent, shown_as="/var/task")
    assert len(list(module.parent.glob("__pycache__/one.*.pyc"))) == 1


class Newer(QuickCompiler):
    """Another version of the compiler, with other bytecode."""

    name = "newer"


@pytest.mark.slow
def test_another_compiler_makes_other_code_and_other_layers(pins: Path, tmp_path: Path) -> None:
    source = small_source(tmp_path / "source")
    digests = []
    for compiler in (QuickCompiler(), Newer()):
        layers = PipLayers(locks=pins, build=tmp_path / "build", compiler=compiler)
        ready = ReadyLayers(tmp_path / "layers")
        bundler = Bundler(source=source, build=tmp_path, target=AWS_TARGET, layers=ready, compiler=compiler)
        digests.append((bundler.function("chatbot").digest, layers.layer("tiny", AWS_TARGET).digest))
    (code, layer), (other_code, other_layer) = digests
    assert code != other_code
    assert layer != other_layer


def test_everybody_may_read_a_bundle_whatever_the_umask(tmp_path: Path) -> None:
    """Lambda runs code as another user than the one who owns it, and a zip archive keeps permissions."""

    def fill(draft: Path) -> None:
        (draft / "crm").mkdir()
        (draft / "crm" / "module.py").write_text("")

    usual = os.umask(0o077)
    try:
        make_once(tmp_path / "bundle", fill)
    finally:
        os.umask(usual)
    modes = {path.relative_to(tmp_path).as_posix(): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {"bundle": 0o755, "bundle/crm": 0o755, "bundle/crm/module.py": 0o644}
