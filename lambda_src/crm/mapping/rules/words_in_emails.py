"""Whether words of cells stand in the emails of their rows: names in front of the @, companies behind it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from crm.mapping.rules import thresholds as at

_WITHOUT_STROKES = str.maketrans("øłđ", "old")


def names_of(emails: Sequence[str]) -> list[str]:
    """What stands in front of the @ of each email, without accents."""
    return [_ascii(email.partition("@")[0]) for email in emails]


def domains_of(emails: Sequence[str]) -> list[str]:
    """The domain of each email without its ending and its hyphens, without accents."""
    return [_ascii(email.partition("@")[2].rpartition(".")[0]).replace("-", "") for email in emails]


def overlap(values: Sequence[str], parts: Sequence[str]) -> tuple[float, float]:
    """In which share of rows a word of the cell stands in that part of the email, and where on average.

    Args:
        parts: from `names_of` or `domains_of`.
    """
    rows = hits = places = 0
    for value, part in zip(values, parts, strict=True):
        words = [word for word in _ascii(value).split() if len(word) >= at.LETTERS_IN_EMAILS]
        if not words or not part:
            continue
        rows += 1
        places_of = [part.find(word) for word in words if word in part]
        if places_of:
            hits += 1
            places += min(places_of)
    return (hits / rows, places / max(hits, 1)) if rows else (0.0, 0.0)


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_WITHOUT_STROKES))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
