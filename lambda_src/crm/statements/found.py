"""What there is behind keys: leads, and the claims that lead to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm.statements.claims import Claim
from crm.statements.lead import Lead


@dataclass(frozen=True, slots=True)
class Found:
    """What there is behind some keys.

    Args:
        leads: by their own key.
        claims: where each key leads to that is no lead's own, whether there is a lead or not.
    """

    leads: Mapping[str, Lead]
    claims: Mapping[str, Claim]

    def owner(self, key: str) -> str:
        """The key of the lead that the identity behind a key belongs to, itself where no lead claims it."""
        return self._path(key)[-1] if key in self.claims else key

    def member(self, key: str) -> str:
        """As `owner`, but of leads that have become one the one that had the identity before."""
        if key not in self.claims:
            return key
        owner, lead = self.owner(key), self.lead(key)
        merged = (one for one in self._path(key) if one in self.claims and self.claims[one].merge_id)
        member = next(merged, owner)
        return member if lead is not None and member in lead.ids else owner

    def doubtful(self) -> dict[str, Claim]:
        """The claims of merges by leads that do not know of them."""
        merged = {key: claim for key, claim in self.claims.items() if claim.merge_id}
        return {key: claim for key, claim in merged.items() if (lead := self.lead(key)) is None or key not in lead.ids}

    def _path(self, key: str) -> list[str]:
        path = [key]
        # Claims that were read while leads were merged and taken apart may seem to go round; a write then is refused.
        while (claim := self.claims.get(path[-1])) is not None and claim.lead_id not in path:
            path.append(claim.lead_id)
        return path

    def lead(self, key: str) -> Lead | None:
        """The lead that the identity behind a key belongs to, None while there is none."""
        return self.leads.get(self.owner(key))
