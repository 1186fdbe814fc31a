"""The log of releases, and the rule by which every rollback chooses its target."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

from easy_crm.operations.deployment import Deployment

Entry = TypeVar("Entry")

FOLDER = "releases"
"""The folder in the work bucket."""
_KEPT = 50


def step_back(
    history: Sequence[Entry], *, restored: Callable[[Entry], int | None], same: Callable[[Entry, Entry], bool]
) -> Entry | None:
    """The entry that was live before the current one.

    A rollback is an entry too, and records its target. So a second rollback goes further back from that target, and
    not forward to the release that the first one left.

    Args:
        history: oldest first; the last entry is live.
        restored: the position that an entry rolled back to; None for a new release.
        same: whether two entries are identical to their users; such entries are skipped.

    Returns:
        None when no earlier entry is known.
    """
    if not history:
        return None

    def origin(position: int) -> int:
        """The position at which a release was new; a rollback may have gone back to the result of another rollback."""
        while (earlier := restored(history[position])) is not None:
            position = earlier
        return position

    live, position = history[-1], origin(len(history) - 1)
    while position > 0:
        position = origin(position - 1)
        if not same(history[position], live):
            return history[position]
    return None


@dataclass(frozen=True, slots=True)
class Release:
    """What was live at one time.

    Attributes:
        live: the version of each versioned thing, by its name.
        restores: the position in the log that a rollback went back to; None for a new release.
    """

    live: Mapping[str, str]
    restores: int | None = None


class ReleaseLog:
    """The releases of one kind, oldest first, stored in the work bucket.

    A plain `cdk deploy` records nothing. The next command that looks at what is live records it as one release.

    Args:
        deployment: the deployment that they belong to.
        kind: `functions` or `stacks`.
    """

    def __init__(self, deployment: Deployment, kind: str) -> None:
        self._s3 = deployment.account.client("s3")
        self._bucket = deployment.output("WorkBucketName")
        self._key = f"{FOLDER}/{kind}.json"

    def read(self) -> list[Release]:
        """All recorded releases."""
        try:
            body = self._s3.get_object(Bucket=self._bucket, Key=self._key)["Body"].read()
        except self._s3.exceptions.NoSuchKey:
            return []
        return [Release(**entry) for entry in json.loads(body)]

    def note(self, live: Mapping[str, str], *, restores: int | None = None) -> None:
        """Adds what is live now, unless it equals the last entry."""
        releases = self.read()
        if releases and releases[-1].live == live:
            return
        releases.append(Release(dict(live), restores))
        body = json.dumps([asdict(release) for release in shortened(releases)])
        self._s3.put_object(Bucket=self._bucket, Key=self._key, Body=body.encode(), ContentType="application/json")

    def before(self) -> tuple[int, Release] | None:
        """The release that a rollback goes to, and its position; None when no earlier one is known."""
        releases = self.read()
        target = step_back(
            releases, restored=lambda release: release.restores, same=lambda one, other: one.live == other.live
        )
        return None if target is None else (releases.index(target), target)


def shortened(releases: list[Release]) -> list[Release]:
    """The newer half of a log that has grown too long, with positions renumbered."""
    if len(releases) <= _KEPT:
        return releases
    dropped = len(releases) - _KEPT // 2
    return [
        Release(
            release.live, None if release.restores is None or release.restores < dropped else release.restores - dropped
        )
        for release in releases[dropped:]
    ]
