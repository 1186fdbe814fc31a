"""Loaded by the emulator's interpreter and by every function that runs on it.

In AWS a function finds its layers below /opt. The emulator unpacks them elsewhere and names the folders in
_LAMBDA_LAYERS_DIRS, so a command below /opt, such as the one CDK's bucket deployment copies with, is looked up there.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from typing import Any


def in_layers(path: str) -> str:
    """Where a path below /opt really lies: in the first layer that has it, or unchanged."""
    if path.startswith("/opt/"):
        for layer in filter(None, os.environ.get("_LAMBDA_LAYERS_DIRS", "").split(os.pathsep)):
            found = os.path.join(layer, path.removeprefix("/opt/"))  # noqa: PTH118
            if os.path.exists(found):  # noqa: PTH110
                return found
    return path


class _Popen(subprocess.Popen[Any]):
    def __init__(self, args: str | bytes | Sequence[Any], *rest: Any, **options: Any) -> None:
        if isinstance(args, str):
            args = in_layers(args)
        elif isinstance(args, list | tuple) and args and isinstance(args[0], str):
            args = [in_layers(args[0]), *args[1:]]
        super().__init__(args, *rest, **options)


subprocess.Popen = _Popen  # type: ignore[misc,assignment]
