"""The functions that run in the emulator, as processes of this machine; it needs /proc."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_NAME = re.compile(rb"-easy-crm-(\w+)-local-")


def running_functions(emulator: int) -> Iterator[tuple[str, int]]:
    """The name and the process id of every instance that runs.

    Args:
        emulator: process id of the emulator.
    """
    for entry in _PROC.glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            # It has ended meanwhile.
            continue
        if parent == emulator and (name := _NAME.search(command)):
            yield name[1].decode(), int(entry.name)


def peak_bytes(pid: int) -> int:
    """The most memory that a process has taken so far, and those together that it has started and that run now."""
    try:
        status = (_PROC / str(pid) / "status").read_text()
        started = (_PROC / str(pid) / "task" / str(pid) / "children").read_text().split()
    except OSError:
        return 0
    peak = re.search(r"VmHWM:\s*(\d+) kB", status)
    return (int(peak[1]) * 1024 if peak else 0) + sum(map(peak_bytes, map(int, started)))


def processor_s(pid: int) -> float:
    """Seconds of processor time that a process has taken so far, with those that it has started and that have ended."""
    try:
        values = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, values[11:15])) / os.sysconf("SC_CLK_TCK")
