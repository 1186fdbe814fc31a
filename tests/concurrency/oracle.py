"""What the leads must be after a schedule, by the plain sequential model: each row once, in the order of its place.

The model takes the files and the imports' options as they were uploaded. From the CRM it takes what no order of
deliveries decides: which batches were closed before their rows were handled (the ledger), which changes by hand came
about and where they stand (the chains), and which addresses leads have claimed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from unittest.mock import patch

from crm.imports.bulk_change import BulkAction
from crm.imports.ledger import LedgerRow
from crm.imports.model import Import
from crm.outcomes import Outcome, Policy
from crm.said import Said
from crm.statements import size
from crm.statements.field_paths import Reader
from crm.statements.folding import fold, in_force, not_taken_back_for_good
from crm.statements.identity import identity_of_email
from crm.statements.lead import Lead
from crm.statements.statement import Kind, KnownBy, Place, Revocation, Source, Statement
from crm.values.text import fold as folded_text

from tests.concurrency.files import EVERY_ADDRESS, Cells, meaning_of, standard_row
from tests.concurrency.schedule import Schedule
from tests.unit.statements.in_words import seen
from tests.unit.statements.sequential_model import lead_after

SMALL = 90
"""Characters of a lead in schedules whose leads grow too large."""
_CLOSED = {Outcome.REJECTED, Outcome.CANCELLED}
_DONE = {Outcome.UPDATED, Outcome.UNCHANGED, Outcome.SUPERSEDED}
_FIRST = Place(0, 0, 0)

Content = tuple[tuple[tuple[str, str], ...], int]
"""What a row without an address says, and how many equal rows of its file stand before it."""


@dataclass(slots=True)
class _Said:
    """All that was said of one lead."""

    statements: list[Statement] = field(default_factory=list)
    taken_back: set[Place] = field(default_factory=set)
    in_chain: dict[Place, Statement] = field(default_factory=dict)
    restores: dict[Place | None, Revocation] = field(default_factory=dict)
    made_by_hand: Place = field(default=_FIRST)
    anew: list[tuple[int, frozenset[Place]]] = field(default_factory=list)


@contextmanager
def small_leads() -> Iterator[None]:
    """While it runs, a lead holds few characters, so that the limit is often reached."""
    with (
        patch.object(size, "MOST_BYTES", SMALL),
        patch.object(size, "bytes_of", lambda held: sum(len(path) + len(one.text) for path, one in held.items())),
        patch.object(size, "_bytes_of_value", lambda path, one: len(path) + len(one.text)),
        patch.object(size, "_bytes_of_origin", lambda _: 0),
        patch.object(size, "_surely_fits", lambda _: False),
    ):
        yield


Ledgers = list[tuple[Import, list[LedgerRow]]]


def check_leads(schedule: Schedule, imports: Ledgers, jobs: Ledgers, most: int | None) -> None:
    """Every lead is what the model makes of its statements, and what its own chain says.

    Args:
        jobs: bulk changes.
        most: characters of a lead, None for the usual limit.
    """
    leads = {lead.lead_id: lead for lead in schedule.leads()}
    said = _read_chains(schedule, leads)
    for record, ledger in jobs:
        _add_changes(schedule, record, ledger, said)
    told = {(record.import_id, row.sheet, row.row): row.lead_id for record, ledger in imports for row in ledger}
    rows = _Rows(schedule, said, told)
    # What is said anew first: its leads are known by several contents.
    for record, ledger in sorted(imports, key=lambda one: one[0].remap is None):
        rows.add(record, {(row.sheet, row.row): row for row in ledger})
    for record, ledger in imports:
        _take_back_what_is_said_anew(schedule, record, ledger, said)
    for lead_id in leads.keys() | said.keys():
        lead, one = leads.get(lead_id), said[lead_id]
        shown = seen(lead.standing.state) if lead else {}
        expected = lead_after(one.statements, one.taken_back, most) or {}
        assert shown == expected, f"lead {lead_id} is {shown}, but should be {expected}"


def _read_chains(schedule: Schedule, leads: dict[str, Lead]) -> defaultdict[str, _Said]:
    """What people did to the leads, and which rows their chains hold; each lead is what its chain says."""
    said: defaultdict[str, _Said] = defaultdict(_Said)
    for lead_id, lead in leads.items():
        chain = schedule.recorder.chains.read(lead_id, lead.chain)
        assert fold(chain) == lead.standing.state, f"the chain of {lead_id} says otherwise"
        one = said[lead_id]
        for entry in chain:
            if isinstance(entry, Revocation):
                if entry.place is None:
                    deletes = {place for place, made in one.in_chain.items() if made.kind is Kind.DELETE}
                    one.taken_back |= entry.places & deletes
                one.restores[entry.place] = entry
                continue
            assert entry.place not in one.in_chain, f"{lead_id} has a statement twice"
            one.in_chain[entry.place] = entry
            if entry.place.is_by_hand:
                one.statements.append(entry)
        one.anew = [(r.place.edition, r.places) for r in in_force(chain) if r.place and r.place.edition]
        assert max(one.in_chain) == lead.standing.newest
        first = next(iter(one.in_chain.values()))
        is_begun_anew = first.place.edition > 0 and schedule.has_crashed
        if first.kind is Kind.EDIT or is_begun_anew:
            # Who makes a lead where nothing was left of another removes that one first, and may die then.
            one.made_by_hand = first.place
    for lead_id, place in schedule.typed:
        # Where nothing was left of a lead, a person may have made another one with its address.
        is_another = place < said[lead_id].made_by_hand
        is_lost = lead_id in leads and place not in said[lead_id].in_chain and not is_another
        assert not is_lost, f"a change by hand of {lead_id} is lost"
    return said


def _add_changes(schedule: Schedule, record: Import, ledger: list[LedgerRow], said: defaultdict[str, _Said]) -> None:
    """What a bulk change says of each lead, and that it is in the lead's chain where its ledger says so."""
    change, source = record.change, Source(record.import_id, record.created_at, record.owner_email)
    found = schedule.files.selection(record.import_id) or ()
    assert change is not None
    says = {path: Said(text) for path, text in change.says.items()}
    kind = Kind.DELETE if change.action is BulkAction.DELETE else Kind.CHANGE
    for row in ledger:
        lead_id, place = found[row.row - 1], Place(record.sequence, row.sheet, row.row)
        one = said.get(lead_id)
        is_taken_back = row.outcome in _CLOSED or record.undo is not None
        if one is None or not one.in_chain:
            assert row.outcome not in _DONE or is_taken_back or schedule.interfered, f"{row} of no lead"
            continue
        if change.action is BulkAction.RESTORE:
            restore = one.restores.get(place)
            if not is_taken_back and row.outcome is Outcome.UPDATED and one.made_by_hand < place:
                assert restore is not None, f"the restore of {lead_id} is lost"
            if restore is not None and not is_taken_back:
                one.taken_back |= restore.places
            continue
        is_said = row.lead_id is not None and (kind is Kind.CHANGE or row.outcome is Outcome.UPDATED)
        if is_taken_back:
            if place in one.in_chain:
                one.statements.append(one.in_chain[place])
                one.taken_back.add(place)
        elif is_said and (place in one.in_chain or one.made_by_hand < place):
            assert place in one.in_chain, f"{place} of {lead_id} is lost: {row}"
            one.statements.append(Statement(place, kind, source, says, KnownBy.LEAD_ID))
        else:
            assert place not in one.in_chain, f"{place} of {lead_id} is said, though the ledger says {row}"


