"""Writes a lock beside each file of requirements: the same versions and all that they bring along, with hashes.

    .venv/bin/python -m easy_crm.reference.locks

It needs `uv` on PATH (`pipx install uv`), which reads the hashes of every file of a version, for all platforms, and
downloads none of them. A lock names no index. A test compares the locks with the requirements and constraints.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from easy_crm import paths
from easy_crm.errors import CommandFailed

LOCKED = (
    "requirements.txt",
    "requirements-checkov.txt",
    "requirements-emulator.txt",
    "requirements-node.txt",
    "lambda_src/requirements-runtime.txt",
    "lambda_src/requirements-spreadsheets.txt",
    "lambda_src/requirements-index.txt",
    "lambda_src/requirements-excel.txt",
)
"""All that is ever installed by pip."""

_COMPLETE = (
    "requirements-checkov.txt",
    "requirements-emulator.txt",
    "lambda_src/requirements-runtime.txt",
    "lambda_src/requirements-spreadsheets.txt",
    "lambda_src/requirements-index.txt",
    "lambda_src/requirements-excel.txt",
)
"""Files that name all that they bring along."""

_OLDEST_PYTHON = "3.11"
_OPTIONS = ("--quiet", "--generate-hashes", "--no-header", "--no-annotate")


def write_lock(uv: str, requirements: Path) -> None:
    """Writes the lock of one file of requirements.

    Args:
        uv: the path of uv.

    Raises:
        CommandFailed: when uv finds no such versions.
    """
    every_platform = ["--universal", "--python-version", _OLDEST_PYTHON]
    chosen = ["--no-deps"] if str(requirements) in _COMPLETE else every_platform
    # From nothing: uv would keep versions that it finds in the lock.
    done = subprocess.run(  # noqa: S603
        [uv, "pip", "compile", *_OPTIONS, *chosen, str(requirements)],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandFailed(done.stderr.strip())
    head = f"# {requirements.name} with hashes. Do not edit: python -m easy_crm.reference.locks\n"
    (paths.ROOT / requirements).with_suffix(".lock").write_text(head + done.stdout, encoding="utf-8")


if __name__ == "__main__":
    tool = shutil.which("uv")
    if tool is None:
        sys.exit("uv makes the locks; install it first: pipx install uv")
    try:
        for file in LOCKED:
            write_lock(tool, Path(file))
    except CommandFailed as error:
        sys.exit(str(error))
