"""Bulk changes that merge groups of leads: started at any moment, and what must hold of them (promise 10)."""

from __future__ import annotations

from crm.imports.bulk_change import BulkAction, BulkChange
from crm.imports.merged_groups import group_to_text
from crm.imports.repository import NewImport
from crm.imports.selection import start_bulk_merge
from crm.outcomes import Outcome, Policy

from tests.concurrency.invariants import check, ends_and_adds_up, ledger_of, there, undo_tells_each_lead_once
from tests.concurrency.schedule import USER, Schedule


def merge_many(schedule: Schedule) -> None:
    """Somebody has groups of leads made one, as they are now; the message waits in the export queue."""
    schedule.interfered = True
    chance, leads = schedule.chance, there(schedule)
    chance.shuffle(leads)
    sizes = [chance.choice((2, 2, 3)) for _ in range(chance.randint(1, 3))]
    groups = [[leads.pop().version for _ in range(size)] for size in sizes if size <= len(leads)]
    name = f"merge-job{len(schedule.merge_jobs) + 1}"
    schedule.merge_jobs.append(name)
    change = BulkChange(BulkAction.MERGE)
    new = NewImport(name, USER.id, USER.email, "", 0, Policy.UPDATE, None, False, change=change)
    texts = [group_to_text(group) for group in groups]
    start_bulk_merge(new, texts, schedule.imports, schedule.files, schedule.send_to_exports)


def end_one(schedule: Schedule) -> None:
    """Somebody cancels a bulk change that merges, or forces it to an end."""
    if schedule.merge_jobs:
        schedule.control(schedule.chance.choice(schedule.merge_jobs))


def check_with_merge_jobs(schedule: Schedule) -> None:
    """As `check`; and those groups are one that a bulk change reports as merged, and no others."""
    check(schedule)
    live = {merge.merge_id for lead in schedule.leads() for merge in lead.merged}
    keys = schedule.known()
    for record in filter(None, map(schedule.imports.get, schedule.merge_jobs)):
        ledger = ledger_of(schedule, record)
        ends_and_adds_up(record, ledger)
        undo_tells_each_lead_once(schedule, record)
        for row in ledger:
            name = f"{record.import_id[-12:]}-{row.row}"
            of_row = {one for one in live if one.partition("-")[2] == name}
            if row.outcome is not Outcome.UPDATED or record.undo is not None:
                assert not of_row, f"{row} of {record.import_id} is merged all the same"
            elif row.lead_id in keys:
                apart = {one for one in schedule.taken_apart if one.partition("-")[2] == name}
                assert of_row or apart, f"{row} of {record.import_id} is not merged"
