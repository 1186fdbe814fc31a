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
from crm.imports.mending import ROW_LEFT_OUT
from crm.imports.model import Import
from crm.outcomes import Outcome, Policy
from crm.said import Said
from crm.statements import size
from crm.statements.field_paths import Reader
from crm.statements.identity import identity_of_email
from crm.statements.in_order import fold, in_force, live_merges, newest_of, not_taken_back_for_good
from crm.statements.lead import Lead
from crm.statements.statement import Kind, KnownBy, Merge, Place, Revocation, Source, Statement
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
    """All that was said of one lead, or of those that have become one."""

    statements: list[Statement] = field(default_factory=list)
    taken_back: set[Place | tuple[Place, str]] = field(default_factory=set)
    in_chain: dict[Place, Statement] = field(default_factory=dict)
    said: list[Statement] = field(default_factory=list)
    restores: dict[Place | None, Revocation] = field(default_factory=dict)
    made_by_hand: dict[str, Place] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    merged_at: set[Place] = field(default_factory=set)
    anew: list[tuple[int, frozenset[Place]]] = field(default_factory=list)

    def name(self, member: str) -> str:
        """How the chain names a lead."""
        return member if any(member in one.of for one in self.merges) else ""

    def began(self, member: str) -> Place:
        """Where a lead begins that a person has made."""
        return self.made_by_hand.get(self.name(member), _FIRST)

    def deletes_of(self, restore: Revocation) -> set[tuple[Place, str]]:
        """The deletes that a restore takes back."""
        return {(one.place, one.of[0]) for one in self.said if one.kind is Kind.DELETE and restore.takes_back(one)}

    def said_at(self, place: Place) -> list[Statement]:
        """What the chain holds at a place; several where leads have become one again."""
        return [one for one in self.said if one.place == place]


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
        expected = lead_after(one.statements, one.taken_back, most, one.merges) or {}
        assert shown == expected, f"lead {lead_id} is {shown}, but should be {expected}"


def _read_chains(schedule: Schedule, leads: dict[str, Lead]) -> defaultdict[str, _Said]:
    """What people did to the leads, and which rows their chains hold; each lead is what its chain says."""
    said: defaultdict[str, _Said] = defaultdict(_Said)
    for lead_id, lead in leads.items():
        chain = schedule.recorder.chains.read(lead_id, lead.chain)
        assert fold(chain) == lead.standing.state, f"the chain of {lead_id} says otherwise"
        one = said[lead_id]
        one.merges = live_merges(chain)
        one.merged_at = {entry.place for entry in chain if isinstance(entry, Merge)}
        assert {merge.merge_id for merge in one.merges} == {merge.merge_id for merge in lead.merged}
        told: set[tuple[Place, tuple[str, ...]]] = set()
        for entry in chain:
            if isinstance(entry, Revocation):
                one.taken_back |= one.deletes_of(entry) if entry.place is None else set()
                one.restores[entry.place] = entry
            elif isinstance(entry, Statement):
                assert (entry.place, entry.of) not in told, f"{lead_id} has a statement twice"
                told.add((entry.place, entry.of))
                one.in_chain[entry.place] = entry
                one.said.append(entry)
                # Who makes a lead where nothing was left of another removes that one first, and may die then.
                is_begun = entry.kind is Kind.EDIT or (entry.place.edition > 0 and schedule.has_crashed)
                for member in entry.of:
                    one.made_by_hand.setdefault(member, entry.place if is_begun else _FIRST)
                if entry.place.is_by_hand:
                    one.statements.append(entry)
        one.anew = [(r.place.edition, r.places) for r in in_force(chain) if r.place and r.place.edition]
        assert newest_of(chain) == lead.standing.newest
    _check_what_was_typed(schedule, said, leads)
    return said


def _check_what_was_typed(schedule: Schedule, said: dict[str, _Said], leads: dict[str, Lead]) -> None:
    """No change by hand that was answered as done is lost."""
    places = {place for one in said.values() for place in (*one.in_chain, *one.merged_at)}
    for typed, place in schedule.typed:
        lead_id = schedule.now(typed)
        one = said.get(lead_id, _Said())
        # Where nothing was left of a lead, a person may have made another one with its address.
        is_another = place < max(one.made_by_hand.values(), default=_FIRST)
        # Of leads that were taken apart, each has what was its own.
        there = places if schedule.merges or one.merged_at else one.in_chain
        assert lead_id not in leads or place in there or is_another, f"a change by hand of {lead_id} is lost"
    known = {one.merge_id for lead in leads.values() for one in lead.merged} | schedule.taken_apart
    for merge_id, (merged, place) in schedule.merges.items():
        lead_id = schedule.now(merged)
        is_another = place < said.get(lead_id, _Said()).began("")
        # Who merges what a bulk change has made one is answered with its merge, which goes when that is taken back.
        jobs = filter(None, map(schedule.imports.get, schedule.merge_jobs))
        is_undone = any(f"-{job.import_id[-12:]}-" in merge_id for job in jobs if job.undo is not None)
        assert merge_id in known or lead_id not in leads or is_another or is_undone, f"{merge_id} is lost"


