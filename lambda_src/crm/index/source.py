"""Answers queries from the read model: a copy of its files on this machine, and what the log has beyond them.

A warm function reads two items a request, the log of changes and the manifest, and applies to its copy what it has not
applied yet. What was reported as written before the log was read is therefore in the answer, unless it is more
than a request can take up: then the answer says up to when it is complete. The leads table is never scanned: where the
files cannot be read, the answer is a sentence.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from crm.clock import iso
from crm.concurrency import chunks, parallel_map
from crm.errors import Conflict
from crm.index.applying import write_segment
from crm.index.database import Database, Limits
from crm.index.index_files import IndexFiles, MissingIndexFileError
from crm.index.lead_index import LeadIndex
from crm.index.manifest import IndexFile, Manifest, ManifestStore
from crm.own_fields.definition import OwnFields
from crm.own_fields.store import OwnFieldStore
from crm.query.lead_query import LeadQuery
from crm.query.source import Answer, Matching, Values
from crm.statements.change_log import ChangeLog, LogEntry, MissingChangesError, told_by_the_table
from crm.statements.changes import Change
from crm.statements.lead_table import LeadTable

_T = TypeVar("_T")

ROUNDS = 5
"""How often the manifest is read again because a file that it named had been replaced meanwhile."""
MOST_CHANGES = 5_000
"""Changes of batches that one request takes up, which takes it about a second; the index writer takes up the others."""
MOST_LEADS = 4_000_000
"""Leads that one function answers for: their snapshot, 330 MB a million, is fetched before API Gateway gives up, and
fits into /tmp beside what is sorted (docs/measurements.md, "Read model")."""
_OBJECTS_AT_ONCE = 8
_SEGMENTS_AT_ONCE = 20
"""Segments that are applied together: as many as there are before they become a snapshot."""


@dataclass(slots=True)
class _Copy:
    """The files of the read model on this machine, and what was applied to them.

    Args:
        snapshot: the file that it began with; None for none.
        segments: applied to it, by key.
        entries: of the log, applied to it.
    """

    index: LeadIndex
    snapshot: IndexFile | None
    segments: set[str] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Entries of the log as a segment on this machine, for a copy that begins with a newer snapshot."""

    entries: frozenset[str]
    path: Path

    def is_needed(self, logged: Collection[str], doubted: Collection[str]) -> bool:
        """Whether some are in the log still, and none is doubted (`Manifest.doubted`)."""
        return not self.entries.isdisjoint(logged) and self.entries.isdisjoint(doubted)


