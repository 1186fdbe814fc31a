"""Changing leads by hand: each change is a statement of a person, on the same merge as the rows of imports.

An address identifies one lead. Before a lead takes a new one, it claims it, so that two can never have the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from crm.clock import now_iso
from crm.errors import Conflict, NotFound, Refusal
from crm.ids import new_id
from crm.statements.arrivals import Standing
from crm.leads.edit_values import Typed, said_by_hand
from crm.said import EMAIL, Said
from crm.statements.folding import LeadState, applied, fold, texts_of
from crm.leads.identity import identity_by_hand, identity_of_email
from crm.statements.lead import Lead
from crm.statements.recording import ContentionError, Planned, Recorder
from crm.statements.statement import BY_HAND, Entry, Kind, Place, Revocation, Source, Statement
from crm.users import User

_FOLDER = "by-hand"


def version_of(state: LeadState) -> str:
    """Names what a person sees of a lead: an edit that names it is refused when somebody has changed a value since."""
    seen = json.dumps([sorted(texts_of(state.held).items()), state.deleted_at], ensure_ascii=False)
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of each lead of a bulk change: its id, or its id and the error."""

    done: tuple[str, ...]
    failed: tuple[tuple[str, Refusal], ...]


@dataclass(frozen=True, slots=True)
class LeadEditor:
    """Creates, changes, deletes and restores leads for a person.

    Args:
        sequence: the number of the newest import.
        changed: told after leads were written.
        now: the time as it is stored.
        ids: makes what no other lead has.
    """

    recorder: Recorder
    sequence: Callable[[], int]
    changed: Callable[[], None]
    now: Callable[[], str] = field(default=now_iso)
    ids: Callable[[], str] = field(default=new_id)

    def find(self, lead_id: str) -> Lead:
        """The lead with this id, or the one that it was merged into.

        Raises:
            NotFound: if there is none; one in the bin is not there.
        """
        lead = self.recorder.leads.get_many([lead_id]).get(lead_id)
        if lead is None or lead.standing.state is None or not lead.standing.state.is_there:
            raise NotFound("There is no such lead. It may have been deleted.")
        return lead

    def chain(self, lead_id: str) -> list[Entry]:
        """All that was ever said of a lead, in the order in which it arrived; also of one in the bin.

        Raises:
            NotFound: if there never was such a lead.
        """
        lead = self.recorder.leads.get_many([lead_id]).get(lead_id)
        if lead is None:
            raise NotFound("There is no such lead.")
        return self.recorder.chains.read(lead.lead_id, lead.chain)

    def create(self, typed: Typed, by: User) -> Lead:
        """A new lead.

        Raises:
            Invalid: if the fields do not fit.
            Conflict: `email_taken`, if another lead has the address; `in_bin`, if a deleted one has it.
        """
        says = {path: said for path, said in said_by_hand(None, typed).items() if said.text is not None}
        email = says[EMAIL].text if EMAIL in says else None
        key = self.recorder.leads.id_of(identity_of_email(email) or identity_by_hand(self.ids()))
        holder = self.recorder.leads.get_many([key]).get(key)
        if holder is not None:
            raise _taken(holder)
        statement = Statement(Place(self.sequence(), BY_HAND, 1), Kind.EDIT, self._source(by), says)
        lead = self.recorder.add(key, statement, f"{_FOLDER}/{key}")
        if lead is None:
            # Somebody else has made one with this address in the very moment.
            raise _taken(self.find(key))
        self.changed()
        return lead

    def patch(
        self,
        lead_id: str,
        typed: Typed,
        by: User,
        version: str | None = None,
        protected: frozenset[str] = frozenset(),
    ) -> Lead:
        """Changes the fields that are named.

        Args:
            version: what the person saw, see `version_of`; None to change whatever is there now.
            protected: of the named fields, those that imports leave alone from now on.

        Returns:
            The lead as it is now; the same as before when nothing differs.

        Raises:
            NotFound: if there is no such lead.
            Invalid: if the fields do not fit.
            Conflict: `email_taken`, or `edited_meanwhile` when the lead is not the one that was seen.
        """
        if "email" in typed:
            self._claim(self.find(lead_id), said_by_hand(self.find(lead_id).standing.state, typed))

        def statement(lead: Lead, state: LeadState) -> Statement | None:
            _check_version(state, version)
            says = said_by_hand(state, typed, protected)
            made = Statement(self._place(lead), Kind.EDIT, self._source(by), says)
            return made if applied(state, made) is not state else None

        return self._changed(lead_id, statement)

    def delete(self, lead_id: str, by: User, version: str | None = None) -> None:
        """Moves a lead to the bin.

        Raises:
            NotFound: if there is no such lead.
            Conflict: `edited_meanwhile`.
        """

        def statement(lead: Lead, state: LeadState) -> Statement:
            _check_version(state, version)
            return Statement(self._place(lead), Kind.DELETE, self._source(by))

        self._changed(lead_id, statement)

    def delete_many(self, lead_ids: Sequence[str], by: User) -> BulkResult:
        """Moves leads to the bin one by one; those that fail are named and do not stop the others."""
        done: list[str] = []
        failed: list[tuple[str, Refusal]] = []
        for lead_id in dict.fromkeys(lead_ids):
            try:
                self.delete(lead_id, by)
                done.append(lead_id)
            except Refusal as error:
                failed.append((lead_id, error))
        return BulkResult(tuple(done), tuple(failed))

    def restore(self, lead_id: str, by: User) -> Lead:
        """Takes a lead out of the bin.

        Raises:
            NotFound: if no such lead was deleted.
            Conflict: `not_deleted` when it is there.
        """

        def plan(lead: Lead, chain: Callable[[], list[Entry]]) -> Planned:
            state = lead.standing.state
            if state is not None and state.is_there:
                raise Conflict("not_deleted", "This lead has not been deleted.")
            entries = chain()
            deletes = [one.place for one in entries if isinstance(one, Statement) and one.kind is Kind.DELETE]
            revocation = Revocation(self._source(by), places=frozenset(deletes))
            return Planned(revocation, Standing(fold([*entries, revocation]), lead.standing.newest))

        restored = self._recorded(lead_id, plan)
        if restored is None:
            raise NotFound("There is no deleted lead with this id.")
        return restored

    def _changed(self, lead_id: str, statement: Callable[[Lead, LeadState], Statement | None]) -> Lead:
        def plan(lead: Lead, chain: Callable[[], list[Entry]]) -> Planned | None:
            state = lead.standing.state
            if state is None or not state.is_there:
                raise NotFound("There is no such lead. It may have been deleted.")
            made = statement(lead, state)
            if made is None:
                return None
            after = fold([*chain(), made]) if state.keeps_revoked else applied(state, made)
            return Planned(made, Standing(after, made.place))

        lead = self._recorded(lead_id, plan)
        if lead is None:
            raise NotFound("There is no such lead. It may have been deleted.")
        return lead

    def _recorded(self, lead_id: str, plan: Callable[[Lead, Callable[[], list[Entry]]], Planned | None]) -> Lead | None:
        try:
            lead = self.recorder.change([lead_id], plan, f"{_FOLDER}/{lead_id}")[lead_id]
        except ContentionError:
            raise Conflict("edited_meanwhile", "Others are changing this lead. Please try again in a moment.") from None
        self.changed()
        return lead

    def _claim(self, lead: Lead, says: Mapping[str, Said]) -> None:
        """Makes sure that the address that a lead is to have is nobody else's.

        Raises:
            Conflict: if it is.
        """
        identity = identity_of_email(says[EMAIL].text if EMAIL in says else None)
        if identity is None:
            return
        holder = self.recorder.take_address(identity, lead.lead_id)
        if holder is not None:
            raise _taken(holder)

    def _place(self, lead: Lead) -> Place:
        """Behind every row of the imports announced so far, and behind what people have said before."""
        newest = lead.standing.newest
        sequence = max(self.sequence(), newest.sequence)
        again = newest.is_by_hand and newest.sequence == sequence
        return Place(sequence, BY_HAND, newest.row + 1 if again else 1)

    def _source(self, by: User) -> Source:
        return Source(by.id, self.now(), by.email)


def _check_version(state: LeadState, version: str | None) -> None:
    if version is not None and version != version_of(state):
        raise Conflict(
            "edited_meanwhile", "Someone else has changed this lead meanwhile. Please look at it and try again."
        )


def _taken(holder: Lead) -> Conflict:
    state = holder.standing.state
    if state is not None and not state.is_there:
        return Conflict(
            "in_bin",
            "A deleted lead has this email address. Restore it instead.",
            {"email": "This address belongs to a deleted lead.", "leadId": holder.lead_id},
        )
    return Conflict(
        "email_taken",
        "Another lead has this email address.",
        {"email": "Another lead has this address.", "leadId": holder.lead_id},
    )
