"""What must hold after every schedule (promises 1 and 2)."""

from __future__ import annotations

from collections import Counter
from functools import partial

from crm.imports.ledger import LedgerRow
from crm.imports.ledgers import Ledgers
from crm.imports.model import Import, UndoStatus
from crm.outcomes import Outcome, UndoResult
from crm.statements.lead import Lead

from tests.concurrency.change_log import check_log
from tests.concurrency.oracle import check_addresses, check_leads
from tests.concurrency.schedule import Schedule

_TOLD_ONCE = {UndoResult.KEPT, UndoResult.RESTORED, UndoResult.REMOVED}


def imports_of(schedule: Schedule) -> list[Import]:
    """The imports; `jobs_of` has the bulk changes."""
    found = [schedule.imports.get(import_id) for import_id in schedule.uploaded]
    return [record for record in found if record is not None]


def jobs_of(schedule: Schedule) -> list[Import]:
    found = [schedule.imports.get(job) for job in schedule.jobs]
    return [record for record in found if record is not None]


def ledger_of(schedule: Schedule, record: Import) -> list[LedgerRow]:
    """All outcomes, the splitter's own part included."""
    numbers = range((record.total_batches or 0) + 1) if record.total_batches is not None else ()
    ledgers = Ledgers(record, schedule.files, partial(schedule.files.plan, record.import_id))
    return [row for number in numbers for row in ledgers.of(number)]


def check(schedule: Schedule) -> None:
    """Every invariant that holds whatever has happened."""
    imports = [(record, ledger_of(schedule, record)) for record in imports_of(schedule)]
    jobs = [(record, ledger_of(schedule, record)) for record in jobs_of(schedule)]
    for record, ledger in [*imports, *jobs]:
        ends_and_adds_up(record, ledger)
        undo_tells_each_lead_once(schedule, record)
    leads = there(schedule)
    _nobody_twice(leads)
    if not schedule.interfered:
        _reported_as_created_is_there(imports, leads)
    check_leads(schedule, imports, jobs, schedule.most)
    check_addresses(schedule)
    check_log(schedule, imports, jobs)


def there(schedule: Schedule) -> list[Lead]:
    """The leads that people see."""
    return [lead for lead in schedule.leads() if lead.standing.state is not None and lead.standing.state.is_there]


def ends_and_adds_up(record: Import, ledger: list[LedgerRow]) -> None:
    assert record.is_final, f"{record.import_id} is {record.status}"
    assert "add up" not in (record.reason or ""), record.reason
    if record.total_rows is None:
        return
    assert record.rows_done == record.total_rows, f"{record.rows_done} of {record.total_rows} rows"
    counted = Counter(row.outcome for row in ledger)
    assert {k: v for k, v in record.counts.items() if v} == dict(counted), "the ledger and the counters differ"
    assert record.changed_values == sum(row.changed for row in ledger), "changed values are counted wrongly"
    assert record.emptied_values == sum(row.emptied for row in ledger), "emptied values are counted wrongly"
    places = Counter((row.sheet, row.row) for row in ledger)
    assert max(places.values(), default=1) == 1, "a row has two outcomes"


def undo_tells_each_lead_once(schedule: Schedule, record: Import) -> None:
    if record.undo is None:
        return
    assert record.undo.status is UndoStatus.UNDONE, f"the undo of {record.import_id} does not end"
    ledgers = [schedule.files.undo_ledger(record.import_id, n) or [] for n in range(1, (record.total_batches or 0) + 1)]
    told = [one for ledger in ledgers for one in ledger]
    assert record.undo.counts == {result: sum(one.result is result for one in told) for result in UndoResult}
    once = Counter(one.lead_id for one in told if one.result in _TOLD_ONCE)
    assert max(once.values(), default=1) == 1, "an undo tells a lead twice"


def _nobody_twice(leads: list[Lead]) -> None:
    emails = Counter(lead.standing.state.text("email") or lead.lead_id for lead in leads if lead.standing.state)
    assert max(emails.values(), default=1) == 1, "two leads with one email"


def _reported_as_created_is_there(imports: list[tuple[Import, list[LedgerRow]]], leads: list[Lead]) -> None:
    """What the reports call created is what is there, if nobody did anything beside the imports."""
    created = sum(record.counts.get(Outcome.CREATED, 0) for record, _ in imports)
    assert len(leads) == created, f"{len(leads)} leads, {created} reported as created"
