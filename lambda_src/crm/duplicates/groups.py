"""Puts pairs that have a lead in common together, and cuts them into pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

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
    above: dict[str, str] = {}

    def root(lead_id: str) -> str:
        while (up := above.get(lead_id, lead_id)) != lead_id:
            above[lead_id] = above.get(up, up)
            lead_id = up
        return lead_id

    for pair in ordered:
        if pair.band is not Band.POSSIBLE:
            above[root(pair.first.lead_id)] = root(pair.second.lead_id)
    groups: defaultdict[tuple[str, str], Group] = defaultdict(list)
    for pair in ordered:
        one, other = root(pair.first.lead_id), root(pair.second.lead_id)
        groups[min(one, other), max(one, other)].append(pair)
    return [
        group[start : start + MOST_IN_A_GROUP]
        for group in groups.values()
        for start in range(0, len(group), MOST_IN_A_GROUP)
    ]


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
