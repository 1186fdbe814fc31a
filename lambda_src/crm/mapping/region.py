"""The region of a sheet's phone numbers, by those that name their country code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_INTERNATIONAL = re.compile(r"^\(?\+\s?\(?([1-9][\d\s().\-/]{6,})")
FEWEST = 2
"""International numbers that a sample must hold."""
MOST = 0.6
"""Share of the international numbers that must be of one region. Chosen: a guess only adds a line to the remarks."""


def inferred_region(phones: Iterable[str]) -> str | None:
    """The ISO 3166 region that most international numbers share, None when there are too few of them.

    Numbers without a country code are probably of that region too. Where several regions share a country code, it is
    the largest of them.
    """
    counts: Counter[str] = Counter()
    for text in phones:
        match = _INTERNATIONAL.match(text.strip())
        if match is not None:
            counts[re.sub(r"\D", "", match[1])[:5]] += 1
    if counts.total() < FEWEST:
        return None
    regions: Counter[str] = Counter()
    for start, count in counts.items():
        regions[_region_of(start)] += count
    region, count = regions.most_common(1)[0]
    return region if region and count >= MOST * regions.total() else None


def _region_of(start: str) -> str:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    for length in (1, 2, 3):
        regions = COUNTRY_CODE_TO_REGION_CODE.get(int(start[:length]))
        if regions:
            return regions[0] if regions[0] != "001" else ""
    return ""
