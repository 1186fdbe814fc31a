"""Only our own emulator is ever ended, with every function it started; a port that is taken is named."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from easy_crm.errors import CommandFailed
from easy_crm.local import emulator as local_emulator
from easy_crm.local import processes
from easy_crm.local.emulator import HOST, Emulator, EmulatorProcess, credentials, free_port, require_free
from easy_crm.local.processes import Process, start_time_of


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A process that is no emulator and lives until the test ends."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


FUNCTION = """
import signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("busy", flush=True)
signal.pause()
"""
EMULATOR = f"""
import pathlib, signal, subprocess, sys, time

def save(*_):
    time.sleep(1)
    pathlib.Path("saved").touch()
    sys.exit()

signal.signal(signal.SIGTERM, save)
function = subprocess.Popen([sys.executable, "-c", {FUNCTION!r}], start_new_session=True, stdout=subprocess.PIPE)
function.stdout.readline()
print(function.pid, flush=True)
signal.pause()
"""


@dataclass(frozen=True)
class Started:
    """A stand-in for the emulator, and the busy function that it started.

    The function has its own session and ignores SIGTERM. The emulator takes longer than the grace period to save.
    """

    emulator: Emulator
    process: EmulatorProcess
    function: Process


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Started]:
    monkeypatch.setattr(local_emulator, "_GRACE_SECONDS", 0.3)
    emulator = Emulator(tmp_path)
    (tmp_path / f"{local_emulator._COMMAND.split()[-1]}.py").write_text(EMULATOR)
    with subprocess.Popen(
        [sys.executable, *local_emulator._COMMAND.split()],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        env=emulator._environment(8321, Path(sys.executable)),
        start_new_session=True,
    ) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        function = next(process for process in processes.all_processes() if process.pid == pid)
        process = EmulatorProcess(parent.pid, 8321, start_time_of(parent.pid) or "")
        record(emulator, process)
        yield Started(emulator, process, function)
        monkeypatch.undo()
        parent.kill()
        processes.send(function, signal.SIGKILL)


def record(emulator: Emulator, process: EmulatorProcess) -> None:
    emulator.folder.mkdir(parents=True, exist_ok=True)
    (emulator.folder / "emulator.json").write_text(json.dumps(asdict(process)))


def test_a_taken_port_is_named_together_with_the_option_for_another() -> None:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        port = listener.getsockname()[1]

        with pytest.raises(CommandFailed, match=rf"Port {port} is taken.*--port {port + 1}"):
            require_free(port)


def test_a_free_port_is_fine() -> None:
    require_free(free_port())


def test_the_emulator_does_not_start_on_a_taken_port(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()

        with pytest.raises(CommandFailed, match="is taken"):
            Emulator(tmp_path).start(listener.getsockname()[1])

    assert list(tmp_path.iterdir()) == []


def test_a_process_that_got_the_recorded_id_later_is_not_ended(
    tmp_path: Path, stranger: subprocess.Popen[bytes]
) -> None:
    emulator = Emulator(tmp_path)
    record(emulator, EmulatorProcess(stranger.pid, 8321, "another start time"))

    assert emulator.running() is None
    assert emulator.stop() is False

    assert stranger.poll() is None


def test_the_recorded_process_is_ended(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    emulator = Emulator(tmp_path)
    process = EmulatorProcess(stranger.pid, 8321, start_time_of(stranger.pid) or "")
    record(emulator, process)
    assert emulator.running() == process

    assert emulator.stop() is True

    assert emulator.running() is None
    assert emulator.stopped_on_purpose()


@pytest.mark.slow
def test_a_busy_function_that_ignores_sigterm_ends_with_the_emulator(started: Started) -> None:
    assert started.emulator.stop() is True

    assert started.function.is_alive() is False
    assert started.process.is_alive() is False
    assert (started.emulator.folder / "saved").exists()


@pytest.mark.slow
def test_an_emulator_whose_record_is_lost_is_ended_and_saves_its_state(started: Started) -> None:
    (started.emulator.folder / "emulator.json").unlink()

    assert started.emulator.stop() is True

    assert started.process.is_alive() is False
    assert (started.emulator.folder / "saved").exists()


@pytest.mark.slow
def test_a_function_that_a_crashed_emulator_left_behind_is_ended(started: Started) -> None:
    os.kill(started.process.pid, signal.SIGKILL)
    os.waitpid(started.process.pid, 0)
    assert started.emulator.running() is None
    assert [process.identity for process in started.emulator.processes()] == [started.function.identity]

    assert started.emulator.stop() is True

    assert started.function.is_alive() is False
    assert started.emulator.stop() is False


@pytest.mark.slow
def test_a_process_that_does_not_end_is_named(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "send", lambda _process, _signal: None)

    with pytest.raises(CommandFailed, match=rf"(?s)have not ended:\n  {started.function.pid}  .*python.*kill -9"):
        started.emulator.stop()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}'])
def test_a_damaged_record_counts_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "emulator.json").write_text(content)

    assert Emulator(tmp_path).running() is None


def test_state_moves_to_another_port_and_what_users_wrote_stays(tmp_path: Path) -> None:
    emulator = Emulator(tmp_path)
    emulator._move_to(8321)
    (tmp_path / "state").mkdir()
    queues, tables = tmp_path / "state" / "sqs.json", tmp_path / "state" / "dynamodb.json"
    queues.write_text('{"http://localhost:8321/000000000000/q": 83210, "x": "http://127.0.0.1:83211/"}')
    tables.write_text('{"remarks": "see http://localhost:8321/"}')

    emulator._move_to(9000)

    assert emulator.last_port() == 9000
    assert queues.read_text() == '{"http://localhost:9000/000000000000/q": 83210, "x": "http://127.0.0.1:83211/"}'
    assert tables.read_text() == '{"remarks": "see http://localhost:8321/"}'


def test_tools_are_pointed_at_the_emulator_and_at_no_profile_of_this_machine() -> None:
    given = credentials(8321)

    assert given["AWS_ENDPOINT_URL"] == "http://127.0.0.1:8321"
    assert given["AWS_CONFIG_FILE"] == given["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull


def test_functions_see_nothing_secret_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEEPSEEK_API_KEY", "sk-not-for-functions")
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("GITHUB_TOKEN", "t")

    environment = Emulator(tmp_path)._environment(8321, Path("/venv/bin/python"))

    assert not {"DEEPSEEK_API_KEY", "AWS_PROFILE", "GITHUB_TOKEN"} & set(environment)
    assert (environment["BIND_HOST"], environment["IOT_MTLS_ENABLED"]) == ("127.0.0.1", "0")
