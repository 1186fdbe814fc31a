"""Found duplicates as the API shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from crm.api.answers import Answer, Time
from crm.api.messages import Messages, messages_in
from crm.duplicates.certain import agree
from crm.duplicates.finding import FoundPair
from crm.duplicates.groups import Group, band_of_group
from crm.duplicates.reasons import names_of, reasons_of
from crm.duplicates.store import SearchStatus
from crm.duplicates.weights import Band
from crm.ids import ID
from crm.leads.answers import Lead, leads_of
from crm.own_fields.definition import OwnFields
from crm.statements import lead as stored


class StartedSearch(Answer):
    """A search for duplicates that is under way."""

    search_id: str


class Pair(Answer):
    """Two leads that may be the same person."""

    pair_id: str
    lead_ids: list[str] = Field(description="Of the two leads, which are in the group.")
    band: Band = Field(description="How sure it is.")
    score: float = Field(description="The greater, the surer. Each point doubles the chances.")
    reasons: list[str] = Field(description="Why, in plain words: same phone, for example.")
    reason_messages: Messages
    is_outdated: bool = Field(description="Whether one of the leads was changed since they were compared.")


class DuplicateGroup(Answer):
    """Leads that may be one person, and the pairs among them, the surest first."""

    leads: list[Lead]
    pairs: list[Pair]
    band: Band = Field(description="How sure it is that all of them are one person.")
    agrees: bool = Field(description="Whether no two of the leads speak against each other, so that one merge fits.")


class DuplicatePage(Answer):
    """One page of what was found, the surest first."""

    groups: list[DuplicateGroup] = Field(
        description="Without pairs that were dismissed, and without leads that are not there any more."
    )
    page: int = Field(ge=1)
    pages: int = Field(ge=0)
    counts: dict[Band, int] = Field(description="Pairs by band on all pages, when they were found.")
    fresh_as_of: Time | None = Field(description="Every change up to this moment was seen; null before a search.")
    search: SearchStatus | None = Field(description="The search that was asked for last; null if none was.")


class CertainDuplicates(Answer):
    """Groups of leads that are certainly one person, which can be merged all at once."""

    search_id: str | None = Field(description="The search that has found them; null before a search.")
    groups: int = Field(ge=0, description="That would be merged, each into one lead.")
    leads: int = Field(ge=0, description="In these groups.")
    left_out: int = Field(
        ge=0,
        description="Groups that would not be merged: two of their leads speak against each other or were said to be "
        "different people, or one was changed since they were compared.",
    )
    sample: list[DuplicateGroup] = Field(description="The surest of the groups that would be merged.")
    fresh_as_of: Time | None = Field(description="Every change up to this moment was seen; null before a search.")


class WantedMergeOfAll(BaseModel):
    """Which groups are to be merged."""

    model_config = ConfigDict(extra="forbid")

    searchId: str = Field(pattern=ID, description="Of the groups that were looked at.")  # noqa: N815 - the API's name


def groups_of(
    groups: Sequence[Group], leads: Mapping[str, stored.Lead], dismissed: Collection[str], own_fields: OwnFields
) -> list[DuplicateGroup]:
    """The groups that are left.

    Args:
        leads: that are there, by id; one that was merged into another is not there by its own id.
        dismissed: ids of pairs.
    """
    shown = []
    for group in groups:
        pairs = [pair for pair in group if pair.pair_id not in dismissed and _is_there(pair, leads)]
        if pairs:
            ids = list(dict.fromkeys(one.lead_id for pair in pairs for one in (pair.first, pair.second)))
            shown.append(
                DuplicateGroup(
                    leads=leads_of([leads[lead_id] for lead_id in ids], own_fields),
                    pairs=[_pair(pair, leads) for pair in pairs],
                    band=band_of_group(pairs),
                    agrees=agree(ids, group, dismissed),
                )
            )
    return shown


def _is_there(pair: FoundPair, leads: Mapping[str, stored.Lead]) -> bool:
    return pair.first.lead_id in leads and pair.second.lead_id in leads


def _pair(pair: FoundPair, leads: Mapping[str, stored.Lead]) -> Pair:
    one, other = leads[pair.first.lead_id], leads[pair.second.lead_id]
    reasons = reasons_of(pair.levels, names_of(one), names_of(other))
    return Pair(
        pair_id=pair.pair_id,
        lead_ids=[one.lead_id, other.lead_id],
        band=pair.band,
        score=pair.bits,
        reasons=reasons,
        reason_messages=messages_in(reasons),
        is_outdated=(one.version, other.version) != (pair.first, pair.second),
    )
