"""Compiles bundles ahead of time; Lambda's file system is read-only, so Python would compile at each cold start.

Importing Powertools or httpx takes five times as long without bytecode (docs/measurements.md). Bytecode is the same on
every processor but belongs to one Python version, so what goes to AWS is compiled by a Python that package-lock.json
pins: Pyodide, CPython compiled to WebAssembly, which Node runs. The Python that runs the CDK app has no part in it
(docs/adr/0011-bytecode-from-a-pinned-python.md).
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

from easy_crm.bundling import npm_packages
from easy_crm.lambda_target import LambdaTarget
from easy_crm.local import machine

_SCRIPT = Path(__file__).with_name("compile_modules.mjs")


class CompileError(RuntimeError):
    """A folder could not be compiled."""


class Compiler(Protocol):
    """Compiles Python modules."""

    @property
    def name(self) -> str:
        """The interpreter and its version, part of the digest of what it compiles."""
        ...

    def compile(self, folder: Path, *, shown_as: str) -> None:
        """Writes `__pycache__` folders for all modules below `folder`.

        Args:
            folder: the folder with the modules.
            shown_as: the folder's path in Lambda, for tracebacks.

        Raises:
            CompileError: when a module has a syntax error.
            MissingPackageError: when the interpreter is missing.
        """
        ...


def compiler_for(target: LambdaTarget, root: Path) -> Compiler:
    """What compiles for a target: the pinned Python for AWS, this one for functions that run on this machine.

    Args:
        root: the project's folder, which has `package-lock.json` and `node_modules`.
    """
    return PinnedPython(target, root) if target.platforms else ThisPython()


class ThisPython:
    """The interpreter that runs this process."""

    @property
    def name(self) -> str:
        return sys.implementation.cache_tag or ""

    def compile(self, folder: Path, *, shown_as: str) -> None:
        # unchecked-hash: file times do not survive zipping, and Lambda's copy never changes.
        options = ["-q", "--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", shown_as]
        _run([sys.executable, "-m", "compileall", *options, str(folder)])


class PinnedPython:
    """Pyodide in the version of package-lock.json, whichever Python and Node this machine has.

    Args:
        target: what is compiled for; its Python must be Pyodide's.
        root: the project's folder.
    """

    def __init__(self, target: LambdaTarget, root: Path) -> None:
        self._target = target
        self._root = root

    @functools.cached_property
    def name(self) -> str:
        return f"pyodide-{npm_packages.locked_version(self._root, 'pyodide')}"

    def compile(self, folder: Path, *, shown_as: str) -> None:
        npm_packages.require(self._root, "pyodide")
        node = machine.ensure_node()
        _run([str(node), str(_SCRIPT), str(folder), shown_as, self._target.python])


def _run(command: list[str]) -> None:
    # Whoever keeps bytecode in a folder of their own (PYTHONPYCACHEPREFIX) wants ours beside its modules all the same.
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPYCACHEPREFIX": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        raise CompileError(f"Compiling failed:\n{(done.stdout + done.stderr).strip()}")
