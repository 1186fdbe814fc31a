"""Tools from npm that bundling runs on Node, in the versions of `package-lock.json`."""

from __future__ import annotations

import json
from pathlib import Path


class MissingPackageError(RuntimeError):
    """`node_modules` has no such package, or another version of it."""


def locked_version(root: Path, package: str) -> str:
    """The version that `package-lock.json` pins.

    Args:
        root: the project's folder.
    """
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"][f"node_modules/{package}"]["version"])


def require(root: Path, package: str) -> None:
    """Makes sure that the pinned version is installed.

    Raises:
        MissingPackageError: with what to do.
    """
    wanted = locked_version(root, package)
    about = root / "node_modules" / package / "package.json"
    try:
        found = str(json.loads(about.read_text(encoding="utf-8"))["version"])
    except FileNotFoundError:
        found = "none"
    if found != wanted:
        raise MissingPackageError(
            f"package-lock.json wants {package} {wanted}, node_modules has {found}. Run ./easy-crm synth or npm ci."
        )
