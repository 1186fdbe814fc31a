"""Releases new versions of functions gradually: a share of the calls first, all of them if no alarm goes off meanwhile.

CodeDeploy would do the same, but CloudFormation would then wait for it in each stack on its own, the alarms would have
to exist before the functions that they watch, and the emulator has no CodeDeploy.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass
from typing import Protocol

from easy_crm.errors import CommandFailed

Versions = Mapping[str, str]
"""A version of each function, by function name."""

LOOK_EVERY = 20
"""Seconds between two looks at the alarms. CloudWatch evaluates an alarm once a minute."""


@dataclass(frozen=True, slots=True)
class Canary:
    """How a release begins.

    Attributes:
        percent: the share of the calls that new versions handle first; 0 releases at once.
        minutes: how long they handle only that share.
    """

    percent: int
    minutes: int


class Aliases(Protocol):
    """What moves callers from one version to another."""

    def point(self, versions: Versions) -> None:
        """Sends all calls to these versions."""

    def split(self, versions: Versions, new: Versions, percent: int) -> None:
        """Sends `percent` of the calls to the versions `new`, and the others to `versions`."""


class NewAlarms:
    """The alarms that have gone off since the release began.

    An alarm that is on already says nothing about the release, which may be what fixes its cause. Once it has been
    off, it counts like the others.

    Args:
        before: the names of the alarms that were on before the release.
        sounding: looks up those that are on now.
    """

    def __init__(self, before: Set[str], sounding: Callable[[], Set[str]]) -> None:
        self._known = frozenset(before)
        self._sounding = sounding

    def __call__(self) -> Collection[str]:
        """Their names, sorted."""
        now = self._sounding()
        self._known &= now
        return sorted(now - self._known)


def release(
    new: Versions,
    *,
    before: Versions,
    canary: Canary,
    aliases: Aliases,
    alarms: Callable[[], Collection[str]],
    report: Callable[[str], None],
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Moves all calls to `new`. Functions without a version in `before`, or with the same one, have nothing to compare.

    Whatever stops it, an alarm, an error or an interrupt, sends all calls back to `before`.

    Args:
        new: the versions that shall be live.
        before: the versions that were live before this release.
        alarms: the names of the alarms that have gone off since the release began.
        report: is told what happens.
        clock: seconds, from any start.
        sleep: waits for so many seconds.

    Raises:
        CommandFailed: when an alarm has gone off; all calls go to `before` again.
    """
    compared = {name: version for name, version in new.items() if before.get(name, version) != version}
    aliases.point({name: version for name, version in new.items() if name not in compared})
    if not canary.percent:
        aliases.point(compared)
        return
    if not compared:
        return
    old = {name: before[name] for name in compared}
    try:
        aliases.split(old, compared, canary.percent)
        report(
            f"{canary.percent} % of the calls go to the new versions of {', '.join(sorted(compared))} for "
            f"{canary.minutes} minutes; an alarm sends them back ..."
        )
        _watch(canary, alarms, clock, sleep)
        aliases.point(compared)
    except BaseException:
        aliases.point(old)
        moves = ", ".join(f"{name} {compared[name]} -> {old[name]}" for name in sorted(old))
        report(f"All calls go to the versions from before again: {moves}")
        raise


def _watch(
    canary: Canary,
    alarms: Callable[[], Collection[str]],
    clock: Callable[[], float],
    sleep: Callable[[float], None],
) -> None:
    end = clock() + canary.minutes * 60
    while True:
        if fired := alarms():
            raise CommandFailed(
                f"The release was taken back, because an alarm went off: {', '.join(fired)}. Its description names the "
                "command that shows the cause. Only functions went back; the stacks are as deployed."
            )
        left = end - clock()
        if left <= 0:
            return
        sleep(min(LOOK_EVERY, left))
