"""Puts pairs that have a lead in common together, and cuts them into pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from crm.duplicates.finding import FoundPair
from crm.duplicates.weights import Band

PAIRS_A_PAGE = 50
MOST_IN_A_GROUP = 50
"""Pairs of one group that are shown together; the rest comes in groups behind it."""

Group = list[FoundPair]


def grouped(pairs: Iterable[FoundPair]) -> list[Group]:
    """The groups, that with the surest pair first; within each the surest pair first.

    A pair that is only possible joins no groups, or half of all leads would be in one.
    """
    ordered = sorted(pairs, key=lambda pair: (-pair.bits, pair.pair_id))
    root = roots(pair for pair in ordered if pair.band is not Band.POSSIBLE)
    groups: defaultdict[tuple[str, str], Group] = defaultdict(list)
    for pair in ordered:
        one, other = root(pair.first.lead_id), root(pair.second.lead_id)
        groups[min(one, other), max(one, other)].append(pair)
    return [
        group[start : start + MOST_IN_A_GROUP]
        for group in groups.values()
        for start in range(0, len(group), MOST_IN_A_GROUP)
    ]


def roots(pairs: Iterable[FoundPair]) -> Callable[[str], str]:
    """What answers, for the id of a lead, that of one lead of its group: the same for all that pairs connect."""
    above: dict[str, str] = {}

    def root(lead_id: str) -> str:
        while (up := above.get(lead_id, lead_id)) != lead_id:
            above[lead_id] = above.get(up, up)
            lead_id = up
        return lead_id

    for pair in pairs:
        above[root(pair.first.lead_id)] = root(pair.second.lead_id)
    return root


def band_of_group(pairs: Sequence[FoundPair]) -> Band:
    """How sure it is that all leads of a group are one: as the least sure pair without which they are several."""
    ids = {one.lead_id for pair in pairs for one in (pair.first, pair.second)}
    bands = list(Band)
    for number, band in enumerate(bands):
        root = roots(pair for pair in pairs if pair.band in bands[: number + 1])
        if len({root(lead_id) for lead_id in ids}) == 1:
            return band
    return Band.POSSIBLE


def pages_of(groups: Sequence[Group]) -> list[list[Group]]:
    """Groups in pages of about `PAIRS_A_PAGE` pairs, each with one group at least."""
    pages: list[list[Group]] = []
    left = 0
    for group in groups:
        if not pages or left < len(group):
            pages.append([])
            left = PAIRS_A_PAGE
        pages[-1].append(group)
        left -= len(group)
    return pages
