"""Carries out a batch of a bulk change: what it says of each lead is a statement, at the lead's place in the change.

So it is merged, told again and taken back as the rows of a file are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from crm.clock import now_iso
from crm.errors import Conflict
from crm.imports.batches import Batch
from crm.imports.bulk_change import BulkAction, BulkChange
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import
from crm.imports.statements_of_rows import source_of
from crm.imports.told import left_out
from crm.leads.addresses import Addresses
from crm.leads.restoring import restored
from crm.outcomes import Outcome
from crm.said import EMAIL
from crm.statements.arrivals import NEWER, Arrival, InTurn, Standing
from crm.statements.chains import ExpiredChainError
from crm.statements.folding import is_there
from crm.statements.in_order import live
from crm.statements.lead import Lead
from crm.statements.recording import EXPIRED, Planned, Recorder
from crm.statements.statement import Entry, Kind, KnownBy, Place, Revocation, Source, Statement
from crm.statements.whose import members_at, told_apart

GONE = "The lead is not there any more."
IN_BIN = "The lead was deleted before."
THERE = "The lead is not in the bin any more."
CHANGED_SINCE = "Somebody has changed the lead since the bulk change began."


class _Step(NamedTuple):
    """What a bulk change does to one lead.

    Args:
        row: for the ledger.
        planned: what is to be written, None where nothing is.
        is_known: whether an earlier delivery has written it.
    """

    row: LedgerRow
    planned: Planned | None = None
    is_known: bool = False


Chain = Callable[[], list[Entry]]


@dataclass(frozen=True, slots=True)
class ChangedLeads:
    """A batch of a bulk change.

    Args:
        batch: its rows hold the ids of leads, each lead once.
    """

    record: Import
    change: BulkChange
    batch: Batch
    recorder: Recorder

    def write(self, folder: str) -> list[LedgerRow]:
        """Changes the leads, and tells what became of each.

        Args:
            folder: of the address of the pieces of chains.

        Raises:
            ContentionError: when others change the leads all the time.
        """
        told = self._work_through(folder, writing=True)
        return [told.get(number) or self._row(number, Outcome.SKIPPED, GONE) for number in self._numbers.values()]

    def told(self) -> list[LedgerRow]:
        """What became of the leads that an earlier delivery has changed; no lead is written."""
        return list(self._work_through("", writing=False).values())

    def places_of(self, numbers: Iterable[int]) -> dict[str, Place]:
        """The place of what is said of a lead, by the lead's id, for these rows."""
        wanted = set(numbers)
        return {lead_id: self._place(number) for lead_id, number in self._numbers.items() if number in wanted}

    @property
    def _numbers(self) -> dict[str, int]:
        """The row of each lead."""
        return {row.cells[0]: row.number for row in self.batch.rows}

    def _work_through(self, folder: str, *, writing: bool) -> dict[int, LedgerRow]:
        numbers, source = self._numbers, source_of(self.record)
        told: dict[int, LedgerRow] = {}

        named: dict[str, list[str]] = {}

        def plan(lead: Lead, chain: Chain) -> Planned | None:
            # Several where they have become one since; none where it has only claimed the address of one that is gone.
            named[lead.lead_id] = sorted(lead.ids & numbers.keys(), key=numbers.__getitem__)
            planned: Planned | None = None
            for lead_id in named[lead.lead_id]:
                step = self._tried(lead, (lead_id, numbers[lead_id]), source, chain, writing=writing)
                if writing or step.is_known:
                    told[numbers[lead_id]] = step.row
                if writing and step.planned is not None:
                    planned = _both(planned, step.planned)
                    lead = replace(lead, standing=planned.after)
                    chain = partial(_with_more, chain, step.planned.entries)
            return planned

        def forget(lead_id: str) -> None:
            for one in named[lead_id]:
                told.pop(numbers[one], None)

        self.recorder.change(numbers, plan, folder, refused_for=forget)
        return told

    def _tried(self, lead: Lead, named: tuple[str, int], source: Source, chain: Chain, *, writing: bool) -> _Step:
        _, number = named
        try:
            return self._step(lead, named, source, chain, writing=writing)
        except ExpiredChainError:
            return _Step(self._row(number, Outcome.REJECTED, EXPIRED, lead))
        except Conflict as refusal:
            return _Step(self._row(number, Outcome.REJECTED, refusal.message, lead))

    def _step(self, lead: Lead, named: tuple[str, int], source: Source, chain: Chain, *, writing: bool) -> _Step:
        lead_id, number = named
        if self.change.action is BulkAction.RESTORE:
            return self._restored(lead, number, source, chain(), writing=writing)
        held = lead.standing.state.held if lead.standing.state else ()
        kind = Kind.DELETE if self.change.action is BulkAction.DELETE else Kind.CHANGE
        statement = Statement(self._place(number), kind, source, self.change.said_of(held), KnownBy.LEAD_ID)
        if lead.merged:
            entries = chain()
            members = members_at(lead, entries, statement.place, lead_id)
            statement = told_apart(statement, lead.standing.state, entries, members)
        arrival = InTurn(lead.standing, chain).arrival(statement)
        if kind is Kind.DELETE:
            return self._deleted(lead, statement, arrival, chain)
        return self._edited(lead, statement, arrival)

    def _edited(self, lead: Lead, statement: Statement, arrival: Arrival) -> _Step:
        if arrival.is_new and lead.standing.state is None:
            # Nothing is left of the lead, and a bulk change makes none.
            return _Step(self._row(statement.place.row, Outcome.SKIPPED, GONE))
        outcome, reason = arrival.outcome, arrival.reason
        if outcome in (Outcome.SKIPPED, Outcome.UNCHANGED) and not is_there(arrival.after.state):
            outcome, reason = Outcome.SKIPPED, IN_BIN
        doubts = left_out(arrival.left_out)
        sentences = (*([reason] if reason else []), *doubts)
        row = self._row(statement.place.row, outcome, " ".join(sentences) or None, lead)
        row = replace(row, changed=arrival.changed, emptied=arrival.emptied, sentences=sentences if doubts else ())
        return _Step(row, _planned(statement, arrival), not arrival.is_new)

    def _deleted(self, lead: Lead, statement: Statement, arrival: Arrival, chain: Chain) -> _Step:
        number = statement.place.row
        if not arrival.is_new:
            return _Step(self._row(number, Outcome.UPDATED, None, lead), is_known=True)
        if not is_there(lead.standing.state):
            return _Step(self._row(number, Outcome.SKIPPED, IN_BIN, lead))
        if statement.place < lead.standing.newest and _is_edited_behind(statement.place, chain()):
            return _Step(self._row(number, Outcome.SUPERSEDED, CHANGED_SINCE, lead))
        if is_there(arrival.after.state):
            return _Step(self._row(number, Outcome.SUPERSEDED, NEWER, lead))
        return _Step(self._row(number, Outcome.UPDATED, None, lead), _planned(statement, arrival))

    def _restored(self, lead: Lead, number: int, source: Source, entries: Sequence[Entry], *, writing: bool) -> _Step:
        place = self._place(number)
        if any(isinstance(one, Revocation) and one.place == place for one in entries):
            return _Step(self._row(number, Outcome.UPDATED, None, lead), is_known=True)
        if is_there(lead.standing.state) or not writing:
            return _Step(self._row(number, Outcome.UNCHANGED, THERE, lead))
        revocation, after = restored(entries, source, place, lead.members)
        claimed = Addresses(self.recorder, now_iso).claim(after.text(EMAIL), lead) if after else ()
        planned = Planned((revocation,), Standing(after, lead.standing.newest), claimed=claimed)
        return _Step(self._row(number, Outcome.UPDATED, None, lead), planned)

    def _place(self, number: int) -> Place:
        return Place(self.record.sequence, self.batch.sheet, number)

    def _row(self, number: int, outcome: Outcome, reason: str | None, lead: Lead | None = None) -> LedgerRow:
        return LedgerRow(self.batch.sheet, number, outcome, reason, lead.lead_id if lead else None)


def _planned(statement: Statement, arrival: Arrival) -> Planned | None:
    return Planned((statement,), arrival.after) if arrival.is_new else None


def _both(first: Planned | None, then: Planned) -> Planned:
    if first is None:
        return then
    return Planned((*first.entries, *then.entries), then.after, claimed=(*first.claimed, *then.claimed))


def _with_more(chain: Chain, entries: Sequence[Entry]) -> list[Entry]:
    return [*chain(), *entries]


def _is_edited_behind(place: Place, entries: Sequence[Entry]) -> bool:
    """Whether a person has changed the lead behind a place: who did so saw it there."""
    return any(one.kind is Kind.EDIT and one.place > place for one in live(entries))
