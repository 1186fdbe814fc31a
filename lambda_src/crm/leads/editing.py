"""Changing leads by hand: each change is a statement of a person, on the same merge as the rows of imports.

An address identifies one lead. Before a lead takes a new one, it claims it, so that two can never have the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from crm.clock import now_iso
from crm.errors import Conflict, Invalid, NotFound, Outdated, Refusal
from crm.ids import new_id
from crm.leads.addresses import Addresses, taken
from crm.leads.by_hand import place_by_hand
from crm.leads.edit_values import Typed, said_by_hand
from crm.leads.history import Event, events_of
from crm.leads.reading import has_expired, version_of
from crm.leads.restoring import restored
from crm.said import EMAIL, field_of
from crm.statements.arrivals import Standing, changed_values, is_said_by_hand
from crm.statements.chains import ExpiredChainError
from crm.statements.claims import ContentionError
from crm.statements.folding import LeadState, applied, take_in
from crm.statements.in_order import fold
from crm.statements.lead import Lead
from crm.statements.recording import Planned, Planner, Recorder
from crm.statements.statement import Entry, Kind, Source, Statement
from crm.statements.whose import told_apart
from crm.users import User

_FOLDER = "by-hand"


@dataclass(frozen=True, slots=True)
class LeadEditor:
    """Creates, changes, deletes and restores leads for a person.

    Args:
        sequence: the number of the newest import.
        now: the time as it is stored.
        ids: makes what no other lead has.
    """

    recorder: Recorder
    sequence: Callable[[], int]
    now: Callable[[], str] = field(default=now_iso)
    ids: Callable[[], str] = field(default=new_id)

    def find(self, lead_id: str) -> Lead:
        """The lead with this id, or the one that it was merged into; also one of the bin.

        Raises:
            NotFound: if there is none.
        """
        lead = self._known(lead_id)
        if lead is None:
            raise _no_such_lead()
        return lead

    def history(self, lead_id: str) -> list[Event]:
        """What happened to a lead, also to one of the bin.

        Raises:
            NotFound: if there is none.
            Conflict: `history_expired`, if a piece of its chain was deleted from the bucket.
        """
        lead = self.find(lead_id)
        try:
            return events_of(self.recorder.chains.read(lead.lead_id, lead.chain))
        except ExpiredChainError as error:
            raise _history_expired() from error

    def create(self, typed: Typed, by: User, protected: Collection[str] | None = None) -> Lead:
        """A new lead.

        Args:
            protected: paths of the values that imports leave alone.

        Raises:
            Invalid: if the fields do not fit.
            Conflict: `email_taken`, if the address leads to another lead; `in_bin`, if it leads to a deleted one.
        """
        says = {path: said for path, said in said_by_hand(None, typed, protected).items() if said.text is not None}
        source = self._source(by)
        statement = Statement(place_by_hand(self.sequence(), source), Kind.EDIT, source, says)
        _check_size(None, statement)
        email = says[EMAIL].text if EMAIL in says else None
        key = self._addresses.free_key(email, self.ids())
        lead = self.recorder.add(key, statement, f"{_FOLDER}/{key}")
        if lead is None:
            # Somebody else has made one with this address in the very moment.
            raise taken(self.find(key), email)
        return lead

    def patch(
        self,
        lead_id: str,
        typed: Typed,
        by: User,
        version: str | None = None,
        protected: Collection[str] | None = None,
    ) -> Lead:
        """Changes the fields that are named.

        Args:
            version: what the person saw, see `version_of`; None to change whatever is there now.
            protected: paths of all values that imports leave alone from now on; None to leave that as it is.

        Returns:
            The lead as it is now. What it had already is the person's too, and stays when an import is taken back.

        Raises:
            NotFound: if there is no such lead.
            Invalid: if the fields do not fit.
            Conflict: `email_taken` or `in_bin`; `history_expired`, if what else was said of it decides and is gone.
            Outdated: if the lead is not the one that was seen.
        """

        def edit(lead: Lead) -> Statement:
            state = _there(lead)
            _check_version(state, version)
            source = self._source(by)
            place = place_by_hand(self.sequence(), source, lead)
            return Statement(place, Kind.EDIT, source, said_by_hand(state, typed, protected))

        def plan(lead: Lead, chain: Callable[[], list[Entry]]) -> Planned | None:
            made, state = edit(lead), _there(lead)
            if lead.merged:
                made = self._apart(made, lead, chain(), address)
            after = applied(state, made)
            confirms = after is state
            if confirms and not lead.merged and is_said_by_hand(lead.standing, made, chain):
                return None
            if state.depends_on_chain:
                after = fold([*chain(), made])
                if confirms and changed_values(state, after):
                    # What says whose it is would go: nobody asked for that.
                    return None
            _check_size(state, made)
            # What refuses an edit is looked for before the claim, so that a refused edit claims nothing.
            claimed = self._addresses.claim(address, lead, made.whose(EMAIL)[0])
            if lead.merged and claimed:
                # Somebody may have claimed it for another one of them in the very moment.
                made = self._apart(made, lead, chain(), address)
            return Planned((made,), Standing(after, made.place), claimed=claimed)

        lead = self.find(lead_id)
        said = edit(lead).says.get(EMAIL)
        address = said.text if said else None
        try:
            return self._changed(lead.lead_id, plan)
        except Refusal:
            if address is not None:
                self.recorder.release_address(address, lead.lead_id)
            raise

    def delete(self, lead_id: str, by: User, version: str | None = None) -> None:
        """Moves a lead to the bin.

        Raises:
            NotFound: if there is no such lead.
            Outdated: if the lead is not the one that was seen.
        """

        def plan(lead: Lead, chain: Callable[[], list[Entry]]) -> Planned:
            state = _there(lead)
            _check_version(state, version)
            source = self._source(by)
            place = place_by_hand(self.sequence(), source, lead)
            statement = Statement(place, Kind.DELETE, source, of=lead.members)
            after = fold([*chain(), statement]) if state.depends_on_chain else applied(state, statement)
            return Planned((statement,), Standing(after, statement.place))

        self._changed(self.find(lead_id).lead_id, plan)

    def restore(self, lead_id: str, by: User) -> Lead:
        """Takes a lead out of the bin.

        Raises:
            NotFound: if no such lead was deleted.
            Conflict: `not_deleted` when it is there; `email_taken` when another lead has its address meanwhile;
                `history_expired` when a piece of its chain is gone.
        """

        def plan(lead: Lead, chain: Callable[[], list[Entry]]) -> Planned:
            if lead.standing.state is not None and lead.standing.state.is_there:
                raise Conflict("not_deleted", "This lead has not been deleted.")
            revocation, after = restored(chain(), self._source(by), of=lead.members)
            claimed = self._addresses.claim(after.text(EMAIL), lead) if after else ()
            return Planned((revocation,), Standing(after, lead.standing.newest), claimed=claimed)

        return self._changed(self.find(lead_id).lead_id, plan)

    def _apart(self, made: Statement, lead: Lead, entries: Sequence[Entry], address: str | None) -> Statement:
        """An edit of leads that have become one, with each value given to one of them."""
        known_by = self.recorder.member_known_by(address, lead)
        name = known_by and lead.name_of(known_by)
        return told_apart(made, lead.standing.state, entries, lead.members, name)

    @property
    def _addresses(self) -> Addresses:
        return Addresses(self.recorder, self.now)

    def _known(self, lead_id: str) -> Lead | None:
        """The lead behind an id; None where there is none, or nothing is left of it, or its time in the bin is over."""
        lead = self.recorder.leads.get_many([lead_id]).get(lead_id)
        if lead is None or lead.standing.state is None or has_expired(lead, self.now()):
            return None
        return lead

    def _changed(self, lead_id: str, plan: Planner) -> Lead:
        try:
            lead = self.recorder.change([lead_id], plan, f"{_FOLDER}/{lead_id}")[lead_id]
        except ExpiredChainError as error:
            raise _history_expired() from error
        except ContentionError:
            raise Conflict("busy", "Others are changing this lead. Please try again in a moment.") from None
        if lead is None:
            raise _no_such_lead()
        return lead

    def _source(self, by: User) -> Source:
        return Source(by.id, self.now(), by.email)


def _there(lead: Lead) -> LeadState:
    state = lead.standing.state
    if state is None or not state.is_there:
        raise _no_such_lead()
    return state


def _no_such_lead() -> NotFound:
    return NotFound("There is no such lead. It may have been deleted.")


def _history_expired() -> Conflict:
    return Conflict(
        "history_expired",
        "What was said of this lead earlier is no longer stored, and this cannot be done without it.",
    )


def _check_size(state: LeadState | None, statement: Statement) -> None:
    too_much = take_in(state, statement).left_out
    if too_much:
        raise Invalid(
            "This lead holds more than can be kept. Please shorten its notes or take some values away.",
            dict.fromkeys(map(field_of, too_much), "This is more than can be kept."),
        )


def _check_version(state: LeadState, version: str | None) -> None:
    if version is not None and version != version_of(state):
        raise Outdated("Someone else has changed this lead meanwhile. Please look at it and try again.")
