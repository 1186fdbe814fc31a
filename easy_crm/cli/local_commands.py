"""`up` and `down`: run the whole system on this machine, and end it."""

from __future__ import annotations

import fcntl
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.panel import Panel

from easy_crm import paths
from easy_crm.cli import console
from easy_crm.errors import CommandFailed
from easy_crm.local.emulator import EmulatorProcess, require_free
from easy_crm.operations.local_system import DEMO_USER, LocalSystem

DEFAULT_PORT = 8321
_INTERRUPTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def up(
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Delete all leads, users and files of earlier runs first.")
    ] = False,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="The port on 127.0.0.1.")] = DEFAULT_PORT,
    detach: Annotated[bool, typer.Option("--detach", help="Run in the background; `./easy-crm down` ends it.")] = False,
) -> None:
    """Deploy the whole system into an AWS emulator on this machine, and print its address."""
    session = _Session(LocalSystem(paths.LOCAL_STATE))
    _treat_as_interrupts(*_INTERRUPTS)
    try:
        with _only_one(paths.PRIVATE / "up.lock"):
            session.begin(port=port, fresh=fresh)
            session.bring_up()
        session.go_on(detach=detach)
    except BaseException as error:
        session.end()
        if isinstance(error, KeyboardInterrupt):
            raise typer.Exit(130 if session.is_interrupted_early else 0) from None
        raise


def down() -> None:
    """End everything that `up` started. Leads, users and files are kept for the next `up`."""
    system = LocalSystem(paths.LOCAL_STATE)
    if system.emulator.processes():
        _stop(system)
    else:
        # Removes the record of an emulator that has crashed.
        system.emulator.stop()
        console.out.print("Easy CRM is not running here.")


class _Session:
    """One run of `up`. It ends the emulator only if it started it.

    Args:
        system: the system to bring up.
    """

    def __init__(self, system: LocalSystem) -> None:
        self._system = system
        self._process: EmulatorProcess | None = None
        self._must_end = False
        self._began = time.monotonic()
        self.is_interrupted_early = True

    def begin(self, *, port: int, fresh: bool) -> None:
        """Finds the running emulator, or starts one."""
        running = self._system.emulator.running()
        if running and not fresh:
            if running.port != port:
                raise CommandFailed(
                    f"Easy CRM is running already, on port {running.port}. "
                    f"Use that port (--port {running.port}), or end it first: ./easy-crm down"
                )
            self._process = running
            return
        if not running or running.port != port:
            require_free(port)
        if fresh:
            self._system.emulator.stop()
            self._system.forget()
        self._must_end = True
        with console.progress("Starting the AWS emulator"):
            self._process = self._system.emulator.start(port)

    def bring_up(self) -> None:
        """Deploys what has changed, and prints the address."""
        process = self._running()
        with console.progress("Checking what is deployed") as report:
            deployed = self._system.deploy(process, report)
        self._system.provide_key(process)
        password = self._system.demo_password(process)
        address = self._system.address(process)
        what = "Deployed" if deployed else "Nothing has changed since the last deployment. Ready"
        lines = [f"[bold]{address.site}[/bold]", "", f"User name  {DEMO_USER}", f"Password   {password}"]
        console.out.print(f"{what} after {time.monotonic() - self._began:.0f} s.", highlight=False)
        console.out.print(Panel("\n".join(lines), title="Easy CRM", expand=False, highlight=False))
        console.out.print(
            "Chrome, Edge and Firefox resolve that address. Other clients use "
            f"{address.endpoint}/ with the header Host: {address.host}",
            highlight=False,
            soft_wrap=True,
        )

    def go_on(self, *, detach: bool) -> None:
        """Waits until the emulator ends, if this run started it and is not detached."""
        if not self._must_end or detach:
            began = "runs in the background" if self._must_end else "was running already and keeps running"
            self._must_end = False
            console.out.print(f"It {began}; [bold]./easy-crm down[/bold] ends it.")
            return
        self.is_interrupted_early = False
        console.out.print("Ctrl-C ends it.")
        process = self._running()
        while process.is_alive():
            time.sleep(0.5)
        self._must_end = False
        if not self._system.emulator.stopped_on_purpose():
            raise CommandFailed(f"The AWS emulator has ended unexpectedly. Its log: {self._system.emulator.log}")
        console.out.print("Ended by ./easy-crm down.")

    def end(self) -> None:
        """Ends the emulator if this run started it and is not detached."""
        if self._must_end:
            self._must_end = False
            _stop(self._system)

    def _running(self) -> EmulatorProcess:
        if self._process is None:
            raise CommandFailed("The AWS emulator is not running.")
        return self._process


def _stop(system: LocalSystem) -> None:
    console.out.print("Ending; saving leads, users and files ...", highlight=False)
    # A second Ctrl-C must not interrupt the emulator while it saves its state.
    previous = {number: signal.signal(number, signal.SIG_IGN) for number in _INTERRUPTS}
    try:
        if system.emulator.stop():
            console.out.print("Ended.")
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _treat_as_interrupts(*signals: signal.Signals) -> None:
    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in signals:
        signal.signal(number, interrupt)


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    """Lets one `up` deploy at a time. A second one waits, and then has nothing left to deploy."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.out.print("Another ./easy-crm up is deploying; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
