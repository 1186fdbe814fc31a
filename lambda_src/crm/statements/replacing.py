"""Saying rows anew: what an import has said is taken back and said in another edition, lead by lead, in one write each.

So no lead is ever without both. What is taken back comes back when the edition that replaces it is taken back itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crm.outcomes import Outcome, Policy
from crm.statements.arrivals import (
    KEPT,
    NEWER,
    NOTHING_LEFT,
    Arrival,
    Standing,
    changed_values,
    emptied_values,
    has_all_of,
)
from crm.statements.chains import ExpiredChainError
from crm.statements.claims import ROUNDS, ContentionError
from crm.statements.folding import LeadState, is_there
from crm.statements.found import Found
from crm.statements.in_order import OWN_NAME
from crm.statements.line import Line
from crm.statements.recording import (
    EXPIRED,
    Group,
    Incoming,
    Recorded,
    Recorder,
    grouped,
)
from crm.statements.statement import OWN, Entry, Place, Revocation, Source, Statement

Earlier = Mapping[str, Collection[Place]]
"""Places of rows in the new edition, by the id of each lead of which an earlier edition has said something there."""


@dataclass(slots=True)
class _Lead(Group):
    """A lead, the rows that are said of it, and those that were.

    Args:
        earlier: places of the latter in the new edition.
    """

    earlier: set[Place] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Replacer:
    """Says rows anew.

    Args:
        source: of the rows, and of what takes the earlier ones back.
    """

    recorder: Recorder
    source: Source

    def rows(self, incoming: Sequence[Incoming], earlier: Earlier, folder: str) -> list[Recorded]:
        """Says the rows of one batch anew.

        Args:
            folder: of the address of the pieces.

        Returns:
            What became of each row, by place. Of several rows of one lead the last one tells how the lead differs.

        Raises:
            ContentionError: when others change the leads all the time.
        """
        rows, leads = list(incoming), dict(earlier)
        recorded: list[Recorded] = []
        for _ in range(ROUNDS):
            if not rows and not leads:
                return sorted(recorded, key=lambda one: one.statement.place)
            found = self.recorder.leads.look_up([*(one.key for one in rows), *leads])
            groups = self._grouped(rows, leads, found)
            for group in groups.values():
                self._work_out(group)
            refused = self.recorder.record(groups, folder)
            for lead_id, group in groups.items():
                if lead_id not in refused:
                    told = zip(group.rows, group.arrivals, strict=True)
                    recorded += [Recorded(row.of[0] or lead_id, row, arrival) for row, arrival in told]
            rows = [one for one in rows if found.owner(one.key) in refused]
            leads = {lead_id: places for lead_id, places in leads.items() if found.owner(lead_id) in refused}
        raise ContentionError(f"{len(rows)} rows could not be said anew: others changed their leads all the time")

    def told(self, incoming: Sequence[Incoming], earlier: Earlier) -> list[Recorded]:
        """What became of the rows that an earlier delivery has said anew; no lead is written."""
        found = self.recorder.leads.look_up([*(one.key for one in incoming), *earlier])
        told: list[Recorded] = []
        known: list[Group] = []
        for lead_id, group in self._grouped(incoming, earlier, found).items():
            self._work_out(group)
            rows = zip(group.rows, group.arrivals, strict=True)
            said = [
                Recorded(row.of[0] or lead_id, row, one)
                for row, one in rows
                if not one.is_new and one.reason != EXPIRED
            ]
            told += said
            known += [Group(group.before)] if said else []
        self.recorder.record({group.before.lead_id: group for group in known if group.before}, "")
        return told

    def _grouped(self, rows: Iterable[Incoming], earlier: Earlier, found: Found) -> dict[str, _Lead]:
        groups = {lead_id: _Lead(one.before, one.rows) for lead_id, one in grouped(rows, found).items()}
        for lead_id, places in earlier.items():
            group = groups.setdefault(found.owner(lead_id), _Lead(found.lead(lead_id)))
            group.earlier |= set(places)
        for group in groups.values():
            group.rows.sort(key=lambda row: row.place)
        return groups

    def _work_out(self, group: _Lead) -> None:
        before, entries = group.before, list[Entry]()
        if before is not None:
            try:
                entries = self.recorder.chains.read(before.lead_id, before.chain)
            except ExpiredChainError:
                rejected = Arrival(before.standing, Outcome.REJECTED, EXPIRED, 0, is_new=False)
                group.arrivals = [rejected] * len(group.rows)
                return
        said = {one.place for one in entries if isinstance(one, Statement)}
        new = [row for row in group.rows if row.place not in said]
        revocations = _revocations(group, entries, said, self.source)
        group.new = [*revocations, *new]
        line = Line([*entries, *revocations])
        left_out: dict[Place, tuple[str, ...]] = {}
        for row in new:
            left_out[row.place] = line.with_one_more(row)[1]
            line.add(row)
        if (newest := line.newest(OWN_NAME)) is None:
            return
        group.after = Standing(line.state, newest)
        was, now = _before_and_after(group, entries, line)
        for number, row in enumerate(group.rows, 1):
            changed = changed_values(was, now) if number == len(group.rows) else 0
            outcome, reason = _outcome(row, was, now, changed)
            emptied = emptied_values(was, now) if changed else 0
            is_new, left = row.place not in said, left_out.get(row.place, ())
            group.arrivals.append(Arrival(group.after, outcome, reason, changed, is_new, left, emptied))


def _revocations(group: _Lead, entries: Sequence[Entry], said: Collection[Place], source: Source) -> list[Revocation]:
    """What takes back the earlier editions of the rows, where nothing has done so yet.

    Rows that stay with their lead share one. One that has gone to another lead has one of its own, so that it comes
    back by itself when that other lead cannot be written.
    """
    by_these = (one for one in entries if isinstance(one, Revocation) and one.place in group.earlier)
    taken_back = {place for one in by_these for place in one.places}
    todo = sorted(one for one in group.earlier if not (one.earlier.isdisjoint(said) or one.earlier <= taken_back))
    rows = {row.place for row in group.rows}
    staying = [place for place in todo if place in rows]
    shared = frozenset(earlier for place in staying for earlier in place.earlier)
    of = group.before.members if group.before else OWN
    gone = [Revocation(source, places=place.earlier, place=place, of=of) for place in todo if place not in rows]
    return [*([Revocation(source, places=shared, place=staying[0], of=of)] if staying else []), *gone]


def _before_and_after(group: _Lead, entries: Sequence[Entry], line: Line) -> tuple[LeadState | None, LeadState | None]:
    """The lead before and after these rows were said anew, now or by an earlier delivery.

    Args:
        line: of all entries, and of what is new.
    """
    places = {row.place for row in group.rows} | group.earlier
    known = [number for number, one in enumerate(entries) if one.place in places]
    if not known:
        return (group.before.standing.state if group.before else None), line.state
    after = line.state if group.new else Line(entries[: known[-1] + 1]).state
    return Line(entries[: known[0]]).state, after


def _outcome(row: Statement, was: LeadState | None, now: LeadState | None, changed: int) -> tuple[Outcome, str | None]:
    if changed:
        return (Outcome.UPDATED if is_there(was) else Outcome.CREATED), None
    if has_all_of(now, row):
        return Outcome.UNCHANGED, None
    if row.source.policy is Policy.KEEP:
        return Outcome.SKIPPED, KEPT
    return (Outcome.SUPERSEDED, NEWER) if is_there(now) else (Outcome.SKIPPED, NOTHING_LEFT)
