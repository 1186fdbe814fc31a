"""A process is told from a later one with its id, and a family from everything else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from easy_crm.local.processes import Process, ProcessFamily, all_processes, send, start_time_of


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A process that waits for input until the test ends."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def listed(pid: int) -> Process:
    return next(process for process in all_processes() if process.pid == pid)


def test_a_process_keeps_its_start_time_and_has_none_once_it_has_ended(stranger: subprocess.Popen[bytes]) -> None:
    assert start_time_of(stranger.pid) == start_time_of(stranger.pid)
    assert start_time_of(stranger.pid) != start_time_of(os.getpid())

    stranger.kill()
    stranger.wait()

    assert start_time_of(stranger.pid) is None


def test_processes_are_listed_with_parent_and_command(stranger: subprocess.Popen[bytes]) -> None:
    process = listed(stranger.pid)

    assert (process.parent, process.start_time) == (os.getpid(), start_time_of(stranger.pid))
    assert process.command.endswith("-c input()")


def test_a_later_process_with_the_same_id_gets_no_signal(stranger: subprocess.Popen[bytes]) -> None:
    send(Process(stranger.pid, "another start time", os.getpid(), ""), signal.SIGKILL)

    assert stranger.poll() is None


def test_a_family_leaves_every_other_process_alone(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    with subprocess.Popen(["sleep", "600"], env={"TMPDIR": str(tmp_path), "PATH": os.environ["PATH"]}) as member:
        family = ProcessFamily(tmp_path)

        assert [process.pid for process in family.alive()] == [member.pid]
        assert family.end(5) == []
        assert member.wait() == -signal.SIGTERM

    assert stranger.poll() is None


def test_a_spared_member_goes_on(stranger: subprocess.Popen[bytes], tmp_path: Path) -> None:
    root = listed(stranger.pid)

    assert ProcessFamily(tmp_path, root).end(5, spared=root) == []

    assert stranger.poll() is None
