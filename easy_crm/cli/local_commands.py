"""`up` and `down`: the whole system on this machine."""

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

from easy_crm.cli import console, paths
from easy_crm.cli.emulator import EmulatorProcess, require_free
from easy_crm.cli.errors import CommandFailed
from easy_crm.cli.local_system import DEMO_USER, LocalSystem

DEFAULT_PORT = 8321


def up(
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget all leads, users and files of earlier runs.")] = False,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="The port on 127.0.0.1.")] = DEFAULT_PORT,
    detach: Annotated[bool, typer.Option("--detach", help="Leave it running; `./easy-crm down` ends it.")] = False,
) -> None:
    """Deploy the whole system on this machine, in an AWS emulator, and print where it answers."""
    system = LocalSystem(paths.LOCAL_STATE)
    began = time.monotonic()
    _treat_as_interrupt(signal.SIGTERM, signal.SIGHUP)
    try:
        with _only_one(paths.PRIVATE / "up.lock"):
            process, started = _process(system, port=port, fresh=fresh)
            try:
                _bring_up(system, process, began)
            except BaseException:
                if started:
                    _stop(system)
                raise
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    if started and not detach:
        _stay(system, process)
    elif started:
        console.out.print("It runs in the background; [bold]./easy-crm down[/bold] ends it.")
    else:
        console.out.print("It was running already, and it goes on; [bold]./easy-crm down[/bold] ends it.")


def down() -> None:
    """End what `up` started; leads, users and files are kept for the next `up`."""
    system = LocalSystem(paths.LOCAL_STATE)
    if system.emulator.running() is None:
        system.emulator.stop()
        console.out.print("Easy CRM is not running here.")
        return
    _stop(system)


def _process(system: LocalSystem, *, port: int, fresh: bool) -> tuple[EmulatorProcess, bool]:
    """The running emulator, and whether it was started here."""
    running = system.emulator.running()
    if running and not fresh:
        if running.port != port:
            raise CommandFailed(
                f"Easy CRM is running already, on port {running.port}. "
                f"Use that one (--port {running.port}), or end it first: ./easy-crm down"
            )
        return running, False
    if not running or running.port != port:
        require_free(port)
    if fresh:
        system.emulator.stop()
        system.forget()
    with console.progress("Starting the AWS emulator"):
        return system.emulator.start(port), True


def _bring_up(system: LocalSystem, process: EmulatorProcess, began: float) -> None:
    with console.progress("Checking what is deployed") as report:
        deployed = system.deploy(process, report)
    system.provide_key(process)
    password = system.demo_password(process)
    address = system.address(process)
    what = "Deployed" if deployed else "Nothing has changed since the last deployment; ready"
    lines = [
        f"[bold]{address.site}[/bold]",
        "",
        f"User name  {DEMO_USER}",
        f"Password   {password}",
    ]
    console.out.print(f"{what} after {time.monotonic() - began:.0f} s.", highlight=False)
    console.out.print(Panel("\n".join(lines), title="Easy CRM", expand=False, highlight=False))
    console.out.print(
        "Chrome, Edge and Firefox find that address by themselves. For other clients it is "
        f"{address.endpoint}/ with the header Host: {address.host}",
        highlight=False,
        soft_wrap=True,
    )


def _stay(system: LocalSystem, process: EmulatorProcess) -> None:
    console.out.print("Ctrl-C ends it.")
    try:
        while process.is_alive():
            time.sleep(0.5)
    except KeyboardInterrupt:
        _stop(system)
        return
    if system.emulator.stopped_on_purpose():
        console.out.print("Ended by ./easy-crm down.")
        return
    raise CommandFailed(f"The AWS emulator ended by itself. Its log: {system.emulator.log}")


def _stop(system: LocalSystem) -> None:
    console.out.print("Ending; saving leads, users and files ...")
    # A second Ctrl-C must not leave the emulator behind while it saves.
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        if system.emulator.stop():
            console.out.print("Ended.")
    finally:
        signal.signal(signal.SIGINT, previous)


def _treat_as_interrupt(*signals: signal.Signals) -> None:
    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in signals:
        signal.signal(number, interrupt)


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    """Lets one `up` deploy at a time: a second one waits, then finds all done."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.out.print("Another ./easy-crm up is deploying; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
