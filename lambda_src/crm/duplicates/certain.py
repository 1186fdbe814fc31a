"""Groups of leads that are certainly one person, so that all of them can be merged at once.

A chain of certain pairs is no proof for its two ends: two people with one name may each look like a third lead that has
little in it. So a group in which two leads speak against each other is left to people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from crm.duplicates.finding import FoundPair
from crm.duplicates.groups import roots
from crm.duplicates.weights import Band
from crm.statements.joining import MOST_JOINED
from crm.statements.lead import LeadVersion

SPEAKS_AGAINST: Mapping[str, Collection[str]] = {
    "first": ("different", "different characters"),
    "last": ("different", "different characters", "another generation"),
    "phone": ("different",),
    "email": ("colleagues", "other form of the name"),
}
"""Levels at which two leads that are connected only by others may be two people."""


CHECKED = 500
"""Groups of which a preview reads the leads, to see whether they are as they were: some tenths of a second."""


@dataclass(frozen=True, slots=True)
class CertainGroup:
    """Leads that are connected by certain pairs.

    Args:
        leads: as they were compared, by id.
        pairs: those among them, the surest first.
        agrees: whether no two of them speak against each other, and one merge can hold them.
    """

    leads: Sequence[LeadVersion]
    pairs: Sequence[FoundPair]
    agrees: bool


def certain_groups(pairs: Iterable[FoundPair], dismissed: Collection[str]) -> list[CertainGroup]:
    """The groups, that with the surest pair first.

    Args:
        pairs: all that were found, or those that `pairs_of_certain_groups` has left.
        dismissed: ids of pairs of which somebody has said that they are not the same person.
    """
    ordered = sorted(pairs, key=lambda pair: (-pair.bits, pair.pair_id))
    certain = [pair for pair in ordered if pair.band is Band.CERTAIN and pair.pair_id not in dismissed]
    root = roots(certain)
    ids = {one.lead_id for pair in certain for one in (pair.first, pair.second)}
    groups: dict[str, list[FoundPair]] = {root(pair.first.lead_id): [] for pair in certain}
    for pair in ordered:
        if {pair.first.lead_id, pair.second.lead_id} <= ids and root(pair.first.lead_id) == root(pair.second.lead_id):
            groups[root(pair.first.lead_id)].append(pair)
    return [_group(group, dismissed) for group in groups.values()]


def pairs_of_certain_groups(pairs: Iterable[FoundPair]) -> list[FoundPair]:
    """Those pairs on which certain groups depend: certain ones, and others of two leads of one such group."""
    return [pair for group in certain_groups(pairs, ()) for pair in group.pairs]


def agree(lead_ids: Collection[str], pairs: Iterable[FoundPair], dismissed: Collection[str]) -> bool:
    """Whether no two of some leads speak against each other; two that have nothing in common do.

    Args:
        pairs: that were found among them.
        dismissed: as of `certain_groups`.
    """
    if len(lead_ids) > MOST_JOINED:
        return False
    found = {pair.pair_id: pair for pair in pairs}
    return all(
        (pair := found.get(f"{one}{other}")) is not None and pair.pair_id not in dismissed and _may_be_one(pair)
        for one, other in combinations(sorted(lead_ids), 2)
    )


@dataclass(frozen=True, slots=True)
class Previewed:
    """What merging all groups would do.

    Args:
        ready: the groups that would be merged; of the first `CHECKED` it is known that their leads are as they were.
        left_out: how many would not, because they disagree or a lead was changed since.
    """

    ready: Sequence[CertainGroup]
    left_out: int


def preview(groups: Sequence[CertainGroup], versions: Mapping[str, LeadVersion]) -> Previewed:
    """What merging all groups would do.

    Args:
        versions: the leads of the first `CHECKED` groups that agree, by id, as they are now; those that are there.
    """
    agreeing = [group for group in groups if group.agrees]
    there = [group for group in agreeing[:CHECKED] if all(one.lead_id in versions for one in group.leads)]
    same = [group for group in there if all(versions[one.lead_id] == one for one in group.leads)]
    return Previewed([*same, *agreeing[CHECKED:]], len(groups) - len(agreeing) + len(there) - len(same))


def _group(pairs: Sequence[FoundPair], dismissed: Collection[str]) -> CertainGroup:
    leads = {one.lead_id: one for pair in pairs for one in (pair.first, pair.second)}
    return CertainGroup([leads[lead_id] for lead_id in sorted(leads)], pairs, agree(leads, pairs, dismissed))


def _may_be_one(pair: FoundPair) -> bool:
    if pair.band is Band.CERTAIN:
        return True
    return not any(pair.levels[comparison] in levels for comparison, levels in SPEAKS_AGAINST.items())
