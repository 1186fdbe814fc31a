"""Taking leads apart that had become one: what was said of each goes to each (docs/leads.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crm.statements.in_order import OWN_NAME, connected, live, live_merges
from crm.statements.lead import Lead, Merged
from crm.statements.statement import Entry, Kind, Merge, Place, Revocation, Source, Statement


@dataclass(frozen=True, slots=True)
class Part:
    """One of the leads that leads become again.

    Args:
        lead_id: its id.
        members: how the chain that is taken apart names it, and those that stay one with it.
        entries: what was said of it, as its own chain names leads.
        merged: the merges by which it is still one of several.
    """

    lead_id: str
    members: frozenset[str]
    entries: tuple[Entry, ...]
    merged: tuple[Merged, ...]


def parts_of(lead: Lead, entries: Sequence[Entry], merge: Merge, source: Source) -> list[Part]:
    """The leads that a lead becomes when one of its merges is taken back: first the one that keeps its id.

    Args:
        entries: of the lead's chain.
        source: who takes it back, and when.
    """
    left = [*entries, Revocation(source, of=merge.of, merge_id=merge.merge_id)]
    others = [one for one in lead.merged if one.merge_id != merge.merge_id]
    parts = []
    for name in (OWN_NAME, *merge.joined):
        members = connected(name, (one.of for one in live_merges(left)))
        lead_id = name or lead.lead_id
        names = {one or lead.lead_id for one in members}
        said = tuple(_of(left, members, {name: OWN_NAME, OWN_NAME: name and lead.lead_id}))
        parts.append(Part(lead_id, members, said, tuple(one for one in others if one.into in names)))
    return parts


def _of(entries: Iterable[Entry], members: Collection[str], names: dict[str, str]) -> Iterator[Entry]:
    """What was said of some leads, which are named anew."""
    for entry in entries:
        of = tuple(one for one in entry.of if one in members)
        if not of:
            continue
        if isinstance(entry, Revocation):
            # That a merge was taken back is told of all its leads.
            yield renamed(entry if entry.merge_id else replace(entry, of=of), names)
        elif isinstance(entry, Merge):
            yield renamed(entry, names)
        elif (part := entry.part(members)) is not None:
            whose = {path: tuple(one for one in part.whose(path) if one in members) for path in part.says}
            yield renamed(replace(part, of=of, apart={path: few for path, few in whose.items() if few != of}), names)


def renamed(entry: Entry, names: dict[str, str]) -> Entry:
    """An entry in the chain of another lead, which names leads in another way.

    Args:
        names: the new name of each lead that gets another one.
    """

    def new(of: Iterable[str]) -> tuple[str, ...]:
        return tuple(names.get(one, one) for one in of)

    if isinstance(entry, Merge):
        choices = {path: names.get(one, one) for path, one in entry.choices.items()}
        return replace(entry, into=names.get(entry.into, entry.into), joined=new(entry.joined), choices=choices)
    if isinstance(entry, Revocation):
        return replace(entry, of=tuple(sorted(new(entry.of))))
    return replace(
        entry,
        of=tuple(sorted(new(entry.of))),
        apart={path: tuple(sorted(new(members))) for path, members in entry.apart.items()},
    )


def adopted(entries: Sequence[Entry], lead_id: str, into: Lead, there: Sequence[Entry]) -> list[Entry]:
    """The entries of a lead as they stand in the chain of the lead into which it is merged.

    What both chains tell of leads that were one before is told once.

    Args:
        lead_id: of the lead.
        there: the entries of the other chain.
    """
    names = {OWN_NAME: lead_id, into.lead_id: OWN_NAME}
    told = {one.merge_id for one in there if isinstance(one, Merge)}
    return [renamed(one, names) for one in entries if isinstance(one, Statement) or one.merge_id not in told]


def parted_from(lead: Lead, entries: Iterable[Entry]) -> frozenset[str]:
    """Ids of the leads that were one with a lead at some time and are not any more."""
    merged = {one or lead.lead_id for entry in entries if isinstance(entry, Merge) for one in entry.of}
    return frozenset(merged - lead.ids)


@dataclass(frozen=True, slots=True)
class SaidOfSeveral:
    """What a person said while leads were one, and what is of several of them since they were taken apart.

    Args:
        paths: of the values; none for a delete.
    """

    source: Source
    paths: tuple[str, ...]


def said_of_several(chains: Sequence[Iterable[Entry]], since: Place) -> list[SaidOfSeveral]:
    """What stands in the chains of several leads: edits and deletes that could not be told to be of one.

    Args:
        since: the place of their merge.
    """
    by_place: dict[tuple[Place, str], list[Statement]] = {}
    for entries in chains:
        for one in live(entries):
            if one.kind is not Kind.ROW and one.place > since:
                by_place.setdefault((one.place, one.source.at), []).append(one)
    found: list[SaidOfSeveral] = []
    for _, several in sorted(by_place.items(), key=lambda item: item[0]):
        paths = [path for one in several for path in one.says]
        common = tuple(sorted({path for path in paths if paths.count(path) > 1}))
        if common or (len(several) > 1 and several[0].kind is Kind.DELETE):
            found.append(SaidOfSeveral(several[0].source, common))
    return found
