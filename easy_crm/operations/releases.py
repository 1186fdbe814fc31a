"""What was live before: the log of releases, and the one rule by which every rollback chooses where it goes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

from easy_crm.operations.deployment import Deployment

Entry = TypeVar("Entry")

FOLDER = "releases"
"""Of the work bucket."""
_KEPT = 50


def step_back(
    history: Sequence[Entry], *, restored: Callable[[Entry], int | None], same: Callable[[Entry, Entry], bool]
) -> Entry | None:
    """The entry that was live before the one that is live now.

    A rollback is itself an entry, which says where in the history it went back to. So a second rollback goes on from
    there, further back, and not forward to what the first one left.

    Args:
        history: oldest first; the last one is live.
        restored: the position that an entry went back to; None for one that brought something new.
        same: whether two entries are one and the same to their users; such ones are passed over.

    Returns:
        None when nothing earlier is known.
    """
    if not history:
        return None

    def origin(position: int) -> int:
        """Where a release was new: what was gone back to may itself have been reached by going back."""
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
    """What was live at once.

    Attributes:
        live: what is versioned, to its version.
        restores: position in the log that a rollback went back to; None for a release that brought something new.
    """

    live: Mapping[str, str]
    restores: int | None = None


class ReleaseLog:
    """The list of releases of one kind, in the work bucket, oldest first.

    A deployment that nobody noted, by plain `cdk deploy`, is seen by the next command that looks at what is live: it
    then stands in the log as one release.

    Args:
        deployment: whose releases they are.
        kind: `functions` or `stacks`.
    """

    def __init__(self, deployment: Deployment, kind: str) -> None:
        self._s3 = deployment.account.client("s3")
        self._bucket = deployment.output("WorkBucketName")
        self._key = f"{FOLDER}/{kind}.json"

    def read(self) -> list[Release]:
        """Every release that is remembered."""
        try:
            body = self._s3.get_object(Bucket=self._bucket, Key=self._key)["Body"].read()
        except self._s3.exceptions.NoSuchKey:
            return []
        return [Release(**entry) for entry in json.loads(body)]

    def note(self, live: Mapping[str, str], *, restores: int | None = None) -> None:
        """Adds what is live now, unless it is what was noted last."""
        releases = self.read()
        if releases and releases[-1].live == live:
            return
        releases.append(Release(dict(live), restores))
        body = json.dumps([asdict(release) for release in shortened(releases)])
        self._s3.put_object(Bucket=self._bucket, Key=self._key, Body=body.encode(), ContentType="application/json")

    def before(self) -> tuple[int, Release] | None:
        """The release that a rollback goes to, and its position; None when nothing earlier is known."""
        releases = self.read()
        target = step_back(
            releases, restored=lambda release: release.restores, same=lambda one, other: one.live == other.live
        )
        return None if target is None else (releases.index(target), target)


def shortened(releases: list[Release]) -> list[Release]:
    """The newer half of a log that has grown long; positions are counted anew."""
    if len(releases) <= _KEPT:
        return releases
    dropped = len(releases) - _KEPT // 2
    return [
        Release(
            release.live, None if release.restores is None or release.restores < dropped else release.restores - dropped
        )
        for release in releases[dropped:]
    ]
