"""Only our own emulator is ever ended, and a port that is taken is named."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from easy_crm.errors import CommandFailed
from easy_crm.local.emulator import HOST, Emulator, EmulatorProcess, birth_of, credentials, free_port, require_free


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A process that is no emulator and lives until the test ends."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


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


def test_a_process_keeps_its_birth_and_has_none_once_it_has_ended(stranger: subprocess.Popen[bytes]) -> None:
    assert birth_of(stranger.pid) == birth_of(stranger.pid)
    assert birth_of(stranger.pid) != birth_of(os.getpid())

    stranger.kill()
    stranger.wait()

    assert birth_of(stranger.pid) is None


def test_a_process_that_got_the_recorded_id_later_is_not_ended(
    tmp_path: Path, stranger: subprocess.Popen[bytes]
) -> None:
    emulator = Emulator(tmp_path)
    record(emulator, EmulatorProcess(stranger.pid, 8321, "born in another life"))

    assert emulator.running() is None
    assert emulator.stop() is False

    assert stranger.poll() is None


def test_the_recorded_process_is_ended(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    emulator = Emulator(tmp_path)
    process = EmulatorProcess(stranger.pid, 8321, birth_of(stranger.pid) or "")
    record(emulator, process)
    assert emulator.running() == process

    assert emulator.stop() is True

    assert emulator.running() is None
    assert emulator.stopped_on_purpose()


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