def _add_changes(schedule: Schedule, record: Import, ledger: list[LedgerRow], said: defaultdict[str, _Said]) -> None:
    """What a bulk change says of each lead, and that it is in the lead's chain where its ledger says so."""
    change, source = record.change, Source(record.import_id, record.created_at, record.owner_email)
    found = schedule.files.selection(record.import_id) or ()
    assert change is not None
    says = {path: Said(text) for path, text in change.says.items()}
    kind = Kind.DELETE if change.action is BulkAction.DELETE else Kind.CHANGE
    for row in ledger:
        named, place = found[row.row - 1], Place(record.sequence, row.sheet, row.row)
        lead_id = schedule.now(named)
        one = said.get(lead_id)
        is_taken_back = row.outcome in _CLOSED or record.undo is not None
        if one is None or not one.in_chain:
            assert row.outcome not in _DONE or is_taken_back or schedule.interfered, f"{row} of no lead"
            continue
        # What is said of leads that are one is of each of them once they are taken apart.
        of_several = [other for other in said.values() if place in other.in_chain or place in other.restores]
        if change.action is BulkAction.RESTORE:
            if not is_taken_back and row.outcome is Outcome.UPDATED and one.began(named) < place:
                assert place in one.restores, f"the restore of {lead_id} is lost"
            for other in of_several:
                other.taken_back |= set() if is_taken_back else other.deletes_of(other.restores[place])
            continue
        is_said = row.lead_id is not None and (kind is Kind.CHANGE or row.outcome is Outcome.UPDATED)
        if is_taken_back:
            for other in of_several:
                other.statements += other.said_at(place)
                other.taken_back.add(place)
        elif is_said and (of_several or one.began(named) < place):
            assert of_several, f"{place} of {lead_id} is lost: {row}"
            for other in of_several:
                for recorded in other.said_at(place):
                    assert recorded.says == {path: says[path] for path in recorded.says}
                    assert recorded.says.keys() == says.keys() or other.merged_at
                    other.statements.append(replace(recorded, kind=kind, source=source, known_by=KnownBy.LEAD_ID))
        else:
            assert not of_several, f"{place} of {lead_id} is said, though the ledger says {row}"


