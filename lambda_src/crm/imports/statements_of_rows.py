"""The rows of a batch as statements, and the leads that they are about.

A row is known by the `Lead ID` of an own export if that lead exists, else by its address, else by what it says as a
whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crm.fields import IDENTIFYING
from crm.imports.batches import Batch, BatchRow
from crm.imports.free_text import BatchExtraction, with_extracted_values
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import
from crm.imports.plan import ImportPlan
from crm.imports.row_content import digest_of
from crm.imports.told import rejected_row
from crm.imports.work_files import MissingWorkFileError
from crm.leads.reading import name_of
from crm.outcomes import Outcome, Policy
from crm.said import EMAIL, FURTHER, Said, further_email, ruled_path
from crm.sentences import ROWS, Sentence
from crm.standardizing.limits import MAX_READ, TOO_LONG
from crm.standardizing.standardizer import Standardizer, StandardRow
from crm.statements.arrivals import Arrival, InTurn
from crm.statements.chains import ExpiredChainError
from crm.statements.folding import LeadState, is_there
from crm.statements.found import Found
from crm.statements.identity import identity_of_content, identity_of_email
from crm.statements.keys import is_key
from crm.statements.lead import Lead
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Incoming, Recorder, as_recorded
from crm.statements.statement import Kind, KnownBy, Place, Source, Statement

NOBODY = ROWS["noSuchLead"]


@dataclass(frozen=True, slots=True)
class UsableRow:
    """A row that can be a lead.

    Args:
        identity: of the lead, if the row names none.
        standard: what it says.
    """

    number: int
    identity: str
    standard: StandardRow

    @property
    def has_address(self) -> bool:
        return EMAIL in self.standard.says

    @property
    def names_somebody(self) -> bool:
        """Whether it says whose it is without its `Lead ID`."""
        return any(path in self.standard.says for path in IDENTIFYING)


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row and the lead that it is about.

    Args:
        incoming: its statement, on its way to that lead.
        wanted: identity of an address that it corrects its lead to; None where the lead has it, and for all rows that
            name no lead.
    """

    row: UsableRow
    incoming: Incoming
    wanted: str | None


def source_of(record: Import, plan: ImportPlan | None = None) -> Source:
    """What the statements of an import have in common. A rule for the first of several is one for the others too.

    Args:
        plan: None for a revocation, which says nothing of fields.
    """
    name, by, at = record.said_by
    further = {FURTHER[field]: rule for field, rule in record.rules.items() if field in FURTHER}
    named = {ruled_path(path): rule for path, rule in record.rules.items()}
    return Source(
        name=name,
        at=at,
        by=by,
        file_name=record.file_name,
        policy=record.policy,
        rules={**further, **named},
        readers=plan.readers if plan else {},
        reading=plan.reading if plan else "",
    )


def usable_rows(
    record: Import, plan: ImportPlan, batch: Batch, extraction: BatchExtraction
) -> tuple[list[UsableRow], list[LedgerRow]]:
    """Splits a batch into rows that can be leads, and rows that are rejected or say that they are nobody.

    Raises:
        MissingWorkFileError: if the plan has no mapping for the batch's sheet.
    """
    mapping = plan.sheet(batch.sheet).mapping
    if mapping is None:
        raise MissingWorkFileError(f"the plan of import {record.import_id} has no mapping for sheet {batch.sheet}")
    standardizer = Standardizer(mapping, record.region)
    usable: list[UsableRow] = []
    rejected: list[LedgerRow] = []
    for row in batch.rows:
        if sum(map(len, row.cells)) > MAX_READ:
            # One row never costs its batch the worker's time.
            rejected.append(LedgerRow(batch.sheet, row.number, Outcome.REJECTED, TOO_LONG))
            continue
        read = standard = standardizer.standardize(row.cells)
        if (found := extraction.values.get(row.number)) is not None:
            standard = with_extracted_values(standard, found, record.region)
        if standard.is_nobody:
            rejected.append(LedgerRow(batch.sheet, row.number, Outcome.SKIPPED, standard.reason))
        elif standard.reason is not None:
            rejected.append(rejected_row(batch.sheet, row.number, standard, standard.reason, plan.own_fields))
        else:
            usable.append(UsableRow(row.number, _identity(standard, read, row), standard))
    return usable, rejected


def _identity(standard: StandardRow, read: StandardRow, row: BatchRow) -> str:
    """The identity of a row: by its address, even one that the model found in a text, or by what was read."""
    email = standard.says.get(EMAIL)
    by_email = identity_of_email(email.text if email else None)
    return by_email or identity_of_content(digest_of(read).hex(), row.equal_before)


