"""Rehearsals: statements are recorded by the code that records them in earnest, and nothing is stored.

What a rehearsal writes it keeps to itself, over the leads as they are stored, and reads it again from there. So a
rehearsal of all rows of a file says of each row what the import would, as long as nobody else writes meanwhile.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.statements.chain_entries import Link, links_to_json
from crm.statements.chains import Chains
from crm.statements.changes import Change
from crm.statements.claims import Claim, Claims
from crm.statements.lead import Lead
from crm.statements.lead_table import NOTHING, LeadChange, LeadTable, Written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client


class RehearsedLeads(LeadTable):
    """The leads table, which is only read, and what was written here since.

    Args:
        client, table: as of `LeadTable`.

    Attributes:
        before: each lead that was looked for, as it is stored; None for one that is not.
        after: each lead that was written, as it is here; None for one that is deleted here.
        claimed: the lead that has claimed a key here; None for a claim that was given up.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        super().__init__(client, table)
        self.before: dict[str, Lead | None] = {}
        self.after: dict[str, Lead | None] = {}
        self.claimed: dict[str, str | None] = {}
        self.claims = RehearsedClaims(client, table, self)

    def write(
        self,
        changes: Sequence[LeadChange],
        claimed: Mapping[str, Collection[str]] = NOTHING,  # noqa: ARG002 - nobody else is here who could claim them
    ) -> Written:
        leads: dict[str, Lead] = {}
        for before, after in changes:
            if after is not None:
                leads[after.lead_id] = self.after[after.lead_id] = after.following(before)
            elif before is not None:
                self.after[before.lead_id] = None
        return Written(leads, (), ())

    def lead_of(self, key: str) -> Lead | None:
        """The lead with this key."""
        return self._read([key])[0].get(key)

    def claimant_of(self, key: str) -> str | None:
        """The lead that has claimed a key."""
        claim = self._read([key])[1].get(key)
        return claim.lead_id if claim else None

    def _read(
        self,
        lead_ids: Iterable[str],
        *,
        consistently: bool = True,  # noqa: ARG002 - no write is here to be refused for what was read too early
    ) -> tuple[dict[str, Lead], dict[str, Claim]]:
        keys = list(dict.fromkeys(lead_ids))
        elsewhere = [key for key in keys if key not in self.after and key not in self.claimed]
        leads, claims = super()._read(elsewhere)
        for key in elsewhere:
            self.before.setdefault(key, leads.get(key))
        leads |= {key: lead for key in keys if (lead := self.after.get(key)) is not None}
        claims |= {key: Claim(owner) for key in keys if (owner := self.claimed.get(key)) is not None}
        return leads, claims

    def _installed_salt(self) -> bytes:
        """Before the first import there is none, and no lead that a row could meet: then any will do."""
        return self._stored_salt() or secrets.token_bytes(16)


@dataclass(frozen=True, slots=True)
class RehearsedClaims(Claims):
    """Claims that are made and given up here."""

    leads: RehearsedLeads

    def take(self, key: str, lead_id: str) -> bool:
        if self.leads.lead_of(key) is not None or self.leads.claimant_of(key) is not None:
            return False
        self.leads.claimed[key] = lead_id
        return True

    def take_from_gone(self, key: str, claim: str, gone: str, lead_id: str) -> bool:
        if self.leads.claimant_of(key) != claim or self.leads.lead_of(gone) is not None:
            return False
        self.leads.claimed[key] = lead_id
        return True

    def release(self, key: str, claim: str, lead_id: str, lead: Lead | None) -> bool:
        now = self.leads.lead_of(lead_id)
        if self.leads.claimant_of(key) != claim or (now and now.beginning) != (lead and lead.beginning):
            return False
        self.leads.claimed[key] = None
        return True


class RehearsedChains(Chains):
    """The chains in the bucket, which are only read, and the pieces that were written here since.

    Args:
        client, bucket: as of `Chains`.
    """

    def __init__(self, client: S3Client, bucket: str) -> None:
        super().__init__(client, bucket)
        self._written: dict[str, dict[str, Any]] = {}

    def write(self, address: str, links: Mapping[str, Link]) -> None:
        self._written[address] = links_to_json(links)

    def _fetched(self, address: str) -> dict[str, Any]:
        written = self._written.get(address)
        return written if written is not None else super()._fetched(address)


class Unlogged:
    """The log of a rehearsal: nothing that could be told is stored."""

    def announce(self, lead_ids: Collection[str], ends: Sequence[Change] = (), piece: str = "") -> str:  # noqa: ARG002
        return ""

    def write(self, entry: str, changes: Sequence[Change]) -> None:
        """Tells nobody."""

    def publish(self, changes: Sequence[Change]) -> None:
        """Tells nobody."""

    def ends_of(self, lead_ids: Collection[str], folder: str = "") -> list[Change]:  # noqa: ARG002
        return []