def _take_back_what_is_said_anew(
    schedule: Schedule, record: Import, ledger: list[LedgerRow], said: defaultdict[str, _Said]
) -> None:
    """What an import has said of a row at first counts no more once the row is said anew, and only then."""
    if record.remap is None:
        return
    file = schedule.uploaded[record.import_id]
    for row in ledger:
        place = Place(record.sequence, row.sheet, row.row, record.edition)
        cells = dict(file[row.sheet].numbered()).get(row.row)
        is_nobody = cells is not None and standard_row(file[row.sheet].header, cells).reason is not None
        for lead_id, one in said.items():
            earlier = place.earlier & {statement.place for statement in one.statements}
            if not one.in_chain:
                # Nothing was left of it, so somebody else has taken its address, and what it was with that.
                one.taken_back |= earlier
                continue
            if record.undo is not None or not earlier:
                continue
            if row.outcome not in _CLOSED:
                one.taken_back |= earlier
            elif any(place.edition == edition and earlier & places for edition, places in one.anew):
                assert is_nobody, f"{row} of {lead_id} was closed, and what it was is gone"
                # Whether that was found before the batch was closed, the chain decides.
                one.taken_back |= earlier


class _Rows:
    """Gives the rows of imports to the leads that they are about."""

    def __init__(
        self, schedule: Schedule, said: defaultdict[str, _Said], told: dict[tuple[str, int, int], str | None]
    ) -> None:
        self._schedule = schedule
        self._said = said
        self._claims = schedule.claims()
        self._leads: dict[Content, str] = {}
        self._contents: dict[str, Content] = {}
        self._told = told
        self._anew: set[str | None] = set()

    def add(self, record: Import, ledger: dict[tuple[int, int], LedgerRow]) -> None:
        seen: defaultdict[tuple[tuple[str, str], ...], int] = defaultdict(int)
        source = _source(record, self._schedule)
        for index, sheet in enumerate(self._schedule.uploaded[record.import_id]):
            for number, cells in sheet.numbered():
                content = _content(sheet.header, cells)
                equal_before = seen[content]
                seen[content] += 1
                row = ledger.get((index, number))
                standard = standard_row(sheet.header, cells)
                if row is None or standard.reason is not None:
                    assert row is None or row.outcome in _CLOSED, f"a row that is nobody is {row}"
                    continue
                place = Place(record.sequence, index, number, record.edition)
                says = {**standard.says, **record.set_values.says()}
                email = standard.says.get("email")
                known_by = KnownBy.EMAIL if email else KnownBy.CONTENT
                if email:
                    lead_id: str | None = self._owner(email.text or "")
                elif record.remap:
                    lead_id = self._stayed(record, row)
                else:
                    lead_id = self._known(row, (content, equal_before))
                if standard.lead_id is not None and standard.lead_id in {row.lead_id, *self._said}:
                    known_by, lead_id = KnownBy.LEAD_ID, standard.lead_id
                self._give(record, row, lead_id, Statement(place, Kind.ROW, source, says, known_by))

    def _stayed(self, record: Import, row: LedgerRow) -> str | None:
        """The lead of a row that is said anew without an address: the one that it was, if it had none before."""
        before = record.remap.earlier[-1] if record.remap else ""
        sheet = self._schedule.uploaded[before][row.sheet]
        standard = standard_row(sheet.header, dict(sheet.numbered())[row.row])
        if standard.reason is None and "email" not in standard.says:
            was = self._told.get((before, row.sheet, row.row))
            assert row.lead_id is None or was in (None, row.lead_id), f"{row} was {was}"
        if row.lead_id is not None:
            self._anew.add(row.lead_id)
        return row.lead_id

    def _give(self, record: Import, row: LedgerRow, lead_id: str | None, statement: Statement) -> None:
        if statement.known_by is KnownBy.LEAD_ID and lead_id is not None:
            statement = self._as_corrected(statement, lead_id)
        said = self._said.get(row.lead_id or "")
        recorded = said.in_chain.get(statement.place) if said else None
        if recorded is not None and recorded.known_by is KnownBy.CLAIM:
            statement = replace(statement, known_by=KnownBy.CLAIM)
        taken_back = row.outcome in _CLOSED or record.undo is not None
        if not taken_back and row.lead_id is not None:
            said = self._said[row.lead_id]
            if said.in_chain:
                if statement.place < said.made_by_hand and statement.place not in said.in_chain:
                    # Nothing was left of the lead, so its address was free for one that a person made.
                    return
                assert row.lead_id == lead_id, f"{statement.place} went to {row.lead_id} instead of {lead_id}"
                assert statement.place in said.in_chain, f"{statement.place} is lost"
            # Of a lead that is gone, nothing may be left.
            said.statements.append(statement)
            return
        for one in [self._said[key] for key in (lead_id, row.lead_id) if key is not None and key in self._said]:
            if statement.place in one.in_chain and statement.place not in one.taken_back:
                one.statements.append(statement)
                one.taken_back.add(statement.place)

    def _as_corrected(self, row: Statement, lead_id: str) -> Statement:
        """A row that names its lead, without its address where the lead did not come to that address."""
        if "email" not in row.says:
            return row
        in_chain = self._said[lead_id].in_chain
        recorded = in_chain.get(row.place)
        if recorded is not None:
            came_to_it = "email" in recorded.says
        else:
            # What the chain of a lead that is gone said, only its claims still tell.
            came_to_it = bool(in_chain) or self._owner(row.says["email"].text or "") == lead_id
        if came_to_it:
            return row
        says = {path: one for path, one in row.says.items() if path != "email"}
        beside = {f"emails/{row.says['email'].text}": Said(None)} if row.source.policy is Policy.REPLACE else {}
        return replace(row, says={**beside, **says})

    def _owner(self, address: str) -> str:
        key = self._schedule.recorder.leads.id_of(identity_of_email(address) or "")
        return self._claims.get(key, key)

    def _known(self, row: LedgerRow, content: Content) -> str | None:
        """The lead of a row without an address: the same for the same content, another one for each other."""
        if row.lead_id is None or row.lead_id in self._schedule.named:
            return row.lead_id
        if row.lead_id in self._anew:
            return row.lead_id
        assert self._leads.setdefault(content, row.lead_id) == row.lead_id, f"{content} is two leads"
        assert self._contents.setdefault(row.lead_id, content) == content, f"{row.lead_id} is two rows"
        return row.lead_id


