"""Found duplicates as the API answers them, for tests of the page."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.doubles.api_answers import ApiError, Json

Leads = dict[str, Json]
FoundPair = tuple[str, str, str, list[str]]
BANDS = ("certain", "likely", "possible")


@dataclass
class FakeDuplicates:
    """Pairs of leads, which tests set up.

    Args:
        pairs: the ids of two leads, how sure it is that they are one person, and why. Those with a lead in common are
            one group.
        left_out: groups that merging all would leave out.
        look_alikes: what is said of the new leads of an import.
        searches: how often a search was asked for.
    """

    pairs: list[FoundPair] = field(default_factory=list)
    searches: int = 0
    dismissed: set[str] = field(default_factory=set)
    left_out: int = 0
    look_alikes: Json = field(
        default_factory=lambda: {"isReady": True, "rows": 0, "isWhole": True, "count": 0, "examples": []}
    )

    def search(self) -> Json:
        self.searches += 1
        return {"searchId": f"search-{self.searches}"}

    def page(self, leads: Leads) -> Json:
        """All groups, of leads that are there."""
        pairs = self._there(leads)
        found = _groups(pairs, leads)
        bands = [band for _, _, band, _ in pairs]
        return {
            "groups": found,
            "page": 1,
            "pages": 1 if found else 0,
            "counts": {band: bands.count(band) for band in BANDS},
            "freshAsOf": self._fresh_as_of,
            "search": "ready" if self.searches else None,
        }

    def certain(self, leads: Leads) -> Json:
        """What merging all that are certainly one would do."""
        groups = self._certain_groups(leads)
        return {
            "searchId": f"search-{self.searches}" if self.searches else None,
            "groups": len(groups),
            "leads": sum(len(group["leads"]) for group in groups),
            "leftOut": self.left_out,
            "sample": groups,
            "freshAsOf": self._fresh_as_of,
        }

    def groups_to_merge(self, leads: Leads, search_id: str) -> list[list[str]]:
        """The ids of the leads of each group that is certainly one person."""
        if search_id != f"search-{self.searches}":
            raise ApiError(409, "searched_again", "Duplicates have been searched again since.")
        return [[lead["leadId"] for lead in group["leads"]] for group in self._certain_groups(leads)]

    @property
    def _fresh_as_of(self) -> str | None:
        return "2026-11-01T10:00:00.000Z" if self.searches else None

    def _certain_groups(self, leads: Leads) -> list[Json]:
        return _groups([pair for pair in self._there(leads) if pair[2] == "certain"], leads)

    def _there(self, leads: Leads) -> list[FoundPair]:
        return [
            (one, other, band, reasons)
            for one, other, band, reasons in self.pairs
            if one in leads and other in leads and one + other not in self.dismissed
        ]


def _groups(pairs: list[FoundPair], leads: Leads) -> list[Json]:
    groups: list[Json] = []
    for one, other, band, reasons in pairs:
        pair = {"pairId": one + other, "leadIds": [one, other], "band": band, "score": 9.5, "reasons": reasons}
        pair |= {"reasonMessages": []}
        shared = [group for group in groups if {one, other} & {lead["leadId"] for lead in group["leads"]}]
        group: Json = shared[0] if shared else {"leads": [], "pairs": [], "band": band, "agrees": True}
        groups += [] if shared else [group]
        group["leads"] += [leads[lead_id] for lead_id in (one, other) if leads[lead_id] not in group["leads"]]
        group["pairs"].append(pair | {"isOutdated": False})
        group["band"] = band if BANDS.index(band) > BANDS.index(group["band"]) else group["band"]
    return groups
