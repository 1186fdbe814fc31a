"""Makes layers in the emulator work as in AWS; loaded by every interpreter of the emulator.

In AWS, layers are in /opt and Python is in /var/lang. The emulator unpacks layers into other folders, listed in
_LAMBDA_LAYERS_DIRS. So this module looks up commands below /opt, such as the one that CDK's bucket deployment runs, in
those folders, and runs Python scripts on this interpreter.

In AWS, code and layers are there when a function starts. The emulator unpacks their thousands of files for each start.
So this module unpacks each archive once and links to it: the first import after `up` takes a fifth of the time. Layers,
which seldom change, are unpacked into a folder that all emulators of this project share.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_PYTHON_OF_AWS = b"#!/var/lang/bin/python"


def as_it_lies_here(command: Sequence[Any]) -> list[Any]:
    """The command with its program below /opt replaced by that in a layer; unchanged when no layer has it."""
    program = command[0] if command else None
    if isinstance(program, str) and program.startswith("/opt/"):
        for layer in filter(None, os.environ.get("_LAMBDA_LAYERS_DIRS", "").split(os.pathsep)):
            found = os.path.join(layer, program.removeprefix("/opt/"))  # noqa: PTH118
            if os.path.exists(found):  # noqa: PTH110
                return [*_runnable(found), *command[1:]]
    return list(command)


def _runnable(program: str) -> list[str]:
    with open(program, "rb") as file:  # noqa: PTH123
        if file.read(len(_PYTHON_OF_AWS)) == _PYTHON_OF_AWS:
            return [sys.executable, program]
    # The emulator unpacks archives without their file permissions.
    os.chmod(program, 0o755)  # noqa: PTH101, S103
    return [program]


class _Popen(subprocess.Popen[Any]):
    def __init__(self, args: Any, *rest: Any, **options: Any) -> None:
        if isinstance(args, list | tuple):
            found = as_it_lies_here(args)
            if found != list(args):
                # A function's answer is read from its stdout, where the emulator bears with 200 other lines; copying
                # the page prints more. What a command has to say of errors is on its stderr.
                options.setdefault("stdout", subprocess.DEVNULL)
            args = found
        super().__init__(args, *rest, **options)


subprocess.Popen = _Popen  # type: ignore[misc]


_unpack = zipfile.ZipFile.extractall


def _unpack_once(self: zipfile.ZipFile, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:
    # The emulator's folder of one start of a function, which holds archives and an empty folder for each.
    if self.filename and Path(self.filename).parent.name.startswith("ministack-lambda-"):
        link_to_unpacked(self, Path(path))
    else:
        _unpack(self, path, members, pwd)


def link_to_unpacked(archive: zipfile.ZipFile, empty: Path) -> None:
    """Replaces an empty folder by a link to the archive's content, which all starts share and none may change.

    The content of code lies among the emulator's temporary files, that of layers in the folder of the variable
    EASY_CRM_LAYERS; `easy_crm.local.emulator` tidies both.
    """
    file = Path(archive.filename or "")
    shared = Path(os.environ["EASY_CRM_LAYERS"]) if file.name.startswith("layer_") else file.parent.parent
    with file.open("rb") as content:
        unpacked = shared / f"unpacked-{hashlib.file_digest(content, 'sha256').hexdigest()}"
    if not unpacked.exists():
        partial = Path(tempfile.mkdtemp(dir=unpacked.parent))
        _unpack(archive, partial)
        try:
            partial.rename(unpacked)
        except OSError:
            # Another start was faster.
            shutil.rmtree(partial)
    os.utime(unpacked)
    empty.rmdir()
    empty.symlink_to(unpacked)


zipfile.ZipFile.extractall = _unpack_once  # type: ignore[method-assign]
