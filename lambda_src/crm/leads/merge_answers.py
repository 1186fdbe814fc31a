"""Leads that are made one or taken apart, as the API shows them."""

from __future__ import annotations

from itertools import combinations
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from crm.api.answers import Answer, Time
from crm.ids import ID
from crm.leads.answers import Lead
from crm.leads.merging import LeadsApart
from crm.leads.pair_ids import pair_id_of
from crm.own_fields.values import StoredTexts
from crm.statements.joining import MOST_JOINED
from crm.statements.parting import SaidOfSeveral

MAX_CHOICES = 500
"""Paths for which one merge may choose the value."""
MAX_PATH = 1_000
"""Characters of such a path."""

_LeadId = Annotated[str, Field(pattern=ID)]


class WantedMerge(BaseModel):
    """Leads that are to become one."""

    model_config = ConfigDict(extra="forbid")

    leads: Annotated[list[_LeadId], Field(min_length=1, max_length=MOST_JOINED, description="Their ids.")]
    into: _LeadId | None = Field(None, description="The lead whose id stays; left out, the oldest.")
    choices: Annotated[
        dict[Annotated[str, Field(max_length=MAX_PATH)], _LeadId],
        Field(
            max_length=MAX_CHOICES,
            description="By path, the lead whose value wins; else it is the one that was said last.",
        ),
    ] = {}


class MadeMerge(Answer):
    """Leads that have become one."""

    merge_id: str = Field(description="By which they can be taken apart, at any time.")
    lead: Lead


class OfSeveral(Answer):
    """What a person said while leads were one, and what is of several of them, as it could not be told of which."""

    at: Time
    by: str = Field(description="The person's email address.")
    paths: list[str] = Field(description="Of the values that were changed; empty where the lead was deleted.")

    @classmethod
    def of(cls, said: SaidOfSeveral) -> OfSeveral:
        """The answer for what was said."""
        return cls(at=said.source.at, by=said.source.by, paths=list(said.paths))


class TakenApart(Answer):
    """Leads that were one. Each has what it would have had they never been."""

    leads: list[Lead] = Field(
        description="First the one that has kept the id. A lead of which all was taken back meanwhile is not there."
    )
    of_several: list[OfSeveral] = Field(description="Changes that are in more than one of them now.")
    pair_ids: list[str] = Field(
        description="Of each two of them. Who says that they are different people dismisses these: else they may be "
        "proposed again."
    )

    @classmethod
    def of(cls, apart: LeadsApart, own: StoredTexts) -> TakenApart:
        """The answer for leads that were taken apart."""
        there = [lead for lead in apart.leads if lead.standing.state is not None]
        return cls(
            leads=[Lead.of(lead, own) for lead in there],
            of_several=[OfSeveral.of(one) for one in apart.of_several],
            pair_ids=[pair_id_of(one.lead_id, other.lead_id) for one, other in combinations(there, 2)],
        )
