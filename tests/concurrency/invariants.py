"""What must hold after every schedule (promises 1 and 2)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from crm.imports.ledger import LedgerRow
from crm.imports.model import Import
from crm.leads.identity import EMAIL
from crm.leads.model import Lead, row_order
from crm.outcomes import Outcome

from tests.concurrency.schedule import Schedule

_APPLIED = {Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED}


def imports_of(schedule: Schedule) -> list[Import]:
    found = [schedule.imports.get(f"import{number}") for number in range(1, schedule.number + 1)]
    return [record for record in found if record is not None]


def ledger_of(schedule: Schedule, record: Import) -> list[LedgerRow]:
    """All outcomes, the splitter's own part included."""
    numbers = range((record.total_batches or 0) + 1) if record.total_batches is not None else ()
    return [row for number in numbers for row in schedule.files.ledger(record.import_id, number) or []]


def leads_of(schedule: Schedule) -> list[Lead]:
    return [Lead.from_item(item) for item in table_of(schedule)]


def table_of(schedule: Schedule) -> list[dict[str, Any]]:
    """The leads table, item by item."""
    items = schedule.aws.dynamodb.scan(TableName="leads")["Items"]
    return sorted(items, key=lambda item: str(item["identity"]["S"]))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What there is after a schedule, read once: imports, each with its ledger, and leads."""

    imports: list[tuple[Import, list[LedgerRow]]]
    leads: list[Lead]


def check(schedule: Schedule) -> None:
    """Every invariant that holds whatever has happened."""
    imports = [(record, ledger_of(schedule, record)) for record in imports_of(schedule)]
    seen = _Seen(imports, leads_of(schedule))
    for record, ledger in seen.imports:
        _ends_and_adds_up(record, ledger)
    _nobody_twice(seen)
    _newest_row_wins(seen)
    _reported_as_created_is_there(seen)


def _ends_and_adds_up(record: Import, ledger: list[LedgerRow]) -> None:
    assert record.is_final, f"{record.import_id} is {record.status}"
    assert "add up" not in (record.reason or ""), record.reason
    if record.total_rows is None:
        return
    assert record.rows_done == record.total_rows, f"{record.rows_done} of {record.total_rows} rows"
    counted = Counter(row.outcome for row in ledger)
    assert {k: v for k, v in record.counts.items() if v} == dict(counted), "the ledger and the counters differ"
    places = Counter((row.sheet, row.row) for row in ledger)
    assert max(places.values(), default=1) == 1, "a row has two outcomes"


def _nobody_twice(seen: _Seen) -> None:
    emails = Counter(lead.values.email for lead in seen.leads if lead.identity.startswith(EMAIL))
    assert max(emails.values(), default=1) == 1, "two leads with one email"
    assert len({lead.lead_id for lead in seen.leads}) == len(seen.leads), "two leads with one id"


def _newest_row_wins(seen: _Seen) -> None:
    """No row that was applied is newer than the one that a lead holds."""
    newest: dict[str, str] = defaultdict(str)
    for record, ledger in seen.imports:
        for row in ledger:
            if row.outcome in _APPLIED and row.identity:
                order = row_order(record.sequence, row.sheet, row.row)
                newest[row.identity] = max(newest[row.identity], order)
    for lead in seen.leads:
        assert lead.order >= newest[lead.identity], f"{lead.identity} holds an older row"


def _reported_as_created_is_there(seen: _Seen) -> None:
    """What the reports call created is the table's difference, even when a batch was ended under its worker's hands."""
    created = sum(record.counts.get(Outcome.CREATED, 0) for record, _ in seen.imports)
    assert len(seen.leads) == created, f"{len(seen.leads)} leads, {created} reported as created"
