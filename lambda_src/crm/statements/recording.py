"""Recording statements: one person, one lead, under any concurrency (docs/promises.md, 2).

Read the leads, work out what becomes of them, write the pieces of their chains as one object, write the leads on the
condition that nobody else has; for those that somebody has, again from the start.

Nothing is reported as recorded that is not in the log. So leads are logged, too, that hold a statement already: who has
written it may have died before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from crm.ids import new_id
from crm.outcomes import Outcome
from crm.said import EMAIL
from crm.sentences import ROWS
from crm.statements.address_book import AddressBook
from crm.statements.arrivals import Arrival, InTurn, Standing
from crm.statements.chain_entries import Link
from crm.statements.chains import Chains, ExpiredChainError, TooLongChainError
from crm.statements.claims import ROUNDS, ContentionError
from crm.statements.folding import applied
from crm.statements.found import Found
from crm.statements.lead import Lead
from crm.statements.lead_table import LeadChange, LeadTable
from crm.statements.logged_writes import LoggedWrites, WriteLog
from crm.statements.statement import Entry, KnownBy, Statement

_BY_CLAIM = (KnownBy.LEAD_ID, KnownBy.CLAIM)
"""Rows of other leads say the address by which the lead was first known."""

TOO_LONG = ROWS["tooManyRows"]
EXPIRED = ROWS["expired"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row's statement on its way to its lead.

    Args:
        key: of the identity by which the row is known; if no lead claims it and none is there, one is made with it.
    """

    key: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a row.

    Args:
        lead_id: of leads that have become one, the one that the row is about: it leads to them while they are one.
    """

    lead_id: str
    statement: Statement
    arrival: Arrival


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be added to a lead's chain, and what it makes of the lead.

    Args:
        entries: in their order.
        is_kept: whether the lead's item stays though nothing is left of the lead: its chain holds statements that count
            when older ones arrive late.
        claimed: keys of addresses that the lead must have claimed when it is written.
    """

    entries: tuple[Entry, ...]
    after: Standing
    is_kept: bool = False
    claimed: tuple[str, ...] = ()


Planner = Callable[[Lead, Callable[[], list[Entry]]], Planned | None]
"""Given a lead and what reads its chain: what to add, None to leave the lead as it is."""


@dataclass(slots=True)
class Group:
    """The rows of a batch that are one lead, and what becomes of it.

    Args:
        new: what its chain does not hold yet.
        after: the lead with all of it; None while there is nothing new.
    """

    before: Lead | None
    rows: list[Statement] = field(default_factory=list)
    new: list[Entry] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    after: Standing | None = None


