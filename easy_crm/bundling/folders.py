"""Folders that are made once under a name which says what is in them, by however many processes at once."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path


def make_once(folder: Path, fill: Callable[[Path], None]) -> Path:
    """Returns `folder`, made by `fill` when it is not there yet.

    `fill` works in a folder beside it, which is then renamed: a folder that exists is complete, and of two
    processes that make the same one the slower throws its own away.
    """
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fill(draft)
        draft.chmod(0o755)
        try:
            draft.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def digest_of(root: Path, files: Iterable[Path]) -> str:
    """A hash of the files' paths below `root` and contents, in any order given; 64 hex digits."""
    digest = hashlib.sha256()
    for file in sorted(files):
        content = hashlib.sha256((root / file).read_bytes()).hexdigest()
        digest.update(f"{file.as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def unzipped_bytes(folder: Path) -> int:
    """What Lambda counts against its limit of 250 MB: the bytes of all files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
