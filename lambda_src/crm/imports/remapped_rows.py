"""The rows of an import that are said anew under another mapping, at the places at which they stand (docs/leads.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crm.imports.batches import Batch
from crm.imports.free_text import BatchExtraction
from crm.imports.ledger import LedgerRow
from crm.imports.mended_plan import mend_ledger, mended_plan
from crm.imports.mending import mended
from crm.imports.model import Import
from crm.imports.statements_of_rows import KnownRow, usable_rows
from crm.imports.work_files import MissingWorkFileError, WorkFiles
from crm.said import EMAIL
from crm.statements.lead_table import LeadTable
from crm.statements.statement import KnownBy, Place


@dataclass(frozen=True, slots=True)
class EarlierRows:
    """What the rows of a batch were before.

    Args:
        places: of the rows in the new edition, by the id of each lead of which they have said something.
        by_content: the lead of each row without an address, by the row's number.
        are_mended: whether single cells of the rows were mended: a row that gets an address is still the same person.
    """

    places: Mapping[str, frozenset[Place]]
    by_content: Mapping[int, str]
    are_mended: bool = False

    def leads_of(self, places: set[Place]) -> list[tuple[str, Place]]:
        """The leads of which the rows at these places have said something."""
        return [(lead_id, place) for lead_id, told in self.places.items() for place in sorted(told & places)]


def earlier_ledger(record: Import, number: int, files: WorkFiles) -> list[LedgerRow]:
    """What became of the rows of a batch whenever they were said before; empty for an import of its own.

    Raises:
        MissingWorkFileError: if it is not known any more.
    """
    found: list[LedgerRow] = []
    if record.remap is None:
        return found
    for import_id in record.remap.earlier:
        ledger = files.ledger(import_id, number)
        if ledger is None:
            raise MissingWorkFileError(f"the ledger of batch {number} of import {import_id} is missing")
        found += [*ledger, *mended_rows(import_id, record.remap.mends_of(import_id), ledger, files)]
    return found


def mended_rows(
    import_id: str, mend_ids: Collection[str], ledger: Iterable[LedgerRow], files: WorkFiles
) -> list[LedgerRow]:
    """What became of the rows of a batch each time that they were mended.

    Args:
        mend_ids: of what was mended of the import.
        ledger: of the batch.

    Raises:
        MissingWorkFileError: if it is not known any more.
    """
    numbers = {(row.sheet, row.row) for row in ledger} if mend_ids else set()
    found = (row for mend_id in mend_ids for row in mend_ledger(files, import_id, mend_id))
    return [row for row in found if (row.sheet, row.row) in numbers]


def earlier_rows(record: Import, batch: Batch, extraction: BatchExtraction, files: WorkFiles) -> EarlierRows | None:
    """What the rows of a batch were before; None for an import of its own.

    Raises:
        MissingWorkFileError: if it is not known any more.
    """
    if record.remap is None:
        return None
    places: dict[str, set[Place]] = defaultdict(set)
    leads: dict[int, str] = {}
    numbers = {row.number for row in batch.rows}
    for row in earlier_ledger(record, batch.number, files):
        if row.lead_id is not None and row.row in numbers:
            places[row.lead_id].add(Place(record.sequence, row.sheet, row.row, record.edition))
            leads[row.row] = row.lead_id
    before = record.remap.earlier[-1]
    plan = mended_plan(files, before, record.remap.mends_of(before))
    usable, _ = usable_rows(record, plan, mended(batch, plan.sheet(batch.sheet).mends)[0], extraction)
    by_content = {row.number: leads[row.number] for row in usable if not row.has_address and row.number in leads}
    return EarlierRows({lead_id: frozenset(some) for lead_id, some in places.items()}, by_content)


def with_their_leads(rows: Sequence[KnownRow], earlier: EarlierRows, leads: LeadTable) -> list[KnownRow]:
    """Rows without an address stay with the leads that they have been, whatever they say now; so do mended rows that
    get one.

    The lead claims what such a row is known by now, so that the same file, read in this way, finds it again.
    """
    if earlier.are_mended:
        _claim_addresses(rows, earlier, leads)
    staying = {
        row.row.number: lead_id
        for row in rows
        if row.incoming.statement.known_by is KnownBy.CONTENT
        and (lead_id := earlier.by_content.get(row.row.number)) is not None
    }
    keys = {row.incoming.key: staying[row.row.number] for row in rows if row.row.number in staying}
    found = leads.look_up(keys)
    for key, lead_id in keys.items():
        if key != lead_id and found.owner(key) == key and found.lead(key) is None:
            leads.claims.take(key, lead_id)
    return [
        replace(row, incoming=replace(row.incoming, key=staying[row.row.number])) if row.row.number in staying else row
        for row in rows
    ]


def _claim_addresses(rows: Sequence[KnownRow], earlier: EarlierRows, leads: LeadTable) -> None:
    """Has leads claim the first address that they get by a mended row, unless another lead has it."""
    getting = {
        row.incoming.key: lead_id
        for row in rows
        if row.incoming.statement.known_by is KnownBy.EMAIL
        and (lead_id := earlier.by_content.get(row.row.number)) is not None
    }
    found = leads.look_up([*getting, *getting.values()])
    for address, lead_id in getting.items():
        lead = found.lead(lead_id)
        state = lead.standing.state if lead else None
        is_free = found.owner(address) == address and found.lead(address) is None
        if is_free and state is not None and state.text(EMAIL) is None:
            leads.claims.take(address, lead_id)
