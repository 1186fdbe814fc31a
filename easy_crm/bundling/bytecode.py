"""Compiles bundles ahead of time; Lambda's file system is read-only, so Python would compile at each cold start.

Importing pandas and openpyxl takes five times as long without bytecode (docs/measurements.md). Bytecode is the
same on every processor but belongs to one Python version, so compiling for 3.14 takes a `python3.14` on this
machine. Without one, the bundle has no bytecode: it starts more slowly and is otherwise the same.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from pathlib import Path

from easy_crm.lambda_target import LambdaTarget


@functools.cache
def compiler_for(target: LambdaTarget) -> str | None:
    """The interpreter on this machine that compiles for the target's Python version; None when there is none."""
    if target.python == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    return shutil.which(f"python{target.python}")


def compile_folder(folder: Path, compiler: str, *, shown_as: str) -> None:
    """Writes `__pycache__` folders for all modules below `folder`.

    Args:
        folder: the folder with the modules.
        compiler: an interpreter of the target's version.
        shown_as: the folder's path in Lambda, for tracebacks.
    """
    # unchecked-hash: file times do not survive zipping, and Lambda's copy never changes.
    options = ["-q", "-q", "--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", shown_as]
    subprocess.run([compiler, "-m", "compileall", *options, str(folder)], check=False)  # noqa: S603
