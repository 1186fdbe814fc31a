"""The index writer: keeps the read model up to date with the log of changes.

It takes entries of the log up into a segment, and makes a new snapshot of the old one and of the segments when they
have become many. Each step stores its file, then names it in the manifest, then removes what is not needed any more. A
writer that dies in between leaves files that nothing names, or entries that are taken up twice; both do no harm. Two
writers at once take the same up twice, or the slower one throws its snapshot away.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from crm.concurrency import chunks, parallel_map
from crm.index.index_files import IndexFiles, MissingIndexFileError
from crm.index.manifest import IndexFile, Manifest, ManifestStore
from crm.own_fields.definition import OwnFields
from crm.own_fields.store import OwnFieldStore
from crm.statements.chains import Chains
from crm.statements.change_log import SETTLED_S, ChangeLog, LogEntry, MissingChangesError, resolved
from crm.statements.changes import Change, newest
from crm.statements.lead_table import LeadTable

LOOKED_INTO_S = 60
"""Age in seconds from which on the leads of an announcement are read, since its writer may have died."""
MOST_CHANGES = 100_000
"""Changes that are taken up at once, about 100 MiB of text; the next run takes up the rest."""
MOST_SEGMENTS = 20
MOST_IN_SEGMENTS = 50_000
LARGEST_PART = 0.05
FEWEST_IN_SEGMENTS = 2_000
"""A snapshot is made when there are more segments than this, or more changes in them, or a larger part of the leads. It
is not made for so few changes that a reader applies them in a moment."""
REBUILD_S = 900
"""Age in seconds from which on a rebuild that has not ended has died."""
SWEEP_S = 3_600
"""Seconds between two sweeps of objects that nothing names, and the age from which on these are deleted."""
_OBJECTS_AT_ONCE = 16


class IndexEngine(Protocol):
    """Makes the files."""

    def write_segment(self, changes: Iterable[Change], path: Path) -> int:
        """Writes changes to a new file; returns their number."""
        ...

    def compact(
        self, target: Path, snapshot: Path | None, segments: Sequence[Path], own_fields: OwnFields, now: int
    ) -> int:
        """Writes the union of a snapshot and of segments to a new file; returns the number of leads.

        Deletions are remembered for far longer than `SETTLED_S`, so that an older change that comes late is outweighed.
        """
        ...


@dataclass(frozen=True, slots=True)
class IndexWriter:
    """Keeps the read model.

    Args:
        log, leads, chains: what is taken up.
        manifests, files: where it goes.
        now: seconds since 1970.
    """

    log: ChangeLog
    leads: LeadTable
    chains: Chains
    own_fields: OwnFieldStore
    manifests: ManifestStore
    files: IndexFiles
    engine: IndexEngine
    now: Callable[[], float] = field(default=time.time)

    def take_up(self, *, thoroughly: bool = False) -> int:
        """Takes up what is new in the log, and tidies up.

        Args:
            thoroughly: whether to look into announcements of a minute or more as well, and to sweep if it is time.

        Returns:
            How many changes were taken up.

        Raises:
            MissingChangesError: if the object of an entry is lost; everything else was taken up. A rebuild heals it.
            MissingIndexFileError: if a file is lost that the manifest names; `IndexRebuilder` heals it.
        """
        manifest = self.manifests.read()
        entries = self.log.entries()
        found = self._new(entries, manifest, thoroughly=thoroughly)
        forgotten = manifest.doubted - {one.entry for one in entries}
        if found.changes or forgotten:
            named = self._with_segment(found, forgotten, manifest)
            if named is None:
                # A rebuild has begun meanwhile; the next run looks again.
                return 0
            manifest = named
        self.log.remove(found.done)
        if is_compaction_due(manifest, self.now()):
            manifest = self._compacted(manifest) or manifest
        if thoroughly and self.now() - manifest.swept > SWEEP_S:
            self._sweep()
        if found.lost:
            raise MissingChangesError(found.lost[0])
        return len(found.changes)

    def _new(self, entries: Sequence[LogEntry], manifest: Manifest, *, thoroughly: bool) -> _Found:
        """What there is to take up."""
        settled = self.now() - SETTLED_S
        old_enough = self.now() - (LOOKED_INTO_S if thoroughly else SETTLED_S)
        found = _Found()

        def read(entry: LogEntry) -> list[Change] | None:
            is_doubted = manifest.doubts(entry)
            if not entry.is_written and entry.at > old_enough:
                return None
            try:
                if entry.is_written and not is_doubted:
                    return self.log.changes_of(entry)
                return resolved(entry, self.log, self.leads, self.chains)
            except MissingChangesError as error:
                if entry.entry in manifest.doubted and not manifest.rebuilding:
                    # It was written before the rebuild, which has read its leads.
                    return []
                found.lost.append(str(error))
                return None

        for group in chunks(entries, _OBJECTS_AT_ONCE):
            if len(found.changes) > MOST_CHANGES:
                break
            for entry, changes in zip(group, parallel_map(read, group, _OBJECTS_AT_ONCE), strict=True):
                if changes is not None:
                    found.changes += changes
                    found.done += [entry] if entry.is_written or entry.at <= settled else []
        return found

    def _with_segment(self, found: _Found, forgotten: frozenset[str], before: Manifest) -> Manifest | None:
        """The manifest with a segment of what was found; None if that must not be trusted any more.

        Args:
            forgotten: entries that were doubted and are not in the log any more.
            before: as it was before the log was read.
        """
        segment: IndexFile | None = None
        if found.changes:
            with tempfile.TemporaryDirectory(prefix="segment-") as folder:
                path = Path(folder) / "segment.parquet"
                count = self.engine.write_segment(newest(found.changes).values(), path)
                segment = IndexFile(self.files.store(path, "segments"), count, self.now())

        def named(manifest: Manifest) -> Manifest | None:
            if manifest.last_rebuild != before.last_rebuild:
                # It may have forgotten deletions that outweigh what was found, and another writer have taken them up.
                return None
            is_new = segment is not None and segment not in manifest.segments
            segments = (*manifest.segments, segment) if segment is not None and is_new else manifest.segments
            return replace(manifest, segments=segments, doubted=manifest.doubted - forgotten)

        return self.manifests.change(named)

    def _compacted(self, manifest: Manifest) -> Manifest | None:
        """The manifest with a new snapshot; None if another writer was faster."""
        made = self._snapshot(manifest.snapshot, manifest.segments)
        old = set(manifest.segments)

        def named(now: Manifest) -> Manifest | None:
            if now.snapshot == made:
                return now
            is_other = now.snapshot != manifest.snapshot or not old <= set(now.segments)
            if is_other or is_rebuilding(now, self.now()):
                return None
            return replace(now, snapshot=made, segments=tuple(one for one in now.segments if one not in old))

        return self.manifests.change(named)

    def _snapshot(self, snapshot: IndexFile | None, segments: Sequence[IndexFile]) -> IndexFile:
        with tempfile.TemporaryDirectory(prefix="snapshot-") as folder:
            before = self.files.fetch(snapshot.key, Path(folder) / "before.duckdb") if snapshot else None
            paths = [self.files.fetch(one.key, Path(folder) / f"{n}.parquet") for n, one in enumerate(segments)]
            return self.stored_snapshot(Path(folder), before, paths)

    def stored_snapshot(self, folder: Path, before: Path | None, segments: Sequence[Path]) -> IndexFile:
        """Makes a snapshot of files of this machine and stores it."""
        target = folder / "snapshot.duckdb"
        leads = self.engine.compact(target, before, segments, self.own_fields.read().fields, int(self.now()))
        return IndexFile(self.files.store(target, "snapshots"), leads, self.now())

    def _sweep(self) -> None:
        """Deletes objects that nothing names; who has begun to read one reads the manifest again.

        Raises:
            MissingIndexFileError: if the manifest names a file that is not there.
        """
        now = self.now()
        stored = self.files.stored()
        manifest = self.manifests.read()
        named = {one.key for one in manifest.files} | {one.file for one in self.log.entries() if one.file}
        self.files.delete(key for key, at in stored.items() if at < now - SWEEP_S and key not in named)
        self.manifests.change(lambda manifest: replace(manifest, swept=now))
        for file in manifest.files:
            # What was stored since the list was made is not in it.
            if file.key not in stored and file.at < now - SWEEP_S:
                raise MissingIndexFileError(file.key)


@dataclass(slots=True)
class _Found:
    """What a look into the log has found.

    Args:
        changes: to take up.
        done: entries that can go from the log then.
        lost: objects that are not there.
    """

    changes: list[Change] = field(default_factory=list)
    done: list[LogEntry] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def is_rebuilding(manifest: Manifest, now: float) -> bool:
    """Whether a rebuild is under way; one that died is not."""
    return bool(manifest.rebuilding) and now - manifest.rebuilding_since < REBUILD_S


def is_compaction_due(manifest: Manifest, now: float) -> bool:
    """Whether it is time for a new snapshot."""
    if is_rebuilding(manifest, now):
        return False
    changes = sum(segment.count for segment in manifest.segments)
    leads = manifest.snapshot.count if manifest.snapshot else 0
    return bool(manifest.segments) and (
        len(manifest.segments) > MOST_SEGMENTS
        or changes > max(FEWEST_IN_SEGMENTS, min(MOST_IN_SEGMENTS, LARGEST_PART * leads))
    )
