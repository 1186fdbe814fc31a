"""The parent's side of the child process: starts it, waits within a limit, reads frames, interprets its death.

A process reads one file. Starting it takes as long as reading a thousand rows, so a function that is about to fetch a
file starts it ahead (`prepare`), and a function that has finished starts the next.
"""

from __future__ import annotations

import marshal
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from crm.sentences import from_json
from crm.sentences.failures import FILES
from crm.spreadsheets.frames import LENGTH
from crm.spreadsheets.model import Limits
from crm.spreadsheets.rejections import rejection

# The module's name is a string of its own, so that the bundler sees that the function needs it.
_CHILD = "crm.spreadsheets.reading_child"
_START = (
    f"import os, sys; sys.path[:] = sys.argv.pop(1).split(os.pathsep); from {_CHILD} import main; main(*sys.argv[1:])"
)
# What an interpreter may need to start; the child needs no credentials.
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
# For glibc: up to 8 MiB that the child frees stay with it. On a virtual machine, a page taken anew costs 4 us.
_ALLOCATOR = {"MALLOC_TRIM_THRESHOLD_": str(8 << 20), "MALLOC_MMAP_THRESHOLD_": str(1 << 20)}
# The pipe holds several frames of rows. Less is read at once, so that the allocator reuses the same memory.
_PIPE_BYTES = 1 << 18
_READ_BYTES = 1 << 16


AHEAD = "ahead"
"""Argument of a process started before its file is known, which has time to load everything."""

_waiting: list[subprocess.Popen[bytes]] = []
# Processes that have been told to end. The system takes as long to free their memory as to read a hundred rows, so
# nobody waits for it before the next one is started.
_ending: list[subprocess.Popen[bytes]] = []


def prepare() -> None:
    """Starts the process for the next file, unless one is waiting already; it ends when this process does."""
    if not any(process.poll() is None for process in _waiting):
        _waiting[:] = [_start(AHEAD)]


def reap() -> None:
    """Waits for the processes that have been told to end."""
    while _ending:
        _ending.pop().wait()


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    reap()
    # -S -E -s: no site, no variables, no user packages; the search path is handed over instead, which saves 10 ms.
    search = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)  # noqa: PTH100  (entries may be zip files)
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-S", "-E", "-s", "-c", _START, search, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**_ALLOCATOR, **{name: os.environ[name] for name in _PASSED_ON if name in os.environ}},
    )
    assert process.stdout is not None  # noqa: S101
    _widen(process.stdout.fileno())
    return process


def _widen(pipe: int) -> None:
    """Widens the pipe, so that the child can work while its parent processes rows; not possible on every system."""
    try:
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except (ImportError, AttributeError, OSError):
        return


def _told(process: subprocess.Popen[bytes], request: bytes) -> bool:
    """Hands a process its file; False if it has died while waiting."""
    assert process.stdin is not None  # noqa: S101
    try:
        with process.stdin as pipe:
            pipe.write(LENGTH.pack(len(request)) + request)
    except BrokenPipeError:
        return False
    return True


class ReadingProcess:
    """A child process that reads one file.

    Args:
        path: the file.
        file_name: the name that the user gave it.
        limits: resources that it may use.
    """

    def __init__(self, path: Path, file_name: str, limits: Limits) -> None:
        self._left = limits.wait_seconds
        self._ends = time.monotonic() + limits.total_seconds
        request = marshal.dumps((str(path), file_name, tuple(limits)))
        self._process = _waiting.pop() if _waiting else _start()
        if not _told(self._process, request):
            self.close()
            self._process = _start()
            _told(self._process, request)
        assert self._process.stdout is not None  # noqa: S101
        self._fd = self._process.stdout.fileno()

    def frame(self) -> tuple[Any, ...]:
        """The next frame.

        Raises:
            SpreadsheetRejected: if the child rejected the file, died, or kept the caller waiting too long, or if the
                file as a whole takes too long.
        """
        if time.monotonic() > self._ends:
            self._take_too_long()
        (length,) = LENGTH.unpack(self._take(LENGTH.size))
        frame: tuple[Any, ...] = marshal.loads(self._take(length))  # noqa: S302  (written by our own child)
        if frame[0] == "rejected":
            rejected = rejection(frame[1], from_json(frame[2]))
            if frame[3]:
                rejected.add_note(f"reading process: {frame[3]}")
            raise rejected
        return frame

    def _take(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size:
            began = time.monotonic()
            ready, _, _ = select.select([self._fd], [], [], max(0.0, self._left))
            self._left -= time.monotonic() - began
            if not ready:
                self._take_too_long()
            block = os.read(self._fd, min(size, _READ_BYTES))
            if not block:
                self._died()
            parts.append(block)
            size -= len(block)
        return b"".join(parts)

    def _take_too_long(self) -> NoReturn:
        self.close()
        raise rejection("too_large", FILES["takesTooLong"])

    def _died(self) -> NoReturn:
        code = self._process.wait()
        self.close()
        if code == 1:
            raise RuntimeError("the reading process could not run")
        # An abort is what a failed allocation in native code looks like.
        raise rejection("too_large" if code in (-6, -9, 134, 137) else "corrupt")

    def close(self) -> None:
        """End the child if it still runs, without waiting until it is gone."""
        if self._process.poll() is None:
            self._process.kill()
            _ending.append(self._process)
        if self._process.stdout:
            self._process.stdout.close()

    @property
    def pid(self) -> int:
        """Process id of the child."""
        return self._process.pid
