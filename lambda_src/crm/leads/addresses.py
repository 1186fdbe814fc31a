"""Addresses of leads that people make and change: each identifies one lead, and one that is gone frees its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crm.errors import Conflict
from crm.leads.reading import has_expired
from crm.said import EMAIL
from crm.statements.identity import identity_by_hand, identity_of_email
from crm.statements.lead import Lead
from crm.statements.recording import Recorder


@dataclass(frozen=True, slots=True)
class Addresses:
    """Says whose an address is, and gives it to leads.

    Args:
        now: the time as it is stored.
    """

    recorder: Recorder
    now: Callable[[], str]

    def free_key(self, email: str | None, new_id: str) -> str:
        """The key of a new lead.

        Args:
            new_id: what no other lead has; stands for the address of a lead without one.

        Raises:
            Conflict: if another lead has the address.
        """
        key = self.recorder.leads.id_of(identity_of_email(email) or identity_by_hand(new_id))
        found = self.recorder.leads.look_up([key])
        holder = found.lead(key)
        if holder is not None:
            self._remove_if_gone(holder, email)
        return found.owner(key)

    def claim(self, email: str | None, lead: Lead, member: str | None = None) -> tuple[str, ...]:
        """Makes sure that the address that a lead is to have is nobody else's.

        Args:
            member: which of the leads that have become one is to claim it; None for the lead itself.

        Returns:
            The key that the lead must have claimed when it is written; none for its first address.

        Raises:
            Conflict: if it is.
        """
        identity = identity_of_email(email)
        if identity is None:
            return ()
        holder = self.recorder.take_address(identity, member or lead.lead_id)
        if holder is not None:
            self._remove_if_gone(holder, email)
            if self.recorder.take_address(identity, member or lead.lead_id) is not None:
                raise taken(holder, email)
        return self.recorder.claimed_key(email, lead.ids)

    def _remove_if_gone(self, holder: Lead, email: str | None) -> None:
        """Frees the address of a lead that is gone: of which nothing is left, or whose time in the bin is over.

        Raises:
            Conflict: if the lead is there, or in the bin.
        """
        if holder.standing.state is not None and not has_expired(holder, self.now()):
            raise taken(holder, email)
        self.recorder.remove(holder)


def taken(holder: Lead, email: str | None) -> Conflict:
    """Refuses an address that leads to another lead, and says which, and whether it has the address.

    A lead is known by an address that it does not have when it had it before, or when a row made it whose import may
    set no email.
    """
    state = holder.standing.state
    has_it = state is not None and identity_of_email(state.text(EMAIL)) == identity_of_email(email)
    how = "has" if has_it else "is known by"
    if state is not None and not state.is_there:
        return Conflict(
            "in_bin",
            f"A deleted lead {how} this email address. Restore it instead.",
            {"email": f"A deleted lead {how} this address.", "leadId": holder.lead_id},
        )
    message = "Another lead has this email address."
    if not has_it:
        message = (
            "Another lead is known by this email address, and rows with it lead there, though it does not have it now. "
            "You can give it the address."
        )
    return Conflict("email_taken", message, {"email": f"Another lead {how} this address.", "leadId": holder.lead_id})
