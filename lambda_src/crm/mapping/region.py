"""The region of a sheet's phone numbers: by those that name their country code, else by language and emails."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from crm.values.national_numbers import dialled_in
from crm.values.phones import phones_in

_INTERNATIONAL = re.compile(r"^(?:[a-z]{1,3}:\s?)?\(?\+\s?\(?([1-9][\d\s().\-/]{6,})")
"""Also as links and lead forms write it: `tel:+49…`, `p:+34…`."""
FEWEST = 2
"""International numbers that a sample must hold."""
MOST = 0.6
"""Share of the international numbers that must be of one region. Chosen: a guess only adds a line to the remarks."""
FEWEST_ADDRESSES = 2
"""Emails under domains of countries that a sample must hold before they say anything. As `FEWEST`."""
MOST_NUMBERS = 0.8
"""Share of the national numbers that must be numbers of the region. Chosen: one in five may be incomplete."""
_FOR_ALL = frozenset({"io", "co", "ai", "me", "tv", "cc", "fm", "ly", "to", "gg", "eu"})
"""Domains of countries, and of a union, that people all over the world register."""
_DOMAIN = re.compile(r"@[^\s@]*\.([a-z]{2})\b", re.IGNORECASE)


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


def has_international(phones: Iterable[str]) -> bool:
    """Whether any number names its country, so that the others may be of several."""
    return any(_INTERNATIONAL.match(text.strip()) for text in phones)


def region_by_language(candidates: Collection[str], phones: Iterable[str], emails: Iterable[str]) -> str | None:
    """The ISO 3166 region of a sheet whose numbers all lack a country code, None where it is not certain.

    Args:
        candidates: regions in which people write such headers, see `crm.mapping.headers.header_reading.regions_of`.
        phones: the cells of its phones: nearly all must be numbers as people dial them in the region.
        emails: the cells of its emails: of several regions, the one whose domain most of them have. Domains of another
            country than that say that nothing is certain.
    """
    if not candidates:
        return None
    domains = Counter(
        "GB" if domain == "uk" else domain.upper()
        for text in emails
        if (found := _DOMAIN.search(text)) and (domain := found[1].lower()) not in _FOR_ALL
    )
    if domains.total() >= FEWEST_ADDRESSES:
        region, count = domains.most_common(1)[0]
        if region not in candidates or count < MOST * domains.total():
            return None
    elif len(candidates) == 1:
        (region,) = candidates
    else:
        return None
    national = [phone.text for text in phones for phone in phones_in(text, None)[:1] if phone.national]
    fitting = sum(dialled_in(number.partition(" x")[0], region) is not None for number in national)
    return region if national and fitting >= MOST_NUMBERS * len(national) else None


def _region_of(start: str) -> str:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    for length in (1, 2, 3):
        regions = COUNTRY_CODE_TO_REGION_CODE.get(int(start[:length]))
        if regions:
            return regions[0] if regions[0] != "001" else ""
    return ""
