"""Merging many groups of leads on somebody's behalf, each once however often it is asked for, and taking them apart.

A merge is known again by its name in its id, in the lead while it stands and in the chain for ever, so that a repeated
delivery does not merge again what somebody has taken apart meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from crm.errors import Conflict, NotFound
from crm.leads.merging import BUSY, LeadMerger, in_order
from crm.outcomes import Outcome, UndoResult
from crm.statements.chains import ExpiredChainError
from crm.statements.claims import ROUNDS, ContentionError
from crm.statements.folding import is_there
from crm.statements.lead import Lead, LeadVersion
from crm.statements.statement import Merge
from crm.users import User

GONE = "One of these leads is not there any more."
CHANGED_SINCE = "One of these leads was changed since they were compared."
ONE_ALREADY = "These leads are one already."


class MergedGroup(NamedTuple):
    """What became of a group.

    Args:
        outcome: updated where its leads are one by this merge.
        reason: why not, as a sentence.
        lead_id: the lead that they are, or one of them.
    """

    outcome: Outcome
    reason: str | None
    lead_id: str | None


@dataclass(frozen=True, slots=True)
class GroupMerger:
    """Merges groups of leads."""

    merger: LeadMerger

    def merge(self, seen: Sequence[LeadVersion], name: str, by: User) -> MergedGroup:
        """Makes leads one, if they are as they were seen.

        Args:
            name: of this merge, which no other merge has.

        Raises:
            ContentionError: when others change the leads all the time.
        """
        for _ in range(ROUNDS):
            found = self.merger.recorder.leads.look_up([one.lead_id for one in seen])
            known = [found.lead(one.lead_id) for one in seen]
            leads = list({lead.lead_id: lead for lead in known if lead is not None}.values())
            if (made := self._told(leads, seen, name)) is not None:
                return made
            if None in known or not all(is_there(lead.standing.state) for lead in leads):
                return MergedGroup(Outcome.SKIPPED, GONE, None)
            if len(leads) == 1:
                return MergedGroup(Outcome.UNCHANGED, ONE_ALREADY, leads[0].lead_id)
            if not {lead.version for lead in leads} >= set(seen):
                return MergedGroup(Outcome.SUPERSEDED, CHANGED_SINCE, leads[0].lead_id)
            leads = in_order(leads)
            try:
                now = self.merger.join(leads, f"{leads[1].lead_id}-{name}", by, {})
            except Conflict as refusal:
                return MergedGroup(Outcome.REJECTED, refusal.message, leads[0].lead_id)
            if now is not None:
                return MergedGroup(Outcome.UPDATED, None, now.lead_id)
        raise ContentionError("a group could not be merged: others changed its leads all the time")

    def made(self, seen: Sequence[LeadVersion], name: str) -> MergedGroup | None:
        """What became of a group that an earlier delivery has merged; None where none has. Nothing is merged."""
        found = self.merger.recorder.leads.look_up([one.lead_id for one in seen])
        known = (found.lead(one.lead_id) for one in seen)
        return self._told([lead for lead in known if lead is not None], seen, name)

    def take_apart(self, lead_id: str, name: str, by: User) -> UndoResult:
        """Takes a merge back; once it is, tells it again.

        Args:
            lead_id: of a lead of the group.

        Raises:
            ContentionError: when others change the leads all the time.
        """
        lead = self.merger.recorder.leads.look_up([lead_id]).lead(lead_id)
        merge_id = self._merge_id(lead, name) if lead is not None else None
        if merge_id is None:
            return UndoResult.GONE
        try:
            self.merger.undo(merge_id, by)
        except NotFound:
            return UndoResult.GONE
        except Conflict as refusal:
            if refusal.code == BUSY:
                raise ContentionError("a merge could not be taken back: others changed its lead all the time") from None
            return UndoResult.KEPT
        return UndoResult.RESTORED

    def _told(self, leads: Sequence[Lead], seen: Sequence[LeadVersion], name: str) -> MergedGroup | None:
        for lead in leads:
            # A merge changes the version of each lead, so most are found not to be merged without their chains.
            if lead.version not in seen and self._merge_id(lead, name) is not None:
                # Who has merged them may have died before it was logged.
                self.merger.recorder.log_again([lead], [one.lead_id for one in seen if one.lead_id != lead.lead_id])
                return MergedGroup(Outcome.UPDATED, None, lead.lead_id)
        return None

    def _merge_id(self, lead: Lead, name: str) -> str | None:
        """The id of the merge of this name, also where it was taken back."""
        for merge in lead.merged:
            if _is_named(merge.merge_id, name):
                return merge.merge_id
        with suppress(ExpiredChainError):
            for entry in self.merger.recorder.chains.read(lead.lead_id, lead.chain):
                if isinstance(entry, Merge) and _is_named(entry.merge_id, name):
                    return entry.merge_id
        return None


def _is_named(merge_id: str, name: str) -> bool:
    return merge_id.partition("-")[2] == name
