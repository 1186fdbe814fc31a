"""Steps that change data from one version to the next: each can be interrupted and goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables that a step changes: those of an environment, or copies of them.

    Attributes:
        client: boto3's DynamoDB.
        leads: the name of the table.
        imports: the name of the table, which also holds the version of the data.
        mappings: the name of the table.
    """

    client: Any
    leads: str
    imports: str
    mappings: str


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the data.

    Attributes:
        title: what it does, for those who watch.
        run: changes what comes after a cursor, "" for all, and yields the cursor of each portion that it has changed.
            A portion may come again after an interruption, so changing it twice must be the same as once. The code that
            is live meanwhile must be able to read what the step has changed and what it has not.
    """

    title: str
    run: Callable[[Tables, str], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the data have come.

    Attributes:
        version: the number of steps that are done.
        cursor: how far the next one has come; "" for not begun.
    """

    version: int
    cursor: str = ""


class ProgressStore(Protocol):
    """What remembers the progress with the data."""

    def read(self) -> Progress:
        """The progress."""

    def advance(self, now: Progress, to: Progress) -> None:
        """Replaces the progress `now`.

        Raises:
            CommandFailed: when it is another one: somebody else is upgrading the data.
        """


def upgrade(steps: Sequence[Step], tables: Tables, store: ProgressStore, report: Callable[[str], None]) -> int:
    """Runs the steps that the data have not been through.

    Args:
        steps: all steps; the version of the data says how many of them are done.
        report: is told each step before it runs.

    Returns:
        The number of steps that were finished.
    """
    began = progress = store.read()
    for number, step in enumerate(steps[progress.version :], progress.version + 1):
        report(f"Step {number} of {len(steps)}{', from where it stopped' if progress.cursor else ''}: {step.title}")
        for cursor in step.run(tables, progress.cursor):
            progress = _advance(store, progress, Progress(progress.version, cursor))
        progress = _advance(store, progress, Progress(number))
    return max(progress.version - began.version, 0)


def _advance(store: ProgressStore, now: Progress, to: Progress) -> Progress:
    store.advance(now, to)
    return to
