"""New leads that look like leads that are there, as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from crm.api.answers import Answer
from crm.api.messages import Messages, messages_in
from crm.duplicates.reasons import names_of, reasons_of
from crm.duplicates.weights import Band
from crm.leads.reading import title_of
from crm.statements.lead import Lead

if TYPE_CHECKING:
    # Who only shows what was found needs no database.
    from crm.duplicates.look_alikes import LookAlike

SHOWN = 5
"""Examples that are told."""


class Example(Answer):
    """A lead that the import would make, and the one that is there which it is most like."""

    name: str = Field(description="Of the new one: its name, else what else says whose it is.")
    lead_id: str = Field(description="Of the one that is there.")
    lead_name: str
    band: Band
    reasons: list[str] = Field(description="Why, in plain words: same phone, for example.")
    reason_messages: Messages


class LookAlikes(Answer):
    """How many of the leads that an import would make look like leads that are there; nothing is written."""

    is_ready: bool = Field(description="Whether they were compared; if not, ask again.")
    rows: int = Field(ge=0, description="Rows that were looked at: the first ones of the file.")
    is_whole: bool = Field(description="Whether these are all.")
    count: int = Field(ge=0, description="New leads among them that are certainly or likely people who are there.")
    examples: list[Example] = Field(description="The surest of them.")

    @classmethod
    def not_yet(cls) -> LookAlikes:
        return cls(is_ready=False, rows=0, is_whole=False, count=0, examples=[])

    @classmethod
    def of(cls, found: Sequence[LookAlike], stored: Mapping[str, Lead], rows: int, *, is_whole: bool) -> LookAlikes:
        """The answer for what was found.

        Args:
            stored: leads by id, those of the first `SHOWN` at least.
        """
        shown = [_example(one, stored[one.lead_id]) for one in found[:SHOWN] if one.lead_id in stored]
        return cls(is_ready=True, rows=rows, is_whole=is_whole, count=len(found), examples=shown)


def _example(one: LookAlike, lead: Lead) -> Example:
    ordered = (lead, one.new) if one.pair.first.lead_id == one.lead_id else (one.new, lead)
    reasons = reasons_of(one.pair.levels, names_of(ordered[0]), names_of(ordered[1]))
    return Example(
        name=_title(one.new),
        lead_id=lead.lead_id,
        lead_name=_title(lead),
        band=one.pair.band,
        reasons=reasons,
        reason_messages=messages_in(reasons),
    )


def _title(lead: Lead) -> str:
    return title_of(lead.standing.state) if lead.standing.state else ""
