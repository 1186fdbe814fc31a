"""Makes the read model anew from the leads table, while readers go on with the old one.

Everything that was taken up before it began is thrown away in the end, deletions included. So entries of the log that
were there then are doubted from then on: an older change among them would not be outweighed any more. What is logged
after it began stays.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from aws_lambda_powertools import Logger

from crm.ids import new_id
from crm.index.index_files import SNAPSHOTS, MissingIndexFileError
from crm.index.manifest import IndexFile, Manifest
from crm.index.writing import IndexWriter, is_rebuilding
from crm.statements.change_log import MissingChangesError
from crm.statements.changes import Change

logger = Logger()

SEGMENT_CHANGES = 50_000
"""Leads that are held in memory at once, about 50 MiB."""


@dataclass(frozen=True, slots=True)
class IndexRebuilder:
    """Rebuilds the read model.

    Args:
        writer: which makes and stores its files.
        scan: reads the table (`crm.statements.lead_scan.scanned`).
    """

    writer: IndexWriter
    scan: Callable[[], Iterator[list[Change]]]
    name: Callable[[], str] = field(default=new_id)

    def take_up(self, *, thoroughly: bool) -> int:
        """Takes up what is new in the log (`IndexWriter.take_up`); where something is lost, the table tells it."""
        manifest = self.writer.manifests.read()
        if not manifest.rebuilt and not is_rebuilding(manifest, self.writer.now()):
            # There are no leads yet, or the manifest is not there any more, which looks the same.
            self.rebuild()
        try:
            return self.writer.take_up(thoroughly=thoroughly)
        except (MissingChangesError, MissingIndexFileError) as error:
            if is_rebuilding(self.writer.manifests.read(), self.writer.now()):
                return 0
            logger.error("a file of the index is lost: it is made anew", file=str(error))
            self.rebuild()
            return self.writer.take_up()

    def rebuild(self) -> int | None:
        """Rebuilds the read model.

        Returns:
            The number of leads; None if another rebuild has begun meanwhile, which goes on instead.
        """
        name = self.name()
        old = set(self._begun(name).files)
        with tempfile.TemporaryDirectory(prefix="rebuild-") as folder:
            made = self.writer.stored_snapshot(Path(folder), None, list(self._segments(Path(folder))))
        return made.count if self._ended(name, made, old) else None

    def _begun(self, name: str) -> Manifest:
        def doubting(manifest: Manifest) -> Manifest:
            # Read after the manifest: whatever outweighed them may be in its files.
            there = {one.entry for one in self.writer.log.entries()}
            now = self.writer.now()
            begun = replace(manifest, doubted=manifest.doubted | there, rebuilding=name, rebuilding_since=now)
            begun = replace(begun, last_rebuild=name)
            return begun if manifest.rebuilt else replace(begun, is_lost=bool(self.writer.files.stored(SNAPSHOTS)))

        begun = self.writer.manifests.change(doubting)
        if begun is None:
            raise LookupError("a manifest that is always changed was not")
        return begun

    def _segments(self, folder: Path) -> Iterator[Path]:
        held: list[Change] = []
        number = 0
        for changes in self.scan():
            held += changes
            if len(held) >= SEGMENT_CHANGES:
                yield self._written(held, folder / f"{number}.parquet")
                held, number = [], number + 1
        yield self._written(held, folder / f"{number}.parquet")

    def _written(self, changes: list[Change], path: Path) -> Path:
        self.writer.engine.write_segment(changes, path)
        return path

    def _ended(self, name: str, made: IndexFile, old: set[IndexFile]) -> Manifest | None:
        def named(manifest: Manifest) -> Manifest | None:
            if manifest.snapshot == made:
                return manifest
            is_compacted = manifest.snapshot is not None and manifest.snapshot not in old
            if manifest.rebuilding != name or is_compacted:
                return None
            segments = tuple(one for one in manifest.segments if one not in old)
            ended = replace(manifest, rebuilding="", rebuilding_since=0.0, rebuilt=manifest.rebuilding_since)
            return replace(ended, snapshot=made, segments=segments, is_lost=False)

        return self.writer.manifests.change(named)
