"""Found duplicates as the API answers them, for tests of the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.doubles.api_answers import Json

Leads = dict[str, Json]


@dataclass
class FakeDuplicates:
    """Pairs of leads, which tests set up.

    Args:
        pairs: the ids of two leads, how sure it is that they are one person, and why.
        searches: how often a search was asked for.
    """

    pairs: list[tuple[str, str, str, list[str]]] = field(default_factory=list)
    searches: int = 0
    dismissed: set[str] = field(default_factory=set)

    def search(self) -> Json:
        self.searches += 1
        return {"searchId": f"search-{self.searches}"}

    def page(self, leads: Leads) -> Json:
        """All pairs, a group each; of leads that are there."""
        found = [
            _group(leads[one], leads[other], band, reasons)
            for one, other, band, reasons in self.pairs
            if one in leads and other in leads and one + other not in self.dismissed
        ]
        bands = [group["pairs"][0]["band"] for group in found]
        return {
            "groups": found,
            "page": 1,
            "pages": 1 if found else 0,
            "counts": {band: bands.count(band) for band in ("certain", "likely", "possible")},
            "freshAsOf": "2026-11-01T10:00:00.000Z" if self.searches else None,
            "search": "ready" if self.searches else None,
        }


def _group(one: Json, other: Json, band: str, reasons: list[str]) -> dict[str, Any]:
    ids = [one["leadId"], other["leadId"]]
    pair = {"pairId": "".join(ids), "leadIds": ids, "band": band, "score": 9.5, "reasons": reasons}
    return {"leads": [one, other], "pairs": [pair | {"isOutdated": False}]}
