"""Whose an address is: it is claimed before a lead has it, and given up when nothing of the lead says it any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from crm.said import EMAIL
from crm.statements.chains import Chains
from crm.statements.claims import ROUNDS, ContentionError
from crm.statements.identity import identity_of_email
from crm.statements.in_order import not_taken_back_for_good
from crm.statements.lead import Lead
from crm.statements.lead_table import LeadTable
from crm.statements.statement import Entry


class AddressBook:
    """Says which lead has an address, and gives addresses to leads."""

    def __init__(self, leads: LeadTable, chains: Chains) -> None:
        self.leads = leads
        self.chains = chains

    def take_address(self, identity: str, lead_id: str) -> Lead | None:
        """Claims the identity of an address for a lead, which may have become one with others.

        Returns:
            The other lead that has it, in the bin or not; None when it is this lead's now.

        Raises:
            ContentionError: when others take it all the time and are gone at once.
        """
        key, claims = self.leads.id_of(identity), self.leads.claims
        if key == lead_id:
            return None
        for _ in range(ROUNDS):
            if claims.take(key, lead_id):
                return None
            found = self.leads.look_up([key, lead_id])
            owner, holder, claim = found.owner(key), found.lead(key), found.claims.get(key)
            if owner == found.owner(lead_id):
                return None
            # A lead that had claimed it and is gone for good has it no more.
            if holder is not None or (claim and claims.take_from_gone(key, claim.lead_id, owner, lead_id)):
                return holder
        raise ContentionError("an address could not be claimed: others claimed it all the time")

    def release_address(self, address: str, lead_id: str) -> None:
        """Gives up a claim of an address that the lead does not have and that no statement of it says any more.

        Args:
            address: as statements say it.
            lead_id: the lead that may have claimed it.

        Raises:
            ContentionError: when others change the lead all the time.
            ExpiredChainError: if it is not known any more what was said of the lead.
        """
        key = self.leads.id_of(identity_of_email(address) or "")
        if key == lead_id:
            # The address by which it was first known, which it has without a claim: so do most leads.
            return
        for _ in range(ROUNDS):
            found = self.leads.look_up([key])
            claim = found.claims.get(key)
            if claim is None or claim.merge_id or found.owner(key) != lead_id:
                return
            lead = found.lead(key)
            if lead is not None and address in _addresses(lead, self.chains.read(lead.lead_id, lead.chain)):
                return
            if self.leads.claims.release(key, claim.lead_id, lead_id, lead):
                return
        raise ContentionError("an address could not be released: others changed its lead all the time")

    def claimed_key(self, address: str | None, lead_ids: Collection[str]) -> tuple[str, ...]:
        """The key that a lead must have claimed to have an address; none for the one by which it was first known.

        Args:
            lead_ids: its own, and those of the leads that have become one with it.
        """
        identity = identity_of_email(address)
        key = self.leads.id_of(identity) if identity else ""
        return (key,) if key and key not in lead_ids else ()

    def member_known_by(self, address: str | None, lead: Lead) -> str | None:
        """The lead that has an address, of those that have become one; None where none of them has it."""
        identity = identity_of_email(address)
        if identity is None:
            return None
        key = self.leads.id_of(identity)
        found = self.leads.look_up([key])
        return found.member(key) if found.owner(key) == lead.lead_id else None


def _addresses(lead: Lead, entries: Iterable[Entry]) -> set[str | None]:
    """The address that a lead has, and all that its statements still say."""
    has = lead.standing.state.text(EMAIL) if lead.standing.state else None
    return {has, *(one.says[EMAIL].text for one in not_taken_back_for_good(entries) if EMAIL in one.says)}
