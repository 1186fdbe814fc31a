"""Output of commands: a progress bar at a terminal, plain lines in a log."""

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
    """Prints a line without markup and without wrapping it."""
    out.print(text, markup=False, highlight=False, soft_wrap=True)


def is_interactive() -> bool:
    """Whether there is a terminal to ask questions at."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirm(question: str, *, otherwise: str) -> bool:
    """Asks a yes-or-no question.

    Args:
        question: the question, without the choices.
        otherwise: the option that answers yes where there is no terminal.

    Raises:
        CommandFailed: when there is no terminal.
    """
    if not is_interactive():
        raise CommandFailed(f"{question} There is no terminal to ask at; pass {otherwise} to answer yes.")
    return typer.confirm(question)


@contextmanager
def progress(title: str) -> Iterator[Report]:
    """Yields a function that takes the current step and the share that is done, from 0 to 1."""
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