def known_rows(
    record: Import, plan: ImportPlan, sheet: int, rows: Sequence[UsableRow], leads: LeadTable
) -> tuple[list[KnownRow], list[LedgerRow]]:
    """The lead that each row is about, and rejected rows, which name nobody; nothing is written."""
    source, said_of_all = source_of(record, plan), record.set_values.says()
    naming = {row.number: str(row.standard.lead_id) for row in rows if is_key(row.standard.lead_id)}
    found = leads.look_up([*naming.values(), *(leads.id_of(row.identity) for row in rows if row.number in naming)])
    known: list[KnownRow] = []
    rejected: list[LedgerRow] = []
    for row in rows:
        key, known_by, wanted = leads.id_of(row.identity), KnownBy.EMAIL if row.has_address else KnownBy.CONTENT, None
        named = found.lead(naming[row.number]) if row.number in naming else None
        place = Place(record.sequence, sheet, row.number, record.edition)
        if not row.names_somebody and not (named and _may_have_been_there(named, place)):
            rejected.append(LedgerRow(sheet, row.number, Outcome.REJECTED, NOBODY))
            continue
        if named is not None:
            has_it = row.has_address and found.owner(key) == named.lead_id
            wanted = row.identity if row.has_address and not has_it else None
            # Of leads that have become one, the row is about the one that has its address.
            key, known_by = found.member(key if has_it else naming[row.number]), KnownBy.LEAD_ID
        says = {**row.standard.says, **said_of_all}
        if record.policy is Policy.REPLACE:
            # The file has them: what a lead holds there must not be emptied.
            says = {**dict.fromkeys(row.standard.left_out, Said(None)), **says}
        known.append(KnownRow(row, Incoming(key, Statement(place, Kind.ROW, source, says, known_by)), wanted))
    return known, rejected


def _may_have_been_there(lead: Lead, place: Place) -> bool:
    """Whether a lead is there, or was when a row's turn was, before a person has moved it to the bin."""
    return is_there(lead.standing.state) or place < lead.standing.newest


def with_their_addresses(
    rows: Iterable[KnownRow], recorder: Recorder
) -> tuple[list[KnownRow], Mapping[int, tuple[str, ...]]]:
    """Claims the addresses to which rows correct the leads that they name.

    Only a row that makes its address the lead's when its turn is claims it, also where something newer has given the
    lead another one, and each is judged by what the rows before it make of the lead. What another row, a rule or the
    policy keeps from the lead is left out of the statement, so that no lead can come to an address that it has not
    claimed.

    Returns:
        The rows whose address is free or their lead's, and why the others are refused, by row number.
    """
    rows = sorted(rows, key=lambda row: row.incoming.statement.place)
    if not any(row.wanted for row in rows):
        return rows, {}
    keys = {row.incoming.key for row in rows}
    found = recorder.leads.look_up(keys)
    corrected = {found.owner(row.incoming.key): found.lead(row.incoming.key) for row in rows if row.wanted}
    turns = {lead_id: recorder.in_turn(lead) for lead_id, lead in corrected.items()}
    free: list[KnownRow] = []
    refused: dict[int, tuple[str, ...]] = {}
    for row in rows:
        turn = turns.get(found.owner(row.incoming.key))
        arrival = _arrival(row, turn, found) if turn else None
        if turn is None or arrival is None:
            free.append(row)
            continue
        if (wanted := row.wanted) is not None:
            brings = _says_address(turn.right_after(as_recorded(row.incoming, found)), row)
            holder = recorder.take_address(wanted, row.incoming.key) if brings else None
            if holder is not None and _says_address(arrival.after.state, row):
                refused[row.row.number] = _taken(row, holder)
                continue
            if not brings or holder is not None:
                row = _without_address(row)
                arrival = turn.arrival(as_recorded(row.incoming, found))
            elif (lead := found.lead(row.incoming.key)) is not None and lead.merged:
                # Of leads that have become one, another may have claimed it.
                row = _of_its_claimant(row, lead, recorder)
                keys.add(row.incoming.key)
                found = recorder.leads.look_up(keys)
                arrival = turn.arrival(as_recorded(row.incoming, found))
        turn.take(as_recorded(row.incoming, found), arrival)
        free.append(row)
    return free, refused


def _of_its_claimant(row: KnownRow, lead: Lead, recorder: Recorder) -> KnownRow:
    address = row.incoming.statement.says[EMAIL].text
    member = recorder.member_known_by(address, lead) or row.incoming.key
    return replace(row, incoming=replace(row.incoming, key=member))


def _arrival(row: KnownRow, turn: InTurn, found: Found) -> Arrival | None:
    """What a row does to its lead; None where it is recorded already, or the lead's chain is gone."""
    try:
        arrival = turn.arrival(as_recorded(row.incoming, found))
    except ExpiredChainError:
        return None
    return arrival if arrival.is_new else None


def _says_address(state: LeadState | None, row: KnownRow) -> bool:
    return state is not None and state.text(EMAIL) == row.incoming.statement.says[EMAIL].text


def _without_address(row: KnownRow) -> KnownRow:
    statement = row.incoming.statement
    says = {path: said for path, said in statement.says.items() if path != EMAIL}
    if statement.source.policy is Policy.REPLACE:
        # The file has it: where the lead has it beside its first one, it must not be emptied, and the row says whose
        # the rest is as it would have said it in time.
        says = {EMAIL: Said(None), further_email(statement.says[EMAIL].text or ""): Said(None), **says}
    return replace(row, incoming=replace(row.incoming, statement=replace(statement, says=says)))


def _taken(row: KnownRow, holder: Lead) -> tuple[str, ...]:
    address = row.row.standard.says[EMAIL].text or ""
    state = holder.standing.state
    has_it = state is not None and identity_of_email(state.text(EMAIL)) == identity_of_email(address)
    code = "addressTaken" if has_it else "addressKnown"
    name = name_of(state) if state else ""
    sentence = Sentence(f"{code}By", address=address, name=name) if name else Sentence(code, address=address)
    return (sentence, ROWS["holderInBin"]) if state is not None and not state.is_there else (sentence,)
