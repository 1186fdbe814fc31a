"""Writing leads so that the log of changes tells of it, whoever dies when (`crm.statements.change_log`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from crm.statements.chain_entries import Link
from crm.statements.chains import Chains
from crm.statements.changes import Change
from crm.statements.lead import Lead
from crm.statements.lead_table import NOTHING, LeadChange, LeadTable, Written

NO_LINKS: Mapping[str, Link] = {}


class WriteLog(Protocol):
    """What writers tell of their writes (`crm.statements.change_log.ChangeLog`)."""

    def announce(self, lead_ids: Collection[str], ends: Sequence[Change] = (), piece: str = "") -> str: ...

    def write(self, entry: str, changes: Sequence[Change]) -> None: ...

    def publish(self, changes: Sequence[Change]) -> None: ...

    def ends_of(self, lead_ids: Collection[str], folder: str = "") -> list[Change]: ...


@dataclass(frozen=True, slots=True)
class LoggedWrites:
    """The one way in which leads are written: announced, then their chains, then they themselves, then logged."""

    leads: LeadTable
    chains: Chains
    log: WriteLog

    def write(
        self,
        changes: Sequence[LeadChange],
        links: Mapping[str, Link] = NO_LINKS,
        address: str = "",
        claimed: Mapping[str, Collection[str]] = NOTHING,
    ) -> Written:
        """Writes leads and the pieces of their chains.

        Args:
            changes: each lead once; without any, nothing happens.
            links: the pieces, by lead.
            address: of the pieces; nobody else has it.
            claimed: as in `LeadTable.write`.

        Raises:
            LeadWriteError: as `LeadTable.write`; then the announcement stays.
            EntrySettledError: as `ChangeLog.write`.
        """
        if not changes:
            return Written({}, (), ())
        deleted = [Change.end_of(before) for before, after in changes if before is not None and after is None]
        lead_ids = [lead.lead_id for before, after in changes if (lead := after or before) is not None]
        entry = self.log.announce(lead_ids, deleted, address)
        if links:
            self.chains.write(address, links)
        written = self.leads.write(changes, claimed)
        # A write that was repeated is refused although it was carried out the first time.
        refused = (before for before, _ in changes if before is not None and before.lead_id in written.refused)
        unsure = self.leads.as_they_are(written.refused, map(Change.end_of, refused))
        self.log.write(entry, [*written.changes, *unsure])
        return written

    def log_as_found(self, leads: Iterable[Lead]) -> None:
        """Logs leads to which nothing is to be added: who has written them may have died before logging them."""
        self.log.publish([Change.of(lead) for lead in leads])

    def log_ends(self, lead_ids: Collection[str], folder: str = "") -> None:
        """Logs the deletions under these keys that were announced and made: who has made them may have died before.

        Args:
            folder: as in `ChangeLog.ends_of`.
        """
        ends = self.log.ends_of(lead_ids, folder) if lead_ids else ()
        if ends:
            self.log.publish(self.leads.as_they_are((), ends))
