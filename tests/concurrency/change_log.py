"""What the log of changes must hold after a schedule: the leads table, and whatever was reported as done."""

from __future__ import annotations

from crm.imports.ledger import LedgerRow
from crm.imports.model import Import, UndoStatus
from crm.outcomes import Outcome
from crm.statements.change_log import resolved
from crm.statements.changes import Change, newest
from crm.statements.lead import Lead
from crm.statements.statement import Place

from tests.concurrency.schedule import Schedule

_CLOSED = {Outcome.REJECTED, Outcome.CANCELLED}


def check_log(schedule: Schedule, imports: list[tuple[Import, list[LedgerRow]]]) -> None:
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
    _what_was_reported_is_written(schedule, imports, newest(written).values())


def _differing(held: dict[str, Change], table: dict[str, Change]) -> set[str]:
    return {lead_id for lead_id in held.keys() | table.keys() if held.get(lead_id) != table.get(lead_id)}


def _what_was_reported_is_written(
    schedule: Schedule, imports: list[tuple[Import, list[LedgerRow]]], written: object
) -> None:
    ...
