"""A question's answer as the API shows it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from crm.api.answers import Answer, Time
from crm.chat.interpretation import Intent, Interpretation
from crm.leads.answers import Lead
from crm.query.reading_conditions import condition_to_json
from crm.query.results import Group


class ReadBy(StrEnum):
    """Who turned the question into a query."""

    MODEL = "model"
    RULES = "rules"
    PERSON = "person"
    """Who changed what had been understood."""


class QuerySort(Answer):
    """The order of the leads."""

    field: str
    descending: bool


class ChatQuery(Answer):
    """The query that a question was understood to ask, and which the next question takes as its `previous`."""

    intent: Intent
    text: str = Field(description="Words that must all occur somewhere in a lead; empty for any lead.")
    where: dict[str, Any] = Field(description="What must hold, as GET /leads takes it.")
    part: dict[str, Any] | None = Field(description="Of a share, what must hold of the part besides; else null.")
    sort: QuerySort
    group_by: list[str] = Field(description="The fields, at most two, by whose values the leads are counted.")
    page_size: int = Field(description="Leads or groups that are shown; 0 for counts alone.")

    @classmethod
    def of(cls, understood: Interpretation) -> ChatQuery:
        query = understood.query
        return cls(
            intent=understood.intent,
            text=query.text,
            where=condition_to_json(query.where),
            part=condition_to_json(understood.part) if understood.part is not None else None,
            sort=QuerySort(field=query.sort.field, descending=query.sort.descending),
            group_by=list(query.group_by),
            page_size=query.page_size,
        )


class LeadGroup(Answer):
    """How many leads share a value, or a pair of values."""

    values: list[str | None] = Field(
        description="One for each field, in its most frequent spelling; null for leads that have none."
    )
    count: int = Field(ge=1)

    @classmethod
    def of(cls, group: Group) -> LeadGroup:
        return cls(values=list(group.values), count=group.count)


class ChatAnswer(Answer):
    """What a question was understood to ask, and the exact answer over all leads."""

    query: ChatQuery | None = Field(description="Null when the question was not understood.")
    text: str = Field(description="The answer in words, or what can be asked.")
    not_understood: list[str] = Field(description="Words of the question for which no query was found.")
    count: int | None = Field(description="Leads that were found; null when the question was not understood.")
    part_count: int | None = Field(description="Of a share, how many of them are in the part; else null.")
    rows: list[Lead] | None = Field(description="The first leads, when the question asks for leads.")
    groups: list[LeadGroup] | None = Field(description="The largest groups, when the question asks for groups.")
    examples: list[str] = Field(description="Questions that can be asked, when this one was not understood.")
    read_by: ReadBy
    fresh_as_of: Time | None = Field(description="Every change up to this moment is in the answer.")