def check_addresses(schedule: Schedule) -> None:
    """The address that a lead has is its own, and leads have claimed no address that nothing says any more.

    Who died between a claim and its statement may leave such a claim behind.
    """
    leads = {lead.lead_id: lead for lead in schedule.leads()}
    claims, id_of = schedule.claims(), schedule.recorder.leads.id_of
    said: defaultdict[str, set[str]] = defaultdict(set)
    for lead_id, lead in leads.items():
        address = lead.standing.state.text("email") if lead.standing.state else None
        if address:
            key = id_of(identity_of_email(address) or "")
            assert claims.get(key, key) == lead_id, f"{address} of {lead_id} belongs to {claims.get(key, key)}"
            said[lead_id].add(key)
        for one in not_taken_back_for_good(schedule.recorder.chains.read(lead_id, lead.chain)):
            if "email" in one.says:
                said[lead_id].add(id_of(identity_of_email(one.says["email"].text or "") or ""))
    # Rows without an address that are said anew leave claims too, of what they say as a whole.
    of_addresses = {id_of(identity_of_email(address) or "") for address in EVERY_ADDRESS}
    for key, owner in claims.items():
        if key not in of_addresses:
            continue
        assert key in said[owner] or schedule.has_crashed, f"{owner} has claimed {key}, which nothing says"


def _content(header: tuple[str, ...], cells: Cells) -> tuple[tuple[str, str], ...]:
    """What a row says, whatever the order of its columns and the headers of its extras."""
    headers = ("" if name in ("City", "Town") else folded_text(name) for name in header)
    pairs = ((name, folded_text(cell)) for name, cell in zip(headers, cells, strict=True))
    return tuple(sorted((name, cell) for name, cell in pairs if cell))


def _source(record: Import, schedule: Schedule) -> Source:
    rules = dict(record.rules)
    for first, further in (("email", "emails"), ("phone", "phones")):
        if first in rules:
            rules[further] = rules[first]
    name, by, at = record.said_by
    # The same rows, of which each column means the same, are the same file read in the same way.
    file = schedule.uploaded[record.import_id]
    reading = str((id(schedule.uploaded[name]), meaning_of(file)))
    readers = {"city": Reader("city", 0), "town": Reader("city", 1)}
    return Source(name, at, by, record.file_name, record.policy, rules, readers, reading)
