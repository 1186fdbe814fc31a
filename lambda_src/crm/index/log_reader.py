"""What a reader takes from the log of changes: everything that was reported as done until it looked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from crm.clock import now_iso
from crm.concurrency import parallel_map
from crm.index.manifest import Manifest, ManifestStore
from crm.statements.chains import Chains
from crm.statements.change_log import ChangeLog, LogEntry, MissingChangesError, resolved
from crm.statements.changes import Change
from crm.statements.lead_table import LeadTable

_OBJECTS_AT_ONCE = 16
ROUNDS = 3
"""How often the log is read again because the index writer has taken up and deleted what it named meanwhile."""


@dataclass(frozen=True, slots=True)
class News:
    """The state of the read model at one moment: the union of the manifest's files and of the changes.

    Args:
        as_of: the time (ISO 8601) up to which it includes every change.
        changes: what the log holds beside the files; some may be in them, too.
    """

    as_of: str
    manifest: Manifest
    changes: Sequence[Change]


@dataclass(slots=True)
class LogReader:
    """Reads the log and the manifest; keep one for the life of a warm function.

    Args:
        now: returns the time as it is stored.
    """

    log: ChangeLog
    manifests: ManifestStore
    leads: LeadTable
    chains: Chains
    now: Callable[[], str] = field(default=now_iso)
    _read: dict[str, list[Change]] = field(default_factory=dict)

    def look(self) -> News:
        """What is new. Edits by hand that are under way, or whose writer died, are read from the table.

        Raises:
            MissingChangesError: if an object is lost; the index writer heals that.
        """
        for _ in range(ROUNDS - 1):
            try:
                return self._look()
            except MissingChangesError:
                continue
        return self._look()

    def _look(self) -> News:
        as_of = self.now()
        # Before the manifest: what goes from the log meanwhile is in the files that it names then.
        entries = self.log.entries()
        manifest = self.manifests.read()

        def changes_of(entry: LogEntry) -> list[Change]:
            is_trusted = entry.is_written and entry.entry not in manifest.doubted
            if is_trusted:
                known = self._read.get(entry.entry)
                return self.log.changes_of(entry) if known is None else known
            if entry.is_written or entry.lead_ids:
                return resolved(entry, self.log, self.leads, self.chains)
            return []

        found = parallel_map(changes_of, entries, _OBJECTS_AT_ONCE)
        pairs = list(zip(entries, found, strict=True))
        self._read = {
            entry.entry: changes for entry, changes in pairs if entry.is_written and entry.entry not in manifest.doubted
        }
        return News(as_of, manifest, [change for _, changes in pairs for change in changes])
