"""The Python and processor that code is bundled for."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaTarget:
    """Where bundled code will run.

    Attributes:
        python: `3.14`.
        architecture: `arm64` or `x86_64`, as Lambda calls them.
        platforms: wheel platforms that pip may choose from; empty for the host's own.
    """

    python: str
    architecture: str
    platforms: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Names the target in folder names and hashes."""
        return "-".join((f"py{self.python}", self.architecture, *(self.platforms or (sys.platform,))))

    @property
    def runtime(self) -> str:
        """Lambda's name of the runtime."""
        return f"python{self.python}"


AWS_TARGET = LambdaTarget(
    python="3.14",
    architecture="arm64",
    platforms=("manylinux_2_28_aarch64", "manylinux2014_aarch64"),
)
"""Graviton is the cheaper processor, and 3.14 the newest runtime; every dependency has a wheel for both."""


def host_target() -> LambdaTarget:
    """This interpreter and processor: the emulator runs functions on them, whatever runtime is declared."""
    architecture = "arm64" if platform.machine().lower() in ("arm64", "aarch64") else "x86_64"
    return LambdaTarget(python=f"{sys.version_info.major}.{sys.version_info.minor}", architecture=architecture)
