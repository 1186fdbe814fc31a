"""Processes on this machine: which ones a program started, directly or not, and how to end them.

A process id alone identifies nothing, because the system reuses it. A process is identified by its id and its start
time, and no signal is sent without comparing both.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

_PROC = Path("/proc")
_HAS_PROC = (_PROC / "self" / "stat").exists()
_SHOWN_CHARACTERS = 100

Identity = tuple[int, str]
"""A process id and a start time."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process as the system lists it.

    Attributes:
        pid: its process id.
        start_time: its start time, as `start_time_of` returns it.
        parent: the process id of its parent; 1 or that of a supervisor once the parent has ended.
        command: its command line, with single spaces.
    """

    pid: int
    start_time: str
    parent: int
    command: str

    @property
    def identity(self) -> Identity:
        return self.pid, self.start_time

    def is_alive(self) -> bool:
        """Whether this very process, and not a later one with its id, still runs."""
        return start_time_of(self.pid) == self.start_time


class ProcessFamily:
    """The processes that a program started, found by their ancestors and by the temporary folder they inherited.

    A child that outlives its parent is adopted by another process, and one in its own session has left its parent's
    group. The variable TMPDIR, which children inherit, still identifies them. Without /proc (macOS), only processes
    whose ancestors are alive at the first look are found.

    Args:
        temporary_folder: the value of TMPDIR that the program was started with and nothing else has.
        root: the program's own process, if it is known and alive.
    """

    def __init__(self, temporary_folder: Path, root: Process | None = None) -> None:
        self._mark = b"TMPDIR=" + os.fsencode(temporary_folder)
        self._members: set[Identity] = {root.identity} if root else set()

    def alive(self) -> list[Process]:
        """The members that run now, those that have just started included."""
        processes = list(all_processes())
        self._add_from(processes)
        return [process for process in processes if process.identity in self._members]

    def end(self, grace_seconds: float, *, spared: Process | None = None) -> list[Process]:
        """Ends the members: by SIGTERM, and those that still run after the grace period by SIGKILL.

        Args:
            grace_seconds: how long to wait after each of the two signals.
            spared: a member that is left alone.

        Returns:
            The members that still run, without the spared one.
        """

        for number in (signal.SIGTERM, signal.SIGKILL):
            if wait_until(partial(self._have_ended, number, set(), spared), grace_seconds):
                return []
        return self._others(spared)

    def _have_ended(self, number: signal.Signals, signalled: set[Identity], spared: Process | None) -> bool:
        """Whether no member is left but the spared one; sends the signal to those that have not had it yet."""
        left = self._others(spared)
        for process in left:
            # A member may have started another one since the last look.
            if process.identity not in signalled:
                signalled.add(process.identity)
                send(process, number)
        return not left

    def _others(self, spared: Process | None) -> list[Process]:
        return [process for process in self.alive() if spared is None or process.identity != spared.identity]

    def _add_from(self, processes: list[Process]) -> None:
        children: dict[int, list[Process]] = {}
        for process in processes:
            children.setdefault(process.parent, []).append(process)
        found = [one for one in processes if one.identity in self._members or self._is_marked(one)]
        while found:
            process = found.pop()
            self._members.add(process.identity)
            found += [one for one in children.get(process.pid, []) if one.identity not in self._members]

    def _is_marked(self, process: Process) -> bool:
        try:
            return self._mark in (_PROC / str(process.pid) / "environ").read_bytes().split(b"\0")
        except OSError:
            # It has ended, is another user's, or this system has no /proc.
            return False


def send(process: Process, number: signal.Signals) -> None:
    """Sends a signal, unless the process has ended or belongs to another user."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if process.is_alive():
            os.kill(process.pid, number)


def all_processes() -> Iterator[Process]:
    """Every process of this machine but zombies."""
    if _HAS_PROC:
        for entry in _PROC.iterdir():
            if entry.name.isdecimal() and (process := _read(int(entry.name))):
                yield process
        return
    listed = subprocess.run(["ps", "-axo", "pid=,ppid=,stat=,lstart=,command="], capture_output=True, check=True)
    for line in listed.stdout.decode(errors="replace").splitlines():
        # `lstart` is five words: Thu Nov 26 14:40:38 2026.
        pid, parent, state, *words = line.split()
        if not state.startswith("Z"):
            yield Process(int(pid), " ".join(words[:5]), int(parent), " ".join(words[5:]))


def start_time_of(pid: int) -> str | None:
    """The start time of a process, as a text that no other process with this id shares; None once it has ended."""
    if _HAS_PROC:
        process = _read(pid)
        return process.start_time if process else None
    listed = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, *words = listed.stdout.split()[:6] or [""]
    return None if not words or state.startswith("Z") else " ".join(words)


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Asks ten times a second whether something holds; False when it did not within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return holds()


def shortened(command: str) -> str:
    """The beginning of a command line, for messages."""
    return command if len(command) <= _SHOWN_CHARACTERS else f"{command[:_SHOWN_CHARACTERS]} ..."


def _read(pid: int) -> Process | None:
    folder = _PROC / str(pid)
    try:
        # The name in field 2 may hold spaces; state, parent and start time are fields 3, 4 and 22.
        fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
        words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else Process(pid, f"{_boot()} {fields[19]}", int(fields[1]), " ".join(words))


@cache
def _boot() -> str:
    """The id of this run of the system; start times count from its beginning, so they repeat in the next."""
    return (_PROC / "sys/kernel/random/boot_id").read_text().strip()