class Recorder(AddressBook):
    """Records statements in leads and their chains.

    Args:
        name_piece: makes the last part of an address that nobody else makes.
    """

    def __init__(self, leads: LeadTable, chains: Chains, log: WriteLog, name_piece: Callable[[], str] = new_id) -> None:
        super().__init__(leads, chains)
        self.log = log
        self._writes = LoggedWrites(leads, chains, log)
        self._name_piece = name_piece

    def rows(self, incoming: Sequence[Incoming], folder: str) -> list[Recorded]:
        """Records the rows of one batch.

        Args:
            folder: of the address of their pieces, `{importId}/{batch}`.

        Returns:
            What became of each row, by place.

        Raises:
            ContentionError: after `ROUNDS` rounds; what was written stays and is recognized the next time.
        """
        pending = sorted(incoming, key=lambda one: one.statement.place)
        recorded: list[Recorded] = []
        for number in range(ROUNDS):
            if not pending:
                return sorted(recorded, key=lambda one: one.statement.place)
            # The first read costs half. What it was wrong about, a refused write tells; and without a write nothing is
            # decided but that a row has been recorded before, which stays true.
            found = self.leads.look_up((one.key for one in pending), consistently=number > 0)
            groups = grouped(pending, found)
            for group in groups.values():
                self._work_out(group)
            refused = self.record(groups, folder)
            for lead_id, group in groups.items():
                if lead_id not in refused:
                    recorded += [
                        Recorded(row.of[0] or lead_id, row, arrival)
                        for row, arrival in zip(group.rows, group.arrivals, strict=True)
                    ]
            pending = [one for one in pending if found.owner(one.key) in refused]
        raise ContentionError(f"{len(pending)} rows could not be recorded: others changed their leads all the time")

    def new_address(self, folder: str) -> str:
        """An address of pieces of chains that nobody else has."""
        return f"{folder}/{self._name_piece()}"

    def in_turn(self, lead: Lead | None) -> InTurn:
        """What rows make of a lead one after the other; nothing is written."""
        if lead is None:
            return InTurn(None, list)
        return InTurn(lead.standing, partial(self.chains.read, lead.lead_id, lead.chain))

    def told(self, incoming: Sequence[Incoming]) -> list[Recorded]:
        """What became of the rows that an earlier delivery has recorded; no lead is written."""
        found = self.leads.look_up(one.key for one in incoming)
        turns: dict[str, InTurn] = {}
        told: list[Recorded] = []
        holding: dict[str, Lead] = {}
        for one in incoming:
            lead = found.lead(one.key)
            if lead is None or lead.standing.newest < one.statement.place:
                continue
            statement = as_recorded(one, found)
            try:
                arrival = turns.setdefault(lead.lead_id, self.in_turn(lead)).arrival(statement)
            except ExpiredChainError:
                continue
            if not arrival.is_new:
                told.append(Recorded(statement.of[0] or lead.lead_id, statement, arrival))
                holding[lead.lead_id] = lead
        self._writes.log_as_found(holding.values())
        return told

    def add(self, lead_id: str, statement: Statement, folder: str) -> Lead | None:
        """Makes a lead of one statement; None when there is one already, and then nothing is written."""
        lead = Lead(lead_id, Standing(applied(None, statement), statement.place), f"{folder}/{self._name_piece()}")
        return self._writes.write([(None, lead)], {lead_id: Link(None, (statement,))}, lead.chain).leads.get(lead_id)

    def remove(self, lead: Lead) -> None:
        """Deletes a lead's item, unless another writer has changed it since it was read."""
        self._writes.write([(lead, None)])

    def log_again(self, leads: Iterable[Lead], lead_ids: Iterable[str]) -> None:
        """Logs leads to which nothing is to be added, and deletions that were announced and made; who has written them
        may have died before logging them."""
        self._writes.log_as_found(leads)
        self._writes.log_ends(list(lead_ids))

    def change(
        self,
        lead_ids: Iterable[str],
        plan: Planner,
        folder: str,
        refused_for: Callable[[str], object] = lambda _: None,
    ) -> dict[str, Lead | None]:
        """Adds to the chain of each lead where there is something to add.

        Args:
            plan: works out the entries of one lead and what it makes of it; called again when another writer was first.
            folder: of the address of the pieces.
            refused_for: told the id of each lead whose plan came to nothing because another writer was first.

        Returns:
            Each lead as it is now; None for one that is gone or never was.

        Raises:
            ContentionError: when others change the leads all the time.
            ExpiredChainError: when a lead has to be worked out from its chain and cannot be any more.
        """
        done: dict[str, Lead | None] = {}
        pending = list(dict.fromkeys(lead_ids))
        for _ in range(ROUNDS):
            found = self.leads.get_many(pending)
            done |= dict.fromkeys((key for key in pending if key not in found), None)
            address = f"{folder}/{self._name_piece()}"
            links: dict[str, Link] = {}
            changes: list[LeadChange] = []
            claimed: dict[str, tuple[str, ...]] = {}
            # Two keys may belong to one lead: its own, and that of a lead that is gone, which it has claimed.
            leads = {lead.lead_id: lead for lead in found.values()}
            for lead in leads.values():
                planned = plan(lead, partial(self.chains.read, lead.lead_id, lead.chain))
                if planned is not None:
                    links[lead.lead_id] = Link(lead.chain, planned.entries)
                    stays = planned.after.state is not None or planned.is_kept
                    changes.append((lead, Lead(lead.lead_id, planned.after, address) if stays else None))
                    claimed |= {lead.lead_id: planned.claimed} if planned.claimed else {}
            self._writes.log_as_found(lead for lead in leads.values() if lead.lead_id not in links)
            # Also where there is a lead: it may have been made anew, or have claimed the address of one that is gone.
            self._writes.log_ends([key for key in pending if key not in links])
            # A lead that goes may have been made anew, too, after an earlier delivery had deleted it.
            going = [before.lead_id for before, after in changes if before is not None and after is None]
            self._writes.log_ends(going, folder)
            written = self._writes.write(changes, links, address, claimed)
            done |= {
                key: written.leads.get(lead.lead_id) if lead.lead_id in links else lead for key, lead in found.items()
            }
            for lead_id in written.refused:
                refused_for(lead_id)
            pending = [key for key, lead in found.items() if lead.lead_id in written.refused]
            if not pending:
                return done
        raise ContentionError(f"{len(pending)} leads could not be changed: others changed them all the time")

    def _work_out(self, group: Group) -> None:
        turn = self.in_turn(group.before)
        for row in group.rows:
            try:
                arrival = turn.arrival(row)
            except ExpiredChainError as error:
                standing = turn.standing or Standing(None, row.place)
                reason = TOO_LONG if isinstance(error, TooLongChainError) else EXPIRED
                arrival = Arrival(standing, Outcome.REJECTED, reason, 0, is_new=False)
            group.arrivals.append(arrival)
            turn.take(row, arrival)
        group.new, group.after = turn.new, turn.standing

    def record(self, groups: Mapping[str, Group], folder: str) -> Collection[str]:
        """Writes what is new of some leads; returns the ids of those that others have changed.

        Args:
            groups: by the lead's id.
            folder: of the address of the pieces.
        """
        address = self.new_address(folder)
        changing = {lead_id: group for lead_id, group in groups.items() if group.new}
        links = {
            lead_id: Link(group.before.chain if group.before else None, tuple(group.new))
            for lead_id, group in changing.items()
        }
        changes: list[LeadChange] = [
            (group.before, Lead(lead_id, group.after, address)) for lead_id, group in changing.items() if group.after
        ]
        claimed = {lead_id: keys for lead_id, group in changing.items() if (keys := self._claimed(lead_id, group))}
        self._writes.log_as_found(group.before for group in groups.values() if group.before and not group.new)
        return self._writes.write(changes, links, address, claimed).refused

    def _claimed(self, lead_id: str, group: Group) -> set[str]:
        """Keys of the addresses that the rows of a lead say and that it has only by a claim."""
        state = group.before.standing.state if group.before else None
        has = state.text(EMAIL) if state else None
        said = {row.says[EMAIL].text for row in group.rows if row.known_by in _BY_CLAIM and EMAIL in row.says}
        lead_ids = group.before.ids if group.before else {lead_id}
        return {key for address in said - {has, None} for key in self.claimed_key(address, lead_ids)}


def grouped(rows: Iterable[Incoming], found: Found) -> dict[str, Group]:
    """The rows by the id of their lead."""
    groups: dict[str, Group] = {}
    for one in rows:
        owner = found.owner(one.key)
        groups.setdefault(owner, Group(found.lead(one.key))).rows.append(as_recorded(one, found))
    return groups


def as_recorded(one: Incoming, found: Found) -> Statement:
    """A row's statement as a chain holds it: a claimed address is told from the one that has made the lead, and of
    leads that have become one, it is of the one that it names."""
    owner, member, statement = found.owner(one.key), found.member(one.key), one.statement
    if member != one.key and statement.known_by is KnownBy.EMAIL:
        statement = replace(statement, known_by=KnownBy.CLAIM)
    return replace(statement, of=(member,)) if member != owner else statement
