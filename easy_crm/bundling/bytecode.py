"""Compiles bundles ahead, because Lambda's file system is read-only and would compile at each cold start.

Importing pandas and openpyxl takes five times as long without bytecode (docs/measurements.md). Bytecode is the
same on every processor but belongs to one Python version, so compiling for 3.14 takes a `python3.14` on this
machine. Where there is none the bundle ships without: slower to start, otherwise the same.
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
    """The interpreter on this machine whose bytecode the target understands, None when there is none."""
    if target.python == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    return shutil.which(f"python{target.python}")


def compile_folder(folder: Path, compiler: str, *, shown_as: str) -> None:
    """Writes `__pycache__` beside every module below `folder`.

    Args:
        folder: with the modules.
        compiler: interpreter of the target's version.
        shown_as: the folder's path in Lambda, which tracebacks show.
    """
    # unchecked-hash: the times of files do not survive zipping, and Lambda's copy never changes.
    options = ["-q", "-q", "--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", shown_as]
    subprocess.run([compiler, "-m", "compileall", *options, str(folder)], check=False)  # noqa: S603