def _take_back_what_is_said_anew(
    schedule: Schedule, record: Import, ledger: list[LedgerRow], said: defaultdict[str, _Said]
) -> None:
    """What an import has said of a row at first counts no more once the row is said anew, and only then."""
    if record.remap is None:
        return
    file = schedule.file_of(record.import_id)
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
        self._known_ids = schedule.known()
        self._leads: dict[Content, str] = {}
        self._contents: dict[str, Content] = {}
        self._told = told
        self._anew: set[str | None] = set()

    def add(self, record: Import, ledger: dict[tuple[int, int], LedgerRow]) -> None:
        seen: defaultdict[tuple[tuple[str, str], ...], int] = defaultdict(int)
        source = _source(record, self._schedule)
        for index, sheet in enumerate(self._schedule.file_of(record.import_id)):
            for number, cells in sheet.numbered():
                content = _content(sheet.header, cells)
                equal_before = seen[content]
                seen[content] += 1
                row = ledger.get((index, number))
                if row is not None and row.reason == ROW_LEFT_OUT:
                    continue
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
                # Whether the lead that it names was there when it was handled, the chain tells.
                said = self._said.get(self._schedule.now(row.lead_id or ""))
                recorded = said.in_chain.get(place) if said else None
                was_named = recorded is None or recorded.known_by is KnownBy.LEAD_ID
                if was_named and standard.lead_id in {row.lead_id, *self._known_ids} - {None}:
                    # Of leads that are one, it is about the one that has its address.
                    has_it = lead_id == row.lead_id and email is not None
                    known_by, lead_id = KnownBy.LEAD_ID, lead_id if has_it else standard.lead_id
                self._give(record, row, lead_id, Statement(place, Kind.ROW, source, says, known_by))

    def _stayed(self, record: Import, row: LedgerRow) -> str | None:
        """The lead of a row that is said anew without an address: the one that it was, if it had none before."""
        earlier = record.remap.earlier if record.remap else ()
        sheet = self._schedule.file_of(earlier[-1])[row.sheet]
        standard = standard_row(sheet.header, dict(sheet.numbered())[row.row])
        mended = self._schedule.mended.get(earlier[-1])
        is_left_out = mended is not None and (row.sheet, row.row) in mended.left_out
        if not is_left_out and standard.reason is None and "email" not in standard.says:
            places = [(one, row.sheet, row.row) for one in reversed(earlier)]
            was = next((self._told[place] for place in places if place in self._told), None)
            assert row.lead_id is None or was in (None, row.lead_id), f"{row} was {was}"
        if row.lead_id is not None:
            self._anew.add(row.lead_id)
        return row.lead_id

    def _give(self, record: Import, row: LedgerRow, lead_id: str | None, statement: Statement) -> None:
        if statement.known_by is KnownBy.LEAD_ID and lead_id is not None:
            statement = self._as_corrected(statement, lead_id)
        owner = self._schedule.now(row.lead_id or "")
        said = self._said.get(owner)
        recorded = said.in_chain.get(statement.place) if said else None
        if recorded is not None and recorded.known_by is KnownBy.CLAIM:
            statement = replace(statement, known_by=KnownBy.CLAIM)
        taken_back = row.outcome in _CLOSED or record.undo is not None
        if not taken_back and row.lead_id is not None:
            said = self._said[owner]
            statement = replace(statement, of=(said.name(row.lead_id),))
            if said.in_chain:
                if statement.place < said.began(row.lead_id) and statement.place not in said.in_chain:
                    # Nothing was left of the lead, so its address was free for one that a person made.
                    return
                assert row.lead_id == lead_id, f"{statement.place} went to {row.lead_id} instead of {lead_id}"
                assert statement.place in said.in_chain, f"{statement.place} is lost"
            # Of a lead that is gone, nothing may be left.
            said.statements.append(statement)
            return
        owners = {self._schedule.now(key) for key in (lead_id, row.lead_id) if key is not None}
        holding = {key for key, one in self._said.items() if statement.place in one.in_chain}
        # Whoever was to tell whose the row is was stopped before: then its statement tells.
        for one in [self._said[key] for key in owners & holding or holding]:
            if statement.place not in one.taken_back:
                said_there = one.in_chain[statement.place]
                one.statements.append(replace(statement, of=said_there.of, known_by=said_there.known_by))
                one.taken_back.add(statement.place)

    def _as_corrected(self, row: Statement, lead_id: str) -> Statement:
        """A row that names its lead, without its address where the lead did not come to that address."""
        if "email" not in row.says:
            return row
        in_chain = self._said[self._schedule.now(lead_id)].in_chain
        recorded = in_chain.get(row.place)
        if recorded is not None:
            came_to_it = "email" in recorded.says and recorded.says["email"].text is not None
        else:
            # What the chain of a lead that is gone said, only its claims still tell.
            came_to_it = bool(in_chain) or self._owner(row.says["email"].text or "") == lead_id
        if came_to_it:
            return row
        says = {path: one for path, one in row.says.items() if path != "email"}
        beside = {"email": Said(None), f"emails/{row.says['email'].text}": Said(None)}
        return replace(row, says={**beside, **says} if row.source.policy is Policy.REPLACE else says)

    def _owner(self, address: str) -> str:
        return self._schedule.member(self._schedule.recorder.leads.id_of(identity_of_email(address) or ""))

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
            assert schedule.owner(key) == lead_id, f"{address} of {lead_id} belongs to {schedule.owner(key)}"
            said[lead_id].add(key)
        for one in not_taken_back_for_good(schedule.recorder.chains.read(lead_id, lead.chain)):
            if "email" in one.says:
                said[lead_id].add(id_of(identity_of_email(one.says["email"].text or "") or ""))
    # Rows without an address that are said anew leave claims too, of what they say as a whole.
    of_addresses = {id_of(identity_of_email(address) or "") for address in EVERY_ADDRESS}
    for key, owner in claims.items():
        if key not in of_addresses:
            continue
        is_said = key in said[schedule.owner(owner)]
        assert is_said or schedule.has_crashed, f"{owner} has claimed {key}, which nothing says"


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
    mended = schedule.mended.get(record.import_id)
    mends = mended.mends if mended else ""
    reading = str((id(schedule.uploaded[name]), meaning_of(schedule.file_of(record.import_id)), mends))
    readers = {"city": Reader("city", 0), "town": Reader("city", 1)}
    return Source(name, at, by, record.file_name, record.policy, rules, readers, reading)
