"""Makes the files of the index writer with DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crm.index.applying import write_segment
from crm.index.compaction import compact
from crm.index.database import Limits
from crm.index.lead_parquet import write_leads
from crm.own_fields.definition import OwnFields
from crm.statements.changes import Change


@dataclass(frozen=True, slots=True)
class DuckEngine:
    """The engine of a deployed index writer (`crm.index.writing.IndexEngine`).

    Args:
        memory_mib: what the database may use; what does not fit goes to /tmp.
        threads: that work on one file.
    """

    memory_mib: int = 1_024
    threads: int = 2

    def write_segment(self, changes: Iterable[Change], path: Path) -> int:
        """Writes changes to a new Parquet file; returns their number."""
        return write_segment(changes, path)

    def compact(
        self, target: Path, snapshot: Path | None, segments: Sequence[Path], own_fields: OwnFields, now: int
    ) -> int:
        """Writes the union of a snapshot and of segments to a new file; returns the number of leads."""
        return compact(target, snapshot, segments, own_fields, now, self._limits(target)).leads

    def write_leads(self, snapshot: Path, target: Path) -> None:
        """Writes the leads of a snapshot to a new Parquet file for other programs."""
        write_leads(snapshot, target, self._limits(target))

    def _limits(self, target: Path) -> Limits:
        return Limits(self.memory_mib, self.threads, target.parent)
