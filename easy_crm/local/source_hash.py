"""A hash of the deployed sources; while it is unchanged, `up` neither synthesizes nor deploys."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

# The sources of app.py and of the bundled functions. The command line itself is not deployed.
_DEPLOYED = (
    "app.py",
    "cdk.json",
    "environments.toml",
    "constraints.txt",
    "requirements.txt",
    "package-lock.json",
    # API Gateway's models of request bodies.
    "docs/openapi.json",
)
_DEPLOYED_FOLDERS = ("easy_crm", "lambda_src", "frontend")
_NOT_DEPLOYED = ("easy_crm/cli", "easy_crm/local", "easy_crm/operations", "easy_crm/reference")


def hash_of_sources(root: Path) -> str:
    """SHA-256 of the names and contents of the deployed sources and of the Python version they are bundled for."""
    digest = hashlib.sha256(f"{sys.platform} {sys.version_info[:2]}".encode())
    for path in sorted(_files(root)):
        name = path.relative_to(root).as_posix()
        content = path.read_bytes()
        digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    yield from (root / name for name in _DEPLOYED if (root / name).is_file())
    for folder in _DEPLOYED_FOLDERS:
        yield from _files_below(root, root / folder)


def _files_below(root: Path, folder: Path) -> Iterator[Path]:
    if not folder.is_dir() or folder.relative_to(root).as_posix() in _NOT_DEPLOYED:
        return
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name == "__pycache__":
            continue
        if path.is_dir():
            yield from _files_below(root, path)
        elif path.suffix != ".pyc":
            yield path