class IndexSource:
    """The read model as a `LeadSource`; keep one for the life of a warm function.

    Args:
        log, leads: what is not in the files yet.
        manifests, files: the files.
        memory_mib: what the database may use; what does not fit goes to /tmp.
        athena_table: the table in Athena, for those who have more leads than one function can answer for; "" for none.
        now: seconds since 1970.
    """

    def __init__(
        self,
        log: ChangeLog,
        leads: LeadTable,
        own_fields: OwnFieldStore,
        manifests: ManifestStore,
        files: IndexFiles,
        *,
        memory_mib: int = 1_024,
        athena_table: str = "",
        now: Callable[[], float] = time.time,
    ) -> None:
        self._log = log
        self._leads = leads
        self._own_fields = own_fields
        self._manifests = manifests
        self._files = files
        self._memory_mib = memory_mib
        self._athena_table = athena_table
        self._now = now
        self._folder = tempfile.TemporaryDirectory(prefix="easy-crm-index-")
        self._copy: _Copy | None = None
        self._prepared: list[_Prepared] = []

    def answer(self, query: LeadQuery) -> Answer:
        now = self._now()
        index, complete_until = self._current(now)
        result = index.answer(query, self.own_fields(), int(now))
        return Answer(result, iso(datetime.fromtimestamp(complete_until, UTC)))

    def matching(self, query: LeadQuery) -> Matching:
        now, own_fields = self._now(), self.own_fields()
        index, _ = self._complete(now)
        total, extras = index.extras_of(query, own_fields, int(now))
        return Matching(
            total,
            extras,
            index.matching(query, own_fields, int(now)),
            lambda columns: index.lines(query, own_fields, int(now), columns),
        )

    def lead_ids(self, query: LeadQuery) -> Sequence[str]:
        now = self._now()
        index, _ = self._complete(now)
        return index.lead_ids(query, self.own_fields(), int(now))

    def values(self, path: str, most: int) -> Values:
        now = self._now()
        index, _ = self._current(now)
        return index.values(path, most, self.own_fields(), int(now))

    def with_database(self, work: Callable[[Database, float], _T], *, memory_mib: int) -> _T:
        """What the work returns that is done on the copy itself, of which it must leave the leads as they are.

        Args:
            work: takes the copy, and the time up to which all that was reported as written is in it.
            memory_mib: what the database may use meanwhile.

        Raises:
            Conflict: as of `answer`.
        """
        now = self._now()
        index, complete_until = self._complete(now)
        return index.use(lambda database: work(database, complete_until), memory_mib, self._memory_mib)

    def own_fields(self) -> OwnFields:
        return self._own_fields.read().fields

    def _complete(self, now: float) -> tuple[LeadIndex, float]:
        """As `_current`, with all that was reported as written by now: nobody waits for this answer."""
        index, complete_until = self._current(now)
        while complete_until < now:
            index, complete_until = self._current(now)
        return index, complete_until

    def _current(self, now: float) -> tuple[LeadIndex, float]:
        """The copy, and the time up to which all that was reported as written is in it.

        Raises:
            Conflict: `index_unavailable`, if a file that the manifest names is not there, or the manifest itself was
                lost; `too_many_leads`.
        """
        lost: Exception | None = None
        for _ in range(ROUNDS):
            # The log first: what goes from it meanwhile is in a file that the manifest names by then.
            entries, manifest = self._log.entries(), self._manifests.read()
            if manifest.is_lost:
                break
            try:
                copy = self._with_files(manifest, {one.entry for one in entries}, int(now))
                left = self._take_up(copy, entries, manifest, int(now))
            except (MissingIndexFileError, MissingChangesError) as error:
                self._close()
                lost = error
                continue
            return copy.index, min((one.at for one in left), default=now)
        raise Conflict(
            "index_unavailable",
            "The list of leads is being put together again. Nothing is lost; please try again in a few minutes.",
        ) from lost

    def _with_files(self, manifest: Manifest, logged: Collection[str], now: int) -> _Copy:
        """The copy with the files that the manifest names, and with what was prepared of the log before."""
        copy = self._copy
        if copy is None or copy.snapshot != manifest.snapshot or not copy.index.is_whole:
            self._close()
            copy = self._copy = _Copy(self._opened(manifest.snapshot), manifest.snapshot)
            prepared, self._prepared = self._prepared, []
            needed = [one for one in prepared if one.is_needed(logged, manifest.doubted)]
            for one in prepared:
                if one not in needed:
                    one.path.unlink()
            copy.index.apply_segments([one.path for one in needed], now)
            # Only what was applied counts as such, whatever goes wrong.
            copy.entries |= {entry for one in needed for entry in one.entries}
            self._prepared = needed
        new = [one.key for one in manifest.segments if one.key not in copy.segments]
        for keys in chunks(new, _SEGMENTS_AT_ONCE):
            paths = [self._files.fetch(key, self._path(f"segment-{place}.parquet")) for place, key in enumerate(keys)]
            copy.index.apply_segments(paths, now)
            copy.segments |= set(keys)
        return copy

    def _take_up(self, copy: _Copy, entries: Sequence[LogEntry], manifest: Manifest, now: int) -> Sequence[LogEntry]:
        """Applies what is new in the log; returns entries that are too much for one request.

        What is small is what people have changed by hand, and is always applied.
        """
        new = [one for one in entries if one.is_written and one.entry not in copy.entries]
        small = [one for one in new if one.file is None]
        changes = [change for entry in small for change in self._changes(entry, manifest)]
        if changes:
            copy.index.apply(changes, now)
        copy.entries |= {one.entry for one in small}
        large = [one for one in new if one.file is not None]
        done = taken = 0
        while done < len(large):
            if taken > MOST_CHANGES:
                return large[done:]
            group = large[done : done + _OBJECTS_AT_ONCE]
            read = parallel_map(lambda entry: self._changes(entry, manifest), group, _OBJECTS_AT_ONCE)
            # Applying changes takes far longer than reading them, and a batch of a large file has thousands.
            group = group[: _enough(read, MOST_CHANGES - taken)]
            changes = [change for several in read[: len(group)] for change in several]
            one = _Prepared(frozenset(entry.entry for entry in group), self._path(f"{group[0].entry}.parquet"))
            write_segment(changes, one.path)
            copy.index.apply_segments([one.path], now)
            copy.entries |= one.entries
            done += len(group)
            taken += len(changes)
            if not any(map(manifest.doubts, group)):
                self._prepared.append(one)
        return ()

    def _changes(self, entry: LogEntry, manifest: Manifest) -> list[Change]:
        changes = self._log.changes_of(entry)
        # A rebuild may have forgotten the deletions that would outweigh these: the table knows.
        return told_by_the_table(changes, self._leads) if manifest.doubts(entry) else changes

    def _opened(self, snapshot: IndexFile | None) -> LeadIndex:
        if snapshot is not None and snapshot.count > MOST_LEADS:
            raise Conflict("too_many_leads", _too_many(snapshot.count, self._athena_table))
        limits = Limits(self._memory_mib, folder=Path(self._folder.name))
        if snapshot is None:
            return LeadIndex(None, limits)
        return LeadIndex(self._files.fetch(snapshot.key, self._path("leads.duckdb")), limits)

    def _close(self) -> None:
        """Drops the copy and its files."""
        if self._copy is not None:
            self._copy.index.close()
            self._copy = None
        for path in Path(self._folder.name).glob("leads.duckdb*"):
            path.unlink()

    def _path(self, name: str) -> Path:
        return Path(self._folder.name) / name


def _enough(read: Sequence[Sequence[Change]], most: int) -> int:
    """How many of the first entries have more than so many changes together; all of them, if they have fewer."""
    so_far = enumerate(accumulate(map(len, read)), start=1)
    return next((count for count, changes in so_far if changes > most), len(read))


def _too_many(leads: int, athena_table: str) -> str:
    elsewhere = f" All of them can be queried in Amazon Athena, in the table {athena_table}." if athena_table else ""
    return (
        f"There are {leads:,} leads, and lists and exports can be made of at most {MOST_LEADS:,}. "
        f"Nothing is lost. Deleted leads count until they leave the bin.{elsewhere}"
    )
