"""What commands print: a progress bar at a terminal, plain lines in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from easy_crm.errors import CommandFailed
from easy_crm.operations.local_system import Report

out = Console()
err = Console(stderr=True)


def say(text: str) -> None:
    """Prints a line as it is, however long."""
    out.print(text, markup=False, highlight=False, soft_wrap=True)


def is_interactive() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirm(question: str, *, otherwise: str) -> bool:
    """Asks a question that is answered by yes or no.

    Args:
        question: without the choice.
        otherwise: the option that answers yes where nobody can be asked.

    Raises:
        CommandFailed: when nobody is there to answer.
    """
    if not is_interactive():
        raise CommandFailed(f"{question} Nobody is here to answer; {otherwise} says yes.")
    return typer.confirm(question)


@contextmanager
def progress(title: str) -> Iterator[Report]:
    """Yields a function to call with what is being done and how far it all is, from 0 to 1."""
    if out.is_terminal:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=out, transient=True) as bar:
            task = bar.add_task(title, total=1.0)
            yield lambda what, share: bar.update(task, description=what, completed=share)
    else:
        yield _lines(title)


def _lines(title: str) -> Report:
    began = time.monotonic()
    last = ""

    def report(what: str, share: float) -> None:  # noqa: ARG001
        nonlocal last
        if what != last:
            last = what
            out.print(f"{time.monotonic() - began:5.0f} s  {what}", highlight=False)

    out.print(title, highlight=False)
    return report
