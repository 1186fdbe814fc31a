"""The AWS emulator (ministack) as a process: starting it, finding it, and ending it with the functions it runs.

It listens on the loopback address only and keeps its state in one folder. It saves its state only when SIGTERM ends it,
so it never gets SIGKILL. Functions are processes of its own; a busy one outlives it and has to be ended separately.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

from easy_crm import paths
from easy_crm.errors import CommandFailed
from easy_crm.local import machine
from easy_crm.local.processes import Process, ProcessFamily, send, shortened, start_time_of, wait_until

HOST = "127.0.0.1"
REGION = "us-east-1"
# The emulator's account for any access key that is not an account number.
ACCOUNT = "000000000000"
ACCESS_KEY = "test"

_START_SECONDS = 60
# Saving the state of a million leads takes a while; a killed emulator would lose all changes since its start.
_STOP_SECONDS = 120
# The time for functions to end after the emulator does, and again after SIGTERM. Idle ones end with the emulator.
_GRACE_SECONDS = 5
# Archives that nothing has used for longer are those of code that has changed since.
_UNUSED_DAYS = 7
_COMMAND = "-m easy_crm_emulator"
_SITE = Path(__file__).with_name("emulator_site")
# Functions inherit only what they need to reach the network (DeepSeek).
_LOCALE = ("LANG", "LC_ALL", "TZ")
_NETWORK = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY")
_PASSED_ON = (*_LOCALE, *_NETWORK, "http_proxy", "https_proxy")


@dataclass(frozen=True, slots=True)
class EmulatorProcess:
    """A running emulator, as recorded beside its state.

    Attributes:
        pid: its process id.
        port: the port that it listens on.
        start_time: its start time, in which a later process with the same id differs.
    """

    pid: int
    port: int
    start_time: str

    @property
    def endpoint(self) -> str:
        return f"http://{HOST}:{self.port}"

    def is_alive(self) -> bool:
        """Whether this very process, and not a later one with its id, still runs."""
        return start_time_of(self.pid) == self.start_time


class Emulator:
    """The emulator whose state is in `folder`.

    Args:
        folder: holds the state, objects, the log and the record of the running process; created if absent.
        layers: holds unpacked layers, which other emulators may use too; created if absent.
    """

    def __init__(self, folder: Path, *, layers: Path = paths.UNPACKED_LAYERS) -> None:
        self.folder = folder
        self.log = folder / "emulator.log"
        self._record = folder / "emulator.json"
        self._state = folder / "state"
        self._port = folder / "port"
        self._temporary = folder / "tmp"
        self._layers = layers

    def running(self) -> EmulatorProcess | None:
        """The emulator that is running on this state, if any."""
        try:
            process = EmulatorProcess(**json.loads(self._record.read_text()))
        except (OSError, ValueError, TypeError):
            return None
        return process if process.is_alive() else None

    def processes(self) -> list[Process]:
        """The emulator and the functions it started, those of an emulator that has crashed included."""
        return self._family(self.running()).alive()

    def start(self, port: int) -> EmulatorProcess:
        """Starts the emulator and waits until it answers.

        Raises:
            CommandFailed: when another program uses the port, or the emulator does not start.
        """
        require_free(port)
        interpreter = machine.ensure_emulator()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._move_to(port)
        # Functions that a crashed emulator left behind must not keep working on the state.
        self.stop()
        for unpacked in (self._temporary, self._layers):
            unpacked.mkdir(parents=True, exist_ok=True)
        tidy(self._temporary)
        forget_unused(self._layers)
        with self.log.open("w") as log:
            started = subprocess.Popen(
                [interpreter, *_COMMAND.split()],
                cwd=self.folder,
                env=self._environment(port, interpreter),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # In its own group, so that Ctrl-C at the terminal does not reach it before it has saved its state.
                start_new_session=True,
            )
        process = EmulatorProcess(started.pid, port, start_time_of(started.pid) or "")
        self._record.write_text(json.dumps(asdict(process)))
        self._await_health(process, started)
        return process

    def stop(self) -> bool:
        """Ends the emulator and every function it started, and waits until its state is saved.

        Returns:
            False when nothing was running.

        Raises:
            CommandFailed: when a process does not end; it names each one.
        """
        recorded = self.running()
        family = self._family(recorded)
        members = family.alive()
        # By its command too, because its record may be lost.
        known = recorded.pid if recorded else None
        emulator = next((one for one in members if one.pid == known or one.command.endswith(_COMMAND)), None)
        if emulator:
            send(emulator, signal.SIGTERM)
            wait_until(lambda: _has_ended(emulator), _GRACE_SECONDS)
            # The emulator waits for the functions it has called, so they must end for it to end.
            family.end(_GRACE_SECONDS, spared=emulator)
            if not wait_until(lambda: _has_ended(emulator), _STOP_SECONDS):
                raise CommandFailed(
                    f"The emulator (process {emulator.pid}) has not ended within {_STOP_SECONDS} s and may still be "
                    f"saving its state. Its log: {self.log}"
                )
        left = family.end(_GRACE_SECONDS)
        self._record.unlink(missing_ok=True)
        _require_ended(left)
        return bool(members)

    def last_port(self) -> int | None:
        """The port on which the state was last used, if there is any."""
        try:
            return int(self._port.read_text())
        except (OSError, ValueError):
            return None

    def stopped_on_purpose(self) -> bool:
        """Whether `stop` ended it, in this or another process, so that its state is saved."""
        return wait_until(lambda: not self._record.exists(), 5)

    def _family(self, emulator: EmulatorProcess | None) -> ProcessFamily:
        root = Process(emulator.pid, emulator.start_time, parent=0, command="") if emulator else None
        return ProcessFamily(self._temporary, root)

    def _move_to(self, port: int) -> None:
        """Adapts the state to this port, because the emulator stores queue URLs with their port."""
        last = self.last_port()
        if last not in (None, port):
            old_address = re.compile(rf"(localhost|127\.0\.0\.1):{last}(?!\d)")
            for path in self._state.glob("*.json"):
                # Tables hold users' data and none of the emulator's addresses.
                if path.name != "dynamodb.json":
                    path.write_text(old_address.sub(rf"\g<1>:{port}", path.read_text()))
        self._port.write_text(str(port))

    def _environment(self, port: int, interpreter: Path) -> dict[str, str]:
        passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        return {
            **passed_on,
            "PATH": os.pathsep.join([str(interpreter.parent), "/usr/local/bin", "/usr/bin", "/bin"]),
            "PYTHONPATH": str(_SITE),
            "PYTHONUNBUFFERED": "1",
            "HOME": str(self._temporary),
            "TMPDIR": str(self._temporary),
            "NO_PROXY": f"{HOST},localhost",
            "no_proxy": f"{HOST},localhost",
            "BIND_HOST": HOST,
            "GATEWAY_PORT": str(port),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self._state),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.folder / "s3"),
            "EASY_CRM_LAYERS": str(self._layers),
            **credentials(port),
        }

    def _await_health(self, process: EmulatorProcess, started: subprocess.Popen[bytes]) -> None:
        if wait_until(lambda: started.poll() is not None or is_healthy(process.endpoint), _START_SECONDS):
            if started.poll() is None:
                return
        else:
            os.kill(process.pid, signal.SIGTERM)
        self._record.unlink(missing_ok=True)
        last_words = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        raise CommandFailed(f"The AWS emulator did not start. The end of its log, {self.log}:\n{last_words}")


def tidy(temporary: Path) -> None:
    """Deletes temporary files of earlier runs, but not the unpacked archives that functions may need again."""
    forget_unused(temporary)
    for entry in temporary.iterdir():
        if not entry.name.startswith("unpacked-"):
            _delete(entry)


def forget_unused(cache: Path) -> None:
    """Deletes what has lain in a folder for a week without having been used; other processes may use the folder too."""
    used_before = time.time() - _UNUSED_DAYS * 24 * 3600
    for entry in cache.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if entry.stat().st_mtime < used_before:
                _delete(entry)


def _delete(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink()


def credentials(port: int) -> dict[str, str]:
    """Environment variables that point AWS tools at the emulator and nowhere else."""
    return {
        "AWS_ENDPOINT_URL": f"http://{HOST}:{port}",
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": ACCESS_KEY,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def is_healthy(endpoint: str) -> bool:
    """Whether an emulator answers at this address."""
    try:
        with urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def require_free(port: int) -> None:
    """Checks that the port is free.

    Raises:
        CommandFailed: when another program uses it.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandFailed(
                f"Port {port} is taken by another program. End that program, "
                f"or choose another port: ./easy-crm up --port {port + 1}"
            ) from error


def free_port() -> int:
    """A port that is free at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _require_ended(left: list[Process]) -> None:
    if left:
        listed = "\n".join(f"  {process.pid}  {shortened(process.command)}" for process in left)
        numbers = " ".join(str(process.pid) for process in left)
        raise CommandFailed(
            f"These processes of the emulator have not ended:\n{listed}\nEnd them yourself: kill -9 {numbers}"
        )


def _has_ended(process: Process) -> bool:
    # A child of this very process stays as a zombie until it is collected.
    with contextlib.suppress(ChildProcessError):
        os.waitpid(process.pid, os.WNOHANG)
    return not process.is_alive()
