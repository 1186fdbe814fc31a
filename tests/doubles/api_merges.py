"""Merges in the API's double: leads that are kept aside while they are one with another."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from tests.doubles.api_answers import ApiError, time_at

Json = dict[str, Any]


@dataclass
class _Merge:
    """A merge that can be taken back."""

    into: str
    before: list[Json]
    by: str


@dataclass
class FakeMerges:
    """What was merged.

    Args:
        of_several: what is told of leads that are taken apart.
    """

    made: dict[str, _Merge] = field(default_factory=dict)
    of_several: list[Json] = field(default_factory=list)

    def owner(self, lead_id: str) -> str:
        """The lead to which an id leads."""
        joined = ((one["leadId"], merge.into) for merge in self.made.values() for one in merge.before[1:])
        return dict(joined).get(lead_id, lead_id)

    def merge(self, leads: dict[str, Json], body: Json, by: str) -> Json:
        """Makes leads one: the first keeps what it has, and gets what it lacks."""
        for lead_id in body["leads"]:
            if lead_id not in leads:
                raise ApiError(404, "not_found", "One of these leads is not there any more.")
        first, *others = [leads[lead_id] for lead_id in body["leads"]]
        merge_id = f"{others[0]['leadId']}-{len(self.made)}"
        self.made[merge_id] = _Merge(first["leadId"], [dict(one) for one in (first, *others)], by)
        for other in others:
            first |= {name: value for name, value in other.items() if value and not first[name]}
            if other["email"] and other["email"] != first["email"]:
                first["emails"] = [*first["emails"], {"value": other["email"], "label": ""}]
            del leads[other["leadId"]]
        return {"mergeId": merge_id, "lead": first}

    def undo(self, leads: dict[str, Json], merge_id: str) -> Json:
        """Takes leads apart, as they were."""
        if merge_id not in self.made:
            raise ApiError(404, "not_found", "There is no such merge, or its leads were deleted for good.")
        merge = self.made.pop(merge_id)
        leads |= {one["leadId"]: one for one in merge.before}
        pairs = combinations((one["leadId"] for one in merge.before), 2)
        return {"leads": merge.before, "ofSeveral": self.of_several, "pairIds": [one + other for one, other in pairs]}

    def merged_from(self, lead_id: str) -> list[Json]:
        """The merges that have made a lead one of several."""
        return [
            {
                "mergeId": merge_id,
                "leads": [_named(one) for one in merge.before[1:]],
                "at": time_at(700),
                "by": merge.by,
            }
            for merge_id, merge in self.made.items()
            if merge.into == lead_id
        ]


def _named(lead: Json) -> Json:
    names = " ".join(lead[name] for name in ("firstName", "lastName") if lead[name])
    return {"leadId": lead["leadId"], "name": names or lead["company"] or lead["email"] or ""}
