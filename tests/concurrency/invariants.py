"""What must hold after every schedule (promises 1 and 2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from crm.imports.ledger import LedgerRow
from crm.imports.ledgers import Ledgers
from crm.imports.mended_plan import mended_plan, with_mend
from crm.imports.model import Import, Remap, UndoStatus
from crm.imports.plan import NO_MENDS
from crm.outcomes import Outcome, UndoResult
from crm.statements.lead import Lead

from tests.concurrency.change_log import check_log
from tests.concurrency.files import MendedFile, with_mended_rows
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


def editions_of(schedule: Schedule, record: Import) -> list[tuple[Import, list[LedgerRow]]]:
    """An import and each round of mending it, as imports with files and ledgers of their own."""
    first, ledger = record, ledger_of(schedule, replace(record, mends=()))
    files, file = schedule.files, schedule.uploaded[record.import_id]
    if record.remap:
        before = record.remap.earlier[-1]
        imported = [mend_id for mend_id in record.remap.mends_of(before) if files.mend_ledger(before, mend_id)]
        first = _after(record, record.remap, _name(before, imported[-1])) if imported else first
    editions = [(first, ledger)]
    last = first.import_id
    for number, one in enumerate(record.mends, 1):
        name, told = _name(record.import_id, one.mend_id), files.mend_ledger(record.import_id, one.mend_id)
        assert told is not None, f"round {number} of mending {record.import_id} does not end"
        plan = mended_plan(files, record.import_id, [mend.mend_id for mend in record.mends[: number - 1]])
        mend = files.mend(record.import_id, one.mend_id)
        plan, as_it_was, is_given_up = with_mend(plan, mend), file, not told
        file = with_mended_rows(file, mend.by_sheet(plan))
        mends = [[sheet.index, sheet.mends.to_json()] for sheet in plan.sheets if sheet.mends != NO_MENDS]
        left_out = frozenset((sheet.index, row) for sheet in plan.sheets for row in sheet.mends.dropped)
        schedule.mended[name] = MendedFile(file, str(mends) if mends else "", left_out)
        if is_given_up:
            # What workers had said of its rows until then was taken back.
            told = [LedgerRow(plan.batch_sheets[row.batch - 1], row.row, Outcome.CANCELLED) for row in mend.rows]
            file = as_it_was
        remap = record.in_round(number).remap
        assert remap is not None
        editions.append((_after(replace(record, import_id=name), remap, last), told))
        last = last if is_given_up else name
    return editions


def _name(import_id: str, mend_id: str) -> str:
    return f"{import_id}, mend {mend_id}"


def _after(record: Import, remap: Remap, before: str) -> Import:
    """An import whose rows were said before by a round of mending."""
    return replace(record, remap=remap._replace(earlier=(*remap.earlier, before)))


def check(schedule: Schedule) -> None:
    """Every invariant that holds whatever has happened."""
    imports = [(record, ledger_of(schedule, record)) for record in imports_of(schedule)]
    editions = [one for record in imports_of(schedule) for one in editions_of(schedule, record)]
    jobs = [(record, ledger_of(schedule, record)) for record in jobs_of(schedule)]
    for record, ledger in [*imports, *jobs]:
        ends_and_adds_up(record, ledger)
        undo_tells_each_lead_once(schedule, record)
    leads = there(schedule)
    _nobody_twice(leads)
    if not schedule.interfered:
        _reported_as_created_is_there(imports, leads)
    check_leads(schedule, editions, jobs, schedule.most)
    check_addresses(schedule)
    check_log(schedule, editions, jobs)


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
