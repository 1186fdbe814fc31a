"""Lets functions in the emulator run the commands in their layers; loaded by every interpreter of the emulator.

In AWS, layers are in /opt and Python is in /var/lang. The emulator unpacks layers into other folders, listed in
_LAMBDA_LAYERS_DIRS. So this module looks up commands below /opt, such as the one that CDK's bucket deployment runs, in
those folders, and runs Python scripts on this interpreter.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
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
