"""Reading processes that are forked from a warm one: hundreds of unit tests read small files, and starting Python for
each took two thirds of their processor time.

The child runs the same code with the same limits. Tests of the process itself, and all systems that are deployed, start
it as `crm.spreadsheets.reading_process` does.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from typing import BinaryIO

_NOT_ENDED = 1 << 20
_SERVE = "import sys; from tests.doubles.warm_reading import serve; serve(int(sys.argv[1]))"


class WarmReading:
    """Starts reading processes by forking one that has loaded everything; it ends with this process."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        os.set_inheritable(theirs.fileno(), True)
        search = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", _SERVE, str(theirs.fileno())]
        self._server = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=search)
        theirs.close()
        self._lock = threading.Lock()

    def start(self, *_: str) -> ForkedProcess:
        """A process that waits for its file, see `reading_process._start`."""
        (request, requests), (frames, answers) = os.pipe(), os.pipe()
        with self._lock:
            socket.send_fds(self._ours, [b"fork"], [request, answers])
            pid = self._answer()
        os.close(request)
        os.close(answers)
        return ForkedProcess(self, pid, os.fdopen(requests, "wb"), os.fdopen(frames, "rb"))

    def ended(self, pid: int, *, waits: bool) -> int | None:
        """The exit code of a process as `subprocess` tells it, None while it runs."""
        with self._lock:
            self._ours.send(f"{'wait' if waits else 'poll'} {pid}".encode())
            code = self._answer()
        return None if code == _NOT_ENDED else code

    def end(self) -> None:
        self._ours.close()
        self._server.wait(10)

    def _answer(self) -> int:
        return int(self._ours.recv(32))


class ForkedProcess:
    """What `reading_process` needs of a `subprocess.Popen`."""

    def __init__(self, warm: WarmReading, pid: int, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self._warm = warm
        self.pid = pid
        self.stdin = stdin
        self.stdout = stdout
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._warm.ended(self.pid, waits=False)
        return self.returncode

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = self._warm.ended(self.pid, waits=True)
        return self.returncode or 0

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


def serve(descriptor: int) -> None:
    """Forks a reading process for each request, and tells how it has ended."""
    from crm.spreadsheets import reading_child

    for name in reading_child._NEEDED_SOON:
        __import__(name)
    with socket.socket(fileno=descriptor) as asked:
        while True:
            message, descriptors, *_ = socket.recv_fds(asked, 64, 2)
            if not message:
                return
            if message == b"fork":
                asked.send(str(_forked(reading_child.main, asked, *descriptors)).encode())
            else:
                how, pid = message.split()
                found, status = os.waitpid(int(pid), os.WNOHANG if how == b"poll" else 0)
                asked.send(str(os.waitstatus_to_exitcode(status) if found else _NOT_ENDED).encode())


def _forked(run: object, asked: socket.socket, request: int, answers: int) -> int:
    pid = os.fork()
    if pid:
        os.close(request)
        os.close(answers)
        return pid
    try:
        asked.close()
        os.dup2(request, 0)
        os.dup2(answers, 1)
        os.closerange(3, max(request, answers) + 1)
        sys.stdin, sys.stdout = os.fdopen(0, "r"), os.fdopen(1, "w")
        run()  # type: ignore[operator]
    finally:
        os._exit(1)
