"""The Python version and processor that code is bundled for."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaTarget:
    """The platform that bundled code runs on.

    Attributes:
        python: the version, `3.14`.
        architecture: Lambda's name for it, `arm64` or `x86_64`.
        platforms: the wheel platforms that pip may choose from; empty for this machine's own.
    """

    python: str
    architecture: str
    platforms: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The target's name in folder names and hashes."""
        return "-".join((f"py{self.python}", self.architecture, *(self.platforms or (sys.platform,))))

    @property
    def runtime(self) -> str:
        """Lambda's name for the runtime."""
        return f"python{self.python}"


AWS_TARGET = LambdaTarget(
    python="3.14",
    architecture="arm64",
    platforms=("manylinux_2_28_aarch64", "manylinux2014_aarch64"),
)
"""Graviton is the cheaper processor and 3.14 the newest runtime; every dependency has a wheel for them."""


def host_target() -> LambdaTarget:
    """This interpreter and processor: the emulator runs functions on them, whatever runtime the template names."""
    architecture = "arm64" if platform.machine().lower() in ("arm64", "aarch64") else "x86_64"
    return LambdaTarget(python=f"{sys.version_info.major}.{sys.version_info.minor}", architecture=architecture)
