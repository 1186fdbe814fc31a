"""Content-addressed folders that are built once, even by several processes at the same time."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path


def make_once(folder: Path, fill: Callable[[Path], None]) -> Path:
    """Returns `folder`, built by `fill` if it does not exist yet.

    `fill` works in a temporary folder, which is then renamed. So a folder that exists is complete, and of two
    processes that build the same one, the slower discards its own.

    Everybody may read what is in it, whatever the umask of this process: zip archives keep permissions, and Lambda
    reads code as another user than its owner.
    """
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fill(draft)
        for path in (draft, *draft.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        try:
            draft.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def digest_of(root: Path, files: Iterable[Path]) -> str:
    """A hash of the files' paths below `root` and contents, independent of their order; 64 hex digits."""
    digest = hashlib.sha256()
    for file in sorted(files):
        content = hashlib.sha256((root / file).read_bytes()).hexdigest()
        digest.update(f"{file.as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def unzipped_bytes(folder: Path) -> int:
    """The total size of all files in bytes, which Lambda limits to 250 MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
