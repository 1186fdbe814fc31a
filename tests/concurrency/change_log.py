"""What the log of changes must hold after a schedule: the leads table, and whatever was reported as done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crm.imports.bulk_change import BulkAction
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import, UndoStatus
from crm.outcomes import Outcome
from crm.statements.change_log import resolved
from crm.statements.changes import Change, newest
from crm.statements.folding import LeadState
from crm.statements.in_order import fold, in_force
from crm.statements.lead import Lead
from crm.statements.statement import Place, Statement

from tests.concurrency.schedule import Schedule

_CLOSED = {Outcome.REJECTED, Outcome.CANCELLED}


Ledgers = list[tuple[Import, list[LedgerRow]]]


class _Value(NamedTuple):
    """A value that a lead has in one of its lives, and the place that has said it."""

    lead_id: str
    path: str
    place: Place
    born: str


def check_log(schedule: Schedule, imports: Ledgers, jobs: Ledgers) -> None:
    """All changes together are the table to the byte, and what was reported is in entries that are written."""
    log, recorder = schedule.log, schedule.recorder
    entries = log.entries()
    written = [change for one in entries if one.is_written for change in log.changes_of(one)]
    found = [
        change
        for one in entries
        if not one.is_written
        for change in resolved(one, log, recorder.leads, recorder.chains)
    ]
    held = {change.lead_id: change for change in newest([*written, *found]).values() if change.text is not None}
    table = {lead.lead_id: Change.of(lead) for lead in schedule.leads()}
    assert held == table, f"the log differs from the table in {sorted(_differing(held, table))}"
    _what_was_reported_is_written(schedule, imports, jobs, written)


def _differing(held: dict[str, Change], table: dict[str, Change]) -> set[str]:
    return {lead_id for lead_id in held.keys() | table.keys() if held.get(lead_id) != table.get(lead_id)}


def _what_was_reported_is_written(
    schedule: Schedule, imports: Ledgers, jobs: Ledgers, written: Iterable[Change]
) -> None:
    """Nobody has to wait until an announcement is looked into for what an import, an undo or an edit was told to do."""
    newest_of: dict[str, Place] = {}
    shown: set[_Value] = set()
    held = list(newest(written).values())
    deleted = {change.lead_id for change in held if change.text is None}
    for change in written:
        if change.text is None:
            continue
        lead = Lead.from_text(change.lead_id, change.text)
        # Of leads that were taken apart, what was said last may be another's.
        newest_of[lead.lead_id] = max(lead.standing.newest, newest_of.get(lead.lead_id, lead.standing.newest))
        if change in held:
            shown |= _values(lead, lead.standing.state)
    said = list(schedule.typed)
    undone: set[tuple[int, int]] = set()
    for record, ledger in [*imports, *((job, _said_by(job, ledger)) for job, ledger in jobs)]:
        rows = [row for row in ledger if row.lead_id is not None and row.outcome not in _CLOSED]
        said += [(row.lead_id or "", Place(record.sequence, row.sheet, row.row, record.edition)) for row in rows]
        if record.undo is not None and record.undo.status is UndoStatus.UNDONE:
            undone.add((record.sequence, record.edition))
    for lead_id, place in said:
        owners = {lead_id, schedule.owner(lead_id)}
        is_logged = any(newest_of[one] >= place for one in owners & newest_of.keys())
        assert is_logged or lead_id in deleted, f"{place} of {lead_id} was reported and is in no written entry"
    # What says whose a lead is stays in it even if it is taken back.
    there = {value for lead in schedule.leads() for value in _values(lead, lead.standing.state)}
    late = {
        value
        for value in shown - there
        if (value.place.sequence, value.place.edition) in undone and not value.place.is_by_hand
    }
    # Who has merged a lead, and died before that was logged, was not told that it is done.
    held_by = {(value.lead_id, value.place) for value in there}
    merged = schedule.merged()
    late -= {one for one in late if one.lead_id in merged and (schedule.owner(one.lead_id), one.place) in held_by}
    if late:
        late -= {value for lead in schedule.leads() for value in _replaced(schedule, lead)}
    assert not late, f"an undo has taken back what entries that are written still show: {sorted(late)}"


def _said_by(job: Import, ledger: list[LedgerRow]) -> list[LedgerRow]:
    """The leads of which a bulk change has said something: one that restores takes a delete back instead."""
    action = job.change.action if job.change else None
    if action is BulkAction.EDIT:
        return ledger
    return [row for row in ledger if action is BulkAction.DELETE and row.outcome is Outcome.UPDATED]


def _values(lead: Lead, state: LeadState | None) -> set[_Value]:
    """What a lead has, or had at another time of this life."""
    held = state.held if state else {}
    return {_Value(lead.lead_id, path, one.origin.place, lead.born) for path, one in held.items()}


def _replaced(schedule: Schedule, lead: Lead) -> set[_Value]:
    """Values that an undo had left to a lead, as they say whose it is, and that a statement has taken away since.

    The undo does not owe their end to the log, but who made that statement, once it is reported.
    """
    entries = schedule.recorder.chains.read(lead.lead_id, lead.chain)
    replaced: set[_Value] = set()
    before: set[_Value] = set()
    for number, entry in enumerate(entries, 1):
        after = _values(lead, fold(entries[:number]))
        if isinstance(entry, Statement):
            revocations = in_force(entries[:number])
            replaced |= {value for value in before if any(one.covers(value.place) for one in revocations)}
        replaced -= after
        before = after
    return replaced
