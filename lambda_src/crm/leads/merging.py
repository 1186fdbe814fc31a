"""Making leads one, and taking them apart again at any time (docs/leads.md, promise 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from crm.clock import now_iso
from crm.errors import Conflict, Invalid, NotFound
from crm.ids import new_id
from crm.leads.by_hand import place_by_hand
from crm.leads.reading import has_expired, title_of
from crm.statements.arrivals import Standing
from crm.statements.chain_entries import Link
from crm.statements.chains import MOST_ENTRIES, ExpiredChainError
from crm.statements.claims import ROUNDS
from crm.statements.folding import is_there
from crm.statements.found import Found
from crm.statements.in_order import connected, fold, live_merges, newest_of
from crm.statements.joining import MOST_JOINED, write_merge, write_parts
from crm.statements.keys import is_key
from crm.statements.lead import Lead, Merged
from crm.statements.merging import Branch, merged
from crm.statements.parting import SaidOfSeveral, adopted, parts_of, said_of_several
from crm.statements.recording import Recorder
from crm.statements.statement import OWN, Entry, Merge, Source
from crm.users import User

_FOLDER = "by-hand"
BUSY = "busy"
"""Code of the refusal where others change the leads all the time."""


@contextmanager
def _known_history() -> Iterator[None]:
    try:
        yield
    except ExpiredChainError as error:
        raise Conflict(
            "history_expired",
            "What was said of these leads earlier is no longer stored, and this cannot be done without it.",
        ) from error


@dataclass(frozen=True, slots=True)
class LeadsApart:
    """Leads that were one.

    Args:
        leads: as they are now; first the one that has kept the id.
        of_several: what people said meanwhile that is of more than one of them, because it could not be told of which.
    """

    leads: Sequence[Lead]
    of_several: Sequence[SaidOfSeveral]


@dataclass(frozen=True, slots=True)
class LeadMerger:
    """Merges leads for a person.

    Args:
        sequence: the number of the newest import.
        now: the time as it is stored.
        ids: makes what no other merge has.
    """

    recorder: Recorder
    sequence: Callable[[], int]
    now: Callable[[], str] = field(default=now_iso)
    ids: Callable[[], str] = field(default=new_id)

    def merge(
        self,
        lead_ids: Sequence[str],
        by: User,
        into: str | None = None,
        choices: Mapping[str, str] | None = None,
    ) -> tuple[str, Lead]:
        """Makes leads one. Those that are one already stay so, and are told as the first time.

        Args:
            into: the lead whose id stays; None for the oldest.
            choices: by path, the lead whose value wins; else it is the one that was said last.

        Returns:
            The id of the merge, and the lead.

        Raises:
            NotFound: if a lead is not there.
            Invalid: if fewer than two or too many are named, or if a choice names none of them.
            Conflict: `in_bin`, `too_much`, `history_expired`, `busy`.
        """
        wanted = list(dict.fromkeys([*lead_ids, *([into] if into else [])]))
        if not 1 < len(wanted) <= MOST_JOINED:
            raise Invalid(f"Name two leads or more, and at most {MOST_JOINED}.", {"leads": "Two or more."})
        suffix = self.ids()[-12:]
        for _ in range(ROUNDS):
            found = self.recorder.leads.look_up(wanted)
            leads = in_order([self._there(found, one) for one in wanted], found.lead(into) if into else None)
            if len(leads) == 1:
                return self._told_again(leads[0], wanted, found)
            owners = {path: found.owner(one) for path, one in (choices or {}).items()}
            merge_id = f"{leads[1].lead_id}-{suffix}"
            now = self.join(leads, merge_id, by, owners)
            if now is not None:
                return merge_id, now
        raise _busy()

    @_known_history()
    def join(self, leads: Sequence[Lead], merge_id: str, by: User, owners: Mapping[str, str]) -> Lead | None:
        """Makes leads one that were read as they are there; first the one whose id stays.

        Args:
            owners: by path, the id of the lead among them whose value wins.

        Returns:
            The lead; None where somebody has changed one of them since.

        Raises:
            Invalid, Conflict: as `merge`.
        """
        first, *others = leads
        source = Source(by.id, self.now(), by.email)
        names = {one.lead_id: first.name_of(one.lead_id) for one in leads}
        if not names.keys() >= set(owners.values()):
            raise Invalid("A value can only be chosen from one of these leads.", {"choices": "Not of these leads."})
        merge = Merge(
            place_by_hand(self.sequence(), source, *leads),
            source,
            merge_id,
            OWN[0],
            tuple(one.lead_id for one in others),
            {path: names[owner] for path, owner in owners.items()},
            tuple(_title(one) for one in others),
        )
        _check_size(leads, merge)
        entries = self.recorder.chains.read(first.lead_id, first.chain)
        new: list[Entry] = []
        for one in others:
            chain = self.recorder.chains.read(one.lead_id, one.chain)
            new += adopted(chain, one.lead_id, first, [*entries, *new])
        new.append(merge)
        if len(entries) + len(new) > MOST_ENTRIES:
            raise Conflict("too_much", "Too many rows speak of these leads: they cannot be made one.")
        told = Merged(merge_id, first.lead_id, merge.joined, merge.names, source.at, source.by)
        after = Lead(
            first.lead_id,
            Standing(fold([*entries, *new]), merge.place),
            self.recorder.new_address(f"{_FOLDER}/{first.lead_id}"),
            merged=(*(record for one in leads for record in one.merged), told),
        )
        links = {first.lead_id: Link(first.chain, tuple(new))}
        return write_merge(self.recorder, first, after, others, links, merge_id)

    def undo(self, merge_id: str, by: User) -> LeadsApart:
        """Takes leads apart: each is what it would be had they never been one. Once they are apart, tells it again.

        Raises:
            NotFound: if there is no such merge.
            Conflict: `history_expired`, `busy`.
        """
        for _ in range(ROUNDS):
            joined = merge_id.partition("-")[0]
            lead = self.recorder.leads.look_up([joined]).lead(joined) if is_key(joined) else None
            if lead is None or has_expired(lead, self.now()):
                raise _no_such_merge()
            with _known_history():
                entries = self.recorder.chains.read(lead.lead_id, lead.chain)
                if not any(one.merge_id == merge_id for one in lead.merged):
                    return self._apart_already(lead, entries, merge_id)
                apart = self._taken_apart(lead, entries, merge_id, Source(by.id, self.now(), by.email))
            if apart is not None:
                return apart
        raise _busy()

    def _there(self, found: Found, lead_id: str) -> Lead:
        lead = found.lead(lead_id)
        state = lead.standing.state if lead else None
        if lead is None or state is None or has_expired(lead, self.now()):
            raise NotFound("One of these leads is not there any more.")
        if not is_there(state):
            raise Conflict("in_bin", "One of these leads is in the bin. Restore it, then merge.", {"leadId": lead_id})
        return lead

    def _told_again(self, lead: Lead, wanted: Sequence[str], found: Found) -> tuple[str, Lead]:
        """The last merge without which the leads would be several."""
        names = {lead.name_of(found.member(one)) for one in wanted}
        last = next((one for one in reversed(lead.merged) if not names <= _without(lead, one, names)), None)
        if last is None:
            raise Invalid("These are one and the same lead.", {"leads": "Name two different leads."})
        # Who has merged them may have died before it was logged.
        self.recorder.log_again([lead], last.joined)
        return last.merge_id, lead

    def _taken_apart(self, lead: Lead, entries: Sequence[Entry], merge_id: str, source: Source) -> LeadsApart | None:
        merge = next(one for one in live_merges(entries) if one.merge_id == merge_id)
        parts = parts_of(lead, entries, merge, source)
        address = self.recorder.new_address(f"{_FOLDER}/{lead.lead_id}")
        after = [
            Lead(
                part.lead_id,
                Standing(fold(part.entries), newest_of(part.entries) or merge.place),
                address,
                merged=part.merged,
            )
            for part in parts
        ]
        links = {part.lead_id: Link(None, part.entries) for part in parts}
        # Who has merged them may have died before it was logged; then their lives before would be seen beside the new.
        self.recorder.log_again((), merge.joined)
        leads = write_parts(self.recorder, lead, after, links, merge_id)
        if leads is None:
            return None
        return LeadsApart(leads, said_of_several([part.entries for part in parts], merge.place))

    def _apart_already(self, lead: Lead, entries: Sequence[Entry], merge_id: str) -> LeadsApart:
        merge = next((one for one in entries if isinstance(one, Merge) and one.merge_id == merge_id), None)
        if merge is None:
            raise _no_such_merge()
        ids = [one or lead.lead_id for one in merge.of]
        found = self.recorder.leads.get_many(ids)
        leads = list({one.lead_id: one for name in ids if (one := found.get(name)) is not None}.values())
        self.recorder.log_again(leads, ())
        chains = [self.recorder.chains.read(one.lead_id, one.chain) for one in leads]
        return LeadsApart(leads, said_of_several(chains, merge.place))


def in_order(leads: Sequence[Lead], into: Lead | None = None) -> list[Lead]:
    """The leads, each once: first the one whose id stays."""
    once = {one.lead_id: one for one in leads}
    oldest = sorted(once.values(), key=lambda one: (one.standing.state.created_at, one.lead_id))  # type: ignore[union-attr]
    return sorted(oldest, key=lambda one: into is not None and one.lead_id != into.lead_id)


def _without(lead: Lead, merge: Merged, names: set[str]) -> frozenset[str]:
    """The leads that one of some would be one with, without a merge."""
    left = [one for one in lead.merged if one is not merge]
    edges = [tuple(map(lead.name_of, (one.into, *one.joined))) for one in left]
    return connected(min(names), edges)


def _title(lead: Lead) -> str:
    return title_of(lead.standing.state) if lead.standing.state else ""


def _check_size(leads: Sequence[Lead], merge: Merge) -> None:
    branches = [Branch(frozenset(map(leads[0].name_of, one.ids)), one.standing.state) for one in leads]
    if merged(branches, merge).left_out:
        raise Conflict(
            "too_much", "Together these leads hold more than one lead can. Shorten notes or take values away first."
        )


def _no_such_merge() -> NotFound:
    return NotFound("There is no such merge, or its leads were deleted for good.")


def _busy() -> Conflict:
    return Conflict(BUSY, "Others are changing these leads. Please try again in a moment.")
